"""Playbooks, their runs and drills as response models, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from luylau.api.cityview import CityView
from luylau.api.models import playbooks as shown
from luylau.api.workshow import shown_notes
from luylau.incidents import Incident
from luylau.incidents.causes import CauseRecord
from luylau.incidents.playbooks import (
    Drill,
    Playbook,
    Run,
    RunDraft,
    RunStep,
    Situation,
    Step,
    texts_of,
)
from luylau.kernel.messages import Language, message

_MINUTE_US = 60_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """For whom, and by whose names; ``people`` holds users' names by id, ``now_us`` is microseconds UTC."""

    view: CityView
    language: Language
    people: Mapping[str, str]
    now_us: int

    def person(self, user: str) -> str:
        """Return a user's name."""
        return self.people.get(user, user)

    def agency(self, agency: str) -> str:
        """Return an organisation's name; empty for none."""
        return self.view.owner_name(agency, self.language) or agency

    def say(self, texts: Mapping[str, str]) -> str:
        """Return a text in the reader's language; empty for none."""
        return texts.get(self.language, "")


def shown_summary(showing: Showing, playbook: Playbook) -> shown.PlaybookSummary:
    """Return a playbook as a line of a list."""
    return shown.PlaybookSummary(
        id=playbook.id,
        name=playbook.name(showing.language),
        names=dict(playbook.names),
        steps=len(playbook.steps),
        injects=len(playbook.injects),
        assumed=playbook.assumed,
    )


def shown_playbook(showing: Showing, playbook: Playbook) -> shown.Playbook:
    """Return a playbook of the pack."""
    return shown.Playbook(
        **dict(shown_summary(showing, playbook)),
        note=playbook.note,
        expected_h=playbook.expected_h,
        step_list=[_step(showing, step) for step in playbook.steps],
        drafts=[
            shown.PlaybookDraftTemplate(
                id=draft.id,
                kind=draft.kind,
                agency=draft.agency,
                agency_name=showing.agency(draft.agency),
                languages=list(draft.languages),
            )
            for draft in playbook.drafts
        ],
    )


def situation_of(showing: Showing, run: Run, incident: Incident, cause: CauseRecord | None) -> Situation:
    """Return what the drafts of a run are filled in from."""
    return Situation(
        incident=incident,
        cause=cause,
        city=showing.view.city,
        expected_h=run.playbook.expected_h,
        assumed=run.playbook.assumed,
        now_us=showing.now_us,
    )


def shown_run(showing: Showing, run: Run, situation: Situation) -> shown.PlaybookRun:
    """Return a run with its steps and drafts."""
    playbook = run.playbook
    return shown.PlaybookRun(
        id=run.id,
        incident=run.incident,
        playbook=playbook.id,
        name=playbook.name(showing.language),
        names=dict(playbook.names),
        playbooks_version=run.playbooks_version,
        assumed=playbook.assumed,
        note=playbook.note,
        drill=run.drill,
        state="running" if run.running else "ended",
        started=run.started_us,
        started_by=run.started_by,
        started_by_name=showing.person(run.started_by),
        ended=run.ended_us,
        ended_by=run.ended_by,
        ended_by_name=showing.person(run.ended_by),
        steps=[_run_step(showing, one) for one in run.steps],
        drafts=[_run_draft(showing, run, one, situation) for one in run.drafts],
        done=_done(run),
        overdue=sum(one.is_overdue(showing.now_us) for one in run.steps),
        version=run.version,
    )


def shown_drill_summary(showing: Showing, drill: Drill) -> shown.DrillSummary:
    """Return a drill as a line of a list."""
    return shown.DrillSummary(
        id=drill.id,
        incident=drill.incident,
        run=drill.run.id,
        playbook=drill.run.playbook.id,
        name=drill.name,
        playbook_name=drill.run.playbook.name(showing.language),
        state="running" if drill.ended_us is None else "ended",
        leader=drill.leader,
        leader_name=showing.person(drill.leader),
        begun=drill.begun_us,
        ended=drill.ended_us,
        done=_done(drill.run),
        steps=len(drill.run.steps),
        late=drill.report.late,
        version=drill.version,
    )


def shown_drill(showing: Showing, drill: Drill, *, may_lead: bool) -> shown.Drill:
    """Return a drill; who may lead it sees the injects before their time."""
    injects = shown_injects(showing, drill)
    ahead = [one.time for one in injects if not one.shown]
    return shown.Drill(
        **dict(shown_drill_summary(showing, drill)),
        scenario=drill.scenario,
        participants=participants(showing, drill),
        injects=[one for one in injects if one.shown or may_lead or drill.ended_us is not None],
        next_inject=ahead[0] if ahead and drill.ended_us is None else None,
        notes=shown_notes(drill.notes, showing.people),
        may_lead=may_lead,
    )


def shown_report(showing: Showing, drill: Drill) -> shown.DrillReport:
    """Return what a drill showed."""
    report, playbook = drill.report, drill.run.playbook
    return shown.DrillReport(
        drill=drill.id,
        incident=drill.incident,
        name=drill.name,
        playbook=playbook.id,
        playbook_name=playbook.name(showing.language),
        playbooks_version=drill.run.playbooks_version,
        assumed=playbook.assumed,
        scenario=drill.scenario,
        state="running" if drill.ended_us is None else "ended",
        leader=drill.leader,
        leader_name=showing.person(drill.leader),
        participants=participants(showing, drill),
        begun=drill.begun_us,
        ended=drill.ended_us,
        duration_min=(report.until_us - drill.begun_us) / _MINUTE_US,
        incident_state=report.incident_state,
        confirmed_min=_since(drill, report.confirmed_us),
        assigned_min=_since(drill, report.assigned_us),
        started_min=_since(drill, report.started_us),
        resolved_min=_since(drill, report.resolved_us),
        totals=shown.ReportTotals(
            steps=len(report.steps), **{str(verdict): many for verdict, many in report.totals.items()}
        ),
        steps=[
            shown.ReportStep(
                step=one.step,
                text=showing.say(playbook.step(one.step).text),
                responsible=_responsible(showing, playbook.step(one.step)),
                verdict=one.verdict,
                is_done=one.is_done,
                due=one.due_us,
                ended=one.ended_us,
                ended_by=one.ended_by,
                ended_by_name=showing.person(one.ended_by),
                deadline_min=playbook.step(one.step).deadline_min,
                took_min=_minutes(one.took_us),
                late_min=_minutes(one.late_us),
                reason=one.reason,
            )
            for one in report.steps
        ],
        drafts=[
            shown.ReportDraft(
                draft=one.draft,
                kind=playbook.draft(one.draft).kind,
                agency_name=showing.agency(playbook.draft(one.draft).agency),
                sent=one.sent_us,
                sent_to=one.sent_to,
                after_min=_since(drill, one.sent_us),
            )
            for one in report.drafts
        ],
        injects=[one for one in shown_injects(showing, drill) if one.shown],
        notes=shown_notes(drill.notes, showing.people),
    )


def shown_injects(showing: Showing, drill: Drill) -> list[shown.DrillInject]:
    """Return all injects of a drill, and whether their time has come (or had, when it was ended)."""
    until_us = drill.report.until_us
    return [
        shown.DrillInject(
            id=one.inject.id,
            time=one.time_us,
            after_min=one.inject.after_min,
            text=showing.say(one.inject.text),
            shown=one.time_us <= until_us,
        )
        for one in drill.injects
    ]


def participants(showing: Showing, drill: Drill) -> list[shown.Participant]:
    """Return who takes part, the leader aside."""
    return [shown.Participant(user=user, name=showing.person(user)) for user in drill.participants]


def _step(showing: Showing, step: Step) -> shown.PlaybookStep:
    return shown.PlaybookStep(
        id=step.id,
        text=showing.say(step.text),
        names=dict(step.text),
        role=step.role,
        agency=step.agency,
        agency_name=showing.agency(step.agency),
        deadline_min=step.deadline_min,
        after=step.after,
        condition=showing.say(step.condition),
        draft=step.draft,
    )


def _run_step(showing: Showing, one: RunStep) -> shown.RunStep:
    return shown.RunStep(
        **dict(_step(showing, one.step)),
        state=one.state,
        due=one.due_us,
        overdue=one.is_overdue(showing.now_us),
        ended=one.ended_us,
        ended_by=one.ended_by,
        ended_by_name=showing.person(one.ended_by),
        reason=one.reason,
        task=one.task,
        version=one.version,
    )


def _run_draft(showing: Showing, run: Run, one: RunDraft, situation: Situation) -> shown.RunDraft:
    texts = texts_of(one, situation)
    steps = (step.id for step in run.playbook.steps if step.draft == one.draft.id)
    return shown.RunDraft(
        id=one.draft.id,
        kind=one.draft.kind,
        step=next(steps, ""),
        agency=one.draft.agency,
        agency_name=showing.agency(one.draft.agency),
        texts=[
            shown.DraftText(
                language=language, title=words.title, text=words.text, edited=language in one.edited
            )
            for language, words in texts.items()
        ],
        edited=one.edited_us,
        edited_by=one.edited_by,
        edited_by_name=showing.person(one.edited_by),
        sent=one.sent_us,
        sent_by=one.sent_by,
        sent_by_name=showing.person(one.sent_by),
        sent_to=one.sent_to,
        version=one.version,
    )


def _responsible(showing: Showing, step: Step) -> str:
    return showing.agency(step.agency) or message(showing.language, f"playbook-role-{step.role}")


def _done(run: Run) -> int:
    return sum(one.state != "open" and not one.dropped for one in run.steps)


def _since(drill: Drill, time_us: int | None) -> float | None:
    return None if time_us is None else _minutes(time_us - drill.begun_us)


def _minutes(span_us: int | None) -> float | None:
    return None if span_us is None else span_us / _MINUTE_US

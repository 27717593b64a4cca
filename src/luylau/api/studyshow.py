"""Studies and their runs as response models."""

from collections.abc import Mapping

from luylau.api.models.studies import StudyChange as ShownChange
from luylau.api.models.studies import StudyDetail, StudyRun, StudyRunDetail, StudySummary
from luylau.api.models.system import Trouble
from luylau.api.problems import shown_fault
from luylau.kernel.messages import Language, message
from luylau.siting.desk import StudyChange
from luylau.siting.runs import Run
from luylau.siting.shelf import ShelvedStudy
from luylau.siting.study import Study, study_to_data


def shown_run(run: Run, language: Language, people: Mapping[str, str]) -> StudyRun:
    """Return a run."""
    trouble = None
    if run.key:
        trouble = Trouble(
            key=run.key,
            fields=dict(run.fields),
            text=message(language, run.key, run.fields),
            remedy=message(language, run.key, run.fields, part="remedy"),
        )
    return StudyRun(
        id=run.id,
        study=run.study,
        version=run.version,
        state=run.state,
        cancelling=run.cancelling,
        share=run.share,
        step=run.step,
        step_text=message(language, run.step) if run.step else "",
        asked=run.asked_us,
        asked_by=run.actor,
        asked_by_name=people.get(run.actor, run.actor),
        started=run.started_us,
        ended=run.ended_us,
        tries=run.tries,
        trouble=trouble,
        faults=[shown_fault(language, fault) for fault in run.faults],
        pack=run.pack,
        sha256=run.sha256,
        size=run.size,
    )


def shown_run_detail(run: Run, language: Language, people: Mapping[str, str]) -> StudyRunDetail:
    """Return a run with the study as it was asked."""
    return StudyRunDetail(**dict(shown_run(run, language, people)), data=dict(run.data))


def shown_summary(
    shelved: ShelvedStudy, newest: Run | None, language: Language, people: Mapping[str, str]
) -> StudySummary:
    """Return a study as a line of the list."""
    study = shelved.study
    return StudySummary(
        id=shelved.id,
        version=study.version if study else 0,
        names=dict(study.names) if study else {},
        question=dict(study.question) if study else {},
        method=study.method if study else "",
        currency=study.currency if study else "",
        faults=[shown_fault(language, fault) for fault in shelved.faults],
        newest_run=shown_run(newest, language, people) if newest else None,
    )


def shown_study(study: Study) -> StudyDetail:
    """Return a study with its data."""
    return StudyDetail(id=study.id, version=study.version, data=study_to_data(study))


def shown_change(change: StudyChange, people: Mapping[str, str]) -> ShownChange:
    """Return a change of a study."""
    return ShownChange(
        change=change.seq,
        time=change.time_us,
        by=change.actor,
        by_name=people.get(change.actor, change.actor),
        before=dict(change.before) if change.before else None,
        after=dict(change.after) if change.after else None,
    )

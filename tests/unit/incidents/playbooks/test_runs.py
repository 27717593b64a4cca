"""Playbooks at work: steps and their tasks, deadlines, drafts, two people at once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.city.model import City
from luylau.incidents import IncidentDesk, IncidentReader
from luylau.incidents.causes import CauseRecord
from luylau.incidents.playbooks import Playbooks, PlaybookSet, Run, Situation, Words, texts_of
from luylau.incidents.playbooks.drafts import filled
from luylau.incidents.playbooks.tables import playbook_steps
from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadInput, Conflict, NotFound
from tests.unit.incidents.helpers import SECOND, T0, ListAuditor, event_kinds, make_city
from tests.unit.incidents.playbooks.conftest import INCIDENT

MINUTE = 60 * SECOND


def start(playbooks: Playbooks, shelf: PlaybookSet, incident: str = INCIDENT) -> Run:
    return playbooks.desk.start(
        incident, shelf.get("flood"), playbooks_version=shelf.version, language="vi", actor="a"
    )


def dues(run: Run) -> list[float | None]:
    return [None if one.due_us is None else (one.due_us - T0) / MINUTE for one in run.steps]


def situation(engine: Engine, now_us: int = T0, city: City | None = None, **changed: Any) -> Situation:
    incident = replace(IncidentReader(engine).get(INCIDENT).incident, **changed)
    return Situation(
        incident=incident, cause=None, city=city or make_city(), expected_h=2, assumed=True, now_us=now_us
    )


def test_a_run_has_a_task_for_each_step(
    playbooks: Playbooks, shelf: PlaybookSet, engine: Engine, auditor: ListAuditor
) -> None:
    run = start(playbooks, shelf)
    assert (run.running, run.playbooks_version, run.drill) == (True, 3, "")
    assert dues(run) == [5, None, None]
    tasks = IncidentReader(engine).get(INCIDENT).tasks
    assert [(task.title, task.agency, task.state) for task in tasks] == [
        ("Xem", "", "open"), ("Báo", "", "open"), ("Bơm", "thuy-loi", "open"),
    ]  # fmt: skip
    assert event_kinds(engine)[-4:] == ["playbook.started", *["incident.task_added"] * 3]
    assert auditor.rows == [("a", "playbook.run", INCIDENT, "done")]
    with pytest.raises(Conflict, match="playbook-running"):
        start(playbooks, shelf)
    assert start(playbooks, shelf, "incident-2").id != run.id
    assert [one.id for one in playbooks.runs.on(INCIDENT)] == [run.id]


def test_a_step_done_lets_the_next_deadline_run_and_undone_stops_it(
    playbooks: Playbooks, shelf: PlaybookSet, clock: ManualClock, engine: Engine, auditor: ListAuditor
) -> None:
    run = start(playbooks, shelf)
    clock.advance(360)
    assert [one.is_overdue(clock.now_us()) for one in run.steps] == [True, False, False]
    run = playbooks.desk.finish(run.id, "look", actor="b", version=1)
    assert (run.steps[0].state, run.steps[0].ended_by, run.steps[0].ended_us) == ("done", "b", clock.now_us())
    assert dues(run) == [5, 16, None]
    assert run.steps[1].version == 1, "a deadline that begins to run refuses nobody's work"
    with pytest.raises(Conflict, match="playbook-step-not-open"):
        playbooks.desk.finish(run.id, "look", actor="b")
    run = playbooks.desk.undo(run.id, "look", actor="b", version=2)
    assert (run.steps[0].state, run.steps[0].ended_us, dues(run)) == ("open", None, [5, None, None])
    with pytest.raises(Conflict, match="playbook-step-open"):
        playbooks.desk.undo(run.id, "look", actor="b")
    run = playbooks.desk.skip(run.id, "look", actor="b", reason=" Đã thấy ", version=3)
    assert (run.steps[0].state, run.steps[0].reason, dues(run)) == ("skipped", "Đã thấy", [5, 16, None])
    assert event_kinds(engine)[-3:] == ["playbook.step_done", "playbook.step_undone", "playbook.step_skipped"]
    assert len(auditor.rows) == 4


def test_what_is_wrong_changes_nothing(playbooks: Playbooks, shelf: PlaybookSet, engine: Engine) -> None:
    run = start(playbooks, shelf)
    before = event_kinds(engine)
    with pytest.raises(Conflict, match="task-changed"):
        playbooks.desk.finish(run.id, "look", actor="b", version=7)
    with pytest.raises(BadInput, match="incident-text-missing"):
        playbooks.desk.skip(run.id, "look", actor="b", reason=" ")
    with pytest.raises(NotFound, match="playbook-step-unknown"):
        playbooks.desk.finish(run.id, "dance", actor="b")
    with pytest.raises(NotFound, match="playbook-run-unknown"):
        playbooks.desk.finish("run-x", "look", actor="b")
    with pytest.raises(NotFound, match="incident-unknown"):
        start(playbooks, shelf, "incident-x")
    assert (event_kinds(engine), playbooks.runs.get(run.id)) == (before, run)


def test_nothing_is_kept_that_could_not_be_audited(
    playbooks: Playbooks, shelf: PlaybookSet, engine: Engine, auditor: ListAuditor
) -> None:
    run = start(playbooks, shelf)
    auditor.broken = True
    acts: list[Callable[[], Run]] = [
        lambda: playbooks.desk.finish(run.id, "look", actor="b"),
        lambda: playbooks.desk.end(run.id, actor="b"),
        lambda: start(playbooks, shelf, "incident-2"),
        lambda: playbooks.drafts.edit(run.id, "notice", "vi", Words(title="", text="x"), actor="b"),
    ]
    for act in acts:
        with pytest.raises(OSError, match="disk full"):
            act()
    assert playbooks.runs.get(run.id) == run
    assert playbooks.runs.on("incident-2") == ()


def test_the_list_of_tasks_and_the_playbook_say_the_same(
    playbooks: Playbooks, shelf: PlaybookSet, desk: IncidentDesk
) -> None:
    run = start(playbooks, shelf)
    desk.tasks.change(INCIDENT, run.steps[0].task, {"state": "done"}, actor="c")
    run = playbooks.runs.get(run.id)
    assert (run.steps[0].state, run.steps[0].ended_by, dues(run)) == ("done", "c", [5, 10, None])
    desk.tasks.change(INCIDENT, run.steps[0].task, {"state": "open"}, actor="c")
    assert dues(playbooks.runs.get(run.id)) == [5, None, None]
    playbooks.desk.skip(run.id, "pump", actor="b", reason="khô")
    desk.tasks.change(INCIDENT, run.steps[2].task, {"state": "open"}, actor="c")
    assert playbooks.runs.get(run.id).steps[2].reason == ""


def test_a_run_is_ended_and_taken_up_again(
    playbooks: Playbooks, shelf: PlaybookSet, engine: Engine, clock: ManualClock
) -> None:
    run = playbooks.desk.finish(start(playbooks, shelf).id, "look", actor="a")
    clock.advance(60)
    with pytest.raises(Conflict, match="playbook-not-ended"):
        playbooks.desk.resume(run.id, actor="a")
    with pytest.raises(Conflict, match="playbook-run-changed"):
        playbooks.desk.end(run.id, actor="a", version=9)
    run = playbooks.desk.end(run.id, actor="b", version=1)
    assert (run.running, run.ended_by, run.version) == (False, "b", 2)
    assert [(one.state, one.dropped) for one in run.steps] == [
        ("done", False), ("skipped", True), ("skipped", True),
    ]  # fmt: skip
    for act in (playbooks.desk.finish, playbooks.desk.undo):
        with pytest.raises(Conflict, match="playbook-ended"):
            act(run.id, "look", actor="a")
    with pytest.raises(Conflict, match="playbook-ended"):
        playbooks.desk.end(run.id, actor="a")
    run = playbooks.desk.resume(run.id, actor="b", version=2)
    assert [(one.state, one.dropped) for one in run.steps] == [
        ("done", False), ("open", False), ("open", False),
    ]  # fmt: skip
    playbooks.desk.end(run.id, actor="b")
    other = start(playbooks, shelf)
    with pytest.raises(Conflict, match="playbook-running"):
        playbooks.desk.resume(run.id, actor="b")
    assert [one.id for one in playbooks.runs.on(INCIDENT)] == [run.id, other.id]


def test_what_was_said_of_a_task_after_the_end_of_its_run_stays(
    playbooks: Playbooks, shelf: PlaybookSet, desk: IncidentDesk, engine: Engine
) -> None:
    run = playbooks.desk.end(start(playbooks, shelf).id, actor="a")
    desk.tasks.change(INCIDENT, run.steps[0].task, {"state": "done"}, actor="b")
    run = playbooks.desk.resume(run.id, actor="a")
    assert [(one.state, one.ended_by, one.dropped) for one in run.steps] == [
        ("done", "b", False), ("open", "", False), ("open", "", False),
    ]  # fmt: skip


def test_none_is_started_on_an_incident_that_is_over(
    playbooks: Playbooks, shelf: PlaybookSet, desk: IncidentDesk
) -> None:
    run = start(playbooks, shelf)
    desk.resolve(INCIDENT, actor="a", resolution="fixed")
    assert playbooks.desk.finish(run.id, "look", actor="a").steps[0].state == "done"
    playbooks.desk.end(run.id, actor="a")
    with pytest.raises(Conflict, match="incident-not-open"):
        start(playbooks, shelf)


def test_a_run_goes_with_a_merged_incident(
    playbooks: Playbooks, shelf: PlaybookSet, desk: IncidentDesk, engine: Engine
) -> None:
    run = start(playbooks, shelf)
    desk.merging.merge(INCIDENT, "incident-2", actor="a")
    run = playbooks.desk.finish(run.id, "look", actor="a")
    assert run.incident == "incident-2"
    assert [one.id for one in playbooks.runs.on("incident-2")] == [run.id]
    assert IncidentReader(engine).get("incident-2").timeline[-1].kind == "playbook.step_done"
    with pytest.raises(Conflict, match="playbook-running"):
        start(playbooks, shelf, "incident-2")
    run = playbooks.desk.end(run.id, actor="a")
    start(playbooks, shelf, "incident-2")
    with pytest.raises(Conflict, match="playbook-running"):
        playbooks.desk.resume(run.id, actor="a")


def test_a_run_keeps_the_playbook_that_it_was_started_with(
    playbooks: Playbooks, shelf: PlaybookSet, engine: Engine
) -> None:
    run = start(playbooks, shelf)
    assert playbooks.runs.get(run.id).playbook == shelf.get("flood")
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(playbook_steps)).scalar() == 3


def test_drafts_are_filled_in_edited_sent_and_taken_back(
    playbooks: Playbooks, shelf: PlaybookSet, engine: Engine, clock: ManualClock
) -> None:
    run = start(playbooks, shelf)
    now = situation(engine)
    texts = texts_of(run.drafts[0], now)
    assert list(texts) == ["vi", "en"]
    assert texts["en"].title == "Flood in Đáp Cầu"
    mark, text = texts["en"].text.split("\n\n")
    assert "SIMULATED" in mark
    assert text == "GAUGE-A, (not known yet), 2 (assumed) h {x}"
    written = Words(title="Lũ", text="Chạy ngay")
    run = playbooks.drafts.edit(run.id, "notice", "ja", written, actor="b", version=0)
    assert (run.drafts[0].version, run.drafts[0].edited_by) == (1, "b")
    with pytest.raises(Conflict, match="playbook-draft-changed"):
        playbooks.drafts.edit(run.id, "notice", "vi", written, actor="c", version=0)
    with pytest.raises(Conflict, match="playbook-draft-not-edited"):
        playbooks.drafts.reset(run.id, "notice", "vi", actor="b")
    run = playbooks.drafts.mark_sent(run.id, "notice", now, actor="b", to="Loa phường", version=1)
    assert (run.drafts[0].sent_to, run.drafts[0].sent_us) == ("Loa phường", clock.now_us())
    later = situation(engine, place="elsewhere")
    assert texts_of(run.drafts[0], later)["en"].title == "Flood in Đáp Cầu", "what was sent stays"
    assert texts_of(run.drafts[0], later)["ja"] == written
    acts: list[Callable[[], Run]] = [
        lambda: playbooks.drafts.edit(run.id, "notice", "vi", written, actor="b"),
        lambda: playbooks.drafts.reset(run.id, "notice", "ja", actor="b"),
        lambda: playbooks.drafts.mark_sent(run.id, "notice", now, actor="b", to="x"),
    ]
    for act in acts:
        with pytest.raises(Conflict, match="playbook-draft-sent"):
            act()
    run = playbooks.drafts.mark_unsent(run.id, "notice", actor="b", version=2)
    assert texts_of(run.drafts[0], later)["en"].title == "Flood in Nơi khác"
    run = playbooks.drafts.reset(run.id, "notice", "ja", actor="b", version=3)
    assert (list(texts_of(run.drafts[0], later)), run.drafts[0].version) == (["vi", "en"], 4)
    with pytest.raises(Conflict, match="playbook-draft-not-sent"):
        playbooks.drafts.mark_unsent(run.id, "notice", actor="b")
    with pytest.raises(NotFound, match="playbook-draft-unknown"):
        playbooks.drafts.mark_unsent(run.id, "poem", actor="b")
    with pytest.raises(BadInput, match="incident-text-missing"):
        playbooks.drafts.mark_sent(run.id, "notice", now, actor="b", to=" ")
    assert event_kinds(engine)[-4:] == [
        "playbook.draft_edited", "playbook.draft_sent", "playbook.draft_unsent", "playbook.draft_reset",
    ]  # fmt: skip


def test_an_end_that_has_passed_is_no_longer_promised(shelf: PlaybookSet, engine: Engine) -> None:
    text = {"en": "back at {expected_end}"}
    draft = replace(shelf.get("flood").drafts[0], title=text, text=text)
    hours = [filled(draft, "en", situation(engine, T0 + hour * 60 * MINUTE)).title for hour in (1, 2, 6)]
    assert "assumed" in hours[0]
    assert hours[1:] == ["back at (not known yet)"] * 2


def test_drafts_tell_what_the_cause_tells(playbooks: Playbooks, shelf: PlaybookSet, engine: Engine) -> None:
    data = {
        "element": {"asset": "gauge-b", "name": "x"}, "since_us": -1, "feeder": "471", "simulated": True,
        "consequence": {
            "customers": 1234, "places": {"dap-cau": 1000, "elsewhere": 234, "gone": 1},
            "critical": [{"asset": "clinic"}, {"asset": "gone"}],
        },
    }  # fmt: skip
    run = start(playbooks, shelf)
    now = situation(engine, simulated=False)
    now = replace(now, cause=CauseRecord(finding="f", incident="i", updated_us=T0, data=data))
    assert texts_of(run.drafts[0], now)["en"].text == "GAUGE-A, 1,234 (assumed), 2 (assumed) h {x}"
    drill = replace(now, incident=replace(now.incident, drill=True))
    assert texts_of(run.drafts[0], drill)["vi"].text.startswith("*** DIỄN TẬP")

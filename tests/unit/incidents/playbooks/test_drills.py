"""Drills: begun, timed, ended by their leader, and what the report says."""

from typing import Literal

import pytest
from sqlalchemy.engine import Engine

from luylau.incidents import Incident, IncidentDesk, IncidentReader
from luylau.incidents.playbooks import Drill, Playbooks, PlaybookSet, Scene
from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import Conflict, Denied, NotFound
from tests.unit.incidents.helpers import SECOND, ListAuditor, event_kinds, make_city

MINUTE = 60 * SECOND


def begin(playbooks: Playbooks, shelf: PlaybookSet) -> Drill:
    city = make_city()
    scene = Scene(
        name="Lũ lớn", scenario="Mưa ba ngày", severity="critical", asset=city.assets["gauge-a"],
        participants=["b", "c"],
    )  # fmt: skip
    return playbooks.drill_desk.begin(
        shelf.get("flood"), scene, playbooks_version=3, language="vi", actor="leader"
    )


def test_a_drill_touches_no_live_incident(
    playbooks: Playbooks, shelf: PlaybookSet, engine: Engine, auditor: ListAuditor
) -> None:
    reader = IncidentReader(engine)
    before = reader.counts(), reader.get("incident-1")
    drill = begin(playbooks, shelf)
    assert (reader.counts(), reader.get("incident-1")) == before
    detail = reader.get(drill.incident)
    assert (detail.incident.drill, detail.incident.simulated, detail.incident.asset) == (
        True,
        True,
        "gauge-a",
    )
    assert [task.title for task in detail.tasks] == ["DIỄN TẬP: Xem", "DIỄN TẬP: Báo", "DIỄN TẬP: Bơm"]
    assert drill.run.drill == drill.id
    assert [(one.inject.id, (one.time_us - drill.begun_us) / MINUTE) for one in drill.injects] == [
        ("battery", 6), ("later", 20),
    ]  # fmt: skip
    assert event_kinds(engine)[-1] == "drill.begun"
    assert [row[1] for row in auditor.rows] == ["playbook.run"] * 2


def test_the_report_says_what_was_late_and_missed(
    playbooks: Playbooks, shelf: PlaybookSet, desk: IncidentDesk, clock: ManualClock, engine: Engine
) -> None:
    drill = begin(playbooks, shelf)
    run, incident = drill.run.id, drill.incident
    clock.advance(120)
    desk.confirm(incident, actor="b")
    clock.advance(360)
    playbooks.desk.finish(run, "look", actor="b")
    desk.take(incident, actor="b")
    report = playbooks.drills.get(drill.id).report
    look, tell, pump = report.steps
    assert (look.verdict, look.took_us, look.late_us) == ("late", 8 * MINUTE, 3 * MINUTE)
    assert (tell.verdict, tell.due_us, tell.late_us) == ("open", drill.begun_us + 18 * MINUTE, None)
    assert (pump.verdict, pump.due_us) == ("open", None)
    assert report.confirmed_us == drill.begun_us + 2 * MINUTE
    assert report.assigned_us == drill.begun_us + 8 * MINUTE
    assert report.resolved_us is None
    playbooks.desk.skip(run, "pump", actor="c", reason="khô")
    playbooks.drill_desk.note(drill.id, actor="c", text="Không ai có số của trạm bơm")
    clock.advance(720)
    with pytest.raises(Denied, match="drill-not-leader"):
        playbooks.drill_desk.end(drill.id, actor="b")
    with pytest.raises(Conflict, match="drill-changed"):
        playbooks.drill_desk.end(drill.id, actor="leader", version=5)
    ended = playbooks.drill_desk.end(drill.id, actor="leader", version=1)
    assert dict(ended.report.totals) == {
        "in_time": 0, "late": 1, "missed": 1, "skipped": 1, "no_deadline": 0, "open": 0,
    }  # fmt: skip
    assert (ended.report.steps[1].late_us, ended.report.steps[2].reason) == (2 * MINUTE, "khô")
    assert ended.report.until_us == ended.ended_us == clock.now_us()
    assert [(note.author, note.text) for note in ended.notes] == [("c", "Không ai có số của trạm bơm")]
    assert not ended.run.running
    assert IncidentReader(engine).get(incident).incident.state == "resolved"
    clock.advance(600)
    desk.tasks.change(incident, ended.run.steps[1].task, {"state": "done"}, actor="b")
    assert playbooks.drills.get(drill.id).report == ended.report, "the report is fixed"
    with pytest.raises(Conflict, match="drill-ended"):
        playbooks.drill_desk.end(drill.id, actor="leader")
    with pytest.raises(Conflict, match="playbook-of-drill"):
        playbooks.desk.resume(run, actor="leader")


def test_an_end_is_taken_back(
    playbooks: Playbooks, shelf: PlaybookSet, desk: IncidentDesk, engine: Engine
) -> None:
    drill = begin(playbooks, shelf)
    with pytest.raises(Conflict, match="drill-not-ended"):
        playbooks.drill_desk.resume(drill.id, actor="leader")
    playbooks.drill_desk.end(drill.id, actor="admin", leads=True)
    again = playbooks.drill_desk.resume(drill.id, actor="leader", version=2)
    assert (again.ended_us, again.run.running) == (None, True)
    assert IncidentReader(engine).get(drill.incident).incident.state == "suspected"
    playbooks.drill_desk.end(drill.id, actor="leader")
    desk.review(drill.incident, actor="b")
    playbooks.drill_desk.resume(drill.id, actor="leader")
    assert IncidentReader(engine).get(drill.incident).incident.state == "suspected", "whoever reviewed it"
    desk.resolve(drill.incident, actor="b", resolution="fixed")
    ended = playbooks.drill_desk.end(drill.id, actor="leader")
    assert ended.report.resolved_us is not None
    playbooks.drill_desk.resume(drill.id, actor="leader")
    assert IncidentReader(engine).get(drill.incident).incident.state == "resolved", "others resolved it"


def test_a_drill_ends_though_somebody_else_resolves_its_incident_just_then(
    playbooks: Playbooks,
    shelf: PlaybookSet,
    desk: IncidentDesk,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drill = begin(playbooks, shelf)
    resolve = desk.resolve

    def after_another(incident: str, *, actor: str, resolution: Literal["fixed", "false_alarm"]) -> Incident:
        resolve(incident, actor="b", resolution="fixed")
        return resolve(incident, actor=actor, resolution=resolution)

    monkeypatch.setattr(desk, "resolve", after_another)
    assert playbooks.drill_desk.end(drill.id, actor="leader").ended_us is not None
    assert IncidentReader(engine).get(drill.incident).incident.resolved_by == "b"


def test_drills_are_listed_newest_first(playbooks: Playbooks, shelf: PlaybookSet) -> None:
    made = [begin(playbooks, shelf).id for _ in range(3)]
    assert {one.id for one in playbooks.drills.page()} == set(made)
    first = playbooks.drills.page(limit=2)
    rest = playbooks.drills.page(before=first[-1].id)
    assert [one.id for one in (*first, *rest)] == sorted(made, reverse=True)
    playbooks.drill_desk.end(first[0].id, actor="leader")
    running = playbooks.drills.page(running=True, limit=1)
    assert [one.id for one in running] == [first[1].id], "those ended are not counted"
    assert [one.id for one in playbooks.drills.page(running=False)] == [first[0].id]
    with pytest.raises(NotFound, match="drill-unknown"):
        playbooks.drills.get("drill-x")

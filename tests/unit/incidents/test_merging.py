"""Merging, splitting, linking: and all of it taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.incidents import Incident, IncidentBook, IncidentDesk, IncidentReader, NewTask
from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadInput, Conflict, NotFound
from luylau.kernel.events import SqlEventLog
from tests.unit.incidents.helpers import (
    SECOND,
    T0,
    ListAuditor,
    cleared,
    event_kinds,
    make_engine,
    make_finding,
    opened,
)

A, B, C = "incident-a", "incident-b", "incident-c"
FA = make_finding("finding-a")
FB = make_finding("finding-b", asset="gauge-b", severity="critical")
FC = make_finding("finding-c", asset="gauge-c")
FA2 = make_finding("finding-a2", rule="rate", severity="major", opened_us=T0 + SECOND)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(tmp_path)
    yield made
    made.dispose()


@pytest.fixture
def book(engine: Engine) -> IncidentBook:
    made = IncidentBook(engine, SqlEventLog(), ManualClock(T0))
    made.record([opened(FA), opened(FB), opened(FC), opened(FA2)])
    return made


@pytest.fixture
def desk(engine: Engine, book: IncidentBook) -> IncidentDesk:
    return IncidentDesk(engine, SqlEventLog(), ManualClock(T0 + SECOND), ListAuditor())


def get(engine: Engine, incident: str) -> Incident:
    return IncidentReader(engine).get(incident).incident


def test_all_moves_and_comes_back(desk: IncidentDesk, engine: Engine) -> None:
    desk.confirm(B, actor="u")
    desk.tasks.add(NewTask(incident=B, title="Gọi điện lực"), actor="u")
    desk.links.link(B, C, "caused_by", actor="u")
    desk.links.link(B, A, "related", actor="u")
    assert desk.merging.merge(B, A, actor="u", version=2) == A
    into, gone = IncidentReader(engine).get(A), get(engine, B)
    assert (gone.state, gone.resolution, gone.merged_into, gone.open_findings) == ("resolved", "merged", A, 0)
    assert (into.incident.severity, into.incident.open_findings) == ("critical", 3)
    assert (into.merged, [task.title for task in into.tasks]) == ((B,), ["Gọi điện lực"])
    assert [(link.other.id, link.kind) for link in into.links] == [(C, "caused_by")]
    assert into.timeline[-1].kind == "incident.absorbed"
    told = [event.kind for event in IncidentReader(engine).history(A)]
    assert "incident.confirmed" in told, "what happened to the other one before is told too"

    assert desk.merging.unmerge(B, actor="u") == B
    into, back = IncidentReader(engine).get(A), IncidentReader(engine).get(B)
    assert (back.incident.state, back.incident.severity, back.incident.merged_into) == (
        "confirmed", "critical", "",
    )  # fmt: skip
    assert (into.incident.severity, into.tasks, into.merged) == ("major", (), ())
    assert [task.title for task in back.tasks] == ["Gọi điện lực"]
    links = {(link.other.id, link.kind) for link in back.links}
    assert links == {(C, "caused_by"), (A, "related")}
    with pytest.raises(Conflict, match="incident-not-merged"):
        desk.merging.unmerge(B, actor="u")


def test_merges_in_a_row_are_taken_back_one_by_one(desk: IncidentDesk, engine: Engine) -> None:
    desk.merging.merge(C, B, actor="u")
    desk.merging.merge(B, A, actor="u")
    assert get(engine, A).open_findings == 4
    desk.merging.unmerge(C, actor="u")
    assert (get(engine, A).open_findings, get(engine, C).open_findings) == (3, 1)
    desk.merging.unmerge(B, actor="u")
    assert (get(engine, A).open_findings, get(engine, B).open_findings) == (2, 1)


def test_what_is_found_later_joins_the_one_merged_into(
    desk: IncidentDesk, book: IncidentBook, engine: Engine
) -> None:
    desk.merging.merge(B, A, actor="u")
    book.record([opened(make_finding("finding-b2", asset="gauge-b", rule="rate"))])
    assert get(engine, A).open_findings == 4
    desk.resolve(A, actor="u", resolution="fixed")
    book.record([opened(make_finding("finding-b3", asset="gauge-b", rule="third", severity="critical"))])
    assert get(engine, A).findings == 5, "resolved by hand it still covers what lasts"
    for finding in (FA, FA2, FB):
        book.record([cleared(finding)])
    book.record([cleared(make_finding(f"finding-b{n}", asset="gauge-b"), 200) for n in (2, 3)])
    book.record([opened(make_finding("finding-b4", asset="gauge-b", opened_us=T0 + 300 * SECOND))])
    assert get(engine, "incident-b4").state == "suspected"
    with pytest.raises(Conflict, match="incident-replaced"):
        desk.merging.unmerge(B, actor="u")


def test_what_is_over_is_not_taken_back(desk: IncidentDesk, book: IncidentBook, engine: Engine) -> None:
    desk.merging.merge(B, A, actor="u")
    book.record([cleared(FB)])
    with pytest.raises(Conflict, match="incident-over"):
        desk.merging.unmerge(B, actor="u")
    assert get(engine, A).findings == 3, "nothing was moved"
    with pytest.raises(Conflict, match="incident-is-merged"):
        desk.reopen(B, actor="u")
    with pytest.raises(Conflict, match="incident-is-merged"):
        desk.review(B, actor="u")


def test_what_cannot_be_merged(desk: IncidentDesk, book: IncidentBook, engine: Engine) -> None:
    before = event_kinds(engine)
    with pytest.raises(BadInput, match="incident-merge-self"):
        desk.merging.merge(A, A, actor="u")
    with pytest.raises(NotFound, match="incident-unknown"):
        desk.merging.merge(A, "incident-x", actor="u")
    with pytest.raises(Conflict, match="incident-changed"):
        desk.merging.merge(A, B, actor="u", version=9)
    assert event_kinds(engine) == before
    drill = book.open_drill(name="d", severity="minor", actor="u")
    for one, other in (
        (A, drill),
        (drill, A),
        (drill, book.open_drill(name="e", severity="minor", actor="u")),
    ):
        with pytest.raises(Conflict, match="incident-merge-drill"):
            desk.merging.merge(one, other, actor="u")
    desk.resolve(B, actor="u", resolution="fixed")
    with pytest.raises(Conflict, match="incident-not-open"):
        desk.merging.merge(A, B, actor="u")


def test_the_other_one_has_changed_for_whoever_looks_at_it(desk: IncidentDesk) -> None:
    desk.merging.merge(B, A, actor="first")
    with pytest.raises(Conflict, match="incident-changed"):
        desk.confirm(A, actor="second", version=2)


def test_findings_get_an_incident_of_their_own_and_go_back(
    desk: IncidentDesk, book: IncidentBook, engine: Engine
) -> None:
    desk.take(A, actor="u")
    new = desk.merging.split(A, ["finding-a2"], actor="u")
    apart = IncidentReader(engine).get(new)
    assert (apart.incident.severity, apart.incident.state, apart.incident.owner) == ("major", "assigned", "u")
    assert [finding.id for finding in apart.findings] == ["finding-a2"]
    assert (get(engine, A).severity, get(engine, A).findings) == ("minor", 1)
    assert [event.kind for event in apart.timeline] == ["incident.opened"]
    book.record([opened(make_finding("finding-a3", rule="third"))])
    assert get(engine, A).findings == 2, "what is found later joins the one that kept the group"
    desk.merging.merge(new, A, actor="u")
    assert (get(engine, A).findings, get(engine, A).severity) == (3, "major")


def test_what_cannot_be_split_off(desk: IncidentDesk, book: IncidentBook) -> None:
    with pytest.raises(BadInput, match="incident-split-unknown"):
        desk.merging.split(A, ["finding-a", "finding-b"], actor="u")
    with pytest.raises(Conflict, match="incident-split-all"):
        desk.merging.split(A, ["finding-a", "finding-a2"], actor="u")
    book.record([cleared(FA2)])
    with pytest.raises(Conflict, match="incident-split-over"):
        desk.merging.split(A, ["finding-a2"], actor="u")


def test_a_split_off_finding_of_another_asset_takes_its_place_back(
    desk: IncidentDesk, engine: Engine
) -> None:
    desk.merging.merge(B, A, actor="u")
    new = desk.merging.split(A, ["finding-b"], actor="u")
    assert (get(engine, new).group, get(engine, new).asset) == ("river", "gauge-b")


def test_an_exercise_is_no_cause_of_what_is_real(desk: IncidentDesk, book: IncidentBook) -> None:
    drill, other = (book.open_drill(name=name, severity="minor", actor="u") for name in "de")
    for one, two in ((A, drill), (drill, A)):
        with pytest.raises(Conflict, match="incident-link-drill"):
            desk.links.link(one, two, "caused_by", actor="u")
    desk.links.link(drill, other, "related", actor="u")


def test_links_are_seen_from_both_sides(desk: IncidentDesk, engine: Engine) -> None:
    desk.links.link(A, B, "caused_by", actor="u", version=2)
    seen = [[(link.other.id, link.kind) for link in IncidentReader(engine).get(one).links] for one in (A, B)]
    assert seen == [[(B, "caused_by")], [(A, "causes")]]
    for one, other in ((A, B), (B, A)):
        with pytest.raises(Conflict, match="incident-linked"):
            desk.links.link(one, other, "related", actor="u")
    with pytest.raises(BadInput, match="incident-link-self"):
        desk.links.link(A, A, "related", actor="u")
    desk.links.unlink(B, A, actor="u")
    assert IncidentReader(engine).get(A).links == ()
    with pytest.raises(NotFound, match="incident-link-unknown"):
        desk.links.unlink(A, B, actor="u")
    assert event_kinds(engine)[-4:] == ["incident.linked"] * 2 + ["incident.unlinked"] * 2

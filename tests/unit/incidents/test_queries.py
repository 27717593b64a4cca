from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Engine

from luylau.api.troubles import open_by_asset
from luylau.incidents import (
    ACTIVE,
    Escalation,
    Finding,
    Incident,
    IncidentBook,
    IncidentDesk,
    IncidentReader,
    Order,
    ShiftDesk,
    open_work,
)
from luylau.incidents.causes import standing_causes
from luylau.incidents.cursors import packed
from luylau.incidents.incident import STATES
from luylau.incidents.queries import FINDING_EVENTS, each_of
from luylau.incidents.queries import FINDINGS as MOST
from luylau.incidents.tables import OVER
from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadInput
from luylau.kernel.events import SqlEventLog
from luylau.settings.incidents import IncidentSettings
from tests.unit.incidents.helpers import (
    SECOND,
    T0,
    ListAuditor,
    cleared,
    make_engine,
    make_finding,
    opened,
)

FINDINGS = [
    make_finding("finding-a"),
    make_finding("finding-b", asset="gauge-b", place="elsewhere", place_name="Nơi khác", severity="critical",
                 asset_name="Trạm Cầu Sơn", opened_us=T0 + SECOND),
    make_finding("finding-c", asset="door-1", asset_kind="door_sensor", group="door", rule="door",
                 names={"vi": "Cửa mở", "en": "Door open", "ja": "扉"}, opened_us=T0 + 2 * SECOND),
    make_finding("finding-d", asset="gauge-d", severity="info", opened_us=T0 + 2 * SECOND),
]  # fmt: skip


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(tmp_path)
    clock = ManualClock(T0)
    IncidentBook(made, SqlEventLog(), clock).record([*map(opened, FINDINGS), cleared(FINDINGS[3])])
    desk = IncidentDesk(made, SqlEventLog(), clock, ListAuditor())
    desk.confirm("incident-b", actor="u")
    yield made
    made.dispose()


def test_ids_are_one_parameter_in_each_database(engine: Engine) -> None:
    ids = [f"asset-{number}" for number in range(100_000)]
    with engine.connect() as connection:
        assert connection.execute(each_of(ids, engine.dialect.name)).scalars().all() == ids
        assert connection.execute(each_of([], engine.dialect.name)).scalars().all() == []
    made = each_of(ids, "postgresql").compile(dialect=postgresql.psycopg.dialect())
    assert "json_array_elements_text(%(param_1)s::JSON)" in str(made)
    assert made.params == {"param_1": ids}


def plans(engine: Engine, act: Callable[[], object]) -> list[str]:
    """Return how SQLite finds what ``act`` asks for."""
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(_: object, __: object, statement: str, parameters: tuple[object, ...], *___: object) -> None:
        if statement.startswith(("SELECT", "UPDATE")):
            asked.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", note)
    act()
    sa.event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        return [
            row[-1]
            for statement, parameters in asked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


@pytest.mark.parametrize(
    "act",
    [
        lambda engine: IncidentReader(engine).page(states=ACTIVE, order="urgency"),
        lambda engine: IncidentReader(engine).page(states=ACTIVE),
        lambda engine: IncidentReader(engine).page(states=ACTIVE, snoozed=True),
        lambda engine: IncidentReader(engine).findings(is_open=True),
        lambda engine: IncidentReader(engine).findings(is_open=True, rules=["high"]),
        lambda engine: standing_causes(engine),
        lambda engine: open_by_asset(engine),
        lambda engine: open_work(engine),
        lambda engine: ShiftDesk(engine, SqlEventLog(), ManualClock(T0), ListAuditor()).begin(actor="an"),
        lambda engine: Escalation(
            engine, SqlEventLog(), ManualClock(T0 + 86_400 * SECOND), IncidentSettings()
        ).tick(),
        lambda engine: IncidentBook(engine, SqlEventLog(), ManualClock(T0)).record(
            [opened(make_finding("finding-z", asset="gauge-z"))]
        ),
    ],
)
def test_what_is_not_over_is_found_without_a_look_at_all_that_ever_was(
    engine: Engine, act: Callable[[Engine], object]
) -> None:
    made = plans(engine, lambda: act(engine))
    assert made
    kept = ("incidents", "findings")
    whole = [step for step in made if step.split()[0] == "SCAN" and step.split()[1] in kept]
    assert [step for step in whole if "ix_findings_newest_open" not in step] == []


def test_pages_of_what_is_over_are_read_in_their_order(engine: Engine) -> None:
    read = IncidentReader(engine)
    for states in ((), OVER, ("in_progress", "resolved")):
        for order in get_args(Order):
            made = plans(engine, lambda states=states, order=order: read.page(states=states, order=order))
            column = {"newest": "opened_us", "urgency": "urgency"}[order]
            assert f"SCAN incidents USING INDEX ix_incidents_{column}" in made, (states, order)
            assert "SCAN incidents USING COVERING INDEX ix_incidents_counted" in made, (states, order)
    assert "SCAN incidents USING COVERING INDEX ix_incidents_counted" in plans(engine, read.counts)


def test_every_state_is_over_or_not() -> None:
    assert (*ACTIVE, *OVER) == STATES


def letters(found: Sequence[Incident | Finding]) -> str:
    return "".join(one.id[-1] for one in found)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "dcba"),
        ({"states": ["suspected"]}, "ca"),
        ({"states": ["suspected", "confirmed"]}, "cba"),
        ({"severities": ["critical", "info"]}, "db"),
        ({"kinds": ["door_sensor"]}, "c"),
        ({"places": ["elsewhere"]}, "b"),
        ({"assets": ["gauge-a", "gauge-d"]}, "da"),
        ({"text": "cua mo"}, "c"),
        ({"text": "DAP  cau"}, "dca"),
        ({"text": "door open"}, "c"),
        ({"text": "cau son"}, "b"),
        ({"text": "%"}, ""),
        ({"text": "cau", "states": ["confirmed"]}, "b"),
    ],
)
def test_filters(filters: dict[str, Any], expected: str, engine: Engine) -> None:
    page = IncidentReader(engine).page(**filters)
    assert (letters(page.incidents), page.total, page.cursor) == (expected, len(expected), "")


def test_a_word_may_stand_in_a_name_that_the_incident_does_not_keep(engine: Engine) -> None:
    names = {"gauge-a": "dap cau post", "gauge-b": "cau son post", "never-wrong": "post"}
    names |= {f"asset-{number}": "post" for number in range(40_000)}
    asked: list[str] = []

    def called(word: str) -> list[str]:
        asked.append(word)
        return [asset for asset, name in names.items() if word in name]

    def find(text: str) -> str:
        return letters(IncidentReader(engine).page(text=text, called=called).incidents)

    assert find("POST") == "ba"
    assert find("post dap") == "a"
    assert find("pòst trạm") == "ba", "one word in a name of today, the other in what it keeps"
    assert find("nowhere") == ""
    assert asked == ["post", "post", "dap", "post", "tram", "nowhere"]


def test_a_case_is_found_by_the_devices_that_merging_brought_in(engine: Engine) -> None:
    ids = {one.asset: one.id for one in IncidentReader(engine).page().incidents}
    desk = IncidentDesk(engine, SqlEventLog(), ManualClock(T0), ListAuditor())
    desk.merging.merge(ids["gauge-b"], ids["gauge-a"], actor="user-1")
    desk.merging.merge(ids["gauge-a"], ids["door-1"], actor="user-1")
    reader = IncidentReader(engine)
    for filters in (
        {"assets": ["gauge-b"]},
        {"text": "cau son", "called": lambda word: ["gauge-b"] if word in "cau son" else []},
    ):
        page = reader.page(**filters)
        assert ([one.id for one in page.incidents], page.total) == ([ids["door-1"]], 1)


def test_paging_tells_each_once(engine: Engine) -> None:
    reader = IncidentReader(engine)
    seen, cursor = [], ""
    for _ in range(4):
        page = reader.page(limit=1, cursor=cursor)
        assert page.total == 4
        seen.append(letters(page.incidents))
        cursor = page.cursor
    assert (seen, cursor) == (["d", "c", "b", "a"], "")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "bm90IGpzb24=",
        "WzEsMl0=",
        "e30=",
        "é",
        packed((10**30, "a")),
        packed((-(10**30), "a")),
        packed((1, "\ud800")),
        packed((1, "a\0")),
        packed((True, "a")),
    ],
)
def test_a_cursor_of_somebody_else(cursor: str, engine: Engine) -> None:
    reader = IncidentReader(engine)
    for list_page in (reader.page, reader.findings):
        with pytest.raises(BadInput, match="incident-cursor-bad"):
            list_page(cursor=cursor)


def test_findings(engine: Engine) -> None:
    reader = IncidentReader(engine)
    assert letters(reader.findings().findings) == "dcba"
    assert letters(reader.findings(is_open=True).findings) == "cba"
    assert letters(reader.findings(is_open=False).findings) == "d"
    assert letters(reader.findings(assets=["gauge-b"]).findings) == "b"
    assert letters(reader.findings(rules=["door"]).findings) == "c"
    first = reader.findings(limit=3)
    assert (letters(first.findings), letters(reader.findings(cursor=first.cursor).findings)) == ("dcb", "a")
    assert first.findings[2].incident == "incident-b"


def test_counts(engine: Engine) -> None:
    counts = IncidentReader(engine).counts()
    assert counts.by_state == {
        **{"suspected": 2, "confirmed": 1, "assigned": 0},
        **{"in_progress": 0, "resolved": 1, "reviewed": 0},
    }
    assert counts.by_severity == {"info": 0, "minor": 2, "major": 0, "critical": 1}


def test_titles_in_three_languages(engine: Engine) -> None:
    incident = IncidentReader(engine).get("incident-c").incident
    assert incident.title("vi", incident.asset_name) == "Cửa mở: Trạm Đáp Cầu"
    assert incident.title("en", "Dap Cau post") == "Door open: Dap Cau post"
    assert incident.title("ja", "ダップカウ") == "扉：ダップカウ"


def test_of_very_many_findings_the_worst_that_last_are_handed_out(tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    many = [
        make_finding(f"finding-{number:04}", rule=f"r{number}", opened_us=T0 + number, severity="minor")
        for number in range(MOST + 10)
    ]
    worst = make_finding("finding-z", rule="z", opened_us=T0 + 9_999, severity="critical")
    book = IncidentBook(engine, SqlEventLog(), ManualClock(T0))
    book.record([*map(opened, [*many, worst]), cleared(many[0])])
    detail = IncidentReader(engine).get("incident-0000")
    assert (len(detail.findings), detail.incident.findings) == (MOST, MOST + 11)
    assert detail.findings[-1].id == "finding-z"
    assert detail.findings[0].id == "finding-0001", "what is over gives way to what lasts"
    kinds = [event.kind for event in detail.timeline]
    assert kinds[0] == "incident.opened"
    assert kinds.count("finding.opened") + kinds.count("finding.closed") == FINDING_EVENTS
    engine.dispose()

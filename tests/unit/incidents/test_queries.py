from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from luylau.incidents import Finding, Incident, IncidentBook, IncidentDesk, IncidentReader
from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadInput
from luylau.kernel.events import SqlEventLog
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
    desk.acknowledge("incident-b", actor="u")
    yield made
    made.dispose()


def letters(found: Sequence[Incident | Finding]) -> str:
    return "".join(one.id[-1] for one in found)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "dcba"),
        ({"states": ["open"]}, "ca"),
        ({"states": ["open", "acknowledged"]}, "cba"),
        ({"severities": ["critical", "info"]}, "db"),
        ({"kinds": ["door_sensor"]}, "c"),
        ({"places": ["elsewhere"]}, "b"),
        ({"assets": ["gauge-a", "gauge-d"]}, "da"),
        ({"text": "cua mo"}, "c"),
        ({"text": "DAP  cau"}, "dca"),
        ({"text": "door open"}, "c"),
        ({"text": "cau son"}, "b"),
        ({"text": "%"}, ""),
        ({"text": "cau", "states": ["acknowledged"]}, "b"),
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


def test_paging_tells_each_once(engine: Engine) -> None:
    reader = IncidentReader(engine)
    seen, cursor = [], ""
    for _ in range(4):
        page = reader.page(limit=1, cursor=cursor)
        assert page.total == 4
        seen.append(letters(page.incidents))
        cursor = page.cursor
    assert (seen, cursor) == (["d", "c", "b", "a"], "")


@pytest.mark.parametrize("cursor", ["x", "bm90IGpzb24=", "WzEsMl0=", "e30=", "é"])
def test_a_cursor_of_somebody_else(cursor: str, engine: Engine) -> None:
    with pytest.raises(BadInput, match="incident-cursor-bad"):
        IncidentReader(engine).page(cursor=cursor)


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
    assert counts.by_state == {"open": 2, "acknowledged": 1, "closed": 1}
    assert counts.by_severity == {"info": 0, "minor": 2, "major": 0, "critical": 1}


def test_titles_in_three_languages(engine: Engine) -> None:
    incident = IncidentReader(engine).get("incident-c").incident
    assert incident.title("vi", incident.asset_name) == "Cửa mở: Trạm Đáp Cầu"
    assert incident.title("en", "Dap Cau post") == "Door open: Dap Cau post"
    assert incident.title("ja", "ダップカウ") == "扉：ダップカウ"

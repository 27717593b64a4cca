"""Combinations in ``rules.toml``: read, refused with every fault, warned of, written back."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import luylau.city
from luylau.cities import find_pack
from luylau.incidents import (
    Combination,
    Part,
    RuleDesk,
    RuleSet,
    check_rules,
    load_rules,
    rule_from_data,
    rule_to_data,
    save_rules,
    warn_of_rules,
)
from luylau.incidents.rule_file import FILE
from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import Conflict
from luylau.kernel.events import SqlEventLog
from luylau.kernel.messages import LANGUAGES, fault_text
from tests.unit.incidents.helpers import T0, ListAuditor, make_city, make_engine, threshold

GOOD: dict[str, Any] = {
    "id": "both",
    "kind": "combination",
    "names": {"vi": "a", "en": "b", "ja": "c"},
    "severity": "major",
    "group": "both",
    "within_m": 50,
    "all": [{"rule": "high"}, {"group": "river", "min": 2}],
}
TABLE = """
[[combination]]
id = "both"
names = { vi = "a", en = "b", ja = "c" }
severity = "major"
group = "both"
same = "supply"
all = [{ rule = "a" }, { group = "nobody", asset_kind = "river_gauge" }]
"""


def both(**changed: Any) -> Combination:
    made, faults = rule_from_data({**GOOD, **changed}, city=make_city())
    assert faults == []
    assert isinstance(made, Combination)
    return made


def test_data_and_back() -> None:
    for one in (both(), both(enabled=False, within_s=60, any_of=[{"channel": "water_level"}], clear="all")):
        assert rule_from_data(rule_to_data(one)) == (one, [])
    assert both().all == (Part(rule="high"), Part(group="river", min=2))


@pytest.mark.parametrize(
    ("changed", "column", "key"),
    [
        ({"within_m": None}, "within_m", "rule-field-type"),
        ({"same": "place"}, "within_m", "rule-one-of"),
        ({"within_m": 0.5}, "within_m", "rule-field-range"),
        ({"all": [{"rule": "high"}]}, "all", "combination-parts-few"),
        ({"all": []}, "all", "combination-parts-few"),
        ({"all": "high"}, "all", "rule-field-type"),
        ({"all": [{"rule": "x"}] * 17}, "all", "combination-parts-many"),
        ({"unless": [{"min": 2}]}, "unless.0", "combination-part-empty"),
        ({"any_of": [{"rule": "x", "min": 0}]}, "any_of.0.min", "rule-field-range"),
        ({"any_of": [{"rule": "x", "max": 1}]}, "any_of.0.max", "rule-key-unknown"),
        ({"any_of": [{"asset_kind": "unicorn"}]}, "any_of.0.asset_kind", "rule-refers-to-nothing"),
        ({"any_of": [{"rule": "x", "feeds": "unicorn"}]}, "any_of.0.feeds", "rule-refers-to-nothing"),
        ({"any_of": [{"channel": "horn"}]}, "any_of.0.channel", "rule-channel-unknown"),
        ({"clear": "some"}, "clear", "rule-field-choice"),
        ({"applies_to": {}}, "applies_to", "rule-key-unknown"),
        ({"severity": 3}, "severity", "rule-field-type"),
    ],
)
def test_a_fault_is_named(changed: dict[str, Any], column: str, key: str) -> None:
    made, faults = rule_from_data({**GOOD, **changed}, row=7, city=make_city())
    assert made is None
    assert [(fault.row, fault.column, fault.key) for fault in faults] == [(7, column, key)]
    assert len({fault_text(language, faults[0]) for language in LANGUAGES}) == len(LANGUAGES)


def test_what_is_missing_is_named() -> None:
    _, faults = rule_from_data({"id": "x", "kind": "combination"})
    assert [fault.column for fault in faults] == ["names", "severity", "group", "all", "within_m"]


def test_the_file_has_a_table_of_its_own(tmp_path: Path) -> None:
    save_rules(tmp_path, RuleSet.of(0, [both(), threshold("a")]), expected_version=0)
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert "[[combination]]" in text
    assert 'kind = "combination"' not in text
    found = load_rules(tmp_path, make_city())
    assert found == RuleSet(version=1, rules=(threshold("a"),), combinations=(both(),))
    assert found.get("both") == both()


def test_faults_and_warnings_point_at_the_line(tmp_path: Path) -> None:
    save_rules(tmp_path, RuleSet.of(0, [threshold("a")]), expected_version=0)
    file = tmp_path / FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text + TABLE, encoding="utf-8")
    line = text.count("\n") + 2
    assert check_rules(tmp_path, make_city()) == []
    warned = warn_of_rules(tmp_path)
    assert [(one.row, one.column, one.key) for one in warned] == [
        (line, "all.1.group", "combination-no-group")
    ]
    assert "nobody" in fault_text("en", warned[0])
    file.write_text(
        text + TABLE.replace('"both"\nnames', '"a"\nkind = "combination"\nnames'), encoding="utf-8"
    )
    faults = check_rules(tmp_path, make_city())
    assert [(one.row, one.key) for one in faults] == [(line, "rule-field-choice"), (line, "rule-id-twice")]
    assert warn_of_rules(tmp_path) == []
    file.write_text(
        "version = 1\n" + TABLE.replace("combination", "rule", 1) + 'kind = "combination"', encoding="utf-8"
    )
    assert [one.column for one in check_rules(tmp_path)] == ["kind"]
    file.write_text("version = 1\ncombination = 3\n", encoding="utf-8")
    assert [one.column for one in check_rules(tmp_path)] == ["combination"]


def test_they_are_changed_as_rules_are(tmp_path: Path) -> None:
    folder = tmp_path / "city"
    folder.mkdir()
    save_rules(folder, RuleSet.of(0, [threshold("a")]), expected_version=0)
    engine = make_engine(tmp_path)
    desk = RuleDesk(folder, engine, SqlEventLog(), ManualClock(T0), ListAuditor(), make_city)
    assert desk.add(both(), actor="u", version=1).combinations == (both(),)
    with pytest.raises(Conflict, match="rule-exists"):
        desk.add(both(), actor="u")
    off = replace(both(), enabled=False)
    assert desk.put(off, actor="u").combinations == (off,)
    assert desk.remove("both", actor="u").entries == (threshold("a"),)
    assert desk.restore_rules(2, actor="u").entries == (threshold("a"), both())
    assert load_rules(folder).version == 5
    engine.dispose()


def test_those_that_ship_fit_the_pack() -> None:
    pack = find_pack("bac-ninh")
    combinations = load_rules(pack, luylau.city.load(pack)).combinations
    assert len(combinations) == 5
    for one in combinations:
        assert len(set(one.names.values())) == 3
        assert "assumed" in one.note
    # What cameras see may be a part; whoever has none finds it switched off.
    assert [fault for fault in warn_of_rules(pack) if fault.column.startswith("all")] == []
    assert {one.id for one in combinations if not one.enabled} == {"intrusion"}

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import tomli_w

from luylau.incidents import (
    AnomalyRule,
    AppliesTo,
    HeartbeatRule,
    QualityRule,
    RuleSet,
    begin_rules,
    check_rules,
    load_rules,
    rule_from_data,
    rule_to_data,
    save_rules,
)
from luylau.incidents.rule_file import FILE, version_of
from luylau.kernel.errors import BadFile, Conflict, NotFound, Unavailable
from luylau.kernel.messages import LANGUAGES, fault_text, has_message
from tests.unit.incidents.helpers import NAMES, heartbeat, make_city, rule_set, threshold

GOOD = {
    "id": "high",
    "kind": "threshold",
    "names": NAMES,
    "severity": "major",
    "group": "river",
    "applies_to": {"asset_kind": "river_gauge", "channel": "water_level"},
    "op": "ge",
    "value": 5,
}
HEART = {"id": "s", "kind": "heartbeat", "names": NAMES, "severity": "minor", "group": "g", "periods": 3}
DOUBT = {
    "id": "q", "kind": "quality", "names": NAMES, "severity": "info", "group": "g", "flags": ["stuck"],
    "value": 1, "window_s": 60,
}  # fmt: skip

ALL_KINDS = rule_set(
    threshold(hysteresis=0.5, min_duration_s=60.0, note='With "quotes"\nand [[rule]] in it'),
    threshold("level", level="alarm-3", enabled=False),
    heartbeat(clear_duration_s=30.0),
    heartbeat("quiet", periods=None, silent_s=90.0, applies_to=AppliesTo(place="bac-ninh")),
    QualityRule(
        id="doubt", names=NAMES, severity="info", group="q", flags=("stuck", "future"), measure="share",
        value=0.5, window_s=600.0, min_count=3, hysteresis=0.1,
    ),
    AnomalyRule(id="odd", names=NAMES, severity="info", group="odd", min_score=20.0),
)  # fmt: skip


def without(data: dict[str, object], *names: str, **changed: object) -> dict[str, object]:
    return {key: value for key, value in {**data, **changed}.items() if key not in names}


def applying(**fields: object) -> dict[str, object]:
    return without(GOOD, applies_to=fields)


BROKEN = [
    (without(GOOD, "kind"), "kind", "rule-field-missing"),
    (without(GOOD, kind="magic"), "kind", "rule-field-choice"),
    (without(GOOD, "id"), "id", "rule-field-missing"),
    (without(GOOD, id="No Good"), "id", "rule-id-bad"),
    (without(GOOD, id=7), "id", "rule-field-type"),
    (without(GOOD, group="a.b"), "group", "rule-id-bad"),
    (without(GOOD, colour="red"), "colour", "rule-key-unknown"),
    (without(GOOD, periods=3), "periods", "rule-key-unknown"),
    (without(GOOD, names="River"), "names", "rule-field-type"),
    (without(GOOD, names={"vi": "x", "en": "y"}), "names.ja", "rule-name-missing"),
    (without(GOOD, names={**NAMES, "en": " "}), "names.en", "rule-name-missing"),
    (without(GOOD, names={**NAMES, "fr": "z"}), "names.fr", "rule-key-unknown"),
    (without(GOOD, severity="bad"), "severity", "rule-field-choice"),
    (without(GOOD, severity=3), "severity", "rule-field-type"),
    (without(GOOD, enabled="yes"), "enabled", "rule-field-type"),
    (without(GOOD, note=1), "note", "rule-field-type"),
    (without(GOOD, op="above"), "op", "rule-field-choice"),
    (without(GOOD, "op"), "op", "rule-field-missing"),
    (without(GOOD, value="5"), "value", "rule-field-type"),
    (without(GOOD, value=True), "value", "rule-field-type"),
    (without(GOOD, value=float("nan")), "value", "rule-field-range"),
    (without(GOOD, value=float("inf")), "value", "rule-field-range"),
    (without(GOOD, "value"), "value", "rule-one-of"),
    (without(GOOD, level="alarm-3"), "value", "rule-one-of"),
    (without(GOOD, hysteresis=-1), "hysteresis", "rule-field-range"),
    (without(GOOD, min_duration_s=-1), "min_duration_s", "rule-field-range"),
    (without(GOOD, clear_duration_s=1e9), "clear_duration_s", "rule-field-range"),
    (without(GOOD, applies_to=[]), "applies_to", "rule-field-type"),
    (applying(channel="water_level", kind="x"), "applies_to.kind", "rule-key-unknown"),
    (applying(channel=5), "applies_to.channel", "rule-field-type"),
    (applying(asset_kind="river_gauge"), "applies_to.channel", "rule-field-missing"),
    (applying(channel="rain"), "applies_to.channel", "rule-channel-unknown"),
    (applying(channel="humidity", asset="gauge-a"), "applies_to.channel", "rule-channel-unknown"),
    (applying(channel="water_level", asset_kind="boat"), "applies_to.asset_kind", "rule-refers-to-nothing"),
    (applying(channel="water_level", place="mars"), "applies_to.place", "rule-refers-to-nothing"),
    (applying(channel="water_level", asset="gauge-x"), "applies_to.asset", "rule-refers-to-nothing"),
    (
        applying(channel="water_level", asset="station", asset_kind="river_gauge"),
        "applies_to.asset",
        "rule-asset-of-other-kind",
    ),
    (without(GOOD, "value", level="alarm-9"), "level", "rule-level-unknown"),
    (without(HEART, "periods"), "periods", "rule-one-of"),
    (without(HEART, silent_s=60), "periods", "rule-one-of"),
    (without(HEART, periods=0), "periods", "rule-field-range"),
    (without(HEART, "periods", silent_s=1), "silent_s", "rule-field-range"),
    (without(DOUBT, flags="stuck"), "flags", "rule-field-type"),
    (without(DOUBT, flags=[]), "flags", "rule-field-type"),
    (without(DOUBT, flags=["rotten"]), "flags", "rule-field-choice"),
    (without(DOUBT, measure="mean"), "measure", "rule-field-choice"),
    (without(DOUBT, measure="share", value=1.5), "value", "rule-field-range"),
    (without(DOUBT, value=0.5), "value", "rule-field-range"),
    (without(DOUBT, min_count=1.5), "min_count", "rule-field-type"),
    (without(DOUBT, min_count=0), "min_count", "rule-field-range"),
    (without(DOUBT, window_s=0), "window_s", "rule-field-range"),
]


def write(folder: Path, *rows: object, version: object = 1) -> list[int]:
    """Write the rules each under its own header; return the headers' lines."""
    text = f"version = {version}\n"
    lines = []
    for row in rows:
        assert isinstance(row, dict)
        lines.append(text.count("\n") + 2)
        inner = tomli_w.dumps({"rule": [row]})
        text += "\n" + (inner if inner.startswith("[[rule]]") else f"[[rule]]\n{inner}")
    (folder / FILE).write_text(text, encoding="utf-8")
    tomllib.loads(text)
    return lines


@pytest.mark.parametrize(
    ("row", "column", "key"), BROKEN, ids=lambda part: part if isinstance(part, str) else ""
)
def test_each_fault_is_found_in_its_row_and_field(
    row: dict[str, object], column: str, key: str, tmp_path: Path
) -> None:
    # Written by hand as inline tables, so that the header's line is known whatever the row holds.
    text = "version = 1\n\n[[rule]]\n" + "".join(f"{name} = {inline(value)}\n" for name, value in row.items())
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    faults = check_rules(tmp_path, make_city())
    assert [(fault.file, fault.row, fault.column, fault.key) for fault in faults] == [(FILE, 3, column, key)]
    with pytest.raises(BadFile):
        load_rules(tmp_path, make_city())
    for language in LANGUAGES:
        assert has_message(language, key)
        assert key not in fault_text(language, faults[0])


def inline(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {inline(one)}' for key, one in value.items()) + " }"
    return tomli_w.dumps({"x": value}).split("=", 1)[1].strip() if value != [] else "[]"


def test_every_fault_of_a_file_is_told_at_once_with_its_own_line(tmp_path: Path) -> None:
    lines = write(
        tmp_path,
        GOOD,
        without(GOOD, id="b", severity="bad", colour="red"),
        without(GOOD, id="c", op="is"),
        GOOD,
    )
    found = [(fault.row, fault.column, fault.key) for fault in check_rules(tmp_path)]
    assert found == [
        (lines[1], "colour", "rule-key-unknown"),
        (lines[1], "severity", "rule-field-choice"),
        (lines[2], "op", "rule-field-choice"),
        (lines[3], "id", "rule-id-twice"),
    ]


@pytest.mark.parametrize(
    ("content", "row", "key"),
    [
        (None, 0, "rule-file-missing"),
        (b"version = 1\n\xff\n", 2, "rule-file-not-utf8"),
        (b"version = 1\n[[rule]\n", 2, "rule-file-not-toml"),
        (b'version = 1\nid = "a', 2, "rule-file-not-toml"),
        (b"version = 0\n", 0, "rule-version-bad"),
        (b"version = true\n", 0, "rule-version-bad"),
        (b"", 0, "rule-version-bad"),
        (b"version = 1\nrules = 2\n", 0, "rule-key-unknown"),
        (b"version = 1\nrule = 2\n", 0, "rule-field-type"),
        (b"version = 1\nrule = [{ id = 'a' }]\n", 0, "rule-field-missing"),
    ],
)
def test_faults_of_the_file_as_a_whole(content: bytes | None, row: int, key: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    fault = check_rules(tmp_path)[0]
    assert (fault.row, fault.key) == (row, key)
    assert all(has_message(language, key) for language in LANGUAGES)


def test_a_level_may_stand_in_place_of_a_value(tmp_path: Path) -> None:
    write(tmp_path, without(GOOD, "value", level="alarm-3"))
    assert load_rules(tmp_path, make_city()).rules[0] == threshold(level="alarm-3")


def test_every_kind_survives_writing_and_reading(tmp_path: Path) -> None:
    saved = save_rules(tmp_path, ALL_KINDS, expected_version=0, city=make_city())
    assert saved == replace(ALL_KINDS, version=1)
    assert load_rules(tmp_path, make_city()) == saved
    for rule in ALL_KINDS.rules:
        assert rule_from_data(rule_to_data(rule)) == (rule, [])


def test_saving_needs_the_version_that_is_there(tmp_path: Path) -> None:
    save_rules(tmp_path, ALL_KINDS, expected_version=0)
    save_rules(tmp_path, rule_set(threshold()), expected_version=1)
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(Conflict) as caught:
        save_rules(tmp_path, ALL_KINDS, expected_version=1)
    assert (caught.value.key, caught.value.fields) == ("rules-changed", {"expected": 1, "found": 2})
    assert (tmp_path / FILE).read_bytes() == before


def test_rules_with_faults_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as caught:
        save_rules(tmp_path, rule_set(threshold(), threshold()), expected_version=0)
    assert [fault.key for fault in caught.value.faults] == ["rule-id-twice"]
    with pytest.raises(BadFile):
        save_rules(tmp_path, rule_set(threshold(level="alarm-9")), expected_version=0, city=make_city())
    assert not (tmp_path / FILE).exists()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_rules(tmp_path, rule_set(threshold()), expected_version=0)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("luylau.kernel.toml_files.os.fsync", full)
    with pytest.raises(Unavailable, match="No space"):
        save_rules(tmp_path, ALL_KINDS, expected_version=1)
    assert load_rules(tmp_path) == RuleSet(version=1, rules=(threshold(),))


def test_version_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert version_of(tmp_path) == 0
    (tmp_path / FILE).write_text("version = x")
    with pytest.raises(BadFile):
        version_of(tmp_path)


def test_an_unknown_rule_is_not_found() -> None:
    assert ALL_KINDS.get("odd").id == "odd"
    with pytest.raises(NotFound, match="rule-unknown"):
        ALL_KINDS.get("none")


def test_heartbeat_and_anomaly_kinds_are_read_as_such() -> None:
    rule, faults = rule_from_data(HEART)
    assert isinstance(rule, HeartbeatRule)
    assert not faults


def test_a_pack_without_rules_begins_with_an_empty_set(tmp_path: Path) -> None:
    begin_rules(tmp_path)
    assert (load_rules(tmp_path).version, load_rules(tmp_path).rules) == (1, ())
    saved = save_rules(tmp_path, load_rules(tmp_path), expected_version=1)
    begin_rules(tmp_path)
    assert load_rules(tmp_path).version == saved.version == 2, "one that is there stays"

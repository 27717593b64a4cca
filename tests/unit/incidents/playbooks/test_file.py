"""The pack's playbooks: read, and every fault told with its line, its field and what to do."""

import os
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

import luylau.city
from luylau.city.model import Organisation
from luylau.incidents import load_rules
from luylau.incidents.playbooks import PlaybookShelf, check_playbooks, load_playbooks
from luylau.kernel.errors import BadFile
from luylau.kernel.messages import LANGUAGES, message
from tests.unit.incidents.helpers import make_city, rule_set, threshold
from tests.unit.incidents.playbooks.conftest import PACK

SHIPPED = Path(str(files("luylau"))) / "cities" / "bac_ninh"


def test_the_shipped_playbooks_fit_their_pack() -> None:
    city, rules = luylau.city.load(SHIPPED), load_rules(SHIPPED)
    assert check_playbooks(SHIPPED, city, rules) == []
    found = load_playbooks(SHIPPED)
    assert [one.id for one in found.playbooks] == [
        "power-outage", "storm", "network-failure", "flood-pump", "fire", "intrusion", "lost-sight",
    ]  # fmt: skip
    for playbook in found.playbooks:
        assert playbook.assumed
        assert playbook.drafts
        assert playbook.injects


@pytest.mark.parametrize(
    ("rule", "group", "severity", "offered"),
    [
        ("cause-power", "cause", "major", ["power-outage"]),
        ("cause-power", "cause", "critical", ["power-outage", "storm"]),
        ("cause-network", "cause", "minor", ["network-failure"]),
        ("lost-sight", "lost-sight", "critical", ["lost-sight"]),
        ("river-alarm-3", "river-alarm", "critical", ["flood-pump"]),
        ("river-alarm-1", "river-alarm", "minor", []),
        ("smoke-unseen", "smoke-unseen", "critical", ["fire"]),
        ("door-open", "door", "minor", []),
        ("intrusion", "intrusion", "critical", ["intrusion"]),
    ],
)
def test_playbooks_are_offered_where_they_apply(
    rule: str, group: str, severity: str, offered: list[str]
) -> None:
    found = load_playbooks(SHIPPED).offered(rule=rule, group=group, asset_kind="x", severity=severity)  # type: ignore[arg-type]
    assert [one.id for one in found] == offered


def test_a_playbook_may_ask_for_rule_kind_and_severity_at_once(folder: Path) -> None:
    text = PACK.replace('groups = ["river"]', 'rules = ["high"], asset_kinds = ["river_gauge"]')
    (folder / "playbooks.toml").write_text(text, encoding="utf-8")
    found = load_playbooks(folder)
    assert found.offered(rule="high", group="x", asset_kind="river_gauge", severity="major")
    assert not found.offered(rule="high", group="x", asset_kind="door", severity="major")
    assert not found.offered(rule="low", group="x", asset_kind="river_gauge", severity="major")
    assert not found.offered(rule="high", group="x", asset_kind="river_gauge", severity="info")


FAULTS = [
    ("version = 3", "version = 0", (0, "version", "playbook-version-bad")),
    ('id = "flood"', 'id = "Flood"', (4, "id", "rule-id-bad")),
    ('ja = "洪水"', 'jp = "洪水"', (4, "names.ja", "rule-name-missing")),
    ("expected_h = 2", "expected_h = 0", (4, "expected_h", "rule-field-range")),
    ("assumed = true", "guessed = true", (4, "guessed", "rule-key-unknown")),
    ("assumed = true", "note = 3", (4, "note", "rule-field-type")),
    ('[{ groups = ["river"], min_severity = "minor" }]', "{}", (4, "applies_to", "playbook-not-tables")),
    ('groups = ["river"]', 'groups = "river"', (4, "applies_to.groups", "playbook-not-list")),
    ('groups = ["river"]', 'groups = ["sea"]', (4, "applies_to.groups", "rule-refers-to-nothing")),
    ('groups = ["river"]', 'rules = ["x"]', (4, "applies_to.rules", "rule-refers-to-nothing")),
    ('groups = ["river"]', 'asset_kinds = ["x"]', (4, "applies_to.asset_kinds", "rule-refers-to-nothing")),
    ('"minor"', '"bad"', (4, "applies_to.min_severity", "rule-field-choice")),
    ('role = "operator"\ndeadline_min = 5', "deadline_min = 5", (11, "role", "rule-one-of")),
    ('role = "operator"\ndeadline_min = 5', 'role = "boss"', (11, "role", "rule-field-choice")),
    ("deadline_min = 5", "deadline_min = -1", (11, "deadline_min", "rule-field-range")),
    ('vi = "Xem", ', "", (11, "text.vi", "playbook-text-missing")),
    ('vi = "Xem"', f'vi = "{"x" * 251}"', (11, "text.vi", "playbook-text-too-long")),
    ('id = "look"', 'id = "pump"', (11, "id", "playbook-id-twice")),
    ('after = "look"', 'after = "pump"', (17, "after", "playbook-after-unknown")),
    ("deadline_min = 10\n", "", (17, "deadline_min", "playbook-field-missing")),
    ('draft = "notice"', 'draft = "x"', (17, "draft", "playbook-draft-missing")),
    ('agency = "thuy-loi"', 'agency = "evn"', (25, "agency", "rule-refers-to-nothing")),
    ('kind = "public_notice"', 'kind = "message"', (31, "agency", "playbook-field-missing")),
    (
        'kind = "public_notice"', 'kind = "public_notice"\nagency = "thuy-loi"',
        (31, "agency", "rule-key-unknown"),
    ),
    ("Flood in {place}", "Flood in {palace}", (31, "title.en", "playbook-template-field")),
    ("Flood in {place}", "Flood in {place.names}", (31, "title.en", "playbook-template-bad")),
    ("Flood in {place}", "Flood in {place!r}", (31, "title.en", "playbook-template-bad")),
    ("Flood in {place}", "Flood in {place:>{since}}", (31, "title.en", "playbook-template-bad")),
    ("Flood in {place}", "Flood in {0}", (31, "title.en", "playbook-template-bad")),
    ("Flood in {place}", "Flood in {place", (31, "title.en", "playbook-template-bad")),
    (', en = "Flood in {place}"', "", (31, "title.en", "playbook-text-missing")),
    ("after_min = 20", "after_min = '20'", (39, "after_min", "rule-field-type")),
    ('[[playbook]]\nid = "flood"', '[playbook]\nid = "flood"', (0, "playbook", "playbook-not-tables")),
    ("[[playbook]]", "x = \n[[playbook]]", (4, "", "rule-file-not-toml")),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "fault"), FAULTS, ids=[f"{f[2][1]}-{f[2][2]}" for f in FAULTS])
def test_each_fault_is_told(folder: Path, right: str, wrong: str, fault: tuple[int, str, str]) -> None:
    assert right in PACK
    (folder / "playbooks.toml").write_text(PACK.replace(right, wrong, 1), encoding="utf-8")
    irrigation = Organisation(id="thuy-loi", kind="utility", name="Thủy lợi")
    city = replace(make_city(), organisations={irrigation.id: irrigation})
    found = check_playbooks(folder, city, rule_set(threshold()))
    assert fault in [(one.row, one.column, one.key) for one in found]
    for one in found:
        assert one.file == "playbooks.toml"
        for language in LANGUAGES:
            assert message(language, one.key, one.fields, part="remedy")
    if fault[2] != "rule-refers-to-nothing":
        with pytest.raises(BadFile):
            load_playbooks(folder)


def test_a_pack_may_do_without_and_changes_are_seen(tmp_path: Path) -> None:
    shelf = PlaybookShelf(tmp_path)
    assert (shelf.current().version, check_playbooks(tmp_path)) == (0, [])
    file = tmp_path / "playbooks.toml"
    file.write_text(PACK, encoding="utf-8")
    assert shelf.current().version == 3
    assert shelf.current() is shelf.current()
    file.write_text(PACK.replace("version = 3", "version = 4"), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert shelf.current().version == 4
    file.write_bytes(b"version = 1\nx = '\xff'")
    assert [one.row for one in check_playbooks(tmp_path)] == [2]
    assert shelf.current().version == 4, "a faulty file leaves them as they were"
    with pytest.raises(BadFile):
        PlaybookShelf(tmp_path).current()
    file.unlink()
    assert shelf.current().version == 0

"""The inventory of cameras: checked like the pack's other files, merged without losing what is known."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.city import City, load, pack_version, undo
from luylau.kernel.errors import BadFile, Conflict
from luylau.kernel.messages import LANGUAGES, fault_text, has_message
from luylau.vision.inventory import (
    FIELDS,
    FILE,
    GROUPS,
    Entry,
    Inventory,
    check_inventory,
    entries_of,
    load_inventory,
    merge,
    save_inventory,
)
from luylau.vision.onvif import Address, Answer, Device, OnvifFault, Target
from tests.unit.city.conftest import FILES

HEAD = "camera,field,value,checked_on,source,assumed\n"
GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "cameras-onvif.md"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        if name == "assets.csv":
            text += "cam-1,camera,Cổng,phuong-a,21,106,tx-1,sw-1,,,so,installed,survey,\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def city(pack: Path) -> City:
    return load(pack)


def put(pack: Path, text: str) -> None:
    (pack / FILE).write_text(text, encoding="utf-8")


def entry(
    field: str = "firmware", value: str = "1.0", day: str = "2026-11-01", *, assumed: bool = False
) -> Entry:
    return Entry(camera="cam-1", field=field, value=value, checked_on=day, source="survey", assumed=assumed)


def test_a_pack_may_do_without(pack: Path, city: City) -> None:
    assert check_inventory(pack, city) == []
    assert load_inventory(pack, city) == Inventory()


def test_a_good_file(pack: Path, city: City) -> None:
    put(pack, HEAD + "cam-1,firmware,V5.7,2026-11-01,ONVIF,\ncam-1,https,yes,2026-11-01,,true\n")
    found = load_inventory(pack, city)
    assert found.of("cam-1") == {
        "firmware": Entry(
            camera="cam-1", field="firmware", value="V5.7", checked_on="2026-11-01", source="ONVIF"
        ),
        "https": Entry(
            camera="cam-1", field="https", value="yes", checked_on="2026-11-01", source="", assumed=True
        ),
    }
    assert found.of("cam-2") == {}


@pytest.mark.parametrize(
    ("row", "column", "key"),
    [
        ("cam-2,firmware,1,2026-11-01,x,", "camera", "city-reference-unknown"),
        ("sw-1,firmware,1,2026-11-01,x,", "camera", "vision-plan-camera-kind"),
        ("cam-1,colour,1,2026-11-01,x,", "field", "city-choice"),
        ("cam-1,https,perhaps,2026-11-01,x,", "value", "city-choice"),
        ("cam-1,update_mechanism,yes,2026-11-01,x,", "value", "city-choice"),
        ("cam-1,firmware,,2026-11-01,x,", "value", "city-required"),
        ("cam-1,firmware,1,,x,", "checked_on", "city-required"),
        ("cam-1,firmware,1,20261101,x,", "checked_on", "vision-inventory-day"),
        ("cam-1,firmware,1,2026-02-30,x,", "checked_on", "vision-inventory-day"),
        ("cam-1,firmware,1,2026-11-01,,", "source", "city-source-missing"),
        ("cam-1,firmware,=1+1,2026-11-01,x,", "value", "city-text-formula"),
        ("cam-1,model,9,2026-11-01,x,", "camera", "city-id-twice"),
    ],
)
def test_each_fault_is_named_by_row_and_field(
    pack: Path, city: City, row: str, column: str, key: str
) -> None:
    put(pack, f"{HEAD}cam-1,model,8,2026-11-01,x,\n{row}\n")
    assert [(one.row, one.column, one.key) for one in check_inventory(pack, city)] == [(3, column, key)]
    with pytest.raises(BadFile):
        load_inventory(pack, city)


def test_all_faults_are_named_at_once(pack: Path, city: City) -> None:
    put(pack, HEAD + "cam-9,https,x,soon,,\ncam-1,colour,1,2026-11-01,x,\n")
    faults = check_inventory(pack, city)
    assert [one.row for one in faults] == [2, 2, 2, 2, 3]
    for language in LANGUAGES:
        for one in faults:
            assert one.key not in fault_text(language, one)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"", b"camera;field\n", b'a,"b\n'])
def test_a_file_that_is_none(pack: Path, data: bytes) -> None:
    (pack / FILE).write_bytes(data)
    assert check_inventory(pack) != []


def test_saving_is_one_change_that_can_be_undone(pack: Path, city: City) -> None:
    known = merge(Inventory(), [entry(), entry("https", "no", assumed=True)])
    save_inventory(pack, known, expected=pack_version(pack))
    assert load_inventory(pack, city) == known
    change = undo(pack)
    assert change.key == "vision-inventory-change"
    assert all(has_message(language, change.key) for language in LANGUAGES)
    assert load_inventory(pack, city) == Inventory()


def test_a_pack_that_changed_meanwhile_is_not_overwritten(pack: Path) -> None:
    version = pack_version(pack)
    save_inventory(pack, merge(Inventory(), [entry()]), expected=version)
    with pytest.raises(Conflict):
        save_inventory(pack, Inventory(), expected=version)


@pytest.mark.parametrize(
    ("old", "new", "wins"),
    [
        (entry(), entry(value="2.0"), True),
        (entry(), entry(day="2026-11-02"), True),
        (entry(), entry(value="2.0", day="2026-10-31"), False),
        (entry(), entry(value="2.0", day="2026-12-01", assumed=True), False),
        (entry(day="2026-12-01", assumed=True), entry(value="2.0"), True),
        (entry("https", "yes"), entry("https", "unknown", "2026-12-01"), False),
        (entry("https", "unknown"), entry("https", "no", "2026-10-01", assumed=True), True),
    ],
)
def test_what_replaces_what(old: Entry, new: Entry, wins: bool) -> None:
    merged = merge(merge(Inventory(), [old]), [new])
    assert list(merged.entries.values()) == [new if wins else old]


ENTRIES = st.builds(
    Entry,
    camera=st.sampled_from(["cam-1", "cam-2"]),
    field=st.sampled_from(["https", "rtsps"]),
    value=st.sampled_from(["yes", "no", "unknown"]),
    checked_on=st.dates().map(lambda day: day.isoformat()),
    source=st.just("x"),
    assumed=st.booleans(),
)


@given(st.lists(ENTRIES, max_size=12))
def test_merging_again_changes_nothing_and_loses_no_knowledge(found: list[Entry]) -> None:
    once = merge(Inventory(), found)
    assert merge(once, once.entries.values()) == once
    for one in found:
        kept = once.entries[one.camera, one.field]
        assert kept.value != "unknown" or one.value == "unknown"
        assert not kept.assumed or one.assumed or one.value == "unknown"


def test_what_a_camera_lacks() -> None:
    known = merge(
        Inventory(),
        [
            entry(),
            entry("https", "no"),
            entry("rtsps", "unknown"),
            entry("data_location", "Bắc Ninh", assumed=True),
            entry("update_mechanism", "none"),
        ],
    )
    lacks = known.lacks("cam-1")
    assert lacks["https"] == lacks["update_mechanism"] == "unmet"
    assert lacks["rtsps"] == lacks["model"] == "missing"
    assert lacks["data_location"] == "assumed"
    assert "firmware" not in lacks
    assert "hardware" not in lacks
    assert set(known.lacks("cam-2").values()) == {"missing"}


def answer(*, device: Device | None, **more: bool | None) -> Answer:
    return Answer(target=Target(address=Address(host="10.1.2.3")), device=device, **more)  # type: ignore[arg-type]


DEVICE = Device(
    manufacturer="Hãng",
    model="=SUM(A1)",
    firmware="@ +1.2",
    serial="",
    hardware="7",
    profiles=(),
    offset_s=math.nan,
    rtsps=None,
    https_port=None,
)


def test_what_was_measured_becomes_entries_that_the_file_takes(pack: Path, city: City) -> None:
    found = entries_of(
        answer(device=DEVICE, https=False, asks=True, default_refused=False), "cam-1", "2026-11-27"
    )
    assert {one.field: one.value for one in found} == {
        "manufacturer": "Hãng",
        "model": "SUM(A1)",
        "hardware": "7",
        "firmware": "1.2",
        "password_asked": "yes",
        "unique_password": "no",
        "default_password_refused": "no",
        "https": "no",
    }
    save_inventory(pack, merge(Inventory(), found), expected=pack_version(pack))
    assert check_inventory(pack, city) == []


def test_what_stays_open_is_left_out() -> None:
    said = {
        one.field for one in entries_of(answer(device=DEVICE, default_refused=True), "cam-1", "2026-11-27")
    }
    assert "unique_password" not in said
    assert "https" not in said
    assert "default_password_refused" in said
    fault = OnvifFault("vision-onvif-silent", address="x", seconds=1)
    failed = Answer(target=Target(address=Address(host="10.1.2.3")), fault=fault)
    assert entries_of(failed, "cam-1", "2026-11-27") == []


def test_the_guide_names_the_fields_of_the_code() -> None:
    rows = [
        line.split("|")[1:4]
        for line in GUIDE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    assert [row[0].strip().strip("`") for row in rows] == list(FIELDS)
    for (name, group, value), field in zip(rows, FIELDS.values(), strict=True):
        assert group.strip() == field.group, name
        assert all(choice in value for choice in field.choices), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_and_group_has_a_name(language: str) -> None:
    for name in FIELDS:
        assert has_message(language, f"vision-inventory-field-{name.replace('_', '-')}")  # type: ignore[arg-type]
    for group in GROUPS:
        assert has_message(language, f"vision-inventory-group-{group}")  # type: ignore[arg-type]


def test_a_fault_says_where_it_is(pack: Path, city: City) -> None:
    put(pack, HEAD + "cam-1,https,perhaps,2026-11-01,x,\n")
    (fault,) = check_inventory(pack, city)
    assert "camera_inventory.csv" in fault_text("en", fault)
    assert "yes, no, unknown" in fault_text("en", fault)

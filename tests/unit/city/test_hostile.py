"""Files out of somebody else's hands: whatever they hold, the answer is faults, never a crash."""

import random
from pathlib import Path

import pytest

from luylau.city import Gazetteer, check, load, plan_import
from luylau.city.columns import PACK_FILES
from luylau.kernel.errors import Fault
from tests.unit.city.conftest import FILES

NASTY = [
    b"\x00", b"\xff\xfe", b'"', b",", b"\n", b"\r", b"[", b"]", b"=", b"1e308", b"-1e999", b"nan", b"'''",
    "\u202e".encode(), "𝔸".encode(), b"\xf0\x28\x8c\x28", b"{" * 200, b"[[" * 600, b"9" * 5_000, b"9" * 400,
    b"../..",
]  # fmt: skip


def mutated(data: bytes, draw: random.Random) -> bytes:
    text = bytearray(data)
    for _ in range(draw.randrange(1, 4)):
        at = draw.randrange(len(text) + 1)
        text[at : at + draw.randrange(3)] = draw.choice(NASTY)
    return bytes(text)


@pytest.mark.parametrize("file", [*FILES, "kinds.toml", "places.geojson"])
def test_a_mangled_file_gives_faults_that_can_be_told(pack: Path, file: str) -> None:
    draw = random.Random(file)
    start = {
        "kinds.toml": b'[k]\ngroup = "site"\nicon = "x"\n[k.channels.c]\nunit = "m"\nlow = 1\nhigh = 2\n',
        "places.geojson": b'{"type":"FeatureCollection","features":[{"properties":{"id":"xa-b"},"geometry":'
        b'{"type":"Polygon","coordinates":[[[106,21],[107,21],[107,22],[106,21]]]}}]}',
    }.get(file) or FILES[file].encode()
    (pack / file).write_bytes(start)
    assert check(pack) == []
    found = 0
    for _ in range(150):
        (pack / file).write_bytes(mutated(start, draw))
        faults = check(pack)
        found += bool(faults)
        for fault in faults:
            assert isinstance(fault, Fault)
            assert fault.file in PACK_FILES
            assert all(not isinstance(value, str) or len(value) <= 80 for value in fault.fields.values())
        if not faults:
            load(pack)
    assert found > 75


@pytest.mark.parametrize(
    ("what", "file"), [("assets", "a.csv"), ("places", "p.geojson"), ("assets", "a.json")]
)
def test_a_mangled_import_gives_faults_and_changes_nothing(pack: Path, what: str, file: str) -> None:
    draw = random.Random(file)
    start = (
        FILES["assets.csv"].encode()
        if file.endswith("csv")
        else b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"xa-b","kind":'
        b'"ward","name":"B","assumed":true},"geometry":{"type":"Point","coordinates":[106,21]}}]}'
    )
    before = {path.name: path.read_bytes() for path in pack.iterdir()}
    for _ in range(150):
        plan = plan_import(pack, "places" if what == "places" else "assets", file, mutated(start, draw))
        assert plan.faults or plan.added or plan.changed or plan.unchanged or not plan.files
    assert {path.name: path.read_bytes() for path in pack.iterdir()} == before


def test_addresses_of_any_kind_are_answered(pack: Path) -> None:
    gazetteer = Gazetteer(load(pack))
    draw = random.Random(3)
    letters = "aăâđeêơưxyz ,.;\n\t-/()0123\u0301\u0323\u200b\ufeff漢😀"
    for _ in range(400):
        text = "".join(draw.choice(letters) for _ in range(draw.randrange(60)))
        for match in gazetteer.find(text):
            assert 0 <= match.score <= 1

"""The guide to the format names every file, column and field that the code reads, and no other."""

import re
import shutil
from pathlib import Path

import pytest

from luylau.city import check, default_kinds, load
from luylau.city.columns import PACK_FILES, SHEETS
from luylau.city.kinds import CHANNEL_KEYS, GROUPS, KIND_KEYS
from luylau.city.settings import KEYS
from luylau.city.working_copy import KEPT_CHANGES

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "city-pack.md"
TEXT = GUIDE.read_text(encoding="utf-8")
SECTIONS = dict(
    re.findall(r"^## ([a-z_.]+)(?: \(optional\))?\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
)


def table(text: str) -> dict[str, str]:
    """Return the names in the first column of a table, and whether each is required."""
    return dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", text, re.MULTILINE))


def test_every_file_has_its_section() -> None:
    assert set(SECTIONS) == set(PACK_FILES)


@pytest.mark.parametrize("file", SHEETS)
def test_the_columns_are_those_of_the_code(file: str) -> None:
    told = table(SECTIONS[file])
    assert tuple(told) == SHEETS[file].names
    for column in SHEETS[file].columns:
        if column.required:
            assert told[column.name] == "yes"
        elif SHEETS[file].needs_source and column.name in ("source", "assumed"):
            assert told[column.name].startswith("or ")
        else:
            assert told[column.name] == "no"
        line = next(line for line in SECTIONS[file].splitlines() if line.startswith(f"| `{column.name}` "))
        assert all(choice in line for choice in column.choices)


def test_the_fields_of_the_toml_files_are_those_of_the_code() -> None:
    assert set(table(SECTIONS["city.toml"])) == set(KEYS)
    kind, _, channel = SECTIONS["kinds.toml"].partition("A channel:")
    assert set(table(kind)) == set(KIND_KEYS)
    assert set(table(channel)) == set(CHANNEL_KEYS)
    assert all(group in kind for group in GROUPS)


def test_the_example_of_a_kind_works(pack: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", SECTIONS["kinds.toml"], re.DOTALL)
    assert example is not None
    (pack / "kinds.toml").write_text(example[1], encoding="utf-8")
    assert check(pack) == []
    assert load(pack).kinds["tide_gauge"].channels["tide_level"].shown


def test_numbers_told_are_those_of_the_code() -> None:
    assert f"knows {len(default_kinds())} kinds" in TEXT
    assert f"last {KEPT_CHANGES} changes" in TEXT


def test_a_pack_of_only_what_the_guide_requires_is_good(pack: Path) -> None:
    bare = pack.parent / "bare"
    shutil.copytree(pack, bare)
    (bare / "legacy.csv").unlink()
    (bare / "places.csv").write_text("id,kind,name,lat,lon,source\nx,ward,X,21,106,map\n")
    (bare / "organisations.csv").write_text("id,kind,name\n")
    (bare / "assets.csv").write_text("id,kind,name,place,lat,lon,assumed\nc,camera,C,x,21,106,true\n")
    (bare / "levels.csv").write_text("asset,channel,level,value,unit,assumed\n")
    assert check(bare) == []
    assert load(bare).assets["c"].status == "installed"

"""The guide to settings names each one as it is, and what it promises holds."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from luylau.kernel.errors import BadFile
from luylau.settings import Settings, load_settings
from luylau.settings.root import FILE

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide" / "settings.md"


def documented() -> dict[str, dict[str, list[str]]]:
    """Return the rows of the guide by group and setting."""
    found: dict[str, dict[str, list[str]]] = {}
    group = ""
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"## \[(\w+)\]", line):
            group = heading[1]
        elif line.startswith("## "):
            group = ""
        elif row := re.match(r"\| `(\w+)` \|", line):
            found.setdefault(group, {})[row[1]] = [cell.strip() for cell in line.strip("|").split("|")]
    return found


def test_every_setting_is_documented_and_nothing_else() -> None:
    schema = Settings.model_json_schema()
    wanted: dict[str, set[str]] = {}
    for name, said in schema["properties"].items():
        if "$ref" in said:
            wanted[name] = set(schema["$defs"][said["$ref"].rpartition("/")[2]]["properties"])
        else:
            wanted.setdefault("", set()).add(name)
    assert {group: set(rows) for group, rows in documented().items()} == wanted


def test_defaults_and_bounds_are_those_of_the_settings() -> None:
    # Read from the JSON schema, a way of its own; the guide's tables are made from the fields.
    schema = Settings.model_json_schema()
    defaults = Settings().model_dump(mode="json")
    for group, rows in documented().items():
        if not group:
            continue
        definition = schema["$defs"][schema["properties"][group]["$ref"].rpartition("/")[2]]["properties"]
        for name, (_, default, bounds, meaning) in rows.items():
            value = defaults[group][name]
            if value in (None, ""):
                assert default == "–", name
            elif isinstance(value, str):
                assert default == f'`"{value}"`', name
            else:
                assert float(default.strip("`")) == value, name
            said = definition[name]
            limits = [
                float(one.replace(",", "").replace("above ", "")) for one in bounds.split(" – ") if one != "–"
            ]
            found = [said[key] for key in ("minimum", "exclusiveMinimum", "maximum") if key in said]
            assert limits == found, name
            assert ("above" in bounds) == ("exclusiveMinimum" in said), name
            assert meaning == said["description"], name


def test_the_tables_are_up_to_date(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import settings_guide as made; "
        "text = made.GUIDE.read_text(encoding='utf-8'); sys.exit(made.written(text) != text)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(ROOT / "tools")], check=False, cwd=tmp_path)
    assert done.returncode == 0, "run: python tools/settings_guide.py"


def test_the_example_can_be_read(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / FILE).write_text(example, encoding="utf-8")
    found = load_settings(tmp_path)
    assert found.web.public_origin == tomllib.loads(example)["web"]["origin"]
    assert found.broker.mqtt_host == "0.0.0.0"


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE).write_text("[web]\nport = 8600\nhost = '127.0.0.2'\n", encoding="utf-8")
    assert load_settings(tmp_path).web.port == 8600
    monkeypatch.setenv("LUYLAU_WEB__PORT", "8500")
    found = load_settings(tmp_path).web
    assert (found.port, found.host) == (8500, "127.0.0.2")


@pytest.mark.parametrize(
    ("text", "column"),
    [("[web]\nport = 0\n", "web.port"), ("[web]\nprot = 1\n", "web.prot"), ("[wbe]\nport = 1\n", "wbe")],
)
def test_what_is_wrong_is_named(text: str, column: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        load_settings(tmp_path)
    assert [fault.column for fault in refused.value.faults] == [column]

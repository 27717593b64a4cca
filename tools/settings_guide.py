"""Writes the tables of docs/guide/settings.md from the settings: ``python tools/settings_guide.py``.

Between ``<!-- GROUP -->`` and ``<!-- end -->`` stands one table a group; the rest is written by hand.
"""

import re
from pathlib import Path

import annotated_types
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from luylau.settings import Settings

GUIDE = Path(__file__).parents[1] / "docs" / "guide" / "settings.md"
_TABLE = re.compile(r"<!-- (\w+) -->\n.*?<!-- end -->", re.DOTALL)


def groups() -> dict[str, type[BaseModel]]:
    """Return the groups of settings by name."""
    found = {name: field.annotation for name, field in Settings.model_fields.items()}
    return {
        name: made for name, made in found.items() if isinstance(made, type) and issubclass(made, BaseModel)
    }


def bounds(field: FieldInfo) -> str:
    """Return the bounds of a setting as the guide writes them; a dash where there are none."""
    low = high = ""
    for one in field.metadata:
        if isinstance(one, annotated_types.Gt):
            low = f"above {one.gt:,}"
        elif isinstance(one, annotated_types.Ge):
            low = f"{one.ge:,}"
        elif isinstance(one, annotated_types.Le):
            high = f"{one.le:,}"
    return f"{low} – {high}" if low and high else low or high or "–"


def default(field: FieldInfo) -> str:
    """Return the default of a setting as ``luylau.toml`` would hold it; a dash for none."""
    value = field.default
    if value is None or value == "":
        return "–"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value:.10g}`"


def table(group: type[BaseModel]) -> str:
    """Return the table of one group."""
    rows = [
        f"| `{name}` | {default(field)} | {bounds(field)} | {field.description} |"
        for name, field in group.model_fields.items()
    ]
    return "\n".join(["| setting | default | bounds | meaning |", "|---|---|---|---|", *rows])


def written(guide: str) -> str:
    """Return the guide with its tables made anew."""
    known = groups()
    return _TABLE.sub(lambda found: f"<!-- {found[1]} -->\n{table(known[found[1]])}\n<!-- end -->", guide)


if __name__ == "__main__":
    GUIDE.write_text(written(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")

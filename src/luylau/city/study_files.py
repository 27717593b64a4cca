"""The studies that a pack brings along: TOML files in its folder ``studies``, with the files that they name
beside them. What they say is no part of the city, so the pack's version does not depend on them."""

from pathlib import Path
from typing import Final

STUDIES: Final = "studies"
"""The folder within the pack."""
_ENDINGS: Final = (".toml", ".csv", ".geojson", ".json")


def study_files(folder: Path) -> list[str]:
    """Return the files of the studies of the pack in ``folder``, as paths within it, by name."""
    within = folder / STUDIES
    if not within.is_dir():
        return []
    return [
        f"{STUDIES}/{file.name}"
        for file in sorted(within.iterdir())
        if file.is_file() and file.suffix.lower() in _ENDINGS and not file.name.startswith(".")
    ]

"""Network files of any kind that can be read; what a file is, its content says, not its name."""

from pathlib import Path
from typing import Final

from luylau.kernel.errors import BadFile, Fault
from luylau.power.exchange import cim, pandapower_json, pgm_json
from luylau.power.exchange.reading import Reading

_HEAD_CHARACTERS: Final = 4_096


def read(path: Path) -> Reading:
    """Return the grid of a file, and what of the file is not in it.

    Kinds: power-grid-model's JSON (as city packs keep their networks), pandapower's JSON, CIM as a folder,
    ZIP archive or XML file.

    Raises:
        BadFile: it is of no such kind, or holds what cannot be read; each fault names element and field.
        Unavailable: it is CIM, and the converter for that is not installed.
        OSError: it cannot be opened.
    """
    if not path.exists():
        raise BadFile([Fault(file=str(path), row=0, column="", key="grid-file-missing")])
    if path.is_dir() or cim.is_cim(path):
        return cim.reading(path)
    with path.open(encoding="utf-8-sig", errors="replace") as opened:
        head = opened.read(_HEAD_CHARACTERS).lstrip()
    if not head.startswith("{"):
        raise BadFile([Fault(file=path.name, row=0, column="", key="grid-file-of-no-kind")])
    if '"pandapowerNet"' in head:
        return Reading(grid=pandapower_json.read(path))
    return pgm_json.reading(path)

"""``playbooks.toml`` of a pack: read whole or not at all. A pack may do without."""

import logging
from collections import Counter
from pathlib import Path
from typing import Final

from luylau.city.model import City
from luylau.incidents.playbooks.check import FILE, playbook_from_data
from luylau.incidents.playbooks.model import Playbook, PlaybookSet
from luylau.incidents.rules import RuleSet
from luylau.kernel.errors import BadFile, Fault
from luylau.kernel.toml_files import read_toml
from luylau.kernel.toml_lines import nested_lines

log = logging.getLogger(__name__)

_PARTS: Final = ("step", "draft", "inject")


def load_playbooks(folder: Path) -> PlaybookSet:
    """Read the playbooks of a pack; none where it has no such file.

    What they refer to is not looked up: a rule that was removed since takes no playbook away.

    Raises:
        BadFile: the file is no TOML, or playbooks have faults; it carries every fault.
    """
    found, faults = _read(folder / FILE, None, None)
    if faults:
        raise BadFile(faults)
    return found


def check_playbooks(folder: Path, city: City | None = None, rules: RuleSet | None = None) -> list[Fault]:
    """Return every fault of a pack's playbooks.

    With a ``city`` and its ``rules``, what the playbooks refer to must exist there.
    """
    return _read(folder / FILE, city, rules)[1]


class PlaybookShelf:
    """The playbooks of the pack in ``folder``, read again when the file has changed.

    A file that has faults now leaves them as they were: nobody is without them in an emergency for a slip of
    the pen.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[int, int] | None = None
        self._set = PlaybookSet(version=0, playbooks=())

    def current(self) -> PlaybookSet:
        """Return the playbooks as the file has them now, or had them before it got faults.

        Raises:
            BadFile: the file has faults, and was never read without.
        """
        try:
            status = (self._folder / FILE).stat()
            seen = (status.st_mtime_ns, status.st_size)
        except OSError:
            seen = None
        if seen is None or seen != self._seen:
            found, faults = _read(self._folder / FILE, None, None)
            if not faults:
                self._set = found
            elif self._set.version == 0:
                raise BadFile(faults)
            else:
                log.error("%s has %d faults; the playbooks stay as they were", FILE, len(faults))
            self._seen = seen
        return self._set


def _read(file: Path, city: City | None, rules: RuleSet | None) -> tuple[PlaybookSet, list[Fault]]:
    nothing = PlaybookSet(version=0, playbooks=())
    if not file.exists():
        return nothing, []
    text, data, unread = read_toml(file, "playbook-file-unreadable", words="rule")
    if unread:
        return nothing, unread
    faults = [
        _fault(0, key, "rule-key-unknown", name=key, known="version, playbook")
        for key in data
        if key not in ("version", "playbook")
    ]
    version = data.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        faults.append(_fault(0, "version", "playbook-version-bad"))
        version = 0
    rows = data.get("playbook", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return nothing, [*faults, _fault(0, "playbook", "playbook-not-tables", name="playbook")]
    found: list[Playbook] = []
    lines = nested_lines(text, "playbook", _PARTS, rows)
    times = Counter(str(row.get("id")) for row in rows)
    for row, where_ in zip(rows, lines, strict=True):
        playbook, wrong = playbook_from_data(row, lines=where_, city=city, rules=rules)
        faults += wrong
        if times[str(row.get("id"))] > 1:
            faults.append(_fault(where_.head, "id", "playbook-id-twice", id=str(row.get("id"))))
        elif playbook is not None:
            found.append(playbook)
    return PlaybookSet(version=version, playbooks=tuple(found)), faults


def _fault(row: int, where: str, key: str, **fields: str | int) -> Fault:
    return Fault(file=FILE, row=row, column=where, key=key, fields=dict(fields))

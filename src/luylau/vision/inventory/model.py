"""The inventory: one entry a camera and field, each with its source and date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from luylau.vision.inventory.fields import FIELDS, UNKNOWN, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one field says of one camera. ``checked_on``: the day, YYYY-MM-DD. ``assumed``: nobody has
    measured it."""

    camera: str
    field: str
    value: str
    checked_on: str
    source: str = ""
    assumed: bool = False

    @property
    def state(self) -> State:
        """What it says about the camera."""
        if self.value == UNKNOWN:
            return "missing"
        if self.value in FIELDS[self.field].bad:
            return "unmet"
        return "assumed" if self.assumed else "met"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Entries by camera and field, in the order of the file."""

    entries: Mapping[tuple[str, str], Entry] = field(default_factory=dict)

    def of(self, camera: str) -> dict[str, Entry]:
        """Return the entries of a camera by field, in the order of ``FIELDS``."""
        found = ((name, self.entries.get((camera, name))) for name in FIELDS)
        return {name: entry for name, entry in found if entry is not None}

    def state(self, camera: str, name: str) -> State:
        """Return what a field says of a camera; "missing" where it has no entry."""
        entry = self.entries.get((camera, name))
        return "missing" if entry is None else entry.state

    def lacks(self, camera: str) -> dict[str, State]:
        """Return the needed fields of a camera that are not "met", with what they are."""
        states = {name: self.state(camera, name) for name, one in FIELDS.items() if one.needed}
        return {name: state for name, state in states.items() if state != "met"}


def merge(inventory: Inventory, found: Iterable[Entry]) -> Inventory:
    """Return the inventory with what was found since.

    What is unknown replaces nothing, what is assumed nothing that was measured, and what is older nothing
    that is newer.
    """
    entries = dict(inventory.entries)
    for new in found:
        old = entries.get((new.camera, new.field))
        if old is None or _goes_before(new, old):
            entries[new.camera, new.field] = new
    return Inventory(entries=entries)


def _goes_before(new: Entry, old: Entry) -> bool:
    # As days are written, their order is that of the letters.
    ranks = [(one.value != UNKNOWN, not one.assumed, one.checked_on) for one in (new, old)]
    return ranks[0] >= ranks[1]

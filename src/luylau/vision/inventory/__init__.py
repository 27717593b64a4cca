"""What is known of each camera's security, by the groups of requirements of QCVN 135:2024/BTTTT."""

from luylau.vision.inventory.fields import FIELDS, GROUPS, FieldOf, State
from luylau.vision.inventory.file import FILE, check_inventory, load_inventory, save_inventory
from luylau.vision.inventory.found import entries_of
from luylau.vision.inventory.model import Entry, Inventory, merge

__all__ = [
    "FIELDS",
    "FILE",
    "GROUPS",
    "Entry",
    "FieldOf",
    "Inventory",
    "State",
    "check_inventory",
    "entries_of",
    "load_inventory",
    "merge",
    "save_inventory",
]

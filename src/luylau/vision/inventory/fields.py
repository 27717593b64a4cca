"""The fields of the inventory, and what each says about a camera's security.

QCVN 135:2024/BTTTT (Circular 21/2024/TT-BTTTT of 31 December 2024) has 11 groups of requirements for IP
surveillance cameras. The groups here are the five of which whoever runs a camera can know something; the
others a laboratory tests, and the declaration of conformity stands for them. Which field belongs to which
group is our reading; docs/guide/cameras-onvif.md has the sources.
"""

from dataclasses import dataclass
from typing import Final, Literal

State = Literal["met", "unmet", "assumed", "missing"]
"""What a field says: it is as it should be; it is not; nobody has measured it; nobody knows."""
Group = Literal["identity", "password", "vulnerabilities", "updates", "channels", "data", "conformity"]
GROUPS: Final[tuple[Group, ...]] = (
    "identity",
    "password",
    "vulnerabilities",
    "updates",
    "channels",
    "data",
    "conformity",
)
YES: Final = "yes"
NO: Final = "no"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOf:
    """A field of the inventory. ``choices``: what it may say, empty for any text; ``bad``: the choices that
    fall short. ``needed``: a camera is not described without it."""

    name: str
    group: Group
    choices: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    needed: bool = True


def _answer(name: str, group: Group) -> FieldOf:
    return FieldOf(name=name, group=group, choices=(YES, NO, UNKNOWN), bad=(NO,))


FIELDS: Final = {
    one.name: one
    for one in (
        FieldOf(name="manufacturer", group="identity"),
        FieldOf(name="model", group="identity"),
        FieldOf(name="hardware", group="identity", needed=False),
        FieldOf(name="serial", group="identity"),
        _answer("password_asked", "password"),
        _answer("unique_password", "password"),
        _answer("default_password_refused", "password"),
        FieldOf(name="vulnerability_contact", group="vulnerabilities"),
        FieldOf(name="firmware", group="updates"),
        FieldOf(
            name="update_mechanism",
            group="updates",
            choices=("automatic", "manual", "none", UNKNOWN),
            bad=("none",),
        ),
        _answer("https", "channels"),
        _answer("rtsps", "channels"),
        FieldOf(name="data_location", group="data"),
        FieldOf(name="conformity", group="conformity"),
    )
}
"""All fields by name, in the order in which they are shown."""

"""The grid as columns: what there is, apart from the state it is in.

Every kind of element is a table; an element is a row, known inside by its number and outside by its ``id``.
Columns have shape (n,). Quantities are in SI units (V, A, W, var, VA, ohm, F, m); per unit where the name
ends in ``_pu``; what is not known is NaN, "" or -1. Elements meet at nodes::

    source ── node ──[ transformer ]── node ──[ switch ]── node ──( line )── node ── load
                                       busbar    breaker            section

Numbers of *edges* run through lines, then switches, then transformers, so that one mask says of everything
that can carry current whether it does. Numbers of nodes are those of the table ``nodes``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum
from typing import Final, Self

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int8, Int64


class SwitchKind(IntEnum):
    """What a switch can do: a breaker and a recloser break fault current, a load-break switch load current,
    a disconnector none, a fuse once. A tie is a load-break switch that is normally open between two feeders.
    """

    BREAKER = 0
    RECLOSER = 1
    LOAD_BREAK = 2
    DISCONNECTOR = 3
    FUSE = 4
    TIE = 5


PROTECTIVE: Final = (SwitchKind.BREAKER, SwitchKind.RECLOSER, SwitchKind.FUSE)
"""Switches that open by themselves on a fault below them."""


class Criticality(IntEnum):
    """How much depends on a load, as in the city pack."""

    LOW = 0
    NORMAL = 1
    HIGH = 2
    VITAL = 3

    @classmethod
    def of(cls, name: str) -> Self:
        """Return the criticality that the city pack calls ``name``."""
        return cls[name.upper()]


class FeederKind(IntEnum):
    """Whom a feeder serves for the most part."""

    PUBLIC = 0
    PARK = 1


_KINDS: Mapping[object, type[np.generic]] = {
    Float64: np.float64,
    Int64: np.int64,
    Int8: np.int8,
    Bool: np.bool_,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns of equal length, the first of them ``id``; tuples hold texts, arrays numbers."""

    id: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.id)

    def __post_init__(self) -> None:
        """Refuse columns of unequal length.

        Raises:
            ValueError: one of them has another length than ``id``.
        """
        for column in fields(self):
            length = len(getattr(self, column.name))
            if length != len(self.id):
                raise ValueError(f"{type(self).__name__}.{column.name} has {length} rows, not {len(self.id)}")

    @classmethod
    def none(cls) -> Self:
        """Return the table without rows."""
        made: dict[str, object] = {}
        for one in fields(cls):
            made[one.name] = np.empty(0, _KINDS[one.type]) if one.type in _KINDS else ()
        return cls(**made)  # type: ignore[arg-type]

    def number(self) -> Mapping[str, int]:
        """Return the number of each id."""
        return {name: number for number, name in enumerate(self.id)}

    def take(self, rows: Int64) -> Self:
        """Return the table of these rows, in this order."""
        chosen: dict[str, object] = {}
        for one in fields(self):
            values = getattr(self, one.name)
            chosen[one.name] = (
                tuple(values[row] for row in rows.tolist()) if isinstance(values, tuple) else values[rows]
            )
        return type(self)(**chosen)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes(Table):
    """Where elements meet. ``asset`` is the city's id of the station or transformer it belongs to, or ""."""

    u_rated_v: Float64
    lat: Float64
    lon: Float64
    asset: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(Table):
    """Sections: overhead lines and cables. ``place`` is the city's id of the unit most of it lies in;
    ``trees`` the share of its length beside or under trees (0 to 1); ``year`` when it was built."""

    from_node: Int64
    to_node: Int64
    r_ohm: Float64
    x_ohm: Float64
    c_f: Float64
    i_rated_a: Float64
    length_m: Float64
    overhead: Bool
    trees: Float64
    year: Int64
    place: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches(Table):
    """Switches; ``closed`` is the normal state, ``remote`` says whether it can be operated from afar."""

    from_node: Int64
    to_node: Int64
    kind: Int8
    closed: Bool
    remote: Bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Transformers(Table):
    """Two-winding transformers. ``clock`` is the vector group's hour; ``tap_pu`` the ratio's deviation, which
    raises the high-voltage side's turns."""

    hv_node: Int64
    lv_node: Int64
    s_rated_va: Float64
    u_hv_v: Float64
    u_lv_v: Float64
    uk_pu: Float64
    pk_w: Float64
    i0_pu: Float64
    p0_w: Float64
    clock: Int8
    tap_pu: Float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources(Table):
    """What feeds the grid: the network above, as a voltage behind its short-circuit power."""

    node: Int64
    u_ref_pu: Float64
    sk_va: Float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Loads(Table):
    """What takes power; ``asset`` is the city's id of the transformer or site that it stands for, or ""."""

    node: Int64
    p_w: Float64
    q_var: Float64
    customers: Int64
    criticality: Int8
    asset: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Generators(Table):
    """What gives power within the grid; positive is into the grid."""

    node: Int64
    p_w: Float64
    q_var: Float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Batteries(Table):
    """Batteries; ``p_w`` is the most they give, ``energy_wh`` what they hold when full."""

    node: Int64
    p_w: Float64
    energy_wh: Float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeders(Table):
    """Medium-voltage feeders: each begins at its ``head``, a switch, on a busbar of ``substation`` (the
    city's id). What belongs to it follows from the switches (``topology``)."""

    head: Int64
    kind: Int8
    substation: tuple[str, ...]
    name: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A whole grid. ``simulated`` grids exist only in the platform; every screen says so."""

    name: str
    nodes: Nodes
    lines: Lines = field(default_factory=Lines.none)
    switches: Switches = field(default_factory=Switches.none)
    transformers: Transformers = field(default_factory=Transformers.none)
    sources: Sources = field(default_factory=Sources.none)
    loads: Loads = field(default_factory=Loads.none)
    generators: Generators = field(default_factory=Generators.none)
    batteries: Batteries = field(default_factory=Batteries.none)
    feeders: Feeders = field(default_factory=Feeders.none)
    simulated: bool = False
    source: str = ""
    """Where the figures come from."""

    @property
    def edge_count(self) -> int:
        """How many edges there are: lines, switches, transformers."""
        return len(self.lines) + len(self.switches) + len(self.transformers)

    @property
    def edge_from(self) -> Int64:
        """Node at which each edge begins; the high-voltage side of a transformer."""
        return np.concatenate([self.lines.from_node, self.switches.from_node, self.transformers.hv_node])

    @property
    def edge_to(self) -> Int64:
        """Node at which each edge ends."""
        return np.concatenate([self.lines.to_node, self.switches.to_node, self.transformers.lv_node])

    @property
    def edge_ids(self) -> tuple[str, ...]:
        """Id of each edge."""
        return self.lines.id + self.switches.id + self.transformers.id

    @property
    def switch_edges(self) -> slice:
        """Where the switches stand among the edges."""
        return slice(len(self.lines), len(self.lines) + len(self.switches))

    def edges_in_service(self, closed: Bool | None = None, out: Int64 | None = None) -> Bool:
        """Return which edges carry current: switches by ``closed`` (the normal state if None), everything
        else but what is ``out`` (edge numbers)."""
        serving = np.ones(self.edge_count, np.bool_)
        serving[self.switch_edges] = self.switches.closed if closed is None else closed
        if out is not None:
            serving[out] = False
        return serving

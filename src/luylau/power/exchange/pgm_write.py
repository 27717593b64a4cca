"""Writing a grid as power-grid-model's JSON; ``pgm_json`` says what stands where."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from power_grid_model import LoadGenType, WindingType

from luylau.kernel.arrays import Bool, Float64, Int8, Int64
from luylau.power.exchange.reading import write_atomically
from luylau.power.exchange.rows import cell
from luylau.power.model import Grid, Table, Transformers

VERSION: Final = "1.0"
"""Version of power-grid-model's format."""
FORMAT: Final = 1
"""Version of what stands beside it."""

_LINE: Final = {"r1": "r_ohm", "x1": "x_ohm", "c1": "c_f", "i_n": "i_rated_a"}
_TRANSFORMER: Final = {
    "u1": "u_hv_v", "u2": "u_lv_v", "sn": "s_rated_va", "uk": "uk_pu", "pk": "pk_w", "i0": "i0_pu",
    "p0": "p0_w", "clock": "clock",
}  # fmt: skip
_POWER: Final = {"p_specified": "p_w", "q_specified": "q_var"}
_ENDS: Final = {"from_node": "from_node", "to_node": "to_node"}
_AT: Final = {"node": "node"}

Numbers = Float64 | Int64 | Int8 | Bool
Element = dict[str, object]


def write_pgm_json(grid: Grid, path: Path) -> None:
    """Write a grid so that ``read_pgm_json`` and power-grid-model itself read it, one element a line.

    The file is replaced whole or not at all.

    Raises:
        ValueError: an element refers to a node or switch that does not exist, or is of no known kind.
        OSError: the file cannot be written.
    """
    node = np.arange(len(grid.nodes))
    link = len(grid.nodes) + len(grid.lines) + np.arange(len(grid.switches))
    head = {"version": VERSION, "type": "input", "is_batch": False, "attributes": {}}
    said = {"format": FORMAT, "name": grid.name, "simulated": grid.simulated, "source": grid.source}
    beside = {
        "batteries": _beside(grid.batteries, "node", node),
        "feeders": _beside(grid.feeders, "head", link),
    }
    text = (
        f'{_json(head)[:-1]},\n"luylau": {_json(said)[:-1]},\n{_tables(beside)}}},\n'
        f'"data": {{\n{_tables(_data(grid))}}}}}\n'
    )
    write_atomically(path, text.encode())


def _data(grid: Grid) -> dict[str, list[Element]]:
    """Return all elements; their ids run through the components in the order of the file."""
    closed = grid.switches.closed.astype(np.int8)
    on = {"status": 1}
    power = {**on, "type": int(LoadGenType.const_power)}
    through = {"from_status": 1, "to_status": 1}
    parts: list[tuple[str, Table, Mapping[str, str], Mapping[str, str], Mapping[str, Numbers | int], str]] = [
        ("node", grid.nodes, {}, {"u_rated": "u_rated_v"}, {}, ""),
        ("line", grid.lines, _ENDS, _LINE, {**through, "tan1": 0}, ""),
        ("link", grid.switches, _ENDS, {}, {"from_status": closed, "to_status": closed}, "closed"),
        (
            "transformer",
            grid.transformers,
            {"from_node": "hv_node", "to_node": "lv_node"},
            _TRANSFORMER,
            {**through, **_windings(grid.transformers)},
            "",
        ),
        ("source", grid.sources, _AT, {"u_ref": "u_ref_pu", "sk": "sk_va"}, on, ""),
        ("sym_load", grid.loads, _AT, _POWER, power, ""),
        ("sym_gen", grid.generators, _AT, _POWER, power, ""),
    ]
    found, first = {}, 0
    for name, table, ends, same, made, told in parts:
        columns: dict[str, Numbers] = {"id": first + np.arange(len(table))}
        for field, column in ends.items():
            columns[field] = _ids(np.arange(len(grid.nodes)), getattr(table, column))
        for field, column in same.items():
            columns[field] = getattr(table, column)
        for field, value in made.items():
            columns[field] = np.full(len(table), value)
        found[name] = _elements(columns, _cells(table, {*ends.values(), *same.values(), told}))
        first += len(table)
    return found


def _windings(trafos: Transformers) -> dict[str, Numbers | int]:
    """Return what transformers need beside their figures. The tap's volts are one step up or down."""
    odd = trafos.clock % 2 == 1
    volts = trafos.tap_pu * trafos.u_hv_v
    return {
        # The vector group's letters change no symmetrical flow, but must go with its hour.
        "winding_from": np.where(odd, int(WindingType.delta), int(WindingType.wye_n)),
        "winding_to": int(WindingType.wye_n),
        "tap_side": 0,
        "tap_pos": np.where(np.isfinite(volts), np.sign(volts), 0).astype(np.int64),
        "tap_min": -1,
        "tap_max": 1,
        "tap_nom": 0,
        "tap_size": np.abs(volts),
    }


def _ids(of: Int64, rows: Int64) -> Int64:
    """Return the ids ``of`` what ``rows`` refers to; -1 (unknown) stays.

    Raises:
        ValueError: there is no such row.
    """
    if len(rows) and not (rows.min() >= -1 and rows.max() < len(of)):
        raise ValueError(f"no row {int(rows.max())} among {len(of)}, or below -1")
    ids: Int64 = np.append(of, -1)[rows]
    return ids


def _cells(table: Table, told: Iterable[str]) -> list[Element]:
    """Return all columns of each row but those ``told`` elsewhere; what is usual is left out."""
    rows: list[Element] = [{} for _ in range(len(table))]
    for column in fields(table):
        if column.name in told:
            continue
        values = getattr(table, column.name)
        known = values if isinstance(values, tuple) else values.tolist()
        for row, value in zip(rows, known, strict=True):
            if (said := cell(type(table), column.name, value)) is not None:
                row[column.name] = said
    return rows


def _beside(table: Table, field: str, of: Int64) -> list[Element]:
    """Return the rows of a table that power-grid-model does not know; ``field`` refers to the ids ``of``."""
    rows = _cells(table, (field,))
    for row, one in zip(rows, _ids(of, getattr(table, field)).tolist(), strict=True):
        if one >= 0:
            row[field] = one
    return rows


def _elements(columns: Mapping[str, Numbers], extras: Sequence[Element]) -> list[Element]:
    """Return elements of power-grid-model with their extras; unknown numbers are left out, as it has them."""
    rows: list[Element] = [{} for _ in extras]
    for field, numbers in columns.items():
        for row, one in zip(rows, numbers.tolist(), strict=True):
            if one == one:
                row[field] = str(one) if isinstance(one, float) and math.isinf(one) else one
    for row, extra in zip(rows, extras, strict=True):
        row["extra"] = extra
    return rows


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _tables(tables: Mapping[str, Sequence[Element]]) -> str:
    return ",\n".join(
        f'"{name}": [' + ",".join(f"\n{_json(row)}" for row in rows) + "]" for name, rows in tables.items()
    )

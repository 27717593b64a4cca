"""What names what: unknown ids, and chains that bite their own tail."""

from collections.abc import Collection, Mapping, Sequence

from luylau.city.columns import Sheet
from luylau.city.model import Kind
from luylau.city.reading import fault
from luylau.city.sheets import Record, near
from luylau.kernel.errors import Fault
from luylau.kernel.units import conversion, is_unit


def check_references(
    sheet: Sheet, records: Sequence[Record], ids: Mapping[str, Collection[str]], faults: list[Fault]
) -> None:
    """Note a fault for each cell that names an id which the file it refers to lacks."""
    for column in sheet.columns:
        if column.refers not in ids:
            continue
        known = ids[column.refers]
        for record in records:
            named = record.texts.get(column.name, "")
            if named and named not in known:
                faults.append(
                    fault(
                        sheet.file, record.row, column.name, "city-reference-unknown",
                        value=named, file=column.refers, near=near(named, known),
                    )
                )  # fmt: skip


def check_cycles(file: str, records: Sequence[Record], column: str, faults: list[Fault]) -> None:
    """Note one fault for each circle in which rows name one another in ``column``."""
    following = {record.texts.get("id", ""): record.texts.get(column, "") for record in records}
    rows = {record.texts.get("id", ""): record.row for record in records}
    done: set[str] = set()
    for start in following:
        chain: dict[str, None] = {}
        here = start
        while here and here in following and here not in done and here not in chain:
            chain[here] = None
            here = following[here]
        if here in chain:
            walked = list(chain)
            circle = [*walked[walked.index(here) :], here]
            faults.append(fault(file, rows[here], column, "city-cycle", chain=" → ".join(circle)))
        done.update(chain)


def check_assets(records: Sequence[Record], kinds: Mapping[str, Kind], faults: list[Fault]) -> None:
    """Note a fault for each asset that claims to be connected through something that carries no messages."""
    kind_of = {record.texts.get("id", ""): kinds.get(record.texts.get("kind", "")) for record in records}
    for record in records:
        via = record.texts.get("connected_via", "")
        kind = kind_of.get(via)
        if via and kind is not None and kind.group != "network":
            faults.append(fault("assets.csv", record.row, "connected_via", "city-not-network", value=via))


def check_levels(
    records: Sequence[Record],
    assets: Mapping[str, Record],
    kinds: Mapping[str, Kind],
    faults: list[Fault],
) -> None:
    """Note a fault for each level whose channel or unit does not fit the asset's kind."""
    for record in records:
        unit, name = record.texts.get("unit", ""), record.texts.get("channel", "")
        if unit and not is_unit(unit):
            faults.append(fault("levels.csv", record.row, "unit", "city-unit-unknown", value=unit))
            continue
        asset = assets.get(record.texts.get("asset", ""))
        kind = kinds.get(asset.texts.get("kind", "")) if asset else None
        if kind is None or not name:
            continue
        channel = kind.channels.get(name)
        if channel is None:
            faults.append(
                fault(
                    "levels.csv", record.row, "channel", "city-channel-missing",
                    value=name, kind=kind.id, channels=", ".join(kind.channels) or "—",
                )
            )  # fmt: skip
        elif unit and is_unit(channel.unit) and conversion(unit, channel.unit) is None:
            faults.append(
                fault("levels.csv", record.row, "unit", "city-unit-mismatch", value=unit, wanted=channel.unit)
            )

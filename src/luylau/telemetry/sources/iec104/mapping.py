"""Which points of which outstations are which channels of which devices: two CSV files, checked against the
pack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from luylau.city.columns import Column, Sheet
from luylau.city.model import City
from luylau.city.reading import fault, read_bytes
from luylau.city.sheets import Record, near, read_sheet
from luylau.kernel.errors import BadFile, Fault
from luylau.kernel.units import conversion
from luylau.telemetry.sources.iec104.asdu import LAST_ADDRESS, Kind

OUTSTATIONS: Final = Sheet(
    file="outstations.csv",
    key=("id",),
    columns=(
        Column(name="id", form="id", required=True),
        Column(name="host", required=True),
        Column(name="port", form="number", low=1, high=65_535, default="2404"),
        Column(name="time_zone", default="UTC"),
        Column(name="note"),
    ),
)
POINTS: Final = Sheet(
    file="points.csv",
    key=("device", "channel"),
    columns=(
        Column(name="outstation", form="id", required=True, refers=OUTSTATIONS.file),
        Column(name="common_address", form="number", required=True, low=1, high=65_534),
        Column(name="object_address", form="number", required=True, low=1, high=LAST_ADDRESS),
        Column(name="kind", form="choice", required=True, choices=get_args(Kind)),
        Column(name="device", form="id", required=True),
        Column(name="channel", form="channel", required=True),
        Column(name="unit"),
        Column(name="factor", form="number", default="1"),
        Column(name="offset", form="number", default="0"),
        Column(name="note"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of an outstation: its kind, and the channel that it is.

    What is published is ``coded value * factor + offset`` in ``unit`` (the channel's own where the file has
    none).
    """

    kind: Kind
    device: str
    channel: str
    unit: str
    factor: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outstation:
    """Where an outstation is, in which zone its clock runs, and its points by (common, object) address."""

    id: str
    host: str
    port: int
    zone: ZoneInfo
    points: Mapping[tuple[int, int], Point]

    @property
    def common_addresses(self) -> tuple[int, ...]:
        """The stations behind this connection, in ascending order."""
        return tuple(sorted({common for common, _ in self.points}))


def read_map(folder: Path, city: City) -> tuple[Outstation, ...]:
    """Read ``outstations.csv`` and ``points.csv``.

    Raises:
        BadFile: they have faults, each named by file, row and column; nothing of them counts.
    """
    faults: list[Fault] = []
    stations, points = (_records(folder, sheet, faults) for sheet in (OUTSTATIONS, POINTS))
    if not faults:
        _check(stations, points, city, faults)
    if faults:
        raise BadFile(faults)
    return tuple(_outstation(station, points, city) for station in stations)


def _records(folder: Path, sheet: Sheet, faults: list[Fault]) -> list[Record]:
    data = read_bytes(folder / sheet.file, faults)
    return [] if data is None else read_sheet(sheet, data, faults)


def _check(stations: Sequence[Record], points: Sequence[Record], city: City, faults: list[Fault]) -> None:
    known = [station.texts["id"] for station in stations]
    for station in stations:
        if _zone(station) is None:
            faults.append(
                fault(
                    OUTSTATIONS.file,
                    station.row,
                    "time_zone",
                    "city-time-zone",
                    value=station.texts["time_zone"],
                )
            )
        _check_whole(OUTSTATIONS, station, ("port",), faults)
        if not any(point.texts["outstation"] == station.texts["id"] for point in points):
            faults.append(
                fault(OUTSTATIONS.file, station.row, "id", "scada-no-points", said=station.texts["id"])
            )
    addresses: dict[tuple[str, int, int], int] = {}
    for point in points:
        outstation = point.texts["outstation"]
        if outstation not in known:
            nearest = near(outstation, known)
            faults.append(
                fault(
                    POINTS.file,
                    point.row,
                    "outstation",
                    "scada-outstation-unknown",
                    said=outstation,
                    near=nearest,
                )
            )
        _check_whole(POINTS, point, ("common_address", "object_address"), faults)
        address = (outstation, *_address(point))
        first = addresses.setdefault(address, point.row)
        if first != point.row:
            said = f"{address[1]} / {address[2]}"
            faults.append(
                fault(POINTS.file, point.row, "object_address", "scada-point-twice", said=said, first=first)
            )
        _check_channel(point, city, faults)


def _check_whole(sheet: Sheet, record: Record, columns: Sequence[str], faults: list[Fault]) -> None:
    for column in columns:
        number = record.numbers.get(column, 0.0)
        if number == number and number != int(number):
            faults.append(fault(sheet.file, record.row, column, "scada-not-whole", said=f"{number:g}"))


def _check_channel(point: Record, city: City, faults: list[Fault]) -> None:
    device, name = point.texts["device"], point.texts["channel"]
    asset = city.assets.get(device)
    spec = city.channel(device, name)
    column, key, nearest, unit = "channel", "", "", point.texts.get("unit", "")
    if asset is None:
        column, key, nearest = "device", "scada-device-unknown", near(device, city.assets)
    elif spec is None:
        key, nearest = "scada-channel-unknown", near(name, city.kinds[asset.kind].channels)
    elif spec.unit == "":
        # A word in a channel without a unit is a value like any other: what is invalid would pass for good.
        key = "scada-channel-no-unit"
    elif unit and conversion(unit, spec.unit) is None:
        column, key = "unit", "scada-unit"
    elif point.numbers.get("factor") == 0:
        column, key = "factor", "scada-factor-zero"
    if key:
        wanted = spec.unit if spec is not None else ""
        faults.append(
            fault(
                POINTS.file, point.row, column, key,
                device=device, said=unit if column == "unit" else name, near=nearest, wanted=wanted,
            )
        )  # fmt: skip


def _outstation(station: Record, points: Sequence[Record], city: City) -> Outstation:
    own = [point for point in points if point.texts["outstation"] == station.texts["id"]]
    zone = _zone(station)
    assert zone is not None
    return Outstation(
        id=station.texts["id"],
        host=station.texts["host"],
        port=int(_number(station, "port", 2404)),
        zone=zone,
        points={_address(point): _point(point, city) for point in own},
    )


def _point(point: Record, city: City) -> Point:
    device, channel = point.texts["device"], point.texts["channel"]
    spec = city.channel(device, channel)
    assert spec is not None
    return Point(
        kind=cast(Kind, point.texts["kind"]),
        device=device,
        channel=channel,
        unit=point.texts.get("unit") or spec.unit,
        factor=_number(point, "factor", 1.0),
        offset=_number(point, "offset", 0.0),
    )


def _address(point: Record) -> tuple[int, int]:
    return int(point.numbers["common_address"]), int(point.numbers["object_address"])


def _number(record: Record, column: str, default: float) -> float:
    number = record.numbers.get(column, default)
    return number if number == number else default


def _zone(station: Record) -> ZoneInfo | None:
    try:
        return ZoneInfo(station.texts.get("time_zone") or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None

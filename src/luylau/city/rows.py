"""A CSV file of the pack changed row by row: order and untouched cells stay as they were."""

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass

from luylau.city.columns import Column, Sheet
from luylau.city.model import Asset
from luylau.city.sheets import read_table
from luylau.kernel.errors import BadFile, Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One cell before and after."""

    field: str
    before: str
    after: str


class Rows:
    """The rows of one file, by id."""

    def __init__(self, sheet: Sheet, data: bytes) -> None:
        faults: list[Fault] = []
        table = read_table(sheet.file, data, faults)
        if table is None:
            raise BadFile(faults)
        self._sheet = sheet
        self._header = list(table.header)
        self._rows = [dict(zip(table.header, cells, strict=True)) for _, cells in table.rows]
        self._at = {row["id"]: index for index, row in enumerate(self._rows)}

    def __contains__(self, id_: object) -> bool:
        return id_ in self._at

    def line(self, id_: str) -> int:
        """Return the line of the row in the file that ``to_csv`` gives; the header is line 1."""
        return self._at[id_] + 2

    def get(self, id_: str) -> Mapping[str, str]:
        """Return a row's cells by column."""
        return self._rows[self._at[id_]]

    def put(self, id_: str, cells: Mapping[str, str]) -> list[FieldChange]:
        """Set cells of a row, adding it at the end where it is new; return what became different.

        A number or flag that means the same stays as it was written.
        """
        if id_ not in self._at:
            self._at[id_] = len(self._rows)
            self._rows.append({"id": id_})
        row = self._rows[self._at[id_]]
        different = []
        for column in self._sheet.columns:
            if column.name not in cells:
                continue
            before, after = row.get(column.name, ""), cells[column.name]
            if _same(column, before or column.default, after or column.default):
                continue
            different.append(FieldChange(field=column.name, before=before, after=after))
            row[column.name] = after
            if column.name not in self._header:
                self._header.append(column.name)
        return different

    def to_csv(self) -> bytes:
        """Return the file: UTF-8, commas, one line a row."""
        text = io.StringIO()
        writer = csv.DictWriter(text, self._header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self._rows)
        return text.getvalue().encode()


def asset_cells(asset: Asset) -> dict[str, str]:
    """Return an asset as the cells of its row."""
    return {
        "id": asset.id,
        "kind": asset.kind,
        "name": asset.name,
        "name_en": asset.names.get("en", ""),
        "name_ja": asset.names.get("ja", ""),
        "place": asset.place,
        "lat": number_cell(asset.lat),
        "lon": number_cell(asset.lon),
        "powered_by": asset.powered_by,
        "connected_via": asset.connected_via,
        "backup_h": number_cell(asset.backup_h),
        "criticality": asset.criticality,
        "owner": asset.owner,
        "status": asset.status,
        "source": asset.source,
        "assumed": "true" if asset.assumed else "",
    }


def number_cell(value: float) -> str:
    """Return a number as a cell holds it; NaN is empty. Seven decimals of a degree are a centimetre."""
    return "" if math.isnan(value) else f"{round(value, 7):.12g}"


def _same(column: Column, before: str, after: str) -> bool:
    if before == after:
        return True
    if column.form == "flag":
        return {before.lower(), after.lower()} <= {"", "false"} or before.lower() == after.lower()
    if column.form == "number":
        try:
            return float(before) == float(after)
        except ValueError:
            return False
    return False

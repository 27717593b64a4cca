"""Every kind of fault is named with its file, row and column; a right pack has none."""

from pathlib import Path

import pytest

from luylau.city import check, load, pack_version
from luylau.kernel.errors import BadFile
from tests.unit.city.conftest import FILES, edit, seen


def test_a_right_pack_has_no_fault(pack: Path) -> None:
    assert check(pack) == []


REF = "city-reference-unknown"


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"),
    [
        ("places.csv", "code,lat", "code,breadth", ("places.csv", 1, "lat", "city-column-missing")),
        ("places.csv", "population", "populaton", ("places.csv", 1, "populaton", "city-column-unknown")),
        ("places.csv", "name_en", "code", ("places.csv", 1, "code", "city-column-twice")),
        ("places.csv", "20.5", "20,5", ("places.csv", 4, "", "city-cells-count")),
        ("places.csv", "20.5", "20.5 km", ("places.csv", 4, "area_km2", "city-number-form")),
        ("places.csv", "20.5", "nan", ("places.csv", 4, "area_km2", "city-number-form")),
        ("places.csv", "20.5", "-1", ("places.csv", 4, "area_km2", "city-number-range")),
        ("places.csv", "21.05,106.05", "106.05,21.05", ("places.csv", 4, "lat", "city-number-range")),
        ("places.csv", "xa-b,", "Xã B,", ("places.csv", 4, "id", "city-id-form")),
        ("places.csv", "xa-b,", "phuong-a,", ("places.csv", 4, "id", "city-id-twice")),
        ("places.csv", "Xã Bến", "", ("places.csv", 4, "name", "city-required")),
        ("places.csv", "Xã Bến", "=1+1", ("places.csv", 4, "name", "city-text-formula")),
        ("places.csv", "Xã Bến", "B" * 501, ("places.csv", 4, "name", "city-text-long")),
        ("places.csv", "commune", "village", ("places.csv", 4, "kind", "city-choice")),
        ("places.csv", ",,true", ",,", ("places.csv", 4, "source", "city-source-missing")),
        ("places.csv", ",,true", ",,yes", ("places.csv", 4, "assumed", "city-flag-form")),
        ("places.csv", "tinh,00002", "tin,00002", ("places.csv", 4, "parent", REF)),
        ("places.csv", "Sông,,,", "Sông,,xa-b,", ("places.csv", 2, "parent", "city-cycle")),
        ("assets.csv", "xa-b", "xa-c", ("assets.csv", 5, "place", REF)),
        ("assets.csv", "river_gauge", "river_gage", ("assets.csv", 5, "kind", REF)),
        ("assets.csv", "river_gauge", "River", ("assets.csv", 5, "kind", "city-channel-form")),
        ("assets.csv", "tx-1,sw-1", "tx-9,sw-1", ("assets.csv", 5, "powered_by", REF)),
        ("assets.csv", "tx-1,sw-1", "tx-1,sw-9", ("assets.csv", 5, "connected_via", REF)),
        ("assets.csv", "tx-1,sw-1", "tx-1,tx-1", ("assets.csv", 5, "connected_via", "city-not-network")),
        ("assets.csv", "ts-1,,,,so", "tx-1,,,,so", ("assets.csv", 3, "powered_by", "city-cycle")),
        ("assets.csv", "tx-1,,4", "tx-1,sw-1,4", ("assets.csv", 4, "connected_via", "city-cycle")),
        ("assets.csv", "vital,so,inst", "vital,sa,inst", ("assets.csv", 5, "owner", REF)),
        ("assets.csv", "survey 2025,", ",", ("assets.csv", 5, "source", "city-source-missing")),
        ("levels.csv", "6.3,m", "6.3,metres", ("levels.csv", 3, "unit", "city-unit-unknown")),
        ("levels.csv", "6.3,m", "6.3,kW", ("levels.csv", 3, "unit", "city-unit-mismatch")),
        ("levels.csv", "level,alarm-3", "rain,alarm-3", ("levels.csv", 3, "channel", "city-channel-missing")),
        ("levels.csv", "alarm-3", "alarm-1", ("levels.csv", 3, "asset", "city-id-twice")),
        ("legacy.csv", "xa-b", "xa-z", ("legacy.csv", 2, "unit", REF)),
        ("city.toml", "Asia/Ho_Chi_Minh", "Asia/Atlantis", ("city.toml", 0, "time_zone", "city-time-zone")),
        (
            "city.toml", '"2025-07-01"', '"July"',
            ("city.toml", 0, "territory_version", "city-territory-version"),
        ),
        ("city.toml", "lat = 21.0", "lat = 210", ("city.toml", 0, "lat", "city-number-range")),
        ("city.toml", "lat = 21.0\n", "", ("city.toml", 0, "lat", "city-key-missing")),
        ("city.toml", "lat = 21.0", "latt = 21.0\nlat = 1", ("city.toml", 0, "latt", "city-key-unknown")),
        ("city.toml", '["vi", "en"]', '["fr"]', ("city.toml", 0, "languages", "city-choice")),
        ("city.toml", "= 30", "= 0", ("city.toml", 0, "retention_days", "city-number-range")),
        ("city.toml", 'id = "song"', 'id = "So Ng"', ("city.toml", 0, "id", "city-id-form")),
        ("city.toml", 'name = "Sông"', 'name = " "', ("city.toml", 0, "name", "city-required")),
        ("city.toml", "lon =", 'projection = "VN"\nlon =', ("city.toml", 0, "projection", "city-projection")),
        ("city.toml", '{ en = "River Town" }', "3", ("city.toml", 0, "names", "city-key-form")),
        ("city.toml", "lon = 106.0", "lon = ", ("city.toml", 8, "", "city-toml-broken")),
    ],
)  # fmt: skip
def test_one_slip_is_named(
    pack: Path, file: str, before: str, after: str, expected: tuple[str, int, str, str]
) -> None:
    edit(pack, file, before, after)
    assert expected in seen(check(pack))


def test_all_faults_are_named_at_once(pack: Path) -> None:
    edit(pack, "places.csv", "20.5", "wide")
    edit(pack, "assets.csv", "xa-b", "xa-c")
    edit(pack, "levels.csv", "6.3,m", "6.3,metres")
    (pack / "organisations.csv").unlink()
    keys = {fault.key for fault in check(pack)}
    assert keys == {"city-number-form", "city-reference-unknown", "city-unit-unknown", "city-file-missing"}
    with pytest.raises(BadFile) as caught:
        load(pack)
    assert seen(caught.value.faults) == seen(check(pack))


def test_a_missing_file_is_one_fault_and_not_one_for_each_reference_to_it(pack: Path) -> None:
    (pack / "places.csv").unlink()
    assert seen(check(pack)) == [("places.csv", 0, "", "city-file-missing")]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert [fault.key for fault in check(tmp_path / "nowhere")] == ["city-folder-missing"]


def test_a_near_name_is_offered(pack: Path) -> None:
    edit(pack, "assets.csv", "xa-b", "xab")
    assert check(pack)[0].fields == {"value": "xab", "file": "places.csv", "near": "xa-b"}


def test_a_circle_is_told_as_a_chain(pack: Path) -> None:
    edit(pack, "assets.csv", "phuong-a,21.001,106.001,,", "phuong-a,21.001,106.001,tx-1,")
    assert [fault.fields["chain"] for fault in check(pack)] == ["ts-1 → tx-1 → ts-1"]


@pytest.mark.parametrize(
    ("data", "row", "key"),
    [
        (FILES["places.csv"].encode("utf-16"), 1, "city-not-utf8"),
        (b"id,kind\n1\xd2,ward\n", 2, "city-not-utf8"),
        (FILES["places.csv"].replace(",", ";").encode(), 1, "city-separator"),
        (FILES["places.csv"].replace(",", "\t").encode(), 1, "city-separator"),
        (FILES["places.csv"].replace("Bến", "B\x00n").encode(), 4, "city-control-character"),
        (FILES["places.csv"].replace("Bến", "B\u202en").encode(), 4, "city-control-character"),
        (FILES["places.csv"].replace("Xã Bến", '"Xã Bến').encode(), 4, "city-csv-broken"),
        (b"\n\n", 0, "city-file-empty"),
    ],
)
def test_a_file_that_is_no_clean_csv(pack: Path, data: bytes, row: int, key: str) -> None:
    (pack / "places.csv").write_bytes(data)
    assert (row, key) in {(fault.row, fault.key) for fault in check(pack) if fault.file == "places.csv"}


def test_windows_habits_are_taken(pack: Path) -> None:
    for name in ("places.csv", "assets.csv"):
        text = FILES[name].replace("\n", "\r\n")
        (pack / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert check(pack) == []


def test_decomposed_letters_become_composed(pack: Path) -> None:
    edit(pack, "places.csv", "Xã Bến", "Xa\u0303 Be\u0302\u0301n")
    assert load(pack).places["xa-b"].name == "Xã Bến"


def test_an_oversized_file_is_not_read(pack: Path) -> None:
    with (pack / "assets.csv").open("ab") as file:
        file.truncate(65 * 1024 * 1024)
    faults = [fault for fault in check(pack) if fault.file == "assets.csv"]
    assert [(fault.key, fault.fields["size_mb"]) for fault in faults] == [("city-file-too-large", 65)]


def test_a_folder_in_a_files_place_is_named(pack: Path) -> None:
    (pack / "levels.csv").unlink()
    (pack / "levels.csv").mkdir()
    assert ("levels.csv", 0, "", "city-file-unreadable") in seen(check(pack))


def test_what_a_message_shows_is_short_and_clean(pack: Path) -> None:
    edit(pack, "places.csv", "20.5", "x" * 300)
    shown = check(pack)[0].fields["value"]
    assert isinstance(shown, str)
    assert len(shown) == 80
    assert shown.endswith("…")


@pytest.mark.parametrize(
    ("features", "key"),
    [
        ("{", "city-geojson-broken"),
        ("[" * 5_000, "city-geojson-broken"),
        ('{"type":"Feature"}', "city-geojson-no-features"),
        ('{"type":"FeatureCollection","crs":{"n":"EPSG::3405"},"features":[]}', "city-geojson-crs"),
        ('{"type":"FeatureCollection","features":[7]}', "city-geojson-feature"),
        (
            '{"type":"FeatureCollection","features":[{"properties":{"id":"xa-q"},"geometry":null}]}',
            "city-reference-unknown",
        ),
        (
            '{"type":"FeatureCollection","features":[{"properties":{"id":"xa-b"},"geometry":'
            '{"type":"Polygon","coordinates":[[[106,21],[106.1,21],[106.1,21.1]]]}}]}',
            "city-geojson-geometry",
        ),
    ],
)
def test_outlines_are_checked(pack: Path, features: str, key: str) -> None:
    (pack / "places.geojson").write_text(features)
    assert [fault.key for fault in check(pack)] == [key]


def test_the_version_follows_the_content(pack: Path) -> None:
    before = pack_version(pack)
    assert pack_version(pack) == before
    (pack / "notes.txt").write_text("not part of the pack")
    assert pack_version(pack) == before
    edit(pack, "places.csv", "20.5", "20.6")
    assert pack_version(pack) != before

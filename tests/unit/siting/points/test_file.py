import json
from pathlib import Path

import numpy as np
import pytest

from luylau.kernel.errors import BadFile
from luylau.siting.points.file import read_points


def given(folder: Path, text: str, name: str = "schools.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def faults(file: Path, column: str = "") -> list[tuple[int, str, str]]:
    with pytest.raises(BadFile) as raised:
        read_points(file, column)
    return [(one.row, one.column, one.key) for one in raised.value.faults]


def test_rows_of_a_csv_file_are_points(tmp_path: Path) -> None:
    text = '\ufeffid, lat,lon,pupils,name\na-1,21.1,106.0,300,"Đông, Anh"\n,21.2,106.1,0,b\n'
    points = read_points(given(tmp_path, text), "pupils")
    assert points.id == ("a-1", "3")
    np.testing.assert_array_equal(points.lat, [21.1, 21.2])
    np.testing.assert_array_equal(points.lon, [106.0, 106.1])
    np.testing.assert_array_equal(points.weight, [300, 0])
    assert read_points(given(tmp_path, text)).weight.tolist() == [1, 1]


def test_points_and_outlines_of_geojson(tmp_path: Path) -> None:
    square = [[[106.0, 21.0], [106.2, 21.0], [106.2, 21.1], [106.0, 21.1], [106.0, 21.0]]]
    features = [
        {
            "type": "Feature",
            "id": "p",
            "properties": {"w": 2.5},
            "geometry": {"type": "Point", "coordinates": [106.5, 21.5]},
        },
        {"type": "Feature", "properties": {"w": 4}, "geometry": {"type": "Polygon", "coordinates": square}},
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    points = read_points(given(tmp_path, text, "areas.geojson"), "w")
    assert points.id == ("p", "2")
    np.testing.assert_allclose(points.lat, [21.5, 21.05], atol=1e-6)
    np.testing.assert_allclose(points.lon, [106.5, 106.1], atol=1e-6)
    assert points.weight.tolist() == [2.5, 4]


@pytest.mark.parametrize(
    ("text", "column", "found"),
    [
        ("lat,lon\n91,106\n", "", [(2, "lat", "siting-file-range")]),
        ("lat,lon\n21,nan\n", "", [(2, "lon", "siting-file-range")]),
        ("lat,lon,w\n21,106,-1\n", "w", [(2, "w", "siting-file-range")]),
        ("lat,lon,w\n21,106,x\n", "w", [(2, "w", "siting-file-number")]),
        ("lat,lon,w\n21,106,inf\n", "w", [(2, "w", "siting-file-range")]),
        ("lat,lon\n21\n", "", [(2, "lon", "siting-file-number")]),
        ("latitude,lon\n21,106\n", "", [(1, "lat", "siting-file-column")]),
        ("lat,lon\n21,106\n", "w", [(1, "w", "siting-file-column")]),
        ('lat,lon\n"21,106\n', "", [(2, "", "siting-file-broken")]),
        ("lat,lon\n", "", [(0, "", "siting-file-empty")]),
        ("", "", [(1, "lat", "siting-file-column"), (1, "lon", "siting-file-column")]),
    ],
)  # fmt: skip
def test_each_fault_names_row_column_and_reason(
    tmp_path: Path, text: str, column: str, found: list[tuple[int, str, str]]
) -> None:
    assert faults(given(tmp_path, text), column) == found


def test_of_a_wrong_column_not_every_row_is_told(tmp_path: Path) -> None:
    text = "lat,lon\n" + "106,21\n" * 1_000
    assert len(faults(given(tmp_path, text))) == 50


def test_what_is_no_text_and_what_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"lat,lon\n21,106\n\xff\n")
    assert faults(file) == [(3, "", "siting-file-not-utf8")]
    assert faults(tmp_path / "none.csv") == [(0, "", "siting-file-unreadable")]


def test_a_line_is_no_place(tmp_path: Path) -> None:
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": []}}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    assert faults(given(tmp_path, text, "roads.geojson")) == [(1, "geometry", "siting-file-geometry")]

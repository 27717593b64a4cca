"""A city's grid: its own file or the builder's, and only one that the check finds no error in."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from luylau.cities import find_pack
from luylau.city import City, load
from luylau.kernel.errors import BadFile
from luylau.power.exchange.pgm_json import write_pgm_json
from luylau.power.grids import NETWORK, PLAN, grid_of
from tests.unit.power.grids import ring
from tests.unit.power.whole_grid import assert_identical


@pytest.fixture(scope="module")
def city() -> City:
    return load(find_pack("bac-ninh"))


def test_a_city_without_files_has_no_grid(tmp_path: Path, city: City) -> None:
    assert grid_of(tmp_path, city) is None


def test_a_grid_with_warnings_is_taken(tmp_path: Path, city: City) -> None:
    closed = replace(ring(), switches=replace(ring().switches, closed=np.ones(4, np.bool_)))
    write_pgm_json(closed, tmp_path / NETWORK)
    found = grid_of(tmp_path, city)
    assert found is not None
    assert_identical(found, closed)


def test_a_grid_with_errors_is_refused_for_all_of_them_and_for_no_warning(tmp_path: Path, city: City) -> None:
    lines = replace(ring().lines, r_ohm=np.array([0.0, -1.0, 1.0]), x_ohm=np.array([0.0, 1.0, 1.0]))
    lines = replace(lines, i_rated_a=np.array([np.nan, 300.0, 300.0]))
    write_pgm_json(replace(ring(), lines=lines), tmp_path / NETWORK)
    with pytest.raises(BadFile) as caught:
        grid_of(tmp_path, city)
    assert [(fault.file, fault.column, fault.key) for fault in caught.value.faults] == [
        ("grid.json", "lines[b].r_ohm", "check-negative"),
        ("grid.json", "lines[a].r_ohm", "check-impedance-zero"),
    ]


def test_a_plan_that_cannot_be_built_is_refused(tmp_path: Path, city: City) -> None:
    text = (find_pack("bac-ninh") / PLAN).read_text(encoding="utf-8")
    assert "feeders_public = 150" in text
    (tmp_path / PLAN).write_text(text.replace("feeders_public = 150", "feeders_public = 5"), encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        grid_of(tmp_path, city)
    assert [(fault.file, fault.column) for fault in caught.value.faults] == [("grid.toml", "feeders_public")]

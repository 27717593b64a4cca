from pathlib import Path

import numpy as np
import pytest

from luylau.kernel.errors import BadFile
from luylau.siting.solving.formats import read_mclp, read_pmed, read_sjc
from luylau.siting.solving.solve import solve

MCLP = """NAME : three
TYPE : MCLP
COMMENT : by hand
DIMENSION : 3
NODE_COORD_SECTION
1 0 0
2 3 4
3 100 0
DEMAND_SECTION
1 5
2 6
3 7
EOF
"""


def test_points_and_their_demand_are_read_from_two_files(tmp_path: Path) -> None:
    (tmp_path / "A.txt").write_text("2\n10 20\n 13 24 \n")
    (tmp_path / "demand-A.dat").write_text("5\n7\n")
    found = read_sjc(tmp_path / "A.txt")
    assert found.x.tolist() == [10, 13]
    assert found.demand.tolist() == [5, 7]
    assert solve(found.problem(5.0, 1)).value == 12
    assert solve(found.problem(4.9, 1)).value == 7


def test_the_last_of_two_lengths_of_an_edge_counts_and_ways_are_the_shortest(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("4 5 2\n1 2 3\n2 3 4\n1 3 9\n1 2 5\n3 1 20\n")
    found = read_pmed(tmp_path / "p.txt")
    assert found.count == 2
    assert found.distance[0].tolist() == [0, 5, 9, np.inf]


@pytest.mark.parametrize("inline", [False, True])
def test_keywords_and_sections_are_read(tmp_path: Path, inline: bool) -> None:
    text = MCLP
    if inline:
        text = text[: text.index("DEMAND")].replace("1 0 0", "1 0 0 5").replace("2 3 4", "2 3 4 6")
        text = text.replace("3 100 0", "3 100 0 7") + "EOF\n"
    (tmp_path / "a.mclp").write_text(text)
    found = read_mclp(tmp_path / "a.mclp")
    assert (found.name, found.demand.tolist()) == ("three", [5, 6, 7])
    assert solve(found.problem(5.0, 1)).value == 11


BARE = """NAME : corner
TYPE : MCLP
EDGE_WEIGHT_TYPE : COORD
DIMENSION : 3
NODE_COORD_SECTION\t
40.0000000 -074.0000000
40.0000000 -073.9953000
40.0030000 -074.0000000
DEMAND_SECTION
2
988
1344
EOF
"""


def test_bare_degrees_and_demands_stand_in_one_order(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(BARE)
    found = read_mclp(tmp_path / "b.txt")
    assert found.degrees
    assert (found.number.tolist(), found.demand.tolist()) == ([1, 2, 3], [2, 988, 1344])
    # By the law of cosines: 400.79 m along the parallel, 333.96 m along the meridian, 521.7 m across.
    for radius, near in ((333.9, [1, 1, 1]), (334.0, [2, 1, 2]), (400.7, [2, 1, 2]), (400.8, [3, 2, 2])):
        assert found.problem(radius, 1).cover.sizes.tolist() == near
    assert found.problem(521.8, 1).cover.sizes.tolist() == [3, 3, 3]
    assert found.problem(1e8, 1).cover.sizes.tolist() == [3, 3, 3]


def test_reach_in_degrees_is_that_of_the_law_of_cosines(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    lat, lon = np.round(rng.uniform(40.70, 40.90, 300), 7), np.round(rng.uniform(-74.02, -73.90, 300), 7)
    places = "".join(f"{one:.7f} {other:.7f}\n" for one, other in zip(lat, lon, strict=True))
    head = "TYPE : MCLP\nEDGE_WEIGHT_TYPE : COORD\nNODE_COORD_SECTION\n"
    (tmp_path / "c.txt").write_text(head + places + "DEMAND_SECTION\n" + "1\n" * 300 + "EOF\n")
    cover = read_mclp(tmp_path / "c.txt").problem(1500.0, 1).cover
    phi, turn = np.radians(lat), np.radians(lon)
    across = np.outer(np.cos(phi), np.cos(phi)) * np.cos(turn[:, None] - turn)
    cosine = across + np.outer(np.sin(phi), np.sin(phi))
    near = np.arccos(np.minimum(cosine, 1.0)) * 6_378_100 <= 1500
    assert cover.pairs == near.sum() > 1500
    assert all(cover.column(one).tolist() == np.flatnonzero(near[one]).tolist() for one in range(300))


def test_numbered_places_and_demands_may_stand_in_any_order(tmp_path: Path) -> None:
    mixed = MCLP.replace("1 0 0\n2 3 4", "2 3 4\n1 0 0").replace("1 5\n2 6\n3 7", "3 7\n1 5\n2 6")
    (tmp_path / "a.mclp").write_text(mixed)
    found = read_mclp(tmp_path / "a.mclp")
    assert found.number.tolist() == [2, 1, 3]
    assert found.demand.tolist() == [6, 5, 7]
    assert (found.x[0], found.y[0]) == (3, 4)


@pytest.mark.parametrize(
    ("wrong", "right", "row", "column", "key"),
    [
        ("MCLP\nC", "TSP\nC", 2, "TYPE", "siting-instance-type"),
        ("COMMENT : by hand", "EDGE_WEIGHT_TYPE : GEO", 3, "EDGE_WEIGHT_TYPE", "siting-instance-measure"),
        ("COMMENT : by hand", "by hand", 3, "", "siting-instance-line"),
        ("2 3 4", "2 three 4", 7, "x", "siting-file-number"),
        ("2 3 4", "2 3", 7, "number x y", "siting-instance-line"),
        ("2 3 4", "2.5 3 4", 7, "number", "siting-instance-whole"),
        ("2 3 4", "1 3 4", 7, "number", "siting-instance-twice"),
        ("2 6", "2 -6", 11, "demand", "siting-instance-low"),
        ("3 7", "", 4, "DEMAND_SECTION", "siting-instance-count"),
        ("3 7", "4 7", 12, "number", "siting-instance-stray"),
        ("3 7", "2 7", 12, "number", "siting-instance-twice"),
        ("3 7", "3 nan", 12, "demand", "siting-file-number"),
        ("DIMENSION : 3", "DIMENSION : 4", 4, "NODE_COORD_SECTION", "siting-instance-count"),
        ("DIMENSION : 3", "DIMENSION : many", 4, "DIMENSION", "siting-file-number"),
    ],
)
def test_faults_are_told_with_their_row_and_field(
    tmp_path: Path, wrong: str, right: str, row: int, column: str, key: str
) -> None:
    (tmp_path / "a.mclp").write_text(MCLP.replace(wrong, right))
    with pytest.raises(BadFile) as caught:
        read_mclp(tmp_path / "a.mclp")
    fault = caught.value.faults[0]
    assert (fault.row, fault.column, fault.key) == (row, column, key)


def test_degrees_off_the_earth_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(BARE.replace("40.0030000", "140.003"))
    with pytest.raises(BadFile) as caught:
        read_mclp(tmp_path / "b.txt")
    found = [(one.row, one.column, one.key) for one in caught.value.faults]
    assert found == [(8, "lat", "siting-instance-range")]


@pytest.mark.parametrize(
    ("text", "row", "column", "key"),
    [
        ("2 1 1\n1 9 3\n", 2, "end", "siting-instance-range"),
        ("2 1 1\n1 2 -3\n", 2, "length", "siting-instance-low"),
        ("2 1 1\n1 2\n", 2, "begin end length", "siting-instance-line"),
        ("2 1 3\n1 2 3\n", 1, "p", "siting-count-wrong"),
        ("2 1 0\n1 2 3\n", 1, "p", "siting-instance-low"),
        ("2 2 1\n1 2 3\n", 1, "m", "siting-instance-count"),
        ("1000000 0 1\n", 1, "n", "siting-instance-range"),
        ("x 1 1\n1 2 3\n", 1, "n", "siting-file-number"),
        ("", 0, "", "siting-file-empty"),
    ],
)
def test_a_broken_graph_is_refused(tmp_path: Path, text: str, row: int, column: str, key: str) -> None:
    (tmp_path / "p.txt").write_text(text)
    with pytest.raises(BadFile) as caught:
        read_pmed(tmp_path / "p.txt")
    fault = caught.value.faults[0]
    assert (fault.row, fault.column, fault.key) == (row, column, key)


def test_a_graph_without_edges_is_read(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("3 0 3\n")
    assert np.isinf(read_pmed(tmp_path / "p.txt").distance).sum() == 6


def test_demand_that_does_not_fit_the_points_is_named(tmp_path: Path) -> None:
    (tmp_path / "A.txt").write_text("2\n10 20\n13 24\n")
    with pytest.raises(BadFile) as caught:
        read_sjc(tmp_path / "A.txt")
    found = [(one.file, one.key) for one in caught.value.faults]
    assert found == [("demand-A.dat", "siting-instance-unreadable")]
    (tmp_path / "demand-A.dat").write_text("5\n7\n9\n")
    with pytest.raises(BadFile) as caught:
        read_sjc(tmp_path / "A.txt")
    found = [(one.file, one.key) for one in caught.value.faults]
    assert found == [("demand-A.dat", "siting-instance-count")]


def test_no_more_than_fifty_faults_are_told_and_other_encodings_are_refused(tmp_path: Path) -> None:
    (tmp_path / "A.txt").write_text("900\n" + "x y\n" * 900)
    with pytest.raises(BadFile) as caught:
        read_sjc(tmp_path / "A.txt")
    assert len(caught.value.faults) == 50
    (tmp_path / "A.txt").write_bytes(b"2\n1 2\n\xff 3\n")
    with pytest.raises(BadFile) as caught:
        read_sjc(tmp_path / "A.txt")
    assert (caught.value.faults[0].row, caught.value.faults[0].key) == (3, "siting-file-not-utf8")

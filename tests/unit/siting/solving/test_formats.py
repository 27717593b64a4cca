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


@pytest.mark.parametrize(
    ("wrong", "right", "row", "key"),
    [
        ("MCLP\nC", "TSP\nC", 2, "siting-instance-type"),
        ("2 3 4", "2 three 4", 7, "siting-instance-line"),
        ("3 7", "", 1, "siting-instance-count"),
        ("3 7", "3 nan", 12, "siting-instance-line"),
        ("DIMENSION : 3", "DIMENSION : 4", 1, "siting-instance-count"),
    ],
)
def test_faults_are_told_with_their_row(tmp_path: Path, wrong: str, right: str, row: int, key: str) -> None:
    (tmp_path / "a.mclp").write_text(MCLP.replace(wrong, right))
    with pytest.raises(BadFile) as caught:
        read_mclp(tmp_path / "a.mclp")
    assert (caught.value.faults[0].row, caught.value.faults[0].key) == (row, key)


def test_a_graph_with_an_edge_to_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("2 1 1\n1 9 3\n")
    with pytest.raises(BadFile) as caught:
        read_pmed(tmp_path / "p.txt")
    assert caught.value.faults[0].row == 2

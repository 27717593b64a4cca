"""The grid's tables: columns of equal length, rows by number, edges in one order."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.power.model import Generators, Transformers
from tests.unit.power.grids import lines, ring


def test_columns_of_unequal_length_are_refused() -> None:
    whole = lines([("a", 0, 1)])
    with pytest.raises(ValueError, match=r"Lines\.r_ohm has 2 rows, not 1"):
        replace(whole, r_ohm=np.zeros(2))


def test_a_table_without_rows_has_columns_of_their_types() -> None:
    none = Transformers.none()
    assert len(none) == 0
    assert (none.hv_node.dtype, none.uk_pu.dtype, none.clock.dtype) == (np.int64, np.float64, np.int8)
    assert len(Generators.none()) == 0


def test_rows_are_taken_in_the_order_asked_for() -> None:
    taken = lines([("a", 0, 1), ("b", 1, 2), ("c", 2, 3)]).take(np.array([2, 0]))
    assert taken.id == ("c", "a")
    assert taken.from_node.tolist() == [2, 0]
    assert taken.number() == {"c": 0, "a": 1}


def test_edges_run_through_lines_switches_and_transformers() -> None:
    grid = ring()
    assert grid.edge_ids == ("a", "b", "c", "s0", "s1", "s2", "tie")
    assert grid.edge_count == 7
    assert grid.edges_in_service().tolist() == [True] * 6 + [False]
    assert grid.edges_in_service(np.zeros(4, np.bool_), np.array([1])).tolist() == [
        True, False, True, False, False, False, False,
    ]  # fmt: skip

import sys

import numpy as np
import pytest

from luylau.siting.alternatives import ranking
from luylau.siting.alternatives.ranking import topsis

VALUES = np.array([[1.0, 4.0], [3.0, 3.0], [2.0, 1.0], [1.0, 5.0]])


def test_the_scores_are_those_by_hand() -> None:
    # Each criterion from 0 to 1, then the distances to (1, 1) and to (0, 0).
    scaled = np.array([[0.0, 0.75], [1.0, 0.5], [0.5, 0.0], [0.0, 1.0]])
    best = np.hypot(*(1 - scaled).T)
    worst = np.hypot(*scaled.T)
    np.testing.assert_allclose(topsis(VALUES), worst / (worst + best))


def test_what_is_equal_in_all_plans_says_nothing() -> None:
    with_equal = np.column_stack([VALUES, np.full(4, 7.0)])
    np.testing.assert_allclose(topsis(with_equal), topsis(VALUES))
    np.testing.assert_array_equal(topsis(np.ones((3, 2))), np.ones(3))


def test_without_the_package_nothing_is_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "TOPSIS", None)
    assert topsis(VALUES) is None
    assert "pymcdm" in sys.modules

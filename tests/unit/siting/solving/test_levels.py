import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.siting.coverage.cover import Cover
from luylau.siting.solving.levels import STEPS, levelled
from luylau.siting.solving.plan import evaluate
from luylau.siting.solving.problem import CoverProblem


def problem(reach: list[dict[int, float]], weights: list[float]) -> CoverProblem:
    pairs = [sorted(one.items()) for one in reach]
    return CoverProblem(
        weights=np.array(weights),
        cover=Cover(
            np.cumsum([0, *(len(one) for one in pairs)]),
            np.array([point for one in pairs for point, _ in one], np.int32),
            len(weights),
            np.array([share for one in pairs for _, share in one], np.float32),
        ),
        cost=np.ones(len(reach)),
        site=np.arange(len(reach)),
        budget=99.0,
    )


@given(st.data())
def test_every_plan_is_worth_the_same_with_levels(data: st.DataObject) -> None:
    points = data.draw(st.integers(1, 5))
    share = st.integers(1, 100).map(lambda n: n / 100)
    reach = data.draw(st.lists(st.dictionaries(st.integers(0, points - 1), share), min_size=1, max_size=6))
    made = problem(
        reach, [float(w) for w in data.draw(st.lists(st.integers(0, 9), min_size=points, max_size=points))]
    )
    plain = levelled(made)
    assert plain.cover.share is None
    plain.check()
    for _ in range(4):
        plan = np.array(sorted(data.draw(st.sets(st.integers(0, len(reach) - 1)))), np.int64)
        assert evaluate(plain, plan) == pytest.approx(evaluate(made, plan), abs=1e-5)


def test_many_values_of_one_point_are_rounded_up_and_other_points_stay_exact() -> None:
    shares = np.linspace(0.001, 1.0, 3 * STEPS)
    reach = [{0: float(one)} for one in shares] + [{1: 0.3}]
    made = problem(reach, [64.0, 10.0])
    plain = levelled(made)
    for column in range(len(reach) - 1):
        exact, rounded = evaluate(made, np.array([column])), evaluate(plain, np.array([column]))
        assert exact - 1e-4 <= rounded <= exact + 64.0 / STEPS + 1e-4
    assert evaluate(plain, np.array([len(reach) - 1])) == pytest.approx(3.0, abs=1e-6)

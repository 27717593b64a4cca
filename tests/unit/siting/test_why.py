import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.siting.coverage.cover import Cover
from luylau.siting.solving.plan import best_share, evaluate, unit_reach
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.why import Reason, chosen, next_steps, rejected, would_add

#   point   0   1   2   3   4        a reaches 0 1 2, b 2 3, c 1 2, d 4, e nothing
#   weight  5   1   2   4   3
REACH = {"a": [0, 1, 2], "b": [2, 3], "c": [1, 2], "d": [4], "e": []}


def ints(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, np.int64)


def problem(**more: object) -> CoverProblem:
    starts = np.cumsum([0, *(len(one) for one in REACH.values())])
    points = np.concatenate([np.array(one, np.int32) for one in REACH.values()])
    given_: dict[str, object] = {
        "weights": np.array([5.0, 1, 2, 4, 3]),
        "cover": Cover(starts, points, 5),
        "cost": np.array([2.0, 2, 1, 3, 1]),
        "site": np.arange(5),
        "budget": 4.0,
    }
    return CoverProblem(**(given_ | more))  # type: ignore[arg-type]


def test_a_site_adds_what_nobody_else_reaches() -> None:
    found = chosen(problem(), ints(0, 1))
    assert [(one.column, one.own, one.adds) for one in found] == [(0, 8, 6), (1, 6, 4)]


def test_what_stands_already_takes_from_what_a_site_adds() -> None:
    found = chosen(problem(installed=ints(2)), ints(0))
    assert [(one.own, one.adds) for one in found] == [(8, 5)]


@pytest.mark.parametrize(
    ("more", "reasons"),
    [
        ({}, {2: Reason.REACHED, 3: Reason.DEAR, 4: Reason.REACHED}),
        ({"budget": 9.0}, {2: Reason.REACHED, 3: Reason.LESS, 4: Reason.REACHED}),
        ({"budget": 9.0, "most_sites": 2}, {2: Reason.REACHED, 3: Reason.ENOUGH, 4: Reason.REACHED}),
        ({"apart": np.array([[3, 0]])}, {2: Reason.REACHED, 3: Reason.NEAR, 4: Reason.REACHED}),
        ({"forbidden": ints(2, 3)}, {2: Reason.REFUSED, 3: Reason.REFUSED, 4: Reason.REACHED}),
        (
            {"unit": ints(0, 0, 0, 0, 1), "unit_most": ints(2, 2)},
            {2: Reason.REACHED, 3: Reason.UNIT_FULL, 4: Reason.REACHED},
        ),
    ],
)
def test_each_site_that_was_left_has_its_reason(more: dict[str, object], reasons: dict[int, Reason]) -> None:
    found = rejected(problem(**more), ints(0, 1))
    assert {one.column: one.reason for one in found} == reasons


def test_the_rival_of_a_site_reaches_most_of_the_same() -> None:
    left = {one.column: one for one in rejected(problem(), ints(0, 1))}
    assert (left[2].rival, left[2].shared, left[2].own, left[2].would_add) == (0, 3.0, 3.0, 0.0)
    assert (left[3].rival, left[3].shared) == (-1, 0.0)


def test_of_a_sites_columns_the_best_stands_for_it() -> None:
    found = rejected(problem(site=ints(0, 1, 2, 2, 3)), ints(0, 1))
    assert [(one.column, one.would_add) for one in found] == [(3, 3.0), (4, 0.0)]


def test_units_get_their_shares_and_points_outside_none() -> None:
    found = unit_reach(problem(), ints(0), ints(0, 0, 1, 1, -1), 3)
    np.testing.assert_array_equal(found, [[6, 6], [6, 2], [0, 0]])


def test_more_money_buys_the_best_next_sites() -> None:
    # 1 is left of the budget; with 2 more d fits, then nothing that adds anything.
    steps = next_steps(problem(budget=5.0), ints(0, 1), 2.0)
    assert [(one.column, one.cost, one.adds) for one in steps] == [(3, 3.0, 3.0)]
    assert next_steps(problem(budget=5.0), ints(0, 1), 1.0) == ()
    first, second = next_steps(problem(budget=2.0), ints(0), 6.0)
    assert [(one.column, one.adds) for one in (first, second)] == [(1, 4.0), (3, 3.0)]


def test_more_money_keeps_the_other_limits() -> None:
    assert next_steps(problem(most_sites=2), ints(0, 1), 100.0) == ()
    assert next_steps(problem(apart=np.array([[0, 3]])), ints(0, 1), 100.0) == ()


@given(st.data())
def test_what_a_site_adds_is_the_difference_that_it_makes(data: st.DataObject) -> None:
    points = data.draw(st.integers(1, 8))
    sets = data.draw(st.lists(st.sets(st.integers(0, points - 1)), min_size=1, max_size=6))
    sizes = [len(one) for one in sets]
    pairs = np.concatenate([np.array(sorted(one), np.int32) for one in sets])
    shares = data.draw(
        st.lists(st.sampled_from([0.25, 0.5, 0.75, 1.0]), min_size=len(pairs), max_size=len(pairs))
    )
    share = np.array(shares, np.float32) if data.draw(st.booleans()) else None
    made = CoverProblem(
        weights=np.array(data.draw(st.lists(st.integers(0, 9), min_size=points, max_size=points)), float),
        cover=Cover(np.cumsum([0, *sizes]), pairs, points, share),
        cost=np.ones(len(sets)),
        site=np.arange(len(sets)),
        budget=99.0,
    )
    plan = np.array(sorted(data.draw(st.sets(st.integers(0, len(sets) - 1)))), np.int64)
    value = evaluate(made, plan)
    for one in chosen(made, plan):
        without = evaluate(made, plan[plan != one.column])
        assert one.adds == pytest.approx(value - without)
    gain = would_add(made, best_share(made.cover, plan))
    for column in range(len(sets)):
        assert gain[column] == pytest.approx(evaluate(made, np.union1d(plan, [column])) - value)

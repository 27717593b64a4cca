from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.messages import message
from luylau.siting.solving.conflicts import Limit, LimitsConflict, conflict, require_feasible
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.solving.solve import solve
from tests.unit.siting.solving.cases import cover_of


def problem(**more: object) -> CoverProblem:
    """Return six sites of one option, cost 1 to 6, in two units of three sites."""
    return replace(
        CoverProblem(
            weights=np.ones(6),
            cover=cover_of([[site] for site in range(6)], 6),
            cost=np.arange(1.0, 7.0),
            site=np.arange(6),
            budget=100.0,
            unit=np.array([0, 0, 0, 1, 1, 1]),
        ),
        **more,
    )  # type: ignore[arg-type]


def said(found: tuple[Limit, ...]) -> set[str]:
    return {str(limit) for limit in found}


def test_limits_that_can_be_kept_are_no_conflict() -> None:
    assert conflict(problem(must=np.array([0, 5]), unit_least=np.array([1, 2]), most_sites=3)) == ()


def test_sites_that_must_be_and_a_small_budget_are_named_alone() -> None:
    asked = problem(must=np.array([0, 4, 5]), budget=5.5, most_sites=5, unit_most=np.array([3, 3]))
    assert said(conflict(asked)) == {"budget", "must 5"}


def test_two_that_must_be_but_are_too_near_are_named_with_the_distance() -> None:
    asked = problem(must=np.array([0, 1, 3]), apart=np.array([[1, 3], [4, 5]]))
    assert said(conflict(asked)) == {"apart", "must 1", "must 3"}


def test_two_options_that_must_be_at_one_site_need_no_other_limit_to_conflict() -> None:
    asked = replace(problem(must=np.array([0, 1])), site=np.array([0, 0, 2, 3, 4, 5]))
    assert said(conflict(asked)) == {"must 0", "must 1"}


def test_a_unit_that_needs_more_sites_than_it_may_have() -> None:
    asked = problem(unit_least=np.array([2, 1]), unit_most=np.array([1, 3]), most_sites=9)
    assert said(conflict(asked)) == {"unit_least 0", "unit_most 0"}


def test_a_unit_that_needs_more_sites_than_there_are() -> None:
    assert said(conflict(problem(unit_least=np.array([4, 0])))) == {"unit_least 0"}


def test_what_is_forbidden_cannot_be_a_must() -> None:
    assert said(conflict(problem(must=np.array([2]), forbidden=np.array([2, 3])))) == {"forbidden", "must 2"}


def test_what_stands_already_counts_for_its_unit() -> None:
    asked = problem(unit_least=np.array([3, 0]), installed=np.array([2]), budget=3.0)
    assert conflict(asked) == ()
    assert said(conflict(replace(asked, budget=2.0))) == {"budget", "unit_least 0"}


def test_solving_refuses_them_and_the_screen_can_say_which() -> None:
    asked = problem(must=np.array([5]), budget=1.0)
    with pytest.raises(LimitsConflict) as caught:
        solve(asked)
    assert caught.value.limits == (Limit(kind="budget"), Limit(kind="must", number=5))
    assert "must 5" in message("en", caught.value.key, caught.value.fields)
    with pytest.raises(LimitsConflict):
        require_feasible(asked)

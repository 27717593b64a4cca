from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from luylau.siting.coverage.cover import Cover
from luylau.siting.refining import refined
from luylau.siting.solving.plan import Plan, Proof, broken, evaluate
from luylau.siting.solving.problem import CoverProblem
from tests.unit.siting.alternatives.brute import best


@given(st.integers(0, 100_000), st.booleans())
def test_a_plan_gets_no_worse_and_its_bound_stays_one(seed: int, partial: bool) -> None:
    rng = np.random.default_rng(seed)
    columns, points = 6, 5
    reach = rng.random((columns, points)) < 0.6
    problem = CoverProblem(
        weights=rng.integers(0, 9, points).astype(np.float64),
        cover=Cover(
            np.concatenate([[0], np.cumsum(reach.sum(axis=1))]),
            np.nonzero(reach)[1].astype(np.int32),
            points,
            rng.random(int(reach.sum())).astype(np.float32) + np.float32(1e-3) if partial else None,
        ),
        cost=np.ones(columns),
        site=np.arange(columns) // 2,
        budget=3.0,
        most_sites=2,
    )
    problem = replace(problem, cover=replace(problem.cover, share=_upto_one(problem.cover)))
    start = np.array([0], np.int64)
    plan = Plan(
        chosen=start,
        value=evaluate(problem, start),
        bound=1e9,
        cost=1.0,
        proof=Proof.LAGRANGE,
        seconds=0.0,
        seed=0,
    )
    found = refined(problem, plan)
    assert found.value >= plan.value
    assert found.value == evaluate(problem, found.chosen)
    assert broken(problem, found.chosen) == ()
    assert found.bound >= best(problem).value - 1e-9
    if not partial:
        assert found == plan


def _upto_one(cover: Cover) -> np.ndarray[tuple[int], np.dtype[np.float32]] | None:
    return None if cover.share is None else np.minimum(cover.share, np.float32(1))

"""The shipped study of supplies against another model and another way to HiGHS: a knapsack with one supply a
site, whose values are reckoned from the hours by hand."""

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from luylau.city import load, shipped_pack
from luylau.power.grids import grid_of
from luylau.siting.instance import instance_of
from luylau.siting.solving.plan import broken
from luylau.siting.solving.solve import solve
from luylau.siting.study import load_study

PACK = shipped_pack("bac-ninh")


def test_the_best_supplies_are_those_of_the_knapsack() -> None:
    city = load(PACK)
    study = load_study(PACK / "studies" / "backup-supplies.toml")
    made = instance_of(study, city, grid_of(PACK, city), PACK / "studies")
    assert made.ground.power is not None
    out_h = made.ground.power.outage_h
    sites, options = len(made.ground.sites), len(study.options)
    worth = np.zeros((sites, options))
    for site, asset in enumerate(made.ground.sites.asset):
        load_w, weight = {"pump_station": (75_000, 1), "clinic": (15_000, 3)}[city.assets[asset].kind]
        for row, option in enumerate(study.options):
            share = min(option.supply_w / load_w, 1.0)
            lasts_h = option.energy_wh / (share * load_w)
            worth[site, row] = weight * share * np.minimum(out_h[:, site], lasts_h).mean()
    cost = np.tile([one.cost + 10 * one.running_cost for one in study.options], sites)
    one_a_site = np.kron(np.eye(sites), np.ones(options))
    by_hand = milp(
        -worth.ravel(),
        constraints=LinearConstraint(np.vstack([cost, one_a_site]), -np.inf, np.r_[20_000, np.ones(sites)]),
        integrality=np.ones(sites * options),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    plan = solve(made.problem, seconds=30, seed=1)
    assert plan.optimal
    assert broken(made.problem, plan.chosen) == ()
    assert plan.value == pytest.approx(-by_hand.fun, rel=1e-6)

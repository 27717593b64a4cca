"""The shipped study of one clinic: the site with the shortest ways of all, as trying every site finds it."""

import numpy as np

from luylau.city import load, shipped_pack
from luylau.kernel.geo import LocalPlane
from luylau.siting.instance import instance_of
from luylau.siting.refining import refined
from luylau.siting.solving.solve import solve
from luylau.siting.study import load_study

PACK = shipped_pack("bac-ninh")


def test_the_clinic_stands_where_all_ways_together_are_shortest() -> None:
    city = load(PACK)
    study = load_study(PACK / "studies" / "private-clinic.toml")
    made = instance_of(study, city, None, PACK / "studies", PACK)
    plan = refined(made.problem, solve(made.problem, seconds=30, seed=1))
    plane = LocalPlane(lat=city.lat, lon=city.lon)
    sites = plane.points(made.ground.sites.lat, made.ground.sites.lon)
    parks = plane.points(made.ground.points.lat, made.ground.points.lon)
    ways = np.linalg.norm(sites[:, None, :] - parks[None, :, :], axis=2) @ made.ground.points.weight
    (chosen,) = made.problem.site[plan.chosen]
    # The shares are single precision: the way of a resident is right to a decimetre.
    assert ways[chosen] <= ways.min() + 0.1 * made.ground.points.weight.sum()
    assert plan.optimal

"""From a plan to the answer that is kept and told."""

from typing import Any, Final

import numpy as np

from luylau.city import City
from luylau.kernel.arrays import Int64
from luylau.siting.answer.answer import (
    FORM,
    Answer,
    CriterionGets,
    LeftSite,
    MoreMoney,
    PlacedSite,
    SketchedPlan,
    SketchedSite,
    UnitGets,
)
from luylau.siting.columns import INSTALLED
from luylau.siting.comparing import ComparedPlan, Comparison, was_cut
from luylau.siting.finding import mean_way_m
from luylau.siting.instance import Instance
from luylau.siting.points import OUTSIDE
from luylau.siting.solving.layers import backup_value
from luylau.siting.solving.plan import Plan, reach_with, unit_reach
from luylau.siting.study.check import study_to_data
from luylau.siting.why import chosen, next_steps, rejected

_REJECTED, _STEPS = 20, 10
_MORE_MONEY: Final = 0.1
"""Of the budget: how much more is asked after."""


def answer_of(instance: Instance, plan: Plan, city: City, comparison: Comparison | None = None) -> Answer:
    """Tell a plan; ``comparison``: with others, None for a plan by itself."""
    study, problem = instance.study, instance.problem
    name = _Names(instance, city)
    every = np.concatenate([plan.chosen, problem.installed]).astype(np.int64)
    powered = None if instance.ground.power is None else instance.ground.power.alive.mean(axis=0)
    firm = comparison.sensitivity if comparison else None
    # Where nobody named a budget there is no more of it to ask after.
    more = _MORE_MONEY * study.limits.budget
    # Reasons count who is reached at all; where a second cover counts, what is left may be worth more.
    twice = study.limits.twice
    steps = next_steps(problem, plan.chosen, more, _STEPS) if more and not twice else ()
    cut = was_cut(plan, study.seconds) or bool(comparison and comparison.cut)
    placed = []
    for one in chosen(problem, plan.chosen):
        site = int(problem.site[one.column])
        placed.append(
            PlacedSite(
                **name.place(one.column),
                name=name.of_site(site),
                asset=instance.ground.sites.asset[site],
                heading_deg=float(instance.heading_deg[one.column]),
                cost=float(problem.cost[one.column]),
                own=one.own,
                adds=_second(instance, plan, one.column) if twice else one.adds,
                powered=None if powered is None else float(powered[site]),
                in_plans=None if firm is None else float(firm.share[site]),
                standing="" if firm is None else str(firm.standing(site)),
            )
        )
    return Answer(
        form=FORM,
        study=study_to_data(study),
        city=city.id,
        territory=city.territory_version,
        unit="hours" if study.method == "supply" else "percent",
        value=plan.value,
        total=problem.total,
        bound=plan.bound,
        gap=plan.gap,
        proof=str(plan.proof),
        cost=plan.cost,
        budget=study.limits.budget,
        least_cost=plan.least_cost,
        mean_way_m=mean_way_m(instance, plan),
        points=len(instance.ground.points),
        candidates=instance.ground.candidates,
        sites=tuple(placed),
        criteria=_criteria(instance, plan),
        units=_units(instance, plan, every),
        left=tuple(
            LeftSite(
                **name.place(one.column),
                own=one.own,
                would_add=one.would_add,
                reason=str(one.reason),
                rival="" if one.rival < 0 else instance.ground.sites.id[int(problem.site[one.rival])],
                shared=one.shared,
                in_plans=None if firm is None else float(firm.share[int(problem.site[one.column])]),
            )
            for one in (() if twice else rejected(problem, plan.chosen, _REJECTED))
        ),
        more=tuple(
            MoreMoney(
                site=instance.ground.sites.id[int(problem.site[one.column])],
                option=name.of_option(one.column),
                cost=one.cost,
                adds=one.adds,
            )
            for one in steps
        ),
        plans=tuple(_sketched(name, one) for one in comparison.plans) if comparison else (),
        draws=firm.draws if firm else 0,
        marks=(*_marks(instance), *(("siting-mark-cut",) if cut else ())),
    )


class _Names:
    """What columns and sites are called."""

    def __init__(self, instance: Instance, city: City) -> None:
        self._instance, self._city = instance, city

    def of_option(self, column: int) -> str:
        option = int(self._instance.option[column])
        return "" if option == INSTALLED else self._instance.study.options[option].id

    def of_site(self, site: int) -> str:
        asset = self._city.assets.get(self._instance.ground.sites.asset[site])
        return asset.name if asset else ""

    def place(self, column: int) -> dict[str, Any]:
        """Return where a column stands, as fields."""
        instance = self._instance
        site = int(instance.problem.site[column])
        unit = int(instance.ground.site_unit[site])
        return {
            "site": instance.ground.sites.id[site],
            "option": self.of_option(column),
            "lat": float(instance.ground.sites.lat[site]),
            "lon": float(instance.ground.sites.lon[site]),
            "unit": instance.ground.units.id[unit] if unit >= 0 else "",
        }

    def sketch(self, column: int) -> SketchedSite:
        """Return what a column puts where."""
        at = self.place(column)
        heading = float(self._instance.heading_deg[column])
        return SketchedSite(
            site=at["site"], option=at["option"], heading_deg=heading, lat=at["lat"], lon=at["lon"]
        )


def _second(instance: Instance, plan: Plan, column: int) -> float:
    """Return what a column of the plan adds where the second cover counts as well."""
    problem, first = instance.problem, 1.0 - instance.study.limits.twice
    rest = plan.chosen[plan.chosen != column]
    return backup_value(problem, plan.chosen, first) - backup_value(problem, rest, first)


def _sketched(name: "_Names", one: ComparedPlan) -> SketchedPlan:
    plan, storms = one.plan, one.merits.by_storm
    return SketchedPlan(
        id=one.id,
        kind=one.kind,
        share=one.share,
        cost=plan.cost,
        value=plan.value,
        bound=plan.bound,
        gap=plan.gap,
        worst=one.merits.worst,
        storm_worst=None if storms is None else float(storms.min()),
        regret=one.regret,
        kept=one.kept,
        beaten=one.beaten,
        score=one.score,
        rank=one.rank,
        first=one.first,
        sites=tuple(name.sketch(column) for column in plan.chosen.tolist()),
    )


def _criteria(instance: Instance, plan: Plan) -> tuple[CriterionGets, ...]:
    share = reach_with(instance.problem, plan.chosen)
    count = len(instance.study.demand)
    layer = np.repeat(instance.ground.layer, instance.copies)
    weight = np.repeat(instance.ground.points.weight / instance.copies, instance.copies)
    demand = np.bincount(layer, weights=weight, minlength=count)
    reached = np.bincount(layer, weights=weight * share, minlength=count)
    return tuple(
        CriterionGets(criterion=one.id, demand=float(demand[row]), reached=float(reached[row]))
        for row, one in enumerate(instance.study.demand)
    )


def _units(instance: Instance, plan: Plan, every: Int64) -> tuple[UnitGets, ...]:
    """Return the units that have demand or sites, in the pack's order."""
    units = len(instance.ground.units)
    unit = np.repeat(instance.ground.point_unit, instance.copies)
    shares = unit_reach(instance.problem, plan.chosen, unit, units)
    of_site = instance.ground.site_unit[instance.problem.site[every]]
    sites = np.bincount(of_site[of_site >= 0], minlength=units)
    return tuple(
        UnitGets(
            unit=instance.ground.units.id[row],
            demand=float(shares[row, 0]),
            reached=float(shares[row, 1]),
            sites=int(sites[row]),
        )
        for row in range(units)
        if shares[row, 0] > 0 or sites[row]
    )


def _marks(instance: Instance) -> tuple[str, ...]:
    study = instance.study
    found = []
    if any(one.assumed for one in study.demand) or any(one.assumed for one in study.options):
        found.append("siting-mark-assumed")
    if study.uses_grid:
        found.append("siting-mark-grid")
    if instance.ground.power is not None:
        found.append("siting-mark-storm")
        if instance.ground.power.unknown:
            found.append("siting-mark-unknown")
    if any(one.capacity for one in study.options):
        found.append("siting-mark-capacity")
    if instance.ground.units.approximate:
        found.append("siting-mark-units")
    if bool((instance.ground.point_unit == OUTSIDE).any()):
        found.append("siting-mark-outside")
    return tuple(found)

"""What a study answers: where, with what, why, and how sure that is. Plain values, so that it can be kept as
JSON and is the same to the byte for the same study, pack and seed.

How long it took is not part of it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import msgspec
import numpy as np

from luylau.city import City
from luylau.kernel.arrays import Int64
from luylau.siting.columns import INSTALLED
from luylau.siting.instance import Instance
from luylau.siting.solving.plan import Plan, reach_with, unit_reach
from luylau.siting.study.check import study_to_data
from luylau.siting.why import chosen, next_steps, rejected

FORM: Final = 1
"""The version of this form."""
_REJECTED, _STEPS = 20, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSite:
    """A site of the plan with its option. ``own`` and ``adds``: what it reaches alone, and what nobody else
    in the plan reaches, in the plan's unit. ``powered``: share of the storms in which it has power, None
    where no storm was asked for."""

    site: str
    name: str
    asset: str
    option: str
    heading_deg: float
    lat: float
    lon: float
    unit: str
    cost: float
    own: float
    adds: float
    powered: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftSite:
    """A site that is not in the plan, its best option, and why (``why.Reason``). ``rival``: the site of the
    plan that reaches most of the same, "" for none."""

    site: str
    option: str
    lat: float
    lon: float
    unit: str
    own: float
    would_add: float
    reason: str
    rival: str
    shared: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitGets:
    """What a unit has of the plan: its demand, the part that is reached, and the plan's sites in it."""

    unit: str
    demand: float
    reached: float
    sites: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionGets:
    """What a criterion has of the plan: all of its weights, as they were given, and the part reached."""

    criterion: str
    demand: float
    reached: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreMoney:
    """The next site that more money buys, what it costs and adds."""

    site: str
    option: str
    cost: float
    adds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A study with its plan. ``value`` and ``bound`` in the plan's unit ("percent" of what was asked, or
    "hours"), ``gap`` the share of the bound by which the plan may fall short of the best, ``proof`` what that
    rests on. ``cost`` over the years that count; ``city`` and ``territory`` say what it was asked of.
    ``marks``: keys of what must be said beside every figure."""

    form: int
    study: Mapping[str, Any]
    city: str
    territory: str
    unit: str
    value: float
    total: float
    bound: float
    gap: float
    proof: str
    cost: float
    budget: float
    points: int
    candidates: int
    sites: tuple[PlacedSite, ...]
    criteria: tuple[CriterionGets, ...]
    units: tuple[UnitGets, ...]
    left: tuple[LeftSite, ...]
    more: tuple[MoreMoney, ...]
    marks: tuple[str, ...]

    def to_json(self) -> bytes:
        """Return the answer as JSON."""
        return msgspec.json.format(msgspec.json.encode(asdict(self)), indent=1)

    @classmethod
    def of_json(cls, data: bytes) -> "Answer":
        """Return the answer that was kept as JSON.

        Raises:
            ValueError: it is not one of this form.
        """
        return msgspec.json.decode(data, type=cls)


def answer_of(instance: Instance, plan: Plan, city: City, extra: float = 0.0) -> Answer:
    """Tell a plan; ``extra``: how much more money, in the study's currency, is asked after (a tenth of the
    budget if 0)."""
    study, problem = instance.study, instance.problem
    name = _Names(instance, city)
    every = np.concatenate([plan.chosen, problem.installed]).astype(np.int64)
    powered = None if instance.ground.power is None else instance.ground.power.alive.mean(axis=0)
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
                adds=one.adds,
                powered=None if powered is None else float(powered[site]),
            )
        )
    steps = next_steps(problem, plan.chosen, extra or problem.budget / 10, _STEPS)
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
            )
            for one in rejected(problem, plan.chosen, _REJECTED)
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
        marks=_marks(instance),
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
    if instance.ground.units.approximate:
        found.append("siting-mark-units")
    return tuple(found)

"""What a study answers: where, with what, why, and how sure that is. Plain values, so that it can be kept as
JSON and is the same to the byte for the same study, pack and seed, unless it is marked as cut by time.

How long it took is not part of it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import msgspec

FORM: Final = 2
"""The version of this form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSite:
    """A site of the plan with its option. ``own`` and ``adds``: what it reaches alone, and what nobody else
    in the plan reaches, in the plan's unit. ``powered``: share of the storms in which it has power, None
    where no storm was asked for. ``in_plans``: in which share of the plans for moved weights and budgets it
    is, and ``standing`` what that makes it (``sensitivity.Standing``); None and "" where none were made."""

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
    in_plans: float | None
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftSite:
    """A site that is not in the plan, its best option, and why (``why.Reason``). ``rival``: the site of the
    plan that reaches most of the same, "" for none. ``in_plans`` as of a placed one."""

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
    in_plans: float | None


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
class SketchedSite:
    """Where a plan that is only compared puts what."""

    site: str
    option: str
    heading_deg: float
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchedPlan:
    """A plan beside the best one, which is the first of them; see ``comparing``. ``share``: of the budget, or
    of the number of sites, that it was allowed. ``worst``: share of its demand that the worst-served unit
    gets. ``storm_worst``, ``regret``: the value in the storm hardest on it, and how much less than the best
    of these plans it reaches in one storm at most; None where no storms are counted. ``kept``: sites that it
    shares with the best. ``beaten``: another one is as good in everything and better in something. ``score``
    and ``rank``: None where the package that ranks is missing. ``first``: share of the drawn weightings of
    these merits in which it is first."""

    id: str
    kind: str
    share: float
    cost: float
    value: float
    bound: float
    gap: float
    worst: float
    storm_worst: float | None
    regret: float | None
    kept: int
    beaten: bool
    score: float | None
    rank: int | None
    first: float
    sites: tuple[SketchedSite, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A study with its plan. ``value`` and ``bound`` in the plan's unit ("percent" of what was asked, or
    "hours"), ``gap`` the share of the bound by which the plan may fall short of the best, ``proof`` what that
    rests on. ``cost`` over the years that count; ``city`` and ``territory`` say what it was asked of.
    ``least_cost``: where all is to be reached, what no plan that does so costs less than; ``gap`` then is of
    the cost. ``mean_way_m``: in a study of ways, the mean way to the nearest site by weight, in metres.
    ``plans``: others beside it, itself first; ``draws``: for how many moved weights and budgets ``in_plans``
    was counted. ``marks``: keys of what must be said beside every figure."""

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
    least_cost: float | None
    mean_way_m: float | None
    points: int
    candidates: int
    sites: tuple[PlacedSite, ...]
    criteria: tuple[CriterionGets, ...]
    units: tuple[UnitGets, ...]
    left: tuple[LeftSite, ...]
    more: tuple[MoreMoney, ...]
    plans: tuple[SketchedPlan, ...]
    draws: int
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
        found = msgspec.json.decode(data, type=cls)
        if found.form != FORM:
            raise ValueError(f"an answer of form {found.form}")
        return found

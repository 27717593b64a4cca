"""Studies of the grid: rota cuts, a storm of the past. Nothing real changes."""

import numpy as np
from fastapi import APIRouter

from luylau.api.gridshow import FEEDER_KINDS
from luylau.api.models.grid import (
    Rota,
    RotaFeeder,
    RotaRequest,
    RotaSlot,
    StormBand,
    StormFeeder,
    StormReplay,
)
from luylau.api.operations import operation
from luylau.api.permissions import CallerDep
from luylau.api.services import ServicesDep
from luylau.power.evaluation import with_loads
from luylau.power.model import FeederKind
from luylau.power.rota import feeder_sums, rota
from luylau.power.storm_replay import PUBLISHED

router = APIRouter(tags=["grid"])

_LIKELIEST = 50


@router.post("/grid/rota", **operation("grid.simulate", "planRota", 404, body=True))
def plan_rota(services: ServicesDep, caller: CallerDep, body: RotaRequest) -> Rota:
    """Return who would lose power when, if load had to be shed; nobody is cut."""
    now = services.grid_live.now()
    view, feeders = now.view, now.view.grid.feeders
    # What is dark already cannot be cut.
    fed = now.evaluation.traced.energised[view.grid.loads.node]
    sums = feeder_sums(with_loads(view.grid, np.where(fed, now.p_w, 0.0), None), view.feeder_of_node)
    made = rota(sums, body.p_mw * 1e6, body.slots, body.slot_hours)
    served = made.allowed & (sums.customers > 0)
    return Rota(
        p_mw=body.p_mw,
        available_mw=made.available_w / 1e6,
        slots=[
            RotaSlot(
                start_h=number * body.slot_hours,
                p_mw=slot.p_w / 1e6,
                customers=slot.customers,
                feeders=[
                    RotaFeeder(
                        id=feeders.id[row],
                        name=feeders.name[row],
                        customers=int(sums.customers[row]),
                        p_mw=float(sums.p_w[row] / 1e6),
                        sites=int(sums.critical[row].sum()),
                    )
                    for row in slot.feeders.tolist()
                ],
            )
            for number, slot in enumerate(made.slots)
        ],
        customer_hours=float((made.hours * sums.customers).sum()),
        most_hours=float(made.hours.max(initial=0.0)),
        fewest_hours=float(made.hours[served].min(initial=np.inf)) if served.any() else 0.0,
        gap=max(slot.gap for slot in made.slots),
        excluded=int((~made.allowed).sum()),
    )


@router.get("/grid/storm", **operation("grid.simulate", "replayStorm", 404))
def replay_storm(services: ServicesDep, caller: CallerDep) -> StormReplay:
    """Return storm no. 3 of 2024 played on the grid: calibrated on that one event, no forecast's skill."""
    view = services.grid.view
    feeders = view.grid.feeders
    made = view.storm
    chance = np.nan_to_num(made.feeder_out)

    def band(values: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> StormBand:
        low, mean, high = made.band(values)
        return StormBand(low=low, expected=mean, high=high)

    customers = np.zeros(len(feeders), np.int64)
    of_load = view.feeder_of_node[view.grid.loads.node]
    np.add.at(customers, of_load[of_load >= 0], view.grid.loads.customers[of_load >= 0])
    return StormReplay(
        name="Yagi 2024",
        scenarios=len(made.customers),
        feeders=band(made.feeders.sum(axis=1)),
        park=band(made.feeders[:, FeederKind.PARK]),
        public=band(made.feeders[:, FeederKind.PUBLIC]),
        customers=band(made.customers),
        published={
            "feeders": sum(PUBLISHED.values()),
            "park": PUBLISHED[FeederKind.PARK],
            "public": PUBLISHED[FeederKind.PUBLIC],
        },
        likeliest=[
            StormFeeder(
                id=feeders.id[row],
                name=feeders.name[row],
                kind=FEEDER_KINDS[FeederKind(int(feeders.kind[row]))],
                probability=float(chance[row]),
                customers=int(customers[row]),
            )
            for row in np.argsort(-chance, kind="stable")[:_LIKELIEST].tolist()
        ],
        notes=["storm-note-one-event", "storm-note-assumed"],
    )

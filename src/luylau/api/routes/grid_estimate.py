"""The state of the grid that fits all measurements best, and what does not fit."""

import numpy as np
from fastapi import APIRouter

from luylau.api.cityview import CityView
from luylau.api.gridestimate import Estimated
from luylau.api.models.grid_estimate import EstimateIsland, EstimateNodes, FlaggedMeasurement, GridEstimate
from luylau.api.operations import operation
from luylau.api.permissions import CallerDep
from luylau.api.services import ServicesDep
from luylau.kernel.messages import Language, message
from luylau.power.estimation import Flag, Quality, Quantity

router = APIRouter(tags=["grid"])

_MOST = 100


@router.get("/grid/estimate", **operation("grid.read", "estimateGrid", 404))
def estimate_grid(services: ServicesDep, caller: CallerDep) -> GridEstimate:
    """Return the state of the grid that fits all measurements best, and the measurements that do not fit."""
    now, city, language = services.grid_estimator.now(), services.city.view, caller.user.language
    grid, found = now.view.grid, now.found
    counts = np.bincount(found.quality, minlength=len(Quality))
    known = found.u_pu[np.isfinite(found.u_pu) & (found.u_pu > 0)]
    loading = np.nan_to_num(found.loading)
    worst = np.flatnonzero(loading > 1)
    worst = worst[np.argsort(-loading[worst], kind="stable")]
    flags = sorted(found.flags, key=lambda flag: (np.isnan(flag.normalised), -np.nan_to_num(flag.normalised)))
    return GridEstimate(
        time=now.time_us,
        seconds=now.seconds,
        measurements=len(now.measured),
        used=int(found.used.sum()),
        left_out=len(found.flags),
        flagged=[_flagged(now, city, language, flag) for flag in flags[:_MOST]],
        islands=_islands(now, city, language),
        nodes=EstimateNodes(
            measured=int(counts[Quality.MEASURED]),
            estimated=int(counts[Quality.ESTIMATED]),
            doubtful=int(counts[Quality.DOUBTFUL]),
            unobservable=int(counts[Quality.UNOBSERVABLE]),
            dead=int(counts[Quality.DEAD]),
        ),
        u_min_pu=float(known.min()) if len(known) else None,
        u_max_pu=float(known.max()) if len(known) else None,
        loading_max=float(loading.max()) if np.isfinite(found.loading).any() else None,
        overloaded=[grid.edge_ids[edge] for edge in worst[:_MOST].tolist()],
    )


def _flagged(now: Estimated, city: CityView, language: Language, flag: Flag) -> FlaggedMeasurement:
    device, _, channel = flag.id.rpartition(" ")
    return FlaggedMeasurement(
        device=device,
        device_name=city.asset_name(device, language, device),
        channel=channel,
        channel_name=_channel_name(city, language, device, channel),
        reason=message(language, flag.reason, {}),
        value=float(now.measured.value[flag.row]),
        expected=flag.expected,
        unit="V" if now.measured.quantity[flag.row] == Quantity.VOLTAGE else "W",
        deviations=flag.normalised,
    )


def _channel_name(city: CityView, language: Language, device: str, channel: str) -> str:
    asset = city.city.assets.get(device)
    known = city.city.kinds[asset.kind].channels.get(channel) if asset is not None else None
    return known.names.get(language, channel) if known is not None else channel


def _islands(now: Estimated, city: CityView, language: Language) -> list[EstimateIsland]:
    grid, found = now.view.grid, now.found
    shown = []
    for number, island in enumerate(found.islands):
        source = next(
            (int(node) for node in grid.sources.node if found.island[node] == number),
            int(np.flatnonzero(found.island == number)[0]),
        )
        node, asset = grid.nodes.id[source], grid.nodes.asset[source]
        shown.append(
            EstimateIsland(
                at=city.asset_name(asset, language, node) if asset else node,
                observable=island.observable,
                consistent=island.consistent,
            )
        )
    return shown

"""Tomorrow's load of a feeder, from the meters that stand on it."""

from datetime import date, timedelta
from typing import Final

import numpy as np
from fastapi import APIRouter

from luylau.api.gridmeasured import POWER, meters_of
from luylau.api.gridview import GridView
from luylau.api.models.grid import ForecastPoint, LoadForecast
from luylau.api.operations import operation
from luylau.api.params import RecordId
from luylau.api.permissions import CallerDep
from luylau.api.series import find_series
from luylau.api.services import Services, ServicesDep
from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.clock import MICROS
from luylau.kernel.units import conversion
from luylau.power.forecast import ForecastSettings, fit
from luylau.power.loads import LoadHistory, ahead_us, zone_of

router = APIRouter(tags=["grid"])

STEP_US: Final = 3_600 * MICROS
SPAN_DAYS: Final = 400
LEAST_METERS: Final = 0.5
"""An hour counts only where at least this share of the feeder's meters has spoken."""


@router.get("/grid/feeders/{feeder}/forecast", **operation("grid.read", "forecastFeeder", 404))
def forecast_feeder(services: ServicesDep, caller: CallerDep, feeder: RecordId) -> LoadForecast:
    """Return a feeder's load of the coming day by hours; no points where no meter on it has a history.

    Its meters' hours are scaled to the whole feeder by their share of the planned load.
    """
    view = services.grid.view
    row = view.feeder_of(feeder)
    history = _history(services, view, row)
    settings = ForecastSettings(time_zone=services.city.view.city.time_zone)
    if history is None:
        return LoadForecast(
            feeder=feeder,
            method="seasonal_naive",
            coverage=settings.coverage,
            simulated=view.grid.simulated,
            points=[],
            notes=["forecast-note-none"],
        )
    time_us, p_w = history
    zone = services.city.view.city.time_zone
    now_us = services.clock.now_us()
    local_us = now_us + int(ahead_us(np.array([now_us]), zone_of(zone))[0])
    tomorrow = date(1970, 1, 1) + timedelta(days=local_us // (86_400 * MICROS) + 1)
    model = fit(LoadHistory(feeder=(feeder,), time_us=time_us, p_w=p_w[None]), settings)
    made = model.forecast(tomorrow)
    fallback = bool(made.fallback[0])
    return LoadForecast(
        feeder=feeder,
        method="seasonal_naive" if fallback else "model",
        coverage=made.coverage,
        simulated=view.grid.simulated,
        points=[
            ForecastPoint(time=at, p_mw=p / 1e6, low_mw=low / 1e6, high_mw=high / 1e6)
            for at, p, low, high in zip(
                made.time_us.tolist(),
                made.p_w[0].tolist(),
                made.low_w[0].tolist(),
                made.high_w[0].tolist(),
                strict=True,
            )
            if np.isfinite(p)
        ],
        notes=["forecast-note-scaled"] + (["forecast-note-short"] if fallback else []),
    )


def _history(services: Services, view: GridView, feeder: int) -> tuple[Int64, Float64] | None:
    """Return hours and the feeder's load (W) in each, NaN where too few meters spoke; None without any."""
    grid, city = view.grid, services.city.view
    end_us = services.clock.now_us() // STEP_US * STEP_US
    start_us = end_us - SPAN_DAYS * 24 * STEP_US
    planned_w, heard = 0.0, []
    for load in np.flatnonzero(view.feeder_of_node[grid.loads.node] == feeder).tolist():
        planned_w += float(grid.loads.p_w[load])
        meters = meters_of(city, view, grid.loads.asset[load])
        for meter in meters:
            number = find_series(services.engine, meter, POWER)
            scale = conversion(city.city.kinds[city.city.assets[meter].kind].channels[POWER].unit, "W")
            if number is not None and scale is not None:
                # Each meter stands for its part of the load's plan.
                part_w = float(grid.loads.p_w[load]) / len(meters)
                found = services.history.aggregate(number, start_us, end_us, STEP_US)
                heard.append((found, part_w, scale[0]))
    begun_us = [int(one.start_us[0]) for one, _, _ in heard if len(one)]
    known_w = sum(part_w for _, part_w, _ in heard)
    if not begun_us or known_w <= 0:
        return None
    first_us = min(begun_us)
    hours = (end_us - first_us) // STEP_US
    if hours < 1:
        return None
    total_w, of_w = np.zeros(hours), np.zeros(hours)
    for one, part_w, factor in heard:
        at = (one.start_us - first_us) // STEP_US
        good = np.isfinite(one.mean) & (at >= 0) & (at < hours)
        np.add.at(total_w, at[good], one.mean[good] * factor)
        np.add.at(of_w, at[good], part_w)
    enough = (of_w >= LEAST_METERS * known_w) & (of_w > 0)
    p_w = np.full(hours, np.nan)
    if not enough.any():
        return None
    p_w[enough] = total_w[enough] * planned_w / of_w[enough]
    return first_us + np.arange(hours) * STEP_US, p_w

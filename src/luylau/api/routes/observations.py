"""Observations of one channel of one asset."""

from collections.abc import Iterable
from typing import Annotated
from zoneinfo import ZoneInfo

import numpy as np
from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from luylau.api.asking import known_asset
from luylau.api.cityview import CityView
from luylau.api.models.observations import Aggregates, Every, ExportFormat, ObservationRange, Series
from luylau.api.operations import media, operation
from luylau.api.params import AssetId, ChannelName, End, Start
from luylau.api.permissions import CallerDep
from luylau.api.presenting import levels_of
from luylau.api.series import find_series
from luylau.api.services import Services, ServicesDep
from luylau.kernel.clock import MICROS, to_datetime
from luylau.kernel.errors import BadInput, NotFound
from luylau.telemetry.history import Aggregates as Statistics
from luylau.telemetry.history import export

router = APIRouter(prefix="/assets/{asset}/channels/{channel}", tags=["observations"])

_EVERY_US = {"minute": 60 * MICROS, "hour": 3_600 * MICROS, "day": 86_400 * MICROS}
_MOST_BUCKETS = 10_000
_MEDIA = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


@router.get("/observations", **operation("observation.read", "getObservations", 404))
def get_observations(
    services: ServicesDep,
    asset: AssetId,
    channel: ChannelName,
    start: Start,
    end: End,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
    newest_first: bool = False,
) -> ObservationRange:
    """Return observations as they were sent, with their quality."""
    number = _series(services, asset, channel)
    _check_span(start, end)
    time_ms: list[int] = []
    value: list[float] = []
    quality: list[int] = []
    text: dict[int, str] = {}
    truncated = incomplete = False
    if number is not None:
        rows = services.history.range(number, start, end, limit=limit + 1, newest_first=newest_first)
        time_ms = (rows.time_us[:limit] // 1_000).tolist()
        value = rows.value[:limit].tolist()
        quality = rows.quality[:limit].tolist()
        text = {row: said for row, said in rows.text.items() if row < limit}
        truncated, incomplete = len(rows) > limit, bool(rows.missing)
    return ObservationRange(
        asset=asset,
        channel=channel,
        unit=services.city.view.unit(asset, channel),
        start=start,
        end=end,
        time_ms=time_ms,
        value=_finite(value),
        quality=quality,
        text=text,
        truncated=truncated,
        incomplete=incomplete,
    )


@router.get("/series", **operation("observation.read", "getSeries", 404))
def get_series(
    services: ServicesDep,
    asset: AssetId,
    channel: ChannelName,
    start: Start,
    end: End,
    buckets: Annotated[int, Query(ge=1, le=4_000)] = 600,
) -> Series:
    """Return a series for a chart, downsampled to at most so many buckets."""
    number = _series(services, asset, channel)
    _check_span(start, end)
    found = (
        Statistics.empty(-(-(end - start) // buckets))
        if number is None
        else services.history.downsample(number, start, end, buckets)
    )
    heard = np.flatnonzero((found.count > 0) | (found.bad > 0))
    view = services.city.view
    return Series(
        asset=asset,
        channel=channel,
        unit=view.unit(asset, channel),
        start=start,
        end=end,
        bucket_s=found.every_us / MICROS,
        time_ms=(found.start_us[heard] // 1_000).tolist(),
        minimum=_finite(found.low[heard].tolist()),
        maximum=_finite(found.high[heard].tolist()),
        mean=_finite(found.mean[heard].tolist()),
        count=found.count[heard].tolist(),
        bad=found.bad[heard].tolist(),
        quality=found.quality[heard].tolist(),
        levels=levels_of(view, asset, channel),
        incomplete=bool(found.missing),
    )


@router.get("/aggregates", **operation("observation.read", "getAggregates", 404))
def get_aggregates(
    services: ServicesDep,
    asset: AssetId,
    channel: ChannelName,
    start: Start,
    end: End,
    every: Every = "hour",
) -> Aggregates:
    """Return statistics per minute, hour or day of the city's time zone; at most 10,000 of them."""
    number = _series(services, asset, channel)
    _check_span(start, end)
    every_us = _EVERY_US[every]
    if (end - start) / every_us > _MOST_BUCKETS:
        raise BadInput("span-too-long", most=_MOST_BUCKETS, every=every)
    view = services.city.view
    found = (
        Statistics.empty(every_us)
        if number is None
        else services.history.aggregate(
            number, start, end, every_us, origin_us=_origin_us(view, every_us, start)
        )
    )
    return Aggregates(
        asset=asset,
        channel=channel,
        unit=view.unit(asset, channel),
        every=every,
        time_ms=(found.start_us // 1_000).tolist(),
        minimum=_finite(found.low.tolist()),
        maximum=_finite(found.high.tolist()),
        mean=_finite(found.mean.tolist()),
        count=found.count.tolist(),
        bad=found.bad.tolist(),
        incomplete=bool(found.missing),
    )


_export = operation("observation.export", "exportObservations", 404)
_export["responses"][200] = media(
    {"text/csv": "", "application/vnd.apache.parquet": "binary"}, "The file, piece by piece."
)


@router.get("/export", response_class=StreamingResponse, **_export)
def export_observations(
    services: ServicesDep,
    caller: CallerDep,
    asset: AssetId,
    channel: ChannelName,
    start: Start,
    end: End,
    form: Annotated[ExportFormat, Query(alias="format")] = "csv",
) -> Response:
    """Export observations as a file."""
    number = _series(services, asset, channel)
    _check_span(start, end)
    unit = services.city.view.unit(asset, channel)
    with services.engine.begin() as connection:
        services.security.audit.append(
            connection,
            actor=caller.user.id,
            action="observation.export",
            resource=f"asset:{asset}/{channel}",
            outcome="done",
            detail={"start_us": start, "end_us": end, "format": form},
            time_us=services.clock.now_us(),
        )
    numbers = [] if number is None else [number]
    made = export(services.history, form, numbers, start, end, lambda _: (asset, channel, unit))
    name = f"{asset}-{channel}.{form}"
    return StreamingResponse(
        made, media_type=_MEDIA[form], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _series(services: Services, asset: str, channel: str) -> int | None:
    """Return the number of a series; None where a known channel has never been heard.

    Raises:
        NotFound: the pack has no such asset, or the asset no such channel.
    """
    view = services.city.view
    number = find_series(services.engine, asset, channel)
    if number is None:
        known_asset(view, asset)
        if view.city.channel(asset, channel) is None:
            raise NotFound("channel-unknown", asset=asset, channel=channel)
    return number


def _check_span(start_us: int, end_us: int) -> None:
    if end_us <= start_us:
        raise BadInput("span-empty")


def _origin_us(view: CityView, every_us: int, start_us: int) -> int:
    """Return where buckets begin: at the city's midnight, whose offset is that of the span's start."""
    offset = to_datetime(start_us).astimezone(ZoneInfo(view.city.time_zone)).utcoffset()
    return 0 if offset is None else -round(offset.total_seconds() * MICROS) % every_us


def _finite(values: Iterable[float]) -> list[float | None]:
    return [value if value - value == 0 else None for value in values]

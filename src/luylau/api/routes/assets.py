"""Assets: lists, the map, one asset with everything about it."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from luylau.api.asking import box_of, known_asset, number_of, page
from luylau.api.cityview import name_in
from luylau.api.models.city import (
    AssetChannel,
    AssetDetail,
    AssetPage,
    MapAssets,
    Status,
)
from luylau.api.operations import operation
from luylau.api.params import AssetId, Cursor, Limit, Many, Search, Text
from luylau.api.people import names_of_users
from luylau.api.permissions import CallerDep
from luylau.api.presenting import Now, levels_of
from luylau.api.services import ServicesDep
from luylau.api.showing import shown_incident
from luylau.api.states import STATES, AssetState
from luylau.city import Asset
from luylau.incidents import ACTIVE
from luylau.kernel.ids import urn
from luylau.kernel.text import fold

router = APIRouter(tags=["assets"])

_MOST_INCIDENTS = 100


@router.get("/assets", **operation("entity.read", "listAssets"))
def list_assets(
    services: ServicesDep,
    caller: CallerDep,
    kind: Many = (),
    group: Many = (),
    place: Annotated[tuple[Text, ...], Query(max_length=100, description="Places inside count too.")] = (),
    state: Annotated[tuple[AssetState, ...], Query(max_length=7)] = (),
    status: Annotated[tuple[Status, ...], Query(max_length=4)] = (),
    q: Search = "",
    bbox: Annotated[str, Query(max_length=100, description="west,south,east,north in degrees")] = "",
    cursor: Cursor = None,
    limit: Limit = 100,
) -> AssetPage:
    """List assets in the pack's order."""
    now = Now(services, caller.user.language)
    view = now.view
    places = frozenset().union(*(view.within.get(name, frozenset()) for name in place))
    words = fold(q).split()
    box = box_of(bbox)

    def fits(asset: Asset) -> bool:
        return (
            (not kind or asset.kind in kind)
            and (not group or view.city.kinds[asset.kind].group in group)
            and (not place or asset.place in places)
            and (not status or asset.status in status)
            and all(word in view.words[asset.id] for word in words)
            and (box is None or (box[0] <= asset.lon <= box[2] and box[1] <= asset.lat <= box[3]))
        )

    found = [(asset, now.state(asset)) for asset in view.city.assets.values() if fits(asset)]
    if state:
        found = [(asset, word) for asset, word in found if word in state]
    shown, following = page(found, number_of(cursor) or 0, limit)
    return AssetPage(
        items=[now.summary(asset, word) for asset, word in shown], next_cursor=following, total=len(found)
    )


@router.get(
    "/map/assets",
    response_model=MapAssets,
    **operation("entity.read", "getMapAssets"),
)
def get_map_assets(
    services: ServicesDep,
    caller: CallerDep,
    if_none_match: Annotated[str | None, Header(max_length=200)] = None,
) -> Response:
    """Return all assets for the map in one answer; with ``If-None-Match`` nothing where nothing changed."""
    now = Now(services, caller.user.language)
    assets = list(now.view.city.assets.values())
    kinds = list(now.view.city.kinds)
    place_of = {kind: number for number, kind in enumerate(kinds)}
    names = [name_in(now.language, asset) for asset in assets]
    headlines = [now.headline(asset) for asset in assets]
    body = (
        MapAssets(
            version=now.view.version,
            kinds=kinds,
            states=list(STATES),
            id=[asset.id for asset in assets],
            name=names,
            own_name=[asset.name for asset in assets],
            place=[asset.place for asset in assets],
            lat=[asset.lat for asset in assets],
            lon=[asset.lon for asset in assets],
            kind=[place_of[asset.kind] for asset in assets],
            state=[STATES.index(now.state(asset)) for asset in assets],
            value=[shown.value if shown else None for shown in headlines],
            simulated=[asset.status == "simulated" for asset in assets],
        )
        .model_dump_json()
        .encode()
    )
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if if_none_match is not None and tag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@router.get("/assets/{asset}", **operation("entity.read", "getAsset", 404))
def get_asset(services: ServicesDep, caller: CallerDep, asset: AssetId) -> AssetDetail:
    """Return one asset with its newest values, what it hangs on, and its open incidents."""
    now = Now(services, caller.user.language)
    known = known_asset(now.view, asset)
    city = now.view.city
    people = names_of_users(services)
    incidents = services.incidents.page(
        assets=[known.id],
        states=ACTIVE,
        limit=_MOST_INCIDENTS,
    )
    return AssetDetail(
        **dict(now.summary(known, now.state(known))),
        urn=urn(city.id, "asset", known.id),
        owner=known.owner,
        owner_name=now.view.owner_name(known.owner, now.language),
        backup_h=known.backup_h,
        source=known.source,
        powered_by=now.ref(known.powered_by),
        connected_via=now.ref(known.connected_via),
        dependants=[ref for other in now.view.dependants.get(known.id, ()) if (ref := now.ref(other))],
        channels=_channels(now, known),
        incidents=[shown_incident(now.view, one, now.language, people) for one in incidents.incidents],
    )


def _channels(now: Now, asset: Asset) -> list[AssetChannel]:
    city = now.view.city
    return [
        AssetChannel(
            name=name,
            unit=channel.unit,
            names=dict(channel.names),
            low=channel.low,
            high=channel.high,
            period_s=channel.period_s,
            shown=channel.shown,
            latest=now.value(asset, name, now.live.newest(asset.id, name)),
            latest_good=now.value(asset, name, now.live.good(asset.id, name)),
            levels=levels_of(now.view, asset.id, name),
        )
        for name, channel in city.kinds[asset.kind].channels.items()
    ]

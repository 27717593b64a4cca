"""The city: what it is, its places and their outlines."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query

from luylau.api.cityview import CityView, name_in
from luylau.api.models.city import (
    Channel,
    CityCounts,
    CityInfo,
    FeatureCollection,
    Kind,
    Place,
    PlaceList,
    PlaceMatch,
    PlaceMatches,
    QualityFlag,
)
from luylau.api.operations import operation
from luylau.api.params import Text
from luylau.api.permissions import CallerDep
from luylau.api.services import ServicesDep
from luylau.api.troubles import open_by_asset
from luylau.telemetry.observations import BAD, Quality

router = APIRouter(tags=["city"])

_FLAGS = [
    QualityFlag(name=str(flag.name).lower(), bit=int(flag), bad=bool(flag & BAD))
    for flag in Quality
    if flag is not Quality.GOOD
]


@router.get("/city", **operation("city.read", "getCity"))
def get_city(services: ServicesDep) -> CityInfo:
    """Return the city, its kinds of assets with their channels, and how much the pack holds."""
    view = services.city.view
    city = view.city
    kinds = _kinds(view)
    return CityInfo(
        id=city.id,
        name=city.name,
        names=dict(city.names),
        languages=list(city.languages),
        time_zone=city.time_zone,
        territory_version=city.territory_version,
        lat=city.lat,
        lon=city.lon,
        bounds=view.bounds,
        version=view.version,
        kinds=kinds,
        quality=_FLAGS,
        counts=CityCounts(
            places=len(city.places),
            organisations=len(city.organisations),
            assets=len(city.assets),
            devices=sum(kind.assets for kind in kinds if kind.is_device),
            simulated=view.simulated,
        ),
    )


def _kinds(view: CityView) -> list[Kind]:
    held = [asset.kind for asset in view.city.assets.values()]
    return [
        Kind(
            id=kind.id,
            group=kind.group,
            icon=kind.icon,
            names=dict(kind.names),
            is_device=kind.is_device,
            channels=[Channel.model_validate(channel) for channel in kind.channels.values()],
            assets=held.count(kind.id),
        )
        for kind in view.city.kinds.values()
    ]


@router.get("/places", **operation("city.read", "listPlaces"))
def list_places(services: ServicesDep) -> PlaceList:
    """List all places."""
    view = services.city.view
    troubled = open_by_asset(services.engine)
    counts: Counter[str] = Counter()
    for asset, trouble in troubled.items():
        if asset in view.city.assets:
            counts[view.city.assets[asset].place] += trouble.many
    return PlaceList(
        items=[
            Place(
                id=place.id,
                kind=place.kind,
                name=place.name,
                names=dict(place.names),
                parent=place.parent,
                code=place.code,
                lat=place.lat,
                lon=place.lon,
                area_km2=place.area_km2,
                population=place.population,
                source=place.source,
                assumed=place.assumed,
                assets=view.assets_in[place.id],
                open_incidents=sum(counts[part] for part in view.within[place.id]),
            )
            for place in view.city.places.values()
        ]
    )


@router.get("/places/geojson", **operation("city.read", "getTerritory"))
def get_territory(services: ServicesDep) -> FeatureCollection:
    """Return the units' outlines as GeoJSON, those marked that are only reckoned."""
    return FeatureCollection.model_validate(services.city.view.territory)


@router.get("/places/find", **operation("city.read", "findPlaces"))
def find_places(
    services: ServicesDep,
    caller: CallerDep,
    q: Annotated[Text, Query(min_length=1, max_length=200)],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> PlaceMatches:
    """Find the place that a name or an old address means today."""
    view = services.city.view
    found = view.gazetteer.find(q, limit=limit)
    return PlaceMatches(
        items=[
            PlaceMatch(
                place=match.place_id,
                name=name_in(caller.user.language, place),
                kind=place.kind,
                matched=match.name,
                found_as=match.kind,
                exact=match.exact,
                score=match.score,
                lat=place.lat,
                lon=place.lon,
            )
            for match in found
            if (place := view.city.places.get(match.place_id)) is not None
        ]
    )

"""The cause of an incident as a response model, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from luylau.api.cityview import CityView, name_in
from luylau.api.models.causes import (
    Cause,
    CauseElement,
    CauseEvidence,
    Consequence,
    HitAsset,
    HitKind,
    HitPlace,
    NextToAsk,
)
from luylau.incidents.causes import CauseRecord
from luylau.incidents.causes.evidence import NEVER
from luylau.kernel.messages import Language, message


def shown_cause(view: CityView, record: CauseRecord, language: Language) -> Cause:
    """Return what is known of a cause."""
    data = record.data
    return Cause(
        **dict(_element(view, data["element"], language)),
        since=_moment(data["since_us"]),
        updated=record.updated_us,
        feeder=data["feeder"],
        # A cause that was found before feeders were kept by their ids names none.
        feeder_id=data.get("feeder_id", ""),
        said_open=data["said_open"],
        devices=data["devices"],
        silent=data["silent"],
        reporting=data["reporting"],
        unheard=data["unheard"],
        evidence=[
            CauseEvidence(
                key=one["key"], text=message(language, one["key"], one["fields"]), against=one["against"]
            )
            for one in data["evidence"]
        ],
        alternatives=[_element(view, one, language) for one in data["alternatives"]],
        ask=[_ask(view, asset, chance, language) for asset, chance in data["ask"]],
        consequence=_consequence(view, data["consequence"], data["simulated"], language),
        fault=data["fault"],
    )


def _moment(time_us: int) -> int | None:
    return None if time_us == NEVER else time_us


def _element(view: CityView, data: Mapping[str, Any], language: Language) -> CauseElement:
    return CauseElement(
        kind=data["kind"],
        element=data["element"],
        name=view.asset_name(data["asset"], language, data["name"]),
        what=data["what"],
        asset=data["asset"],
        probability=data["probability"],
        lat=data["lat"],
        lon=data["lon"],
    )


def _ask(view: CityView, asset: str, chance: float, language: Language) -> NextToAsk:
    known = view.city.assets.get(asset)
    return NextToAsk(
        asset=asset,
        name=view.asset_name(asset, language, asset),
        place_name=view.place_name(known.place, language) if known else "",
        text=message(language, "cause-ask", {"percent": round(100 * chance)}),
    )


def _consequence(view: CityView, data: Mapping[str, Any], simulated: bool, language: Language) -> Consequence:
    kinds = {**data["dark"], **data["cut"]}
    shown = [
        HitKind(
            kind=kind,
            kind_name=_kind_name(view, kind, language),
            group=view.city.kinds[kind].group if kind in view.city.kinds else "",
            dark=data["dark"].get(kind, 0),
            cut=data["cut"].get(kind, 0),
        )
        for kind in kinds
    ]
    named = [one["asset"] for one in (*data["critical"], *data["next"])]
    return Consequence(
        customers=data["customers"],
        load_mw=data["load_w"] / 1e6,
        kinds=sorted(shown, key=lambda one: -(one.dark + one.cut)),
        places=[
            HitPlace(place=place, name=view.place_name(place, language, place), customers=customers)
            for place, customers in data["places"].items()
        ],
        critical=_hits(view, data["critical"], language),
        next=_hits(view, data["next"], language),
        simulated=simulated,
        # Customers of a simulated grid are assumed, and so are most batteries' hours.
        assumed=simulated or any(view.city.assets[one].assumed for one in named if one in view.city.assets),
    )


def _hits(view: CityView, rows: list[Mapping[str, Any]], language: Language) -> list[HitAsset]:
    found = []
    for row in rows:
        asset = view.city.assets.get(row["asset"])
        if asset is None:
            continue
        found.append(
            HitAsset(
                asset=asset.id,
                name=name_in(language, asset),
                kind=asset.kind,
                kind_name=_kind_name(view, asset.kind, language),
                place=asset.place,
                place_name=view.place_name(asset.place, language),
                criticality=asset.criticality,
                backup_h=row["backup_h"],
                until=_moment(row["until_us"]),
                lat=asset.lat,
                lon=asset.lon,
            )
        )
    return found


def _kind_name(view: CityView, kind: str, language: Language) -> str:
    known = view.city.kinds.get(kind)
    return known.names.get(language, kind) if known else kind

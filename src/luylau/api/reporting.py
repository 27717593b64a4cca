"""How a report comes in, by the page or by Open311: checked, placed, counted, kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from luylau.api.cityview import CityView
from luylau.api.services import Services
from luylau.city import Match, Place
from luylau.city.gazetteer import ANSWER
from luylau.city.territory import UNIT_KINDS
from luylau.incidents.reports import Contact, NewReport, PhotoRefused, Report, Sender
from luylau.kernel.errors import BadInput, NotFound, Unavailable
from luylau.kernel.geo import distance_m
from luylau.kernel.messages import Language
from luylau.security.redact import clean_text

TEXT_MAX = 4_000
"""Letters of a description, as Open311 has it."""
ADDRESS_MAX = 300
_NEAR_DEG = 0.1
"""A position may lie this far outside the city's bounds, in degrees: some 11 km."""
_PHONE = re.compile(r"[0-9+][0-9 ().+-]{4,38}")
_EMAIL = re.compile(r"[^\s@,;<>]{1,64}@[^\s@,;<>]{1,180}\.[^\s@,;<>.]{1,9}")


class Ambiguous(BadInput):
    """An address may mean several units; somebody has to choose (``report-place-unclear``)."""

    def __init__(self, matches: Sequence[Match]) -> None:
        self.matches = tuple(matches)
        super().__init__("report-place-unclear", count=len(matches))


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What somebody handed in, as it came; degrees are WGS84, ``accuracy_m`` metres."""

    service: str
    text: str = ""
    language: Language = "vi"
    address: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    photo: bytes = field(default=b"", repr=False)
    origin: str = "page"
    submission: str | None = None


def take_in(services: Services, handed: Handed, sender: Sender) -> Report:
    """Check a report, count it and keep it; a photo that cannot be masked is left out, not the report.

    Raises:
        Unavailable: no reports are taken (``report-closed-here``).
        NotFound: there is no such service (``report-service-unknown``) or place (``report-place-unknown``).
        BadInput: what was handed in is wrong; ``Ambiguous`` where the address leaves a choice.
        TooMany: too many come from this address or from the whole city.
    """
    if services.settings.reports.taking == "off":
        raise Unavailable("report-closed-here")
    if not handed.service:
        raise BadInput("report-service-missing")
    if (handed.lat is None) != (handed.lon is None):
        raise BadInput("report-position-half")
    view = services.city.view
    service = services.reports.shelf.get(handed.service)
    text = _short(handed.text, TEXT_MAX, "text")
    address = _short(handed.address, ADDRESS_MAX, "address")
    if not text and not service.evidence:
        raise BadInput("report-text-missing")
    contact = Contact(
        phone=_matching(handed.phone, _PHONE, "report-phone-wrong"),
        email=_matching(handed.email, _EMAIL, "report-email-wrong"),
    )
    place = find_place(view, handed)
    held = services.reports.door.admit(sender)
    photo, faces, refused = b"", 0, ""
    if handed.photo:
        try:
            masked = services.reports.masker.mask(handed.photo)
            photo, faces = masked.content, masked.faces
        except PhotoRefused as error:
            refused = error.key
    return services.reports.book.receive(
        NewReport(
            service=service.code,
            names=service.names,
            evidence=service.evidence,
            text=text,
            language=handed.language,
            address=address,
            place=place,
            lat=handed.lat,
            lon=handed.lon,
            accuracy_m=handed.accuracy_m,
            origin=handed.origin,
            held=held,
            contact=contact,
            photo=photo,
            photo_faces=faces,
            photo_refused=refused,
            submission=handed.submission,
        )
    )


def find_place(view: CityView, handed: Handed) -> str:
    """Return the unit that a report is of: where its position lies, else the one chosen, else its address's.

    Raises:
        NotFound: the chosen place does not exist (``report-place-unknown``).
        BadInput: the position lies outside the city (``report-outside``), or nothing tells the place
            (``report-place-missing``); ``Ambiguous`` where the address leaves a choice.
    """
    if handed.lat is not None and handed.lon is not None:
        west, south, east, north = reach(view)
        if not (west <= handed.lon <= east and south <= handed.lat <= north):
            raise BadInput("report-outside")
        return unit_at(view, handed.lat, handed.lon)
    if handed.place:
        if handed.place not in view.city.places:
            raise NotFound("report-place-unknown", place=handed.place)
        return handed.place
    found = [match for match in view.gazetteer.find(handed.address, limit=6) if match.score >= ANSWER]
    if not found:
        raise BadInput("report-place-missing")
    alike = [match for match in found if match.score >= found[0].score - 0.05]
    if len(alike) > 1 or not found[0].exact:
        raise Ambiguous(found)
    return found[0].place_id


def reach(view: CityView) -> tuple[float, float, float, float]:
    """Return west, south, east, north of where a report can lie, in degrees."""
    west, south, east, north = view.bounds
    return west - _NEAR_DEG, south - _NEAR_DEG, east + _NEAR_DEG, north + _NEAR_DEG


def unit_at(view: CityView, lat: float, lon: float) -> str:
    """Return the unit in whose outline a point lies, else the one with the nearest centre."""
    for feature in view.territory["features"]:
        if feature["properties"]["kind"] in UNIT_KINDS and _covers(feature["geometry"], lat, lon):
            return str(feature["properties"]["id"])
    places = units(view) or list(view.city.places.values())
    return min(places, key=lambda place: distance_m(lat, lon, place.lat, place.lon)).id


def units(view: CityView) -> list[Place]:
    """Return the units that a report can be of."""
    return [place for place in view.city.places.values() if place.kind in UNIT_KINDS]


def _covers(geometry: Mapping[str, Any], lat: float, lon: float) -> bool:
    """Say whether a GeoJSON polygon covers a point: a ray to the east crosses its rings an odd time."""
    shapes = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    inside = False
    for polygon in shapes.get(geometry["type"], []):
        for ring in polygon:
            for (x_a, y_a, *_), (x_b, y_b, *_) in pairwise(ring):
                if (y_a > lat) != (y_b > lat) and lon < x_a + (lat - y_a) / (y_b - y_a) * (x_b - x_a):
                    inside = not inside
    return inside


def _short(text: str, limit: int, name: str) -> str:
    said = text.strip()
    if len(said) > limit:
        raise BadInput("report-too-long", field=name, length=len(said), limit=limit)
    return clean_text(said, limit)


def _matching(text: str, pattern: re.Pattern[str], key: str) -> str:
    said = text.strip()
    if said and not (said.isprintable() and pattern.fullmatch(said)):
        raise BadInput(key)
    return said

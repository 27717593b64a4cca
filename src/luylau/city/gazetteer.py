"""From an address, old or new, to today's unit: accents, case and small slips do not matter.

An address is cut into runs of words; each run that is a unit's name, of today or of before, is a hit. A hit
counts more when the address also names the unit's old district or province, says its kind, carries the same
accents, or stands first; so "Đồng Kỵ, Từ Sơn" is the old ward of Từ Sơn and not Đồng Kỳ of Yên Thế. Where the
address names a district and no unit of that name was ever in it, what is found is only the closest known, and
scores far below ``ANSWER``.
"""

from dataclasses import dataclass, replace
from typing import Literal

from luylau.city.model import City
from luylau.city.words import Name, Span, distance, letters, parse_name, spans

_LONGEST_SLIP = 4
"""Words of a run that is looked up with spelling slips."""
_MOST_SLIPS = 48
"""Runs looked up with spelling slips; keeps a long nonsense address cheap."""
ANSWER = 0.45
"""A match that scores less is no answer, only the closest known."""
_LIKE = 0.4
"""A unit less like the text than this is left out."""
_ELSEWHERE = 0.4
"""What remains of the score of a unit that is in another district than the one named."""
MatchKind = Literal["current", "legacy", "district"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A unit that an address may mean, ``score`` from 0 to 1; ``exact`` without a spelling slip.

    Below ``ANSWER`` it is only the closest known: the address names a district that the unit was never in.
    """

    place_id: str
    kind: MatchKind
    name: str
    """What matched: today's name, or the old unit with its district and province."""
    score: float
    exact: bool

    @property
    def legacy(self) -> bool:
        """Whether the name is one of before the last change of the territory."""
        return self.kind != "current"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    place_id: str
    kind: MatchKind
    said: str
    name: Name
    districts: tuple[Name, ...] = ()
    """The old districts it was in; of a unit of today, those of its parts."""
    provinces: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    span: Span
    key: str
    slips: int


class Gazetteer:
    """An index of a city's units, of today and of before; build it once, ask it often."""

    def __init__(self, city: City) -> None:
        self._units: dict[str, list[_Unit]] = {}
        self._districts: dict[str, dict[str, tuple[str, Name]]] = {}
        self._provinces: set[str] = set()
        within = _within_what(city)
        for place in city.places.values():
            name = parse_name(place.name)
            districts, provinces = within.get(place.id, ((), ()))
            said = [name, *(parse_name(other) for other in place.names.values())]
            for key in {one.key for one in said}:
                unit = _Unit(
                    place_id=place.id,
                    kind="current",
                    said=place.name,
                    name=name,
                    districts=districts,
                    provinces=provinces,
                )
                self._units.setdefault(key, []).append(unit)
        for old in city.legacy:
            name, district, province = map(parse_name, (old.old_name, old.old_district, old.old_province))
            whole = ", ".join(part for part in (old.old_name, old.old_district, old.old_province) if part)
            self._units.setdefault(name.key, []).append(
                _Unit(
                    place_id=old.unit,
                    kind="legacy",
                    said=whole,
                    name=name,
                    districts=(district,) if district.key else (),
                    provinces=(province,) if province.key else (),
                )
            )
            if district.key:
                where = ", ".join(part for part in (old.old_district, old.old_province) if part)
                self._districts.setdefault(district.key, {}).setdefault(old.unit, (where, district))
            self._provinces.add(province.key)
        self._provinces.discard("")
        known = {*self._units, *self._districts, *self._provinces}
        self._known = frozenset(known)
        self._by_length: dict[int, list[tuple[str, int]]] = {}
        for key in sorted(known):
            self._by_length.setdefault(len(key), []).append((key, letters(key)))

    def find(self, text: str, *, limit: int = 20) -> list[Match]:
        """Return what ``text`` may mean, best first; empty where nothing is like it."""
        hits = self._hits(text)
        if not hits:
            return []
        first = min(hit.span.part for hit in hits), min(_start(hit.span) for hit in hits)
        says_kind = any(hit.span.name.announced in ("ward", "commune", "township") for hit in hits)
        best: dict[str, tuple[float, Match]] = {}
        context: list[tuple[_Unit, float, bool]] = []
        for hit in hits:
            late = hit.span.part > first[0] or _start(hit.span) > first[1]
            says_district = hit.key in self._districts and hit.span.name.announced in ("district", "")
            for unit in self._units.get(hit.key, []):
                score = self._score(unit, hit, hits)
                score -= 0.1 * late + 0.3 * (says_kind and not hit.span.name.announced)
                if late and says_district:
                    context.append((unit, score, hit.slips == 0))
                elif score >= _LIKE:
                    score *= _ELSEWHERE if self._fits(unit, hit, hits) is False else 1
                    _keep(best, unit.place_id, unit.kind, unit.said, score, exact=hit.slips == 0)
            if not late and says_district:
                said_so = hit.span.name.announced == "district"
                score = (0.8 if said_so else 0.6) - 0.12 * hit.slips + 0.05 * hit.span.whole
                for place_id, (where, _) in self._districts[hit.key].items():
                    _keep(best, place_id, "district", where, score, exact=hit.slips == 0)
        # "Kinh Bắc, Từ Sơn": where no Kinh Bắc is of Từ Sơn, the ward Từ Sơn is no answer either.
        nowhere = bool(best) and all(score < ANSWER for score, _ in best.values())
        for unit, score, exact in context:
            if score >= _LIKE:
                score *= _ELSEWHERE if nowhere else 1
                _keep(best, unit.place_id, unit.kind, unit.said, score, exact=exact)
        ranked = sorted(best.values(), key=lambda pair: -pair[0])
        return [match for _, match in ranked][:limit]

    def _hits(self, text: str) -> list[_Hit]:
        every = spans(text)
        exact = [
            _Hit(span=span, key=span.name.key, slips=0) for span in every if span.name.key in self._known
        ]
        # "Song Hồ" is one name: the "Hồ" within it is not looked at.
        exact = [hit for hit in exact if not any(_within(hit.span, other.span) for other in exact)]
        covered = {token for hit in exact for token in range(hit.span.start, hit.span.end)}
        named = [_unannounced(hit) if _prefix_covered(hit.span, exact) else hit for hit in exact]
        for hit in named:
            if hit.span.name.announced:
                covered.update(range(hit.span.start - hit.span.prefix, hit.span.start))
        free = [
            span
            for span in every
            if span.end - span.start <= _LONGEST_SLIP and covered.isdisjoint(range(span.start, span.end))
        ]
        return named + [hit for span in free[:_MOST_SLIPS] for hit in self._near(span)]

    def _near(self, span: Span) -> list[_Hit]:
        key = span.name.key
        if len(key) < (3 if span.whole else 4) or key.isdigit():
            return []
        most = 1 if len(key) < 8 else 2
        mask = letters(key)
        found = []
        for length in range(len(key) - most, len(key) + most + 1):
            for known, bits in self._by_length.get(length, ()):
                if (bits ^ mask).bit_count() <= 2 * most:
                    slips = distance(key, known, most)
                    if slips <= most:
                        found.append(_Hit(span=span, key=known, slips=slips))
        return found

    def _score(self, unit: _Unit, hit: _Hit, hits: list[_Hit]) -> float:
        said = hit.span.name
        score = 0.7 - 0.12 * hit.slips - (0.0 if hit.span.whole else 0.1)
        score += 0.01 * (hit.span.end - hit.span.start)
        if said.toned == unit.name.toned:
            score += 0.05
        elif hit.slips == 0 and said.toned.replace(" ", "") != said.key:
            score -= 0.15
        if said.announced:
            score += 0.05 if said.announced == unit.name.announced else -0.15
        if unit.kind == "current":
            score += 0.03
        around = [
            other for other in hits if other.span.end <= hit.span.start or other.span.start >= hit.span.end
        ]
        if self._fits(unit, hit, hits):
            score += 0.2
        if any(_says(other, province) for other in around for province in unit.provinces):
            score += 0.02
        return score

    def _fits(self, unit: _Unit, hit: _Hit, hits: list[_Hit]) -> bool | None:
        """Return whether the address names a district of the unit; None where that cannot be told."""
        named = [
            other
            for other in hits
            if other.key in self._districts
            and other.span.name.announced in ("district", "")
            and (other.span.end <= hit.span.start or other.span.start >= hit.span.end)
        ]
        if not unit.districts:
            return None
        if any(_says(other, district) for other in named for district in unit.districts):
            return True
        # A bare "Bắc Giang" may be the province, and then it speaks against no district. A name that stands
        # before the unit and is not announced may be a street's.
        against = [
            other
            for other in named
            if other.slips == 0
            and (other.span.name.announced or other.span.start >= hit.span.end)
            and not any(_says(other, province) for province in unit.provinces)
        ]
        return False if against else None


def _within_what(city: City) -> dict[str, tuple[tuple[Name, ...], tuple[Name, ...]]]:
    """Return the old districts of each place of today, and its provinces, old and new."""
    new = {parse_name(place.name) for place in city.places.values() if place.kind in ("province", "city")}
    districts: dict[str, set[Name]] = {}
    provinces: dict[str, set[Name]] = {}
    for old in city.legacy:
        districts.setdefault(old.unit, set()).add(parse_name(old.old_district))
        provinces.setdefault(old.unit, set(new)).add(parse_name(old.old_province))
    return {
        unit: (
            tuple(name for name in districts[unit] if name.key),
            tuple(name for name in provinces[unit] if name.key),
        )
        for unit in districts
    }


def _says(hit: _Hit, name: Name) -> bool:
    announced = hit.span.name.announced
    return hit.key == name.key and announced in ("", name.announced)


def _start(span: Span) -> int:
    """Return where a run begins, with the words that announce it."""
    return span.start - (span.prefix if span.name.announced else 0)


def _prefix_covered(span: Span, exact: list[_Hit]) -> bool:
    # In "Ninh Xa Thuan Thanh" the "Xa" ends a name; it does not announce a commune. In "huyen Son Dong" the
    # commune "Huyen Son" runs into the name itself, so it says nothing of what stands before it.
    announcing = range(span.start - span.prefix, span.start)
    return any(
        hit.span.end <= span.start and any(hit.span.start <= token < hit.span.end for token in announcing)
        for hit in exact
    )


def _unannounced(hit: _Hit) -> _Hit:
    return replace(hit, span=replace(hit.span, name=replace(hit.span.name, announced="")))


def _within(inner: Span, outer: Span) -> bool:
    inside = outer.start <= inner.start and inner.end <= outer.end
    return inside and inner.end - inner.start < outer.end - outer.start


def _keep(
    best: dict[str, tuple[float, Match]],
    place_id: str,
    kind: MatchKind,
    name: str,
    score: float,
    *,
    exact: bool,
) -> None:
    known = best.get(place_id)
    if known is None or score > known[0]:
        rounded = round(min(1.0, max(0.0, score)), 3)
        best[place_id] = (score, Match(place_id=place_id, kind=kind, name=name, score=rounded, exact=exact))

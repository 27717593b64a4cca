"""From an address, old or new, to today's unit: accents, case and small slips do not matter.

An address is cut into runs of words; each run that is a unit's name, of today or of before, is a hit. A hit
counts more when the address also names the unit's old district or province, says its kind, carries the same
accents, or stands first; so "Đồng Kỵ, Từ Sơn" is the old ward of Từ Sơn and not Đồng Kỳ of Yên Thế.
"""

from dataclasses import dataclass, replace
from typing import Literal

from luylau.city.model import City
from luylau.city.words import Name, Span, distance, letters, parse_name, spans

_LONGEST_SLIP = 4
"""Words of a run that is looked up with spelling slips."""
_MOST_SLIPS = 48
"""Runs looked up with spelling slips; keeps a long nonsense address cheap."""
MatchKind = Literal["current", "legacy", "district"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A unit that an address may mean, ``score`` from 0 to 1; ``exact`` without a spelling slip."""

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
    district: Name | None = None
    province: Name | None = None


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
        for place in city.places.values():
            name = parse_name(place.name)
            said = [name, *(parse_name(other) for other in place.names.values())]
            for key in {one.key for one in said}:
                unit = _Unit(place_id=place.id, kind="current", said=place.name, name=name)
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
                    district=district,
                    province=province,
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
        for hit in hits:
            late = hit.span.part > first[0] or _start(hit.span) > first[1]
            for unit in self._units.get(hit.key, []):
                score = self._score(unit, hit, hits)
                score -= 0.1 * late + 0.3 * (says_kind and not hit.span.name.announced)
                _keep(best, unit.place_id, unit.kind, unit.said, score, exact=hit.slips == 0)
            if not late and hit.key in self._districts and hit.span.name.announced in ("district", ""):
                said_so = hit.span.name.announced == "district"
                score = (0.8 if said_so else 0.6) - 0.12 * hit.slips + 0.05 * hit.span.whole
                for place_id, (where, _) in self._districts[hit.key].items():
                    _keep(best, place_id, "district", where, score, exact=hit.slips == 0)
        ranked = sorted(best.values(), key=lambda pair: -pair[0])
        return [match for score, match in ranked if score >= 0.4][:limit]

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
        score += self._district_score(unit, around)
        if unit.province and any(_says(other, unit.province) for other in around):
            score += 0.02
        return score

    def _district_score(self, unit: _Unit, around: list[_Hit]) -> float:
        named = [
            hit for hit in around if hit.key in self._districts and hit.span.name.announced != "province"
        ]
        if unit.district is None or not named:
            return 0.0
        if any(_says(hit, unit.district) for hit in named):
            return 0.2
        # A bare "Bắc Giang" may be the old province, and then it speaks against no district of it.
        if unit.province and all(_says(hit, unit.province) for hit in named):
            return 0.0
        return -0.3


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

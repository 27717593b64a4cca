"""The decision note: an answer told to those who decide, in one language. ``note_html`` and ``note_pdf`` set
what is gathered here."""

from collections.abc import Iterator, Mapping
from typing import Final

from luylau.city import City
from luylau.kernel.errors import Field
from luylau.kernel.messages import Language, message
from luylau.siting.answer.answer import Answer
from luylau.siting.answer.note_others import firmness, others
from luylau.siting.answer.note_parts import Map, Note, Part, Rows, Words
from luylau.siting.study.check import study_from_data
from luylau.siting.study.model import Study

_LEFT, _UNITS = 12, 40
"""Rows of the longer tables that are told; the answer itself has all."""


def note_of(answer: Answer, city: City, language: Language) -> Note:
    """Gather the note of an answer.

    Raises:
        ValueError: the answer's study is not one of this version.
    """
    study, faults = study_from_data(answer.study, "study")
    if study is None:
        raise ValueError(f"not a study of this version: {faults[0].key}")
    writer = _Writer(answer, study, city, language)
    return Note(
        language=language,
        title=writer.named(study.names),
        question=writer.named(study.question),
        foot=f"Luy Lâu · {study.id} · {writer.say('siting-note-version', version=study.version)}",
        page=lambda number: writer.say("siting-note-page", page=number),
        parts=tuple(writer.parts()),
    )


class _Writer:
    """One note being written."""

    def __init__(self, answer: Answer, study: Study, city: City, language: Language) -> None:
        self.answer, self.study, self.city, self.language = answer, study, city, language
        self.options = {one.id: one for one in study.options}
        self.demand = {one.id: one for one in study.demand}

    def say(self, key: str, **fields: Field) -> str:
        return message(self.language, key, fields)

    def number(self, value: float) -> str:
        return self.say("siting-note-number", value=value)

    def named(self, names: Mapping[str, str]) -> str:
        return names[self.language]

    def unit(self, place: str) -> str:
        known = self.city.places.get(place)
        return place if known is None else known.names.get(self.language, known.name)

    def money(self, value: float) -> str:
        return f"{self.number(value)} {self.study.currency}"

    def reach(self, value: float) -> str:
        return self.say(f"siting-note-in-{self.answer.unit}", value=value)

    def parts(self) -> Iterator[Part]:
        """Yield the sections in their order."""
        yield self.part("answer", *self.summary())
        yield self.part("data", *self.data())
        yield self.part("method", *self.method())
        yield self.part("map", self.map())
        yield self.part("sites", self.sites())
        if self.answer.unit == "percent":
            yield self.part("criteria", self.criteria())
            yield self.part("units", self.units())
        if self.answer.left:
            yield self.part("left", Words(self.say("siting-note-left-words")), self.left())
        if self.answer.budget:
            yield self.part("more", *self.more())
        if plans := tuple(others(self.answer, self.say, self.number, self.reach)):
            yield self.part("plans", *plans)
        if firm := tuple(firmness(self.answer, self.say)):
            yield self.part("firm", *firm)
        yield self.part("limits", *(Words(self.say(f"siting-note-limit-{one}")) for one in _LIMITS))

    def part(self, key: str, *body: Words | Rows | Map) -> Part:
        return Part(self.say(f"siting-note-{key}"), body)

    def summary(self) -> Iterator[Words]:
        answer = self.answer
        yield Words(
            self.say(
                f"siting-note-found-{answer.unit}",
                sites=len(answer.sites),
                cost=self.money(answer.cost),
                value=answer.value,
                candidates=answer.candidates,
            )
        )
        yield self.proof()
        if answer.mean_way_m is not None:
            yield Words(self.say("siting-note-mean-way", km=answer.mean_way_m / 1_000))
        for mark in answer.marks:
            yield Words(self.say(mark), alarm=True)

    def proof(self) -> Words:
        answer = self.answer
        gap = answer.gap * 100
        if answer.gap > _EXACT and answer.least_cost is not None:
            return Words(self.say("siting-note-proof-cost", bound=self.money(answer.least_cost), gap=gap))
        proof = "exact" if answer.gap <= _EXACT else answer.proof
        return Words(self.say(f"siting-note-proof-{proof}", bound=self.reach(answer.bound), gap=gap))

    def data(self) -> Iterator[Words | Rows]:
        study, limits = self.study, self.study.limits
        total = sum(one.weight for one in study.demand)
        yield Rows(
            self.head("criterion", "source", "weight", "note"),
            tuple(
                (
                    self.named(one.names),
                    self.say(f"siting-note-source-{one.source}", file=one.file, kinds=", ".join(one.kinds)),
                    self.say("siting-note-in-percent", value=100 * one.weight / total if total else 0.0),
                    self.noted(one.note, one.assumed),
                )
                for one in study.demand
            ),
            (0.25, 0.3, 0.12, 0.33),
        )
        yield Rows(
            self.head("option", "cost", "running", "range", "note"),
            tuple(
                (
                    self.named(one.names),
                    self.money(one.cost),
                    self.money(one.running_cost),
                    self.number(one.range_m) if one.range_m else "",
                    self.noted(one.note, one.assumed),
                )
                for one in study.options
            ),
            (0.27, 0.18, 0.17, 0.1, 0.28),
        )
        given: dict[str, str] = {}
        if limits.budget:
            given["budget"] = self.money(limits.budget)
        for name in ("years", "most_sites", "apart_m", "unit_least", "unit_most"):
            if getattr(limits, name):
                given[name] = self.number(getattr(limits, name))
        for name in ("must", "must_not", "installed"):
            if getattr(limits, name):
                given[name] = ", ".join(getattr(limits, name))
        for name in ("unit_reach", "twice", "reliable"):
            if share := getattr(limits, name):
                given[name] = self.say("siting-note-in-percent", value=100 * share)
        if limits.powered:
            given["powered"] = self.number(limits.scenarios)
        for one in study.demand:
            if one.served_by:
                kinds = ", ".join(one.served_by)
                name = self.named(one.names)
                yield Words(self.say("siting-note-served", name=name, metres=one.served_m, kinds=kinds))
        for name in ("buildings", "roads"):
            if file := getattr(study, name):
                yield Words(self.say(f"siting-note-{name}", file=file))
        for option in study.options:
            if option.capacity:
                serves = self.number(option.capacity)
                yield Words(self.say("siting-note-capacity", name=self.named(option.names), value=serves))
        for area in study.areas:
            named = self.named(area.names) if area.names else area.id
            yield Words(self.say(f"siting-note-area-{area.use.replace('_', '-')}", name=named))
        for name, value in given.items():
            yield Words(self.say(f"siting-note-rule-{name.replace('_', '-')}", value=value))

    def noted(self, note: str, assumed: bool) -> str:
        mark = self.say("siting-note-assumed") if assumed else ""
        return " · ".join(part for part in (mark, note) if part)

    def method(self) -> Iterator[Words]:
        study, answer = self.study, self.answer
        yield Words(self.say(f"siting-note-method-{study.method.replace('_', '-')}"))
        yield Words(
            self.say(
                "siting-note-asked",
                points=answer.points,
                candidates=answer.candidates,
                seed=study.seed,
                city=self.city.names.get(self.language, self.city.name),
                territory=answer.territory,
            )
        )

    def map(self) -> Map:
        places = [self.city.places[one.unit] for one in self.answer.units if one.unit in self.city.places]
        return Map(
            chosen=tuple((one.lat, one.lon) for one in self.answer.sites),
            left=tuple((one.lat, one.lon) for one in self.answer.left),
            units=tuple((one.lat, one.lon) for one in places),
            words=self.say("siting-note-map-words", sites=len(self.answer.sites), left=len(self.answer.left)),
        )

    def sites(self) -> Rows:
        return Rows(
            self.head("number", "site", "unit", "option", "cost", "adds"),
            tuple(
                (
                    str(row),
                    one.name or one.site,
                    self.unit(one.unit),
                    self.turned(one.option, one.heading_deg),
                    self.number(one.cost),
                    self.reach(one.adds),
                )
                for row, one in enumerate(self.answer.sites, start=1)
            ),
            (0.06, 0.27, 0.2, 0.23, 0.11, 0.13),
        )

    def turned(self, option: str, heading_deg: float) -> str:
        known = self.options[option]
        name = self.named(known.names)
        return name if known.angle_deg >= 360 or not known.range_m else f"{name}, {heading_deg:.0f}°"

    def criteria(self) -> Rows:
        return Rows(
            self.head("criterion", "asked", "reached", "share"),
            tuple(
                (
                    self.named(self.demand[one.criterion].names),
                    self.number(one.demand),
                    self.number(one.reached),
                    self.say("siting-note-in-percent", value=100 * one.reached / one.demand),
                )
                for one in self.answer.criteria
            ),
            (0.46, 0.18, 0.18, 0.18),
        )

    def units(self) -> Rows:
        most = sorted(self.answer.units, key=lambda one: (-one.demand, one.unit))[:_UNITS]
        return Rows(
            self.head("unit", "asked", "reached", "share", "count"),
            tuple(
                (
                    self.unit(one.unit),
                    self.reach(one.demand),
                    self.reach(one.reached),
                    self.say("siting-note-in-percent", value=100 * one.reached / one.demand)
                    if one.demand > 0
                    else "",
                    str(one.sites),
                )
                for one in most
            ),
            (0.36, 0.17, 0.17, 0.17, 0.13),
        )

    def left(self) -> Rows:
        return Rows(
            self.head("site", "unit", "own", "adds", "why"),
            tuple(
                (
                    one.site,
                    self.unit(one.unit),
                    self.reach(one.own),
                    self.reach(one.would_add),
                    self.say(f"siting-note-why-{one.reason.replace('_', '-')}", rival=one.rival or "-"),
                )
                for one in self.answer.left[:_LEFT]
            ),
            (0.22, 0.2, 0.12, 0.12, 0.34),
        )

    def more(self) -> Iterator[Words | Rows]:
        if not self.answer.more:
            yield Words(self.say("siting-note-more-nothing"))
            return
        yield Words(self.say("siting-note-more-words"))
        yield Rows(
            self.head("site", "option", "cost", "adds"),
            tuple(
                (
                    one.site,
                    self.named(self.options[one.option].names),
                    self.number(one.cost),
                    self.reach(one.adds),
                )
                for one in self.answer.more
            ),
            (0.34, 0.34, 0.16, 0.16),
        )

    def head(self, *keys: str) -> tuple[str, ...]:
        return tuple(self.say(f"siting-note-head-{key}") for key in keys)


_EXACT: Final = 1e-7
_LIMITS: Final = ("model", "judge", "date")

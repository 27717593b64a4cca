"""From messages to everything that is known of them: the one place where the parts of ``signals`` meet.

``take`` carries a run of messages through decoding, quality, latest values, detectors and rules into the
history's memory; ``commit`` makes it durable. All of it is plain calls in one thread; only ``commit`` and
``tell`` may run beside ``take``.
"""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from sqlalchemy.engine import Engine

from luylau.city.model import City, Criticality
from luylau.incidents import (
    Combiner,
    Finding,
    FindingChange,
    IncidentBook,
    RuleEngine,
    RuleSet,
    is_combined,
    is_scene,
)
from luylau.incidents.causes import GROUP as CAUSES
from luylau.incidents.causes import NO_POWER, CauseBook, CauseEngine, Correlator, Described, Describer
from luylau.incidents.reports import ReportEvidence
from luylau.kernel.clock import MICROS
from luylau.telemetry.decode import Decoded, Decoder, Message, Refusal
from luylau.telemetry.detectors import DetectorBank
from luylau.telemetry.history import HistoryWriter
from luylau.telemetry.latest import LatestValues
from luylau.telemetry.observations import Batch, Quality, UInt16
from luylau.telemetry.quality import QualityChecker
from luylau.telemetry.series import ChannelSpec, SeriesTable

KEPT_REFUSALS = 50
REFRESHES_DAYS = 30
TOLD_AT_ONCE = 25
"""Changes of findings that one transaction writes: a tenth of a second's work, so that neither the history
nor an operator's act has to wait long for its turn to write."""


class CityNow:
    """The city as it is now, as the hot path asks of it; ``city`` is put in anew when the pack changes."""

    def __init__(self, city: City) -> None:
        self.city = city

    def is_device(self, device: str) -> bool:
        """Say whether the pack has a device of this id in service."""
        asset = self.city.assets.get(device)
        return asset is not None and asset.status != "retired" and self.city.kinds[asset.kind].is_device

    def spec(self, device: str, channel: str) -> ChannelSpec | None:
        """Return what the pack knows of a channel, in the form that the checks read."""
        known = self.city.channel(device, channel)
        if known is None:
            return None
        return ChannelSpec(
            unit=known.unit,
            low=known.low,
            high=known.high,
            max_rate=known.max_rate,
            stuck_after_s=known.stuck_after_s,
            period_s=known.period_s,
            resolution=known.resolution,
        )

    def is_watched(self, device: str, channel: str) -> bool:
        """Say whether the detectors are to watch a series."""
        known = self.city.channel(device, channel)
        return known is not None and known.anomaly

    def criticality(self, asset: str) -> Criticality:
        """Return how much depends on an asset; "normal" for one that the pack does not know."""
        known = self.city.assets.get(asset)
        return "normal" if known is None else known.criticality

    def days(self, device: str) -> int:
        """Return for how many days a device's observations are kept."""
        asset = self.city.assets.get(device)
        kind = None if asset is None else self.city.kinds[asset.kind]
        return (kind.retention_days if kind else 0) or self.city.retention_days


@dataclass(slots=True)
class Counts:
    """What went through since the start.

    ``refusals`` holds the newest refused messages, at most ``KEPT_REFUSALS``; ``flags`` counts observations
    by bit.
    """

    messages: int = 0
    observations: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    refusals: deque[Refusal] = field(default_factory=lambda: deque(maxlen=KEPT_REFUSALS))
    flags: Counter[Quality] = field(default_factory=Counter)

    def note(self, decoded: Decoded, messages: int) -> None:
        """Count what became of a run of messages."""
        self.messages += messages
        self.refused.update(refusal.key for refusal in decoded.refused)
        self.refusals.extend(decoded.refused)

    def note_quality(self, quality: UInt16) -> None:
        """Count observations and why they were flagged."""
        self.observations += len(quality)
        if quality.any():
            for flag in Quality:
                self.flags[flag] += int(np.count_nonzero(quality & int(flag)))

    def marked(self) -> dict[str, int]:
        """Return the observations flagged so far, by the flag's name in lower case."""
        return {str(flag.name).lower(): count for flag, count in self.flags.items() if count}


def _is_by_rule(finding: Finding) -> bool:
    return finding.group != CAUSES and not is_combined(finding) and not is_scene(finding)


class Pipeline:
    """The parts of ``signals``, in the order that data takes."""

    def __init__(
        self,
        *,
        engine: Engine,
        now: CityNow,
        table: SeriesTable,
        decoder: Decoder,
        checker: QualityChecker,
        bank: DetectorBank,
        rules: RuleEngine,
        combiner: Combiner,
        correlator: Correlator,
        book: IncidentBook,
        cause_book: CauseBook,
        latest: LatestValues,
        history: HistoryWriter,
    ) -> None:
        self._engine = engine
        self._now = now
        self._table = table
        self._decoder = decoder
        self._checker = checker
        self._bank = bank
        self._rules = rules
        self._combiner = combiner
        self._correlator = correlator
        self._book = book
        self._cause_book = cause_book
        self._latest = latest
        self._history = history
        self._configured = 0
        self._untold: deque[FindingChange] = deque()
        self._undescribed: dict[str, Described] = {}
        self._noted = 0
        self._told = 0
        self._telling = Lock()
        self._committing = Lock()
        # A message's rows and its number go together, so that a commit beside ``take`` never parts them.
        self._waiting: deque[tuple[Batch, int]] = deque()
        self._marks: dict[str, int] = {}
        self._taken: dict[str, int] = {}
        self.counts = Counts()
        self.configure()

    def take(self, stream: str, messages: Sequence[Message], now_us: int) -> Decoded:
        """Take a run of messages of one stream, in its order."""
        decoded = self._decoder.decode(stream, messages)
        self.counts.note(decoded, len(messages))
        batch = self.observe(decoded.batch, now_us)
        self.counts.note_quality(batch.quality)
        self._taken[stream] = messages[-1].seq
        self._waiting.append((batch, messages[-1].seq))
        return decoded

    def observe(self, batch: Batch, now_us: int, clock_us: int | None = None) -> Batch:
        """Check, keep as latest, score and judge a batch as at ``now_us``; return it with its quality flags.

        ``clock_us`` is the machine's time where that is another one (a replay).
        """
        if self._configured < len(self._table):
            self.configure()
        batch = self._checker.check(batch, now_us=now_us)
        self._latest.apply(batch, now_us if clock_us is None else clock_us)
        found = self._bank.update(batch.series, batch.time_us, batch.value, batch.quality)
        changes = self._rules.apply(batch, found.transitions, now_us)
        self._correlator.take(batch, self._table.keys, self._rules.sight_us)
        self._note(self._sifted(changes, now_us))
        return batch

    def adopt(self) -> None:
        """Take over the findings that the incident book holds open; to be called once, after the models are
        loaded."""
        held = self._book.open_findings()
        self._correlator.adopt(held, self._rules.sight_us)
        gone = self._rules.adopt(one for one in held if _is_by_rule(one))
        over = {change.finding.id for change in gone}
        self._note([*gone, *self._combiner.adopt([one for one in held if one.id not in over])])

    def resume(self, durable: Mapping[str, int]) -> None:
        """Say that the models know what the history holds, up to ``durable`` of each stream.

        Else a checkpoint would not name the streams of which nothing came in this life, and the next start
        would replay them from their beginning.
        """
        self._taken.update(durable)

    def tick(self, now_us: int) -> None:
        """Let silence be noticed and durations run out."""
        changes = self._rules.tick(now_us)
        sight_us = self._rules.sight_us
        account = self._correlator.tick(sight_us, self._rules.to_wall)
        self._undescribed.update(account.described)
        # What was held, and what a cause is found for late, may be parts of combinations too.
        found = [*account.changes, *self._correlator.sift(changes, sight_us)]
        self._note(self._combiner.apply(found, now_us))

    def hear_scenes(self, changes: Sequence[FindingChange], now_us: int) -> None:
        """Take what cameras see."""
        self._note(self._combiner.apply(changes, now_us))

    def hear_residents(self, said: ReportEvidence, now_us: int) -> None:
        """Take the citizens' reports in force as evidence of outages."""
        rows = np.flatnonzero(np.array(said.kind, np.str_) == NO_POWER)
        # The age of a report is the same by both clocks, as far as the platform has listened.
        time_us = self._rules.sight_us - (now_us - said.time_us[rows])
        self._correlator.hear_residents(said.lat[rows], said.lon[rows], time_us)

    @property
    def taken(self) -> dict[str, int]:
        """How far each stream has been taken in: the watermarks of the models' state."""
        return dict(self._taken)

    @property
    def pending_rows(self) -> int:
        """How many observations are not yet known to be durable."""
        return self._history.pending_rows + sum(len(batch) for batch, _ in list(self._waiting))

    @property
    def noted(self) -> int:
        """How many changes of findings there have been: the models' state counts them all as told."""
        return self._noted

    def has_told(self, noted: int) -> bool:
        """Say whether the first ``noted`` changes of findings have been written down."""
        return self._told >= noted

    @property
    def has_news(self) -> bool:
        """Whether there are changes of findings that have not been written down."""
        return bool(self._untold or self._undescribed)

    def tell(self) -> bool:
        """Write changes of findings down that are not yet, ``TOLD_AT_ONCE`` at most; say whether there were
        any. May run beside ``take``.

        Raises:
            OperationalError: the database is away, locked for too long, or its disk is full; call again
            later.
        """
        # One after another: a clearing must not overtake its opening.
        with self._telling:
            changes = [self._untold.popleft() for _ in range(min(len(self._untold), TOLD_AT_ONCE))]
            try:
                self._book.record(changes)
            except BaseException:
                self._untold.extendleft(reversed(changes))
                raise
            self._told += len(changes)
            # What stands for a cause is in the book before what is told of it.
            described = {} if self._untold else dict(self._undescribed)
            self._cause_book.record(described)
            for finding, what in described.items():
                if self._undescribed.get(finding) is what:
                    del self._undescribed[finding]
        return bool(changes or described)

    def _sifted(self, changes: Sequence[FindingChange], now_us: int) -> list[FindingChange]:
        """Return what the rules found as it is to be told: under its cause, or in a combination."""
        return self._combiner.apply(self._correlator.sift(changes, self._rules.sight_us), now_us)

    def _note(self, changes: Sequence[FindingChange]) -> None:
        self._untold.extend(changes)
        self._noted += len(changes)

    def days_of(self, series: int) -> int:
        """Return for how many days the observations of a series are kept."""
        return self._now.days(self._table.keys[series][0])

    def forget(self, now_us: int) -> int:
        """Delete what was only told to say that an incident went on, once it is ``REFRESHES_DAYS`` old."""
        return self._book.forget_refreshes(now_us - REFRESHES_DAYS * 86_400 * MICROS)

    def commit(self) -> dict[str, int]:
        """Make everything taken so far durable; return the streams' watermarks. May run beside ``take``.

        Raises:
            Unavailable: the disk is full or read-only; nothing is lost, call again later.
            OperationalError: the database is away; likewise.
        """
        with self._committing:
            for _ in range(len(self._waiting)):
                batch, upto = self._waiting.popleft()
                self._history.append(batch)
                self._marks[batch.stream] = upto
            with self._engine.begin() as connection:
                new = self._table.save(connection)
                self._history.commit(connection, self._marks)
            self._table.saved(new)
            self._history.saved()
            return dict(self._marks)

    def respec(self, city: City, rules: RuleSet, now_us: int, causes: tuple[CauseEngine, Describer]) -> None:
        """Take a changed pack or changed rules into force; ``causes`` are the changed city's."""
        self._now.city = city
        self._table.respec(self._now.spec)
        self._decoder.forget()
        self.configure()
        changes = self._rules.respec(city, rules, now_us)
        self._correlator.rebuild(*causes, self._rules.sight_us)
        self._note(self._sifted(changes, now_us))
        self._note(self._combiner.respec(city, rules.combinations, now_us))

    def configure(self) -> None:
        """Tell the detectors which series to watch, and how fine their sensors are."""
        self._configured = len(self._table)
        watched = np.zeros(self._configured, np.bool_)
        for number, (device, channel) in enumerate(self._table.keys):
            watched[number] = self._now.is_watched(device, channel)
        self._bank.configure(enabled=watched, resolution=self._table.limit("resolution"))

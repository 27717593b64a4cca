"""From messages to everything that is known of them: the one place where the parts of ``signals`` meet.

``take`` carries a run of messages through decoding, quality, latest values, detectors and rules into the
history's memory; ``commit`` makes it durable. All of it is plain calls in one thread; only ``commit`` may run beside
``take``.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.engine import Engine

from luylau.city.model import City
from luylau.incidents import AnomalyColumns, FindingChange, IncidentBook, RuleEngine, RuleSet
from luylau.telemetry.decode import Decoded, Decoder, Message, Refusal
from luylau.telemetry.detectors import DetectorBank, DetectorOutput
from luylau.telemetry.history import HistoryWriter
from luylau.telemetry.latest import LatestValues
from luylau.telemetry.observations import Batch
from luylau.telemetry.quality import QualityChecker
from luylau.telemetry.series import ChannelSpec, SeriesTable, SpecOf


@dataclass(slots=True)
class Counts:
    """What went through since the start."""

    messages: int = 0
    observations: int = 0
    bad: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    """The newest refused messages, at most ``KEPT_REFUSALS``."""


KEPT_REFUSALS = 50


class Pipeline:
    """The parts of ``signals``, in the order that data takes."""

    def __init__(
        self,
        *,
        engine: Engine,
        city: City,
        table: SeriesTable,
        decoder: Decoder,
        checker: QualityChecker,
        bank: DetectorBank,
        rules: RuleEngine,
        book: IncidentBook,
        latest: LatestValues,
        history: HistoryWriter,
    ) -> None:
        self._engine = engine
        self._city = city
        self._table = table
        self._decoder = decoder
        self._checker = checker
        self._bank = bank
        self._rules = rules
        self._book = book
        self._latest = latest
        self._history = history
        self._configured = 0
        self._untold: list[FindingChange] = []
        self._commit_lock = threading.Lock()
        self.counts = Counts()
        self.configure()

    def take(self, stream: str, messages: Sequence[Message], now_us: int) -> Decoded:
        """Take a run of messages of one stream, in its order."""
        decoded = self._decoder.decode(stream, messages)
        counts = self.counts
        counts.messages += len(messages)
        for refusal in decoded.refused:
            counts.refused[refusal.key] += 1
        counts.refusals = [*counts.refusals, *decoded.refused[-KEPT_REFUSALS:]][-KEPT_REFUSALS:]
        upto = messages[-1].seq if messages else 0
        self._history.append(self.observe(decoded.batch, now_us), upto=upto)
        return decoded

    def observe(self, batch: Batch, now_us: int) -> Batch:
        """Check, keep as latest, score and judge a batch; return it with its quality flags."""
        if self._configured < len(self._table):
            self.configure()
        batch = self._checker.check(batch, now_us)
        self._latest.apply(batch)
        found = self._bank.update(batch.series, batch.time_us, batch.value, batch.quality)
        self._untold += self._rules.apply(batch, _columns(found), now_us)
        self.counts.observations += len(batch)
        self.counts.bad += int(len(batch) - np.count_nonzero(batch.good))
        return batch

    def tick(self, now_us: int) -> None:
        """Let silence be noticed and durations run out."""
        self._untold += self._rules.tick(now_us)

    def tell(self) -> None:
        """Write the changes of findings down that are not yet; what the database refuses is told again next
        time.

        Raises:
            OperationalError: the database is away, locked for too long, or its disk is full.
        """
        if self._untold:
            self._book.record(self._untold)
            self._untold = []

    def commit(self) -> int:
        """Make everything taken so far durable; return the observations written.

        Raises:
            Unavailable: the disk is full or read-only; nothing is lost, call again later.
            OperationalError: the database is away; likewise.
        """
        with self._commit_lock:
            with self._engine.begin() as connection:
                new = self._table.save(connection)
                rows = self._history.commit(connection)
            self._table.saved(new)
            self._history.saved()
        return rows

    def respec(self, city: City, rules: RuleSet, now_us: int) -> None:
        """Take a changed pack or changed rules into force."""
        self._city = city
        self._table.respec(spec_of(city))
        self._decoder.forget()
        self.configure()
        self._untold += self._rules.respec(city, rules, now_us)

    def configure(self) -> None:
        """Tell the detectors which series to watch, and how fine their sensors are."""
        self._configured = len(self._table)
        watched = np.zeros(self._configured, np.bool_)
        for number, (device, channel) in enumerate(self._table.keys):
            known = self._city.channel(device, channel)
            watched[number] = known is not None and known.anomaly
        self._bank.configure(enabled=watched, resolution=self._table.limit("resolution"))


def spec_of(city: City) -> SpecOf:
    """Return what the pack knows of a channel, in the form that the checks read."""

    def look_up(device: str, channel: str) -> ChannelSpec | None:
        known = city.channel(device, channel)
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

    return look_up


def _columns(found: DetectorOutput) -> AnomalyColumns | None:
    """Return the detectors' transitions as the rules read them; None where nothing began or ended."""
    said = found.transitions
    if not said:
        return None

    def column(name: str) -> NDArray[np.float64]:
        return np.array([getattr(one, name) for one in said], np.float64)

    return AnomalyColumns(
        series=np.array([one.series for one in said], np.int32),
        time_us=np.array([one.time_us for one in said], np.int64),
        began=np.array([one.began for one in said], np.bool_),
        score=column("score"),
        value=column("value"),
        low=column("low"),
        high=column("high"),
    )

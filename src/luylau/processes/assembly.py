"""The parts of ``signals`` put together from a data folder, with what they had learned before."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy.engine import Engine

from luylau.city import load
from luylau.incidents import Combiner, Escalation, IncidentBook, RuleEngine, load_rules
from luylau.incidents.causes import CauseBook, Correlator
from luylau.incidents.reports import ReportBook
from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.errors import BadFile
from luylau.kernel.events import SqlEventLog
from luylau.kernel.sql import reader
from luylau.processes.correlation import cause_engine, without_grid
from luylau.processes.data import DataFolder
from luylau.processes.database import prepare_database
from luylau.processes.memory import Memory
from luylau.processes.pipeline import CityNow, Pipeline
from luylau.settings import Settings
from luylau.telemetry.channels import ChannelBook, StrangerLimits
from luylau.telemetry.decode import Decoder
from luylau.telemetry.detectors import DetectorBank
from luylau.telemetry.flood import FloodGate
from luylau.telemetry.history import HistoryUpkeep, HistoryWriter, since
from luylau.telemetry.latest import LatestValues
from luylau.telemetry.observations import Quality
from luylau.telemetry.quality import QualityChecker, QualitySettings
from luylau.telemetry.series import SeriesTable
from luylau.telemetry.unknown import UnknownDevices

log = logging.getLogger(__name__)

RELEARN_US = 86_400 * MICROS
"""How far back the models learn when there is nothing of them to go on with."""

_FROM_DECODER = int(Quality.UNIT | Quality.NOT_FINITE | Quality.UNKNOWN_DEVICE | Quality.UNKNOWN_CHANNEL)
"""Flags that the checks did not set, so they stay when the checks are made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """All parts of ``signals``. ``grid_fault``: why causes are sought without a grid, if they are."""

    data: DataFolder
    settings: Settings
    clock: Clock
    engine: Engine
    now: CityNow
    table: SeriesTable
    pipeline: Pipeline
    rules: RuleEngine
    latest: LatestValues
    history: HistoryWriter
    upkeep: HistoryUpkeep
    memory: Memory
    unknown: UnknownDevices
    escalation: Escalation
    reports: ReportBook
    grid_fault: BadFile | None

    def close(self) -> None:
        """Let another process take the history over."""
        self.history.close()
        self.engine.dispose()


def assemble(data: DataFolder, settings: Settings, clock: Clock) -> Assembly:
    """Put the parts together and bring them to where the history ends.

    Raises:
        BadFile: the pack or its rules have faults.
        Conflict: another process writes this history.
        Unavailable: the disk refuses.
    """
    engine = prepare_database(data.database_url(settings))
    city = load(data.city)
    now = CityNow(city)
    table = SeriesTable(engine, now.spec)
    checker = QualityChecker(table, QualitySettings(ahead_s=settings.ingest.future_tolerance_s))
    bank = DetectorBank(series=len(table))
    rule_set = load_rules(data.city, city)
    rules = RuleEngine(city, rule_set, table)
    combiner = Combiner(city, rule_set.combinations)
    latest = LatestValues()
    history = HistoryWriter(data.history, engine)
    events = SqlEventLog()
    book = IncidentBook(engine, events, clock, now.criticality)
    grid_fault: BadFile | None = None
    try:
        causes = cause_engine(data.city, city)
    except BadFile as error:
        # Telemetry and rules need no grid: better a watch without it than none.
        log.error("the grid has faults, and causes are sought without it: %s", error)
        causes, grid_fault = without_grid(city), error
    correlator = Correlator(*causes)
    decoder = Decoder(
        table=table,
        book=ChannelBook(
            tenant=city.id,
            table=table,
            is_device=now.is_device,
            limits=StrangerLimits(
                devices=settings.ingest.max_unknown_devices, channels=settings.ingest.max_unknown_channels
            ),
        ),
        gate=FloodGate(settings.ingest.max_device_messages_per_s, settings.ingest.max_device_burst),
    )
    pipeline = Pipeline(
        engine=engine,
        now=now,
        table=table,
        decoder=decoder,
        checker=checker,
        bank=bank,
        rules=rules,
        combiner=combiner,
        correlator=correlator,
        book=book,
        cause_book=CauseBook(engine, events, clock, book),
        latest=latest,
        history=history,
    )
    memory = Memory(
        data.checkpoint,
        checker=checker,
        bank=bank,
        rules=rules,
        combiner=combiner,
        correlator=correlator,
        latest=latest,
    )
    marks = memory.read()
    if marks is not None and not memory.has_latest:
        log.warning("the latest values are learned anew from the last day")
        for batch in since(data.history, engine, {}, oldest_us=clock.now_us() - RELEARN_US):
            latest.apply(batch, clock.now_us())
    pipeline.adopt()
    replay(data, engine, pipeline, marks, clock)
    with reader(engine) as connection:
        pipeline.resume(history.committed(connection))
    return Assembly(
        data=data,
        settings=settings,
        clock=clock,
        engine=engine,
        now=now,
        table=table,
        pipeline=pipeline,
        rules=rules,
        latest=latest,
        history=history,
        upkeep=HistoryUpkeep(data.history, engine),
        memory=memory,
        unknown=UnknownDevices(engine, events),
        escalation=Escalation(engine, events, clock, settings.incidents),
        reports=ReportBook(engine, events, clock),
        grid_fault=grid_fault,
    )


def replay(
    data: DataFolder, engine: Engine, pipeline: Pipeline, marks: Mapping[str, int] | None, clock: Clock
) -> None:
    """Let the models learn what the history holds above ``marks``; without any, of the last day."""
    oldest_us = clock.now_us() - RELEARN_US if marks is None else 0
    rows = 0
    for batch in since(data.history, engine, marks or {}, oldest_us=oldest_us):
        raw = replace(batch, quality=batch.quality & np.uint16(_FROM_DECODER))
        pipeline.observe(raw, int(batch.received_us[-1]), clock.now_us())
        rows += len(batch)
    log.info("replayed %s observations", rows)

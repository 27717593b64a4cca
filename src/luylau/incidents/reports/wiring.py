"""All parts of citizen reports, put together for one installation."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy.engine import Engine

from luylau.incidents.acts import Auditor
from luylau.incidents.reports.book import ReportBook
from luylau.incidents.reports.desk import ReportDesk
from luylau.incidents.reports.door import ReportDoor
from luylau.incidents.reports.keeping import ReportKeeper
from luylau.incidents.reports.photos import PhotoMasker
from luylau.incidents.reports.services import ServiceShelf
from luylau.kernel.clock import Clock
from luylau.kernel.events import EventLog
from luylau.settings.reports import ReportSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """What the routes and the process need of citizen reports."""

    shelf: ServiceShelf
    book: ReportBook
    desk: ReportDesk
    door: ReportDoor
    keeper: ReportKeeper
    masker: PhotoMasker

    @classmethod
    def wire(
        cls,
        folder: Path,
        engine: Engine,
        event_log: EventLog,
        clock: Clock,
        auditor: Auditor,
        settings: ReportSettings,
    ) -> Self:
        """Put the parts together; ``folder`` is the city pack's.

        Raises:
            BadFile: the pack's ``reports.toml`` has faults.
        """
        return cls(
            shelf=ServiceShelf(folder),
            book=ReportBook(engine, event_log, clock),
            desk=ReportDesk(engine, event_log, clock, auditor),
            door=ReportDoor(settings),
            keeper=ReportKeeper(engine, event_log, clock, auditor, settings),
            masker=PhotoMasker.wire(settings),
        )

"""All of the playbooks in one hand."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy.engine import Engine

from luylau.incidents.acts import Auditor
from luylau.incidents.book import IncidentBook
from luylau.incidents.desk import IncidentDesk
from luylau.incidents.playbooks.book import PlaybookDesk
from luylau.incidents.playbooks.drills import DrillDesk, DrillReader
from luylau.incidents.playbooks.file import PlaybookShelf
from luylau.incidents.playbooks.runs import RunReader
from luylau.incidents.playbooks.sending import DraftDesk
from luylau.kernel.clock import Clock
from luylau.kernel.events import EventLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbooks:
    """The pack's playbooks, their runs, drafts and drills."""

    shelf: PlaybookShelf
    desk: PlaybookDesk
    runs: RunReader
    drafts: DraftDesk
    drill_desk: DrillDesk
    drills: DrillReader

    @classmethod
    def wire(
        cls,
        folder: Path,
        engine: Engine,
        event_log: EventLog,
        clock: Clock,
        auditor: Auditor,
        incidents: IncidentDesk,
    ) -> Self:
        """Return them for the pack in ``folder``; the tasks of ``incidents`` are followed from then on."""
        desk = PlaybookDesk(engine, event_log, clock, auditor, incidents.tasks)
        return cls(
            shelf=PlaybookShelf(folder),
            desk=desk,
            runs=RunReader(engine),
            drafts=DraftDesk(engine, event_log, clock, auditor),
            drill_desk=DrillDesk(
                engine,
                event_log,
                clock,
                auditor,
                opener=IncidentBook(engine, event_log, clock),
                ender=incidents,
                playbooks=desk,
            ),
            drills=DrillReader(engine, clock),
        )

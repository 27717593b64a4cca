"""What the routes need, handed in from outside: nothing here is global."""

from dataclasses import dataclass
from typing import Annotated, Literal, Protocol

from fastapi import Depends, Request
from sqlalchemy.engine import Engine

from luylau.api.camerahub import CameraHub
from luylau.api.cityview import CityHolder
from luylau.api.gridestimate import GridEstimator
from luylau.api.gridlive import GridLive
from luylau.api.gridview import GridHolder
from luylau.api.health import HealthBoard
from luylau.api.live import LiveValues
from luylau.api.streaming import StreamHub
from luylau.incidents import IncidentDesk, IncidentReader, RuleDesk
from luylau.incidents.notify import DeliveryReader, NotifyDesk, NotifyKeys
from luylau.incidents.playbooks import Playbooks
from luylau.incidents.reports import Reports
from luylau.kernel.clock import Clock
from luylau.kernel.events import EventLog
from luylau.power.outages import OutageLog
from luylau.power.proposals import ProposalBook
from luylau.security import Security
from luylau.settings import Settings
from luylau.siting.coarse import CoarseModels
from luylau.siting.desk import StudyDesk
from luylau.siting.files import StudyFiles
from luylau.siting.runs import AnswerFiles, RunBook
from luylau.telemetry.history import HistoryReader
from luylau.telemetry.unknown import UnknownDevices
from luylau.vision.archive import ClipStore
from luylau.vision.events import EventBook
from luylau.vision.plan_desk import PlanDesk

Announcement = Literal["events.hint", "city.changed", "rules.changed", "studies.changed"]
"""What other processes are told of, by the subject on the bus."""


class IngestPublisher(Protocol):
    """What keeps an observation's message durably."""

    async def publish(self, device: str, channel: str, payload: bytes, message_id: str) -> None:
        """Return once the message is on disk; one that came before under ``message_id`` is not kept again.

        Raises:
            Unavailable: the broker is away or did not answer in time.
        """
        ...


class Bus(Protocol):
    """What tells other processes that something changed; a message lost does no harm, for they also look."""

    def announce(self, what: Announcement) -> None:
        """Tell it, from any thread, without waiting."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """All parts behind the routes."""

    settings: Settings
    clock: Clock
    engine: Engine
    events: EventLog
    security: Security
    city: CityHolder
    incidents: IncidentReader
    desk: IncidentDesk
    rules: RuleDesk
    history: HistoryReader
    unknown: UnknownDevices
    live: LiveValues
    hub: StreamHub
    health: HealthBoard
    ingest: IngestPublisher
    bus: Bus
    grid: GridHolder
    grid_live: GridLive
    grid_estimator: GridEstimator
    outages: OutageLog
    proposals: ProposalBook
    reports: Reports
    playbooks: Playbooks
    notify: NotifyDesk
    notify_keys: NotifyKeys
    deliveries: DeliveryReader
    cameras: PlanDesk
    camera_hub: CameraHub
    camera_events: EventBook
    clips: ClipStore
    studies: StudyDesk
    study_files: StudyFiles
    study_runs: RunBook
    coarse_models: CoarseModels
    answers: AnswerFiles


def services_of(request: Request) -> Services:
    """Return the services that the application was made with."""
    services = request.app.state.services
    assert isinstance(services, Services)
    return services


ServicesDep = Annotated[Services, Depends(services_of)]
"""The services, as a route's parameter."""

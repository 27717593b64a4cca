"""What a worker's cameras are planned to be, as the city pack says it now."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from luylau.city import load, pack_version
from luylau.city.model import City
from luylau.kernel.errors import BadFile
from luylau.vision.plan import CameraPlan
from luylau.vision.plan_file import CamerasFile

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """The city, whose pack has the ``version``, its time zone, and the plan of each camera."""

    city: City
    version: str
    zone: ZoneInfo
    of: Mapping[str, CameraPlan]


class PlansOfPack:
    """Reads the plans of those cameras of the pack in ``folder`` that are ``mine``."""

    def __init__(self, folder: Path, mine: Callable[[str], bool]) -> None:
        self._folder = folder
        self._mine = mine
        self._file = CamerasFile(folder)

    def first(self) -> tuple[Plans, BadFile | None]:
        """Return the plans; where their file has faults, these and none.

        Raises:
            BadFile: the rest of the pack has faults.
        """
        version, city = pack_version(self._folder), load(self._folder)
        nobody = Plans(city=city, version=version, zone=ZoneInfo(city.time_zone), of={})
        try:
            return self.load(nobody), None
        except BadFile as error:
            log.error("no camera is watched: %s", error)
            return nobody, error

    def load(self, before: Plans) -> Plans:
        """Return the plans as they are now; the city of ``before`` where the pack is the same.

        Raises:
            BadFile: the pack or its plans have faults.
        """
        version = pack_version(self._folder)
        city = before.city if version == before.version else load(self._folder)
        plans = self._file.load(city)
        return Plans(
            city=city,
            version=version,
            zone=ZoneInfo(city.time_zone),
            of={plan.camera: plan for plan in plans.plans if self._mine(plan.camera)},
        )

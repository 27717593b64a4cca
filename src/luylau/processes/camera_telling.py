"""What scenes have found, on its way into the book of camera events and to ``signals``.

Nothing is lost while either is away: what is not told yet waits, the newest state of each finding. What a
worker that was killed left open is taken up where the same scene goes on, and else taken back.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from sqlalchemy.exc import OperationalError

from luylau.city.model import City
from luylau.incidents import Finding, FindingChange, group_of_scene, rule_of_scene
from luylau.incidents.findings import What
from luylau.kernel.bus import Bus
from luylau.kernel.errors import LuylauError
from luylau.kernel.messages import LANGUAGES, message
from luylau.processes.signals import SCENES
from luylau.vision.events import CameraEvent, EventBook
from luylau.vision.plan import CameraPlan
from luylau.vision.scenes import SceneChange, finding_id

log = logging.getLogger(__name__)

ORPHANED_S: Final = 180.0
"""What was found before a camera was begun anew is taken back if it is not found again for so long: what a
picture usually looks like is learned in two minutes."""
AT_ONCE: Final = 100
"""Findings that are told in one call: a message to the broker has its limits."""
CONDITION: Final = "condition:"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    event: CameraEvent
    changes: tuple[FindingChange, ...]
    """The newest; what began and ended before it could be told is both."""


class CameraTelling:
    """Takes changes from the cameras' threads; ``run`` tells them, in the order of each finding."""

    def __init__(
        self, bus: Bus, book: EventBook, city: Callable[[], City], mine: Callable[[str], bool]
    ) -> None:
        """``mine`` says which cameras are this worker's."""
        self._bus = bus
        self._book = book
        self._city = city
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._waiting: dict[str, _Told] = {}
        """By the id of the finding: what became of it, not told yet."""
        self._open: dict[str, CameraEvent] = {}
        until_s = time.monotonic() + ORPHANED_S
        self._orphans: dict[tuple[str, str], tuple[CameraEvent, float]] = {
            (event.camera, event.scene): (event, until_s) for event in book.lasting() if mine(event.camera)
        }
        """What lasted when its camera was begun anew, and until when it may be found again."""
        self._ids: dict[str, str] = {}
        """Findings that go on as one from before this process."""
        self.trouble = ""

    def take(self, plan: CameraPlan, changes: Sequence[SceneChange], model: str) -> None:
        """Take what became of findings, from any thread."""
        self._loop.call_soon_threadsafe(self._take, plan, changes, model)

    def finding_of(self, change: SceneChange) -> str:
        """Return the id of the finding that a change is about, as it is told."""
        own = f"finding-{change.finding[:24]}"
        return self._ids.get(own, own)

    def lasting(self, camera: str) -> frozenset[str]:
        """Return the scenes of a camera that is begun anew whose findings last, as they were told."""
        return frozenset(scene for one, scene in self._orphans if one == camera)

    def leave(self, camera: str, time_us: int, *, scenes: Mapping[str, int] | None = None) -> None:
        """Take back what is open of a camera: all, or what none of ``scenes`` (version by id) is about. The
        rest is found again, or taken back later: the camera is begun anew."""
        until_s = time.monotonic() + ORPHANED_S
        orphans = [event for event, _ in self._orphans.values()]
        for event in [one for one in (*self._open.values(), *orphans) if one.camera == camera]:
            key = (camera, event.scene)
            goes_on = scenes is not None and (
                event.scene.startswith(CONDITION) or scenes.get(event.scene) == event.scene_version
            )
            if goes_on:
                self._open.pop(event.id, None)
                self._orphans.setdefault(key, (event, until_s))
            else:
                self._orphans.pop(key, None)
                self._put(replace(event, cleared_us=max(time_us, event.opened_us)), "cleared")

    async def run(self) -> None:
        """Tell what comes, again and again where somebody is away."""
        while True:
            await self._news.wait()
            self._news.clear()
            if not await self.tell():
                await asyncio.sleep(1.0)
                self._news.set()

    async def tell(self) -> bool:
        """Tell all that waits; say whether it worked."""
        while self._waiting:
            if not await self._tell(dict(islice(self._waiting.items(), AT_ONCE))):
                return False
        return True

    async def _tell(self, told: Mapping[str, _Told]) -> bool:
        try:
            await asyncio.to_thread(self._book.record, [one.event for one in told.values()])
            await self._bus.call(SCENES, [change for one in told.values() for change in one.changes], int)
        except (LuylauError, OperationalError) as error:
            if not self.trouble:
                log.error("what cameras see cannot be told: %s", error)
            self.trouble = error.key if isinstance(error, LuylauError) else "database-away"
            return False
        self.trouble = ""
        for key, one in told.items():
            if self._waiting.get(key) is one:
                del self._waiting[key]
        return True

    def look(self, now_us: int) -> None:
        """Take back what was open before its camera was begun anew and has not been found again."""
        for key, (event, until_s) in list(self._orphans.items()):
            if time.monotonic() >= until_s:
                del self._orphans[key]
                self._put(replace(event, cleared_us=max(now_us, event.opened_us)), "cleared")

    def _take(self, plan: CameraPlan, changes: Sequence[SceneChange], model: str) -> None:
        for change in changes:
            asset = self._city().assets.get(plan.camera)
            if asset is None:
                continue
            scene = next((one for one in plan.scenes if one.id == change.scene), None)
            own = f"finding-{change.finding[:24]}"
            orphan = self._orphans.get((plan.camera, change.scene))
            if orphan is not None and orphan[0].scene_version == change.version:
                before, _ = self._orphans.pop((plan.camera, change.scene))
                self._ids[own] = before.id
                self._open[before.id] = before
            finding = self._ids.get(own, own)
            known = self._open.get(finding)
            what, opened_us = change.what, change.since_us
            if known is None and what == "cleared":
                continue  # it was taken back before
            if known is None and what == "refreshed":
                # It was taken back while its camera showed nothing for long: what goes on is another one.
                finding = self._ids[own] = f"finding-{finding_id(own, finding, 0, change.time_us)[:24]}"
                # It begins here, for the one before it is over only just.
                what, opened_us = "opened", change.time_us
            event = CameraEvent(
                id=finding,
                camera=plan.camera,
                place=asset.place,
                scene=change.scene,
                scene_name=scene.name if scene is not None else "",
                scene_version=change.version,
                kind=change.kind,
                label=change.label,
                severity=scene.severity if scene is not None else "minor",
                opened_us=known.opened_us if known is not None else opened_us,
                seen_us=change.time_us,
                cleared_us=change.time_us if change.what == "cleared" else None,
                confidence=round(change.confidence, 3),
                box=change.box or (),
                key=change.key,
                fields=dict(change.fields),
                model=model,
                simulated=plan.simulated or asset.status == "simulated",
            )
            self._put(event, what, value=change.value, threshold=change.threshold, unit=change.unit)

    def _put(
        self, event: CameraEvent, what: What, *, value: float = 0.0, threshold: float = 0.0, unit: str = ""
    ) -> None:
        if event.cleared_us is None:
            self._open[event.id] = event
        else:
            self._open.pop(event.id, None)
        finding = finding_of_event(event, self._city(), value=value, threshold=threshold, unit=unit)
        waits = self._waiting.get(event.id)
        begins = waits is not None and waits.changes[0].what == "opened"
        opened = FindingChange(what="opened", finding=replace(finding, cleared_us=None))
        changes: tuple[FindingChange, ...] = (FindingChange(what=what, finding=finding),)
        if begins:
            changes = (opened, *changes) if what == "cleared" else (opened,)
        self._waiting[event.id] = _Told(event=event, changes=changes)
        self._news.set()


def finding_of_event(
    event: CameraEvent, city: City, *, value: float = 0.0, threshold: float = 0.0, unit: str = ""
) -> Finding:
    """Return the finding that an event is to the incidents."""
    asset, place = city.assets.get(event.camera), city.places.get(event.place)
    return Finding(
        id=event.id,
        rule=rule_of_scene(event.kind),
        names={
            language: message(language, f"scene-{event.kind}", {"name": event.scene_name or ""})
            for language in LANGUAGES
        },
        group=group_of_scene(event.kind),
        asset=event.camera,
        asset_name=asset.name if asset is not None else event.camera,
        asset_kind=asset.kind if asset is not None else "camera",
        place=event.place,
        place_name=place.name if place is not None else "",
        channel=event.scene,
        severity=event.severity,  # type: ignore[arg-type]
        opened_us=event.opened_us,
        last_seen_us=event.seen_us,
        cleared_us=event.cleared_us,
        value=value,
        threshold=threshold,
        unit=unit,
        key=event.key,
        fields=event.fields,
        simulated=event.simulated,
    )

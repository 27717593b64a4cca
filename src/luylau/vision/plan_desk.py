"""Changing what is planned for cameras: checked, versioned, audited."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from sqlalchemy.engine import Engine

from luylau.city.model import City
from luylau.kernel.clock import Clock
from luylau.kernel.errors import Conflict, NotFound
from luylau.security.audit import AuditLog
from luylau.vision.plan import CameraPlan, PrivacyZone, Scene
from luylau.vision.plan_file import Cameras, CamerasFile, save_cameras


class PlanDesk:
    """The one way to change the plans of the working copy in ``folder``.

    Every change names the version of the plans that it was made on; if there is another by now, nothing is
    changed.
    """

    def __init__(
        self, folder: Path, engine: Engine, clock: Clock, audit: AuditLog, city: Callable[[], City]
    ) -> None:
        self._folder = folder
        self._file = CamerasFile(folder)
        self._engine = engine
        self._clock = clock
        self._audit = audit
        self._city = city

    def current(self) -> Cameras:
        """Return the plans in force.

        Raises:
            BadFile: the file has faults.
        """
        return self._file.load(self._city())

    def plan(self, camera: str) -> CameraPlan:
        """Return one plan.

        Raises:
            NotFound: the camera is not watched.
        """
        return _find(self.current(), camera)

    def put_scenes(self, camera: str, scenes: tuple[Scene, ...], *, actor: str, version: int) -> Cameras:
        """Watch these scenes and no others from now on.

        Raises:
            NotFound: the camera is not watched.
            Conflict: there is another version by now.
            BadFile: a scene has faults; nothing is changed.
        """
        detail = {"scenes": [one.id for one in scenes if one.enabled]}
        return self._change(
            camera, lambda plan: replace(plan, scenes=scenes), "camera.plan", detail, actor, version
        )

    def put_privacy(
        self,
        camera: str,
        zones: tuple[PrivacyZone, ...],
        *,
        purpose: dict[str, str],
        retention_days: int,
        actor: str,
        version: int,
    ) -> Cameras:
        """Hide these zones and no others from now on, and keep clips for so long.

        Raises:
            NotFound: the camera is not watched.
            Conflict: there is another version by now.
            BadFile: a zone has faults; nothing is changed.
        """

        def change(plan: CameraPlan) -> CameraPlan:
            policy = replace(plan.policy, purpose=purpose, retention_days=retention_days)
            return replace(plan, zones=zones, policy=policy)

        before = self.plan(camera)
        detail = {
            "zones": _outlines(zones),
            "zones_before": _outlines(before.zones),
            "retention_days": retention_days,
            "retention_days_before": before.policy.retention_days,
        }
        return self._change(camera, change, "camera.policy", detail, actor, version)

    def _change(
        self,
        camera: str,
        change: Callable[[CameraPlan], CameraPlan],
        action: str,
        detail: Mapping[str, object],
        actor: str,
        version: int,
    ) -> Cameras:
        now = self.current()
        _find(now, camera)
        if now.version != version:
            raise Conflict("vision-plan-changed", expected=version, found=now.version)
        plans = [change(plan) if plan.camera == camera else plan for plan in now.plans]
        with self._engine.begin() as connection:
            self._audit.append(
                connection,
                actor=actor,
                action=action,
                resource=camera,
                outcome="done",
                time_us=self._clock.now_us(),
                detail={"version": version + 1, **detail},
            )
            # Last of all: what cannot be audited is not changed, and what is refused here is not audited.
            return save_cameras(self._folder, plans, expected_version=version, city=self._city())


def _outlines(zones: tuple[PrivacyZone, ...]) -> dict[str, str]:
    """Return the points of each zone, short enough to be kept for ever."""
    return {one.id: " ".join(f"{x:.3f},{y:.3f}" for x, y in one.points) for one in zones}


def _find(plans: Cameras, camera: str) -> CameraPlan:
    found = plans.plan(camera)
    if found is None:
        raise NotFound("camera-unknown", camera=camera)
    return found

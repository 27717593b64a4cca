"""Cameras, their events and clips as the API shows them, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from luylau.api.cityview import CityView
from luylau.api.models.cameras import (
    CameraDetail,
    CameraSummary,
    Hours,
    PrivacyZone,
    ScenePrecision,
)
from luylau.api.models.cameras import CameraEvent as ShownEvent
from luylau.api.models.cameras import Clip as ShownClip
from luylau.api.models.cameras import Scene as ShownScene
from luylau.kernel.messages import Language, message
from luylau.vision.archive import Clip
from luylau.vision.events import CameraEvent, Precision
from luylau.vision.plan import CameraPlan, Scene
from luylau.vision.plan import Hours as PlannedHours
from luylau.vision.plan import PrivacyZone as PlannedZone


def shown_camera(
    view: CityView, plan: CameraPlan, state: Mapping[str, Any] | None, language: Language
) -> CameraSummary:
    """Return a camera; ``state`` is what its worker last told, None where none does."""
    asset = view.city.assets[plan.camera]
    said = state or {}
    fault, fields = str(said.get("fault", "")), dict(said.get("fault_fields", {}))
    last_us = int(said.get("last_us", 0))
    return CameraSummary(
        id=plan.camera,
        name=view.asset_name(plan.camera, language, plan.camera),
        place=asset.place,
        place_name=view.place_name(asset.place, language, asset.place),
        lat=asset.lat,
        lon=asset.lon,
        heading_deg=plan.heading_deg,
        view_deg=plan.view_deg,
        range_m=plan.range_m,
        simulated=plan.simulated or asset.status == "simulated",
        phase=said.get("phase", "unknown"),
        since=said.get("since_us") or None,
        fault=message(language, fault, fields) if fault else "",
        remedy=message(language, fault, fields, part="remedy") if fault else "",
        conditions=[message(language, f"scene-{kind}", {"name": ""}) for kind in said.get("conditions", ())],
        people=int(said.get("people", 0)),
        vehicles=int(said.get("vehicles", 0)),
        last=last_us or None,
        frames_per_s=float(said.get("frames_per_s", 0.0)),
        analyses_per_s=float(said.get("analyses_per_s", 0.0)),
        age_ms=float(said.get("age_ms", 0.0)),
        dropped=int(said.get("dropped", 0)),
        scenes=sum(scene.enabled for scene in plan.scenes),
    )


def shown_detail(
    camera: CameraSummary,
    plan: CameraPlan,
    state: Mapping[str, Any] | None,
    version: int,
    precision: tuple[Precision, ...],
    *,
    plans: bool,
) -> CameraDetail:
    """Return a camera with all that is planned for it; addresses of its streams, and what is hidden, only for
    who ``plans``."""
    said = state or {}
    return CameraDetail(
        camera=camera,
        version=version,
        main=plan.main if plans else "",
        sub=plan.sub if plans else "",
        width=int(said.get("width", 0)),
        height=int(said.get("height", 0)),
        codec=str(said.get("codec", "")),
        bitrate_mbps=float(said.get("bitrate_mbps", 0.0)),
        broken=int(said.get("broken", 0)),
        reconnects=int(said.get("reconnects", 0)),
        lazy=bool(said.get("lazy", False)),
        scenes=[_scene(one) for one in plan.scenes],
        zones=[PrivacyZone(id=one.id, name=one.name, points=list(one.points)) for one in plan.zones if plans],
        purpose=dict(plan.policy.purpose),
        retention_days=plan.policy.retention_days,
        original=plan.policy.original,
        original_purpose=plan.policy.original_purpose,
        original_days=plan.policy.original_days,
        precision=[
            ScenePrecision(
                scene=one.scene,
                version=one.scene_version,
                seen=one.seen,
                right=one.right,
                wrong=one.wrong,
                share=one.share,
            )
            for one in precision
        ],
    )


def planned_scene(shown: ShownScene) -> Scene:
    """Return a scene that was handed in; its version follows from what it was before."""
    values = shown.model_dump()
    values["points"] = tuple(shown.points)
    values["labels"] = tuple(shown.labels)
    values["hours"] = tuple(
        PlannedHours(days=tuple(one.days), start=one.start, end=one.end) for one in shown.hours
    )
    return Scene(**values)


def planned_zone(shown: PrivacyZone) -> PlannedZone:
    """Return a privacy zone that was handed in."""
    return PlannedZone(id=shown.id, name=shown.name, points=tuple(shown.points))


def shown_event(
    view: CityView, event: CameraEvent, clip: str, people: Mapping[str, str], language: Language
) -> ShownEvent:
    """Return what a camera saw; ``clip`` is the id of its clip, or ""."""
    return ShownEvent(
        id=event.id,
        camera=event.camera,
        camera_name=view.asset_name(event.camera, language, event.camera),
        place=event.place,
        place_name=view.place_name(event.place, language, event.place),
        scene=event.scene,
        scene_name=event.scene_name,
        kind=event.kind,
        title=message(language, f"scene-{event.kind}", {"name": event.scene_name}),
        explanation=message(language, event.key, event.fields),
        label=event.label,
        severity=event.severity,
        opened=event.opened_us,
        seen=event.seen_us,
        cleared=event.cleared_us,
        confidence=event.confidence,
        box=list(event.box),
        model=event.model,
        simulated=event.simulated,
        verdict=event.verdict,
        verdict_by=people.get(event.verdict_by, event.verdict_by),
        clip=clip,
        fields=event.fields,
    )


def shown_clip(view: CityView, clip: Clip, language: Language) -> ShownClip:
    """Return what is known of a clip."""
    return ShownClip(
        id=clip.id,
        camera=clip.camera,
        camera_name=view.asset_name(clip.camera, language, clip.camera),
        finding=clip.finding,
        scene=clip.scene,
        start=clip.from_us,
        end=clip.to_us,
        made=clip.made_us,
        expires=clip.expires_us,
        purpose=dict(clip.purpose),
        sha256=clip.sha256,
        size=clip.size,
        width=clip.width,
        height=clip.height,
        model=clip.model,
        rules_version=clip.rules_version,
        mask_version=clip.mask_version,
        simulated=clip.simulated,
        audit_index=clip.audit_index,
        original_until=clip.original_until_us,
    )


def _scene(scene: Scene) -> ShownScene:
    return ShownScene(
        id=scene.id,
        name=scene.name,
        kind=scene.kind,
        points=list(scene.points),
        labels=list(scene.labels),
        dwell_s=scene.dwell_s,
        limit=scene.limit,
        direction=scene.direction,
        severity=scene.severity,
        hours=[Hours(days=list(one.days), start=one.start, end=one.end) for one in scene.hours],
        enabled=scene.enabled,
    )

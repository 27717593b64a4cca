"""Cameras: how they are, live and masked, and what is watched in their pictures."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from anyio import from_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from luylau.api.asking import version_of
from luylau.api.camerahub import BOUNDARY, MOST_STREAMS, MOST_WATCHED
from luylau.api.camerashow import planned_scene, planned_zone, shown_camera, shown_detail
from luylau.api.models.cameras import (
    CameraDetail,
    CameraList,
    LineCount,
    LineCounts,
    PrivacyChange,
    ScenesChange,
)
from luylau.api.operations import media, operation
from luylau.api.params import AssetId, End, Start, Text, Version
from luylau.api.permissions import CallerDep, cookie_name, session_holds
from luylau.api.services import Services, ServicesDep
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import BadInput, LuylauError, NotFound, TooMany
from luylau.security import SignedIn
from luylau.vision.events import Step
from luylau.vision.plan_file import Cameras

router = APIRouter(tags=["cameras"])

LONGEST_COUNTS_DAYS: Final[Mapping[Step, int]] = {"minute": 7, "hour": 92}
"""An answer has some ten thousand rows at most for each line and class."""

_live = operation("camera.look", "watchCameras", 404)
_live["responses"][200] = media(
    {f"multipart/x-mixed-replace; boundary={BOUNDARY}": "binary"},
    "Masked JPEG pictures, one a part; X-Camera says of which camera, X-Time of when (microseconds UTC). "
    "A part without a picture only says that the line stands.",
)


@router.get("/cameras", **operation("camera.read", "listCameras"))
def list_cameras(services: ServicesDep, caller: CallerDep) -> CameraList:
    """List the cameras that are watched."""
    view, plans, states = services.city.view, services.cameras.current(), services.camera_hub.states()
    items = [
        shown_camera(view, plan, states.get(plan.camera), caller.user.language)
        for plan in plans.plans
        if plan.camera in view.city.assets
    ]
    cameras = sum(asset.kind == "camera" and asset.status != "retired" for asset in view.city.assets.values())
    return CameraList(
        items=items,
        detector=services.camera_hub.detector(),
        planned=len(items),
        unplanned=max(cameras - len(items), 0),
    )


@router.get("/cameras/live", response_class=StreamingResponse, **_live)
async def watch_cameras(
    services: ServicesDep,
    request: Request,
    caller: CallerDep,
    camera: Annotated[
        tuple[Text, ...], Query(max_length=MOST_WATCHED, description="Ids of cameras, 16 at most.")
    ] = (),
) -> StreamingResponse:
    """Show cameras live, masked; it goes on until the caller leaves or may not look any more."""
    hub, user, token = services.camera_hub, caller.user, request.cookies.get(cookie_name(services), "")
    if hub.streams_of(user.id) >= MOST_STREAMS:
        raise TooMany("camera-streams-many", limit=MOST_STREAMS)
    await run_in_threadpool(_note_look, services, user.id, camera)

    async def still_valid() -> bool:
        return await run_in_threadpool(session_holds, services, token, user)

    return StreamingResponse(
        hub.pictures(camera, user.id, still_valid),
        media_type=f"multipart/x-mixed-replace; boundary={BOUNDARY}",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _note_look(services: Services, user: str, cameras: tuple[str, ...]) -> None:
    """Write down who looks at which cameras.

    Raises:
        NotFound: one is not watched.
    """
    known = {plan.camera for plan in services.cameras.current().plans}
    for one in cameras:
        if one not in known:
            raise NotFound("camera-unknown", camera=one)
    if not services.camera_hub.is_news(user, cameras):
        return
    with services.engine.begin() as connection:
        services.security.audit.append(
            connection,
            actor=user,
            action="camera.look",
            resource="live",
            outcome="done",
            time_us=services.clock.now_us(),
            detail={"cameras": sorted(cameras)},
        )
    services.camera_hub.looked(user, cameras)


@router.get("/cameras/{asset}", **operation("camera.read", "getCamera", 404))
def get_camera(services: ServicesDep, caller: CallerDep, asset: AssetId) -> CameraDetail:
    """Return one camera with its plan."""
    return _shown(services, caller, services.cameras.current(), asset)


@router.put("/cameras/{asset}/scenes", **operation("camera.plan", "replaceScenes", 404, 409, body=True))
def replace_scenes(
    services: ServicesDep, caller: CallerDep, asset: AssetId, if_match: Version, body: ScenesChange
) -> CameraDetail:
    """Watch these scenes of a camera and no others from now on."""
    made = services.cameras.put_scenes(
        asset,
        tuple(planned_scene(one) for one in body.scenes),
        actor=caller.user.id,
        version=version_of(if_match),
    )
    services.bus.announce("city.changed")
    return _shown(services, caller, made, asset)


@router.put("/cameras/{asset}/privacy", **operation("camera.policy", "replacePrivacy", 404, 409, body=True))
def replace_privacy(
    services: ServicesDep, caller: CallerDep, asset: AssetId, if_match: Version, body: PrivacyChange
) -> CameraDetail:
    """Hide these zones of a camera's picture, and keep its clips for so long, from now on."""
    made = services.cameras.put_privacy(
        asset,
        tuple(planned_zone(one) for one in body.zones),
        purpose={str(language): said for language, said in body.purpose.items()},
        retention_days=body.retention_days,
        actor=caller.user.id,
        version=version_of(if_match),
    )
    services.bus.announce("city.changed")
    return _shown(services, caller, made, asset)


@router.post("/cameras/{asset}/relearn", status_code=204, **operation("camera.relearn", "relearnCamera", 404))
def relearn_camera(services: ServicesDep, caller: CallerDep, asset: AssetId) -> None:
    """Take what a camera shows from now on as how its place looks: it was turned on purpose. What it had
    learned is forgotten for good, and that it was moved is over."""
    services.cameras.plan(asset)
    # Before it is said to the worker, so that nothing is forgotten without an entry; what came of it after.
    _note_relearn(services, caller, asset, "done", "asked")
    try:
        from_thread.run(services.camera_hub.relearn, asset)
    except LuylauError:
        _note_relearn(services, caller, asset, "failed", "sent")
        raise
    _note_relearn(services, caller, asset, "done", "sent")


def _note_relearn(
    services: Services, caller: SignedIn, asset: str, outcome: Literal["done", "failed"], step: str
) -> None:
    with services.engine.begin() as connection:
        services.security.audit.append(
            connection,
            actor=caller.user.id,
            action="camera.relearn",
            resource=asset,
            outcome=outcome,
            time_us=services.clock.now_us(),
            detail={"step": step},
        )


@router.get("/cameras/{asset}/counts", **operation("camera.read", "listLineCounts", 404))
def list_line_counts(
    services: ServicesDep,
    asset: AssetId,
    start: Start,
    end: End,
    step: Annotated[Step, Query(description="Sums of minutes, or of whole hours (UTC).")] = "minute",
) -> LineCounts:
    """List how often a camera's lines were crossed: minute by minute over 7 days at most, or hour by hour
    over 92."""
    days = LONGEST_COUNTS_DAYS[step]
    if not 0 < end - start <= days * 86_400 * MICROS:
        raise BadInput("camera-counts-span", days=days)
    services.cameras.plan(asset)
    return LineCounts(
        items=[
            LineCount(
                scene=one.scene,
                minute=one.minute_us,
                label=one.label,
                forward=one.forward,
                backward=one.backward,
            )
            for one in services.camera_events.counts(asset, start, end, step)
        ]
    )


def _shown(services: Services, caller: SignedIn, plans: Cameras, camera: str) -> CameraDetail:
    view = services.city.view
    plan = plans.plan(camera)
    if plan is None or camera not in view.city.assets:
        raise NotFound("camera-unknown", camera=camera)
    state = services.camera_hub.states().get(camera)
    return shown_detail(
        shown_camera(view, plan, state, caller.user.language),
        plan,
        state,
        plans.version,
        services.camera_events.precision(camera),
        # Who may only look is not told where the unmasked pictures come from, nor what is hidden in them.
        plans=services.security.policy.authorize(caller.user, "camera.plan").allowed,
    )

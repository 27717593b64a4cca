"""What cameras have seen: found by class, zone, time and place, judged by people; and the clips of it."""

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from luylau.api.camerashow import shown_clip, shown_event
from luylau.api.models.cameras import (
    CameraEvent,
    CameraEventPage,
    Clip,
    ClipList,
    Label,
    NewVerdict,
)
from luylau.api.models.common import GivenInstant
from luylau.api.operations import media, operation
from luylau.api.params import Cursor, Limit, Many, RecordId, Text
from luylau.api.people import names_of_users
from luylau.api.permissions import CallerDep
from luylau.api.problems import problem
from luylau.api.services import Services, ServicesDep
from luylau.incidents.cursors import packed, unpacked
from luylau.kernel.errors import BadInput, NotFound
from luylau.security import SignedIn
from luylau.vision.archive import MIME
from luylau.vision.archive import Clip as KeptClip
from luylau.vision.events import CameraEvent as KeptEvent
from luylau.vision.events import Search
from luylau.vision.evidence import Exporting, export

router = APIRouter(tags=["cameras"])

_video = operation("clip.read", "getClipVideo", 404, 416)
_video["responses"][200] = media({MIME: "binary"}, "The masked clip; ranges of bytes may be asked for.")
_picture = operation("clip.read", "getClipThumbnail", 404)
_picture["responses"][200] = media({"image/jpeg": "binary"}, "A masked picture of it.")
_package = operation("clip.export", "exportClip", 404)
_package["responses"][200] = media(
    {"application/zip": "binary"}, "The clip, what is known of it, proofs, and verify.py, which checks them."
)

_original = operation("clip.read_original", "getSealedOriginal", 404)
_original["responses"][200] = media(
    {"application/octet-stream": "binary"},
    "The sealed original, as it is kept: only two of its custodians together can open it.",
)


@router.get("/camera-events", **operation("camera.read", "listCameraEvents"))
def list_camera_events(
    services: ServicesDep,
    caller: CallerDep,
    camera: Many = (),
    place: Many = (),
    kind: Many = (),
    label: Annotated[tuple[Label, ...], Query(max_length=6)] = (),
    scene: Many = (),
    verdict: Annotated[tuple[Literal["", "right", "wrong"], ...], Query(max_length=3)] = (),
    start: Annotated[GivenInstant | None, Query(description="Opened from this time on (RFC 3339).")] = None,
    end: Annotated[GivenInstant | None, Query(description="Opened before this time (RFC 3339).")] = None,
    lasting: Annotated[bool | None, Query(description="Only what lasts; or only what is over.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> CameraEventPage:
    """List what cameras saw, newest first: by camera, place, kind of scene, class, verdict and time."""
    before = None
    if cursor is not None:
        place_in = unpacked(cursor, (int, str))
        if place_in is None:
            raise BadInput("cursor-wrong")
        before = (int(place_in[0]), str(place_in[1]))
    wanted = Search(
        cameras=camera,
        places=place,
        kinds=kind,
        labels=label,
        scenes=scene,
        verdicts=verdict,
        start_us=start,
        end_us=end,
        lasting=lasting,
    )
    found = services.camera_events.search(wanted, before=before, limit=limit + 1)
    shown = found[:limit]
    return CameraEventPage(
        items=_shown_events(services, caller, shown),
        next_cursor=packed((shown[-1].opened_us, shown[-1].id)) if len(found) > limit else None,
    )


@router.get("/camera-events/{event}", **operation("camera.read", "getCameraEvent", 404))
def get_camera_event(services: ServicesDep, caller: CallerDep, event: RecordId) -> CameraEvent:
    """Return one thing that a camera saw."""
    return _shown_events(services, caller, (services.camera_events.get(event),))[0]


@router.put(
    "/camera-events/{event}/verdict", **operation("camera.judge", "judgeCameraEvent", 404, 409, body=True)
)
def judge_camera_event(
    services: ServicesDep, caller: CallerDep, event: RecordId, body: NewVerdict
) -> CameraEvent:
    """Say whether a finding was right; an empty verdict takes it back."""
    made = services.camera_events.judge(event, body.verdict, actor=caller.user.id, seen=body.seen)
    return _shown_events(services, caller, (made,))[0]


@router.get("/clips", **operation("clip.read", "listClips"))
def list_clips(
    services: ServicesDep,
    caller: CallerDep,
    camera: Annotated[Text | None, Query(max_length=64)] = None,
    finding: Annotated[Text | None, Query(max_length=64)] = None,
    start: Annotated[GivenInstant | None, Query(description="Shows something from this time on.")] = None,
    end: Annotated[GivenInstant | None, Query(description="Shows something up to this time.")] = None,
    limit: Limit = 50,
) -> ClipList:
    """List masked clips, newest first: of a camera, of a finding, of a time."""
    found = services.clips.search(camera=camera, finding=finding, from_us=start, to_us=end, limit=limit)
    view = services.city.view
    return ClipList(items=[shown_clip(view, clip, caller.user.language) for clip in found])


@router.get("/clips/{clip}", **operation("clip.read", "getClip", 404))
def get_clip(services: ServicesDep, caller: CallerDep, clip: RecordId) -> Clip:
    """Return what is known of a clip."""
    return shown_clip(services.city.view, _kept(services, clip), caller.user.language)


@router.get("/clips/{clip}/video", response_class=Response, **_video)
def get_clip_video(
    request: Request,
    services: ServicesDep,
    caller: CallerDep,
    clip: RecordId,
    range_: Annotated[str | None, Header(alias="Range", max_length=100)] = None,
) -> Response:
    """Play a clip; each look is logged."""
    kept = _kept(services, clip)
    wanted = _range(range_, kept.size)
    if wanted is None:
        answer = problem(request, 416, "clip-range-wrong", {"range": range_ or ""})
        answer.headers["Content-Range"] = f"bytes */{kept.size}"
        return answer
    start, stop, whole = wanted
    parts: Iterator[bytes] = services.clips.read(clip, actor=caller.user.id, start=start, stop=stop)
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-store",
        "Content-Length": str(stop - start),
        "Content-Disposition": f'inline; filename="{clip}.webm"',
    }
    if whole:
        return StreamingResponse(parts, media_type=MIME, headers=headers)
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{kept.size}"
    return StreamingResponse(parts, status_code=206, media_type=MIME, headers=headers)


@router.get("/clips/{clip}/thumbnail", response_class=Response, **_picture)
def get_clip_thumbnail(services: ServicesDep, clip: RecordId) -> Response:
    """Return a masked picture of a clip."""
    headers = {"Cache-Control": "no-store"}
    return Response(services.clips.thumbnail(clip), media_type="image/jpeg", headers=headers)


@router.post("/clips/{clip}/package", response_class=Response, **_package)
def export_clip(
    services: ServicesDep,
    caller: CallerDep,
    clip: RecordId,
    why: Annotated[Text, Query(min_length=1, max_length=500, description="Why it is exported; logged.")],
) -> Response:
    """Export a clip as evidence: a package that anybody can check without this platform."""
    kept, view = _kept(services, clip), services.city.view
    asset = view.city.assets.get(kept.camera)
    language = caller.user.language
    about = Exporting(
        actor=caller.user.id,
        actor_name=caller.user.name,
        why=why,
        camera_name=view.asset_name(kept.camera, language, kept.camera),
        place=view.place_name(asset.place, language) if asset is not None else "",
        lat=asset.lat if asset is not None else None,
        lon=asset.lon if asset is not None else None,
    )
    made = export(services.clips, services.engine, services.security.audit, services.clock, clip, about)
    headers = {"Content-Disposition": f'attachment; filename="{clip}.zip"', "Cache-Control": "no-store"}
    return Response(made, media_type="application/zip", headers=headers)


@router.get("/clips/{clip}/original", response_class=Response, **_original)
def get_sealed_original(
    services: ServicesDep,
    caller: CallerDep,
    clip: RecordId,
    why: Annotated[Text, Query(min_length=1, max_length=500, description="What it is needed for; logged.")],
) -> Response:
    """Hand out the unmasked original of a clip, sealed; nothing here can open it."""
    sealed = services.clips.original(clip, actor=caller.user.id, reason=why)
    headers = {
        "Content-Disposition": f'attachment; filename="{clip}.sealed"',
        "Cache-Control": "no-store",
    }
    return Response(sealed, media_type="application/octet-stream", headers=headers)


@router.delete("/clips/{clip}", **operation("clip.delete", "deleteClip", 404))
def delete_clip(
    services: ServicesDep,
    caller: CallerDep,
    clip: RecordId,
    why: Annotated[Text, Query(min_length=1, max_length=500, description="Why it is deleted; logged.")],
) -> Clip:
    """Delete a clip before its time: its key is destroyed, what is known of it stays."""
    gone = services.clips.delete(clip, actor=caller.user.id, reason=why)
    return shown_clip(services.city.view, gone, caller.user.language)


def _kept(services: Services, clip: str) -> KeptClip:
    found = services.clips.find(clip)
    if found.state != "kept":
        raise NotFound("clip-deleted", clip=clip)
    return found


def _range(said: str | None, size: int) -> tuple[int, int, bool] | None:
    """Return the first byte and the one after the last that a Range header asks for, and whether that is
    simply all of it; None where there is nothing of what it asks for (RFC 9110, 14.1 and 14.2). Another
    unit, and several ranges at once, are not served: then it is all.

    Raises:
        BadInput: it is no range of bytes.
    """
    unit, _, span = (said or "").partition("=")
    if unit.strip().lower() != "bytes" or "," in span:
        return 0, size, True
    first, dash, last = span.strip().partition("-")
    numbers = all(one.isascii() and (one.isdecimal() or not one) for one in (first, last))
    if not dash or not numbers or not (first or last) or (first and last and int(first) > int(last)):
        raise BadInput("clip-range-wrong", range=said or "")
    if first:
        start, stop = int(first), min(int(last) + 1 if last else size, size)
    else:
        start, stop = max(size - int(last), 0), size
    return (start, stop, False) if start < stop else None


def _shown_events(services: Services, caller: SignedIn, events: tuple[KeptEvent, ...]) -> list[CameraEvent]:
    people, view = names_of_users(services), services.city.view
    clips = services.clips.of_findings([event.id for event in events])
    return [
        shown_event(view, event, clips.get(event.id, ""), people, caller.user.language) for event in events
    ]

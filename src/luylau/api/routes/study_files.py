"""The files that siting studies name: listed, fetched, uploaded, deleted."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Header, Path, Request, Response

from luylau.api.acting import file_of
from luylau.api.models.study_files import StudyFile as ShownFile
from luylau.api.models.study_files import StudyFileList
from luylau.api.operations import media, operation
from luylau.api.permissions import CallerDep
from luylau.api.services import ServicesDep
from luylau.siting.files import StudyFile

router = APIRouter(tags=["studies"])

_FILE: Final = "/study-files/{name}"
_CSV: Final = "text/csv"
_GEOJSON: Final = "application/geo+json"
_DIGEST: Final = r'^"?[0-9a-f]{64}"?$'

FileName = Annotated[
    str,
    Path(max_length=255, description="1 to 64 of a-z, 0-9 and hyphens, then .csv, .geojson or .json."),
]
Seen = Annotated[
    str,
    Header(
        alias="If-Match",
        pattern=_DIGEST,
        description="SHA-256 of what the caller saw the file hold, as its `ETag`; 409 where it has changed "
        "since.",
    ),
]
SeenOrNone = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=_DIGEST,
        description="SHA-256 of what is to be replaced, as its `ETag`; 409 where it has changed since. "
        "Without it 409 where there is a file of this name.",
    ),
]
New = Annotated[
    Literal["*"] | None,
    Header(alias="If-None-Match", description="Only where there is no file of this name."),
]


async def _whole_body(request: Request) -> bytes:
    return await request.body()


_get = operation("study.read", "getStudyFile", 404)
_get["responses"][200] = media({_CSV: "binary", _GEOJSON: "binary"}, "The file as it is.")
_put = operation("study.edit", "putStudyFile", 409, body=True)
_raw: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_put["openapi_extra"]["requestBody"] = {"required": True, "content": {_CSV: _raw, _GEOJSON: _raw}}


@router.get("/study-files", **operation("study.read", "listStudyFiles"))
def list_study_files(services: ServicesDep) -> StudyFileList:
    """List the files beside the pack's studies by name, with what each can be named as and by which studies
    it is."""
    return StudyFileList(items=[_shown(one) for one in services.study_files.all()])


@router.get(_FILE, response_class=Response, **_get)
def get_study_file(services: ServicesDep, name: FileName) -> Response:
    """Return a file, to be saved; ``ETag`` is the SHA-256 of what it holds, which a change names."""
    content, sha256 = services.study_files.read(name)
    answer = file_of(content, _CSV if name.endswith(".csv") else _GEOJSON, name)
    answer.headers["ETag"] = f'"{sha256}"'
    return answer


@router.put(_FILE, **_put)
def put_study_file(
    services: ServicesDep,
    caller: CallerDep,
    response: Response,
    name: FileName,
    content: Annotated[bytes, Depends(_whole_body)],
    if_match: SeenOrNone = None,
    if_none_match: New = None,
) -> ShownFile:
    """Upload a file of 20 MiB at most, in one step: CSV with the columns ``lat`` and ``lon``, or GeoJSON of
    points, of buildings' outlines or of roads. What no reader takes is refused with every fault."""
    seen = "" if if_none_match else (if_match or "")
    made = services.study_files.put(name, content, actor=caller.user.id, expected=seen.strip('"'))
    response.headers["ETag"] = f'"{made.held.sha256}"'
    return _shown(made)


@router.delete(_FILE, status_code=204, **operation("study.edit", "deleteStudyFile", 404, 409))
def delete_study_file(services: ServicesDep, caller: CallerDep, name: FileName, if_match: Seen) -> None:
    """Delete a file for good; 409 while studies name it."""
    services.study_files.delete(name, actor=caller.user.id, expected=if_match.strip('"'))


def _shown(file: StudyFile) -> ShownFile:
    return ShownFile(
        name=file.name,
        size=file.size,
        sha256=file.held.sha256,
        changed=file.changed_us,
        kind=file.held.kind,
        rows=file.held.rows,
        studies=list(file.studies),
    )

"""Reads what a form sends, photo included, in memory alone: an unmasked photo never touches a disk."""

from dataclasses import dataclass, field
from typing import Final

from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from luylau.incidents.reports import PHOTO_MOST_BYTES
from luylau.kernel.errors import LuylauError
from luylau.security.redact import clean_text

BODY_MOST_BYTES: Final = PHOTO_MOST_BYTES + 256 * 1024
"""Largest body of the form: a photo and all texts."""
_FIELD_MOST_BYTES: Final = 64 * 1024
_FIELDS_MOST: Final = 40


class _InMemory(MultiPartParser):
    """Keeps what is uploaded in memory, whatever its size; the whole body is bounded before."""

    spool_max_size = BODY_MOST_BYTES * 2


class NoForm(LuylauError):
    """What came cannot be read as a form."""

    status = 400


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of a form, and its photo (empty for none)."""

    fields: dict[str, str]
    photo: bytes = field(repr=False)


async def read_form(request: Request) -> Sent:
    """Return what a form sent, of either encoding; its texts without what SQL cannot hold.

    Raises:
        NoForm: it is no form, or has too many or too large fields (``report-form-unreadable``).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    parser: MultiPartParser | FormParser
    try:
        if kind == "multipart/form-data":
            parser = _InMemory(
                request.headers,
                request.stream(),
                max_files=1,
                max_fields=_FIELDS_MOST,
                max_part_size=_FIELD_MOST_BYTES,
            )
        elif kind == "application/x-www-form-urlencoded":
            parser = FormParser(request.headers, request.stream())
        else:
            raise NoForm("report-form-unreadable")
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError, LookupError) as error:
        raise NoForm("report-form-unreadable") from error
    fields: dict[str, str] = {}
    photo = b""
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            photo = await value.read() if name == "photo" else photo
        else:
            fields[name] = clean_text(value, _FIELD_MOST_BYTES)
    await form.close()
    return Sent(fields=fields, photo=photo)

"""Errors that a screen can show in three languages.

An error carries a message key and fields, not only prose. The tree::

    LuylauError                 a problem with a key, shown to a person
    ├── BadInput                what was handed in is wrong (HTTP 400/422)
    │   └── BadFile             a file has faults; carries every one of them
    ├── NotFound                the thing named does not exist (404)
    ├── Conflict                the thing changed meanwhile, or already exists (409)
    ├── Denied                  the caller may not do this (403)
    ├── NotSignedIn             no valid session or credential (401)
    ├── TooMany                 a limit is reached (429 or 413)
    └── Unavailable             a part this needs is away (503)

The key is looked up in ``locales/LANGUAGE/*.ftl``; ``KEY.remedy`` there says what to do.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

Field = str | int | float
"""What an error's field may hold."""


class LuylauError(Exception):
    """The root: something a person should read, by message key and fields."""

    status: ClassVar[int] = 500

    def __init__(self, key: str, /, **fields: Field) -> None:
        self.key = key
        self.fields = fields
        super().__init__(key, fields)

    def __str__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.fields.items())
        return f"{self.key} ({said})" if said else self.key


class BadInput(LuylauError):
    """What was handed in is wrong."""

    status = 422


class NotFound(LuylauError):
    """The thing named does not exist."""

    status = 404


class Conflict(LuylauError):
    """The thing changed meanwhile, or exists already."""

    status = 409


class Denied(LuylauError):
    """The caller may not do this."""

    status = 403


class NotSignedIn(LuylauError):
    """No valid session or credential came with the call."""

    status = 401


class TooMany(LuylauError):
    """A limit is reached."""

    status = 429


class Unavailable(LuylauError):
    """A part that this needs is away."""

    status = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in a file: where, what (message key and fields), and the key of the remedy.

    ``row`` counts as an editor does: the header of a CSV file is row 1. 0 means the file as a whole.
    The remedy's text stands at ``KEY.remedy`` in the same locale file.
    """

    file: str
    row: int
    column: str
    key: str
    fields: dict[str, Field] = field(default_factory=dict)


class BadFile(BadInput):
    """One or several files have faults; nothing of them was taken over."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        files = ", ".join(sorted({fault.file for fault in self.faults}))
        super().__init__("file-has-faults", files=files, count=len(self.faults))

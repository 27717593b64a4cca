"""A pack's files read as text: size, encoding and stray characters looked at before anything else."""

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from luylau.kernel.errors import Fault, Field

MAX_BYTES = 64 * 1024 * 1024
"""Largest file that a pack may hold, in bytes."""

_STRAY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Control characters, and the marks that reverse the direction of text and so can disguise a name."""
_LINE = re.compile(r"at line (\d+)")


def shown(value: str, limit: int = 80) -> str:
    """Return ``value`` fit for a message: no control characters, at most ``limit`` letters."""
    clean = _STRAY.sub("\N{REPLACEMENT CHARACTER}", value).replace("\n", " ").replace("\t", " ")
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def fault(file: str, row: int, column: str, key: str, /, **fields: Field) -> Fault:
    """Return a fault; texts among the fields are cut to what a message can show."""
    said = {name: shown(value) if isinstance(value, str) else value for name, value in fields.items()}
    return Fault(file=file, row=row, column=column, key=key, fields=said)


def read_bytes(path: Path, faults: list[Fault]) -> bytes | None:
    """Return the file's bytes; None with a fault noted where it is absent, unreadable or too large."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            faults.append(too_large(path.name, size))
            return None
        return path.read_bytes()
    except FileNotFoundError:
        faults.append(fault(path.name, 0, "", "city-file-missing"))
    except OSError as error:
        faults.append(fault(path.name, 0, "", "city-file-unreadable", reason=error.strerror or "?"))
    return None


def too_large(file: str, size: int) -> Fault:
    """Return the fault of a file of ``size`` bytes, above the limit."""
    mega = 1024 * 1024
    return fault(file, 0, "", "city-file-too-large", size_mb=size // mega, limit_mb=MAX_BYTES // mega)


def decode(file: str, data: bytes, faults: list[Fault]) -> str | None:
    """Return UTF-8 bytes as text: one line ending, composed letters, no byte-order mark.

    A byte-order mark and CRLF are what spreadsheets write, so both are taken silently. Another encoding and
    control characters are faults; None where the text cannot be read at all.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        faults.append(fault(file, 1, "", "city-not-utf8", found="UTF-16"))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        faults.append(fault(file, row, "", "city-not-utf8", found="Windows-1258"))
        return None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    for stray in _STRAY.finditer(text):
        row = text.count("\n", 0, stray.start()) + 1
        faults.append(fault(file, row, "", "city-control-character", code=f"U+{ord(stray[0]):04X}"))
        if len(faults) >= 1_000:
            break
    return text


def read_toml(file: str, data: bytes, faults: list[Fault]) -> dict[str, Any] | None:
    """Return a TOML file's tables; None with a fault noted where it is not TOML."""
    before = len(faults)
    text = decode(file, data, faults)
    if text is None or len(faults) > before:
        return None
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = _LINE.search(str(error))
        row = int(line[1]) if line else 0
        faults.append(fault(file, row, "", "city-toml-broken", reason=str(error)))
    return None

"""Checkpoints: named numpy arrays and a little JSON in one file, saved whole or not at all.

What a process has learned (latest values, detector state) and up to which message it had learned it. The
file: a magic line, the length of a JSON header, the header (names, types, shapes, watermarks, meta), the
arrays' bytes, and a BLAKE2b digest of all before it. A file that does not pass is not used, with the reason
said: the state is then learned anew from the history, which is slower and loses nothing.
"""

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from luylau.telemetry.durable import make_folder, replacing, unwritable

_log = logging.getLogger(__name__)

Array = NDArray[Any]
Reason = Literal["missing", "unreadable", "foreign", "cut-off", "damaged"]
"""Why there is no checkpoint: no file, the disk refuses, another format or version, bytes lacking, bytes
changed.
"""

_MAGIC = b"LUYLAU-CHECKPOINT-1\n"
_LENGTH = 8
_DIGEST = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """State at a moment: ``arrays`` by name, ``meta`` ready for JSON, ``watermarks`` by stream.

    ``watermarks`` are the last sequence numbers that the state has taken in.
    """

    arrays: Mapping[str, Array]
    watermarks: Mapping[str, int]
    meta: Mapping[str, Any] = field(default_factory=dict)


def save(path: Path, checkpoint: Checkpoint) -> None:
    """Write ``checkpoint`` in the place of the one at ``path``, flushed to the disk.

    Raises:
        Unavailable: the disk is full, read-only or broken; the old checkpoint is as it was.
        TypeError: an array holds Python objects, or ``meta`` is not ready for JSON.
    """
    header: dict[str, Any] = {
        "arrays": [],
        "watermarks": dict(checkpoint.watermarks),
        "meta": dict(checkpoint.meta),
    }
    bodies = []
    for name, array in checkpoint.arrays.items():
        if array.dtype.hasobject:
            raise TypeError(f"array {name!r} holds Python objects")
        bodies.append(np.ascontiguousarray(array).tobytes())
        header["arrays"].append({"name": name, "dtype": _said(array.dtype), "shape": list(array.shape)})
    said = json.dumps(header).encode()
    parts = [_MAGIC, len(said).to_bytes(_LENGTH, "little"), said, *bodies]
    digest = hashlib.blake2b(digest_size=_DIGEST)
    for part in parts:
        digest.update(part)
    try:
        make_folder(path.parent)
        with replacing(path) as temporary, temporary.open("wb") as file:
            for part in [*parts, digest.digest()]:
                file.write(part)
    except OSError as error:
        raise unwritable(error, path.parent) from error


def load(path: Path) -> Checkpoint | Reason:
    """Return the checkpoint at ``path``, or why there is none. Its arrays are copies, to be written to."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        return _refused(path, "unreadable", str(error))
    start = len(_MAGIC) + _LENGTH
    if not data.startswith(_MAGIC):
        return _refused(path, "foreign" if len(data) >= len(_MAGIC) else "cut-off", "magic")
    if len(data) < start + _DIGEST:
        return _refused(path, "cut-off", "header")
    body, digest = memoryview(data)[:-_DIGEST], data[-_DIGEST:]
    if hashlib.blake2b(body, digest_size=_DIGEST).digest() != digest:
        # A whole header tells how long the file should be, so a file cut off can be told from a changed one.
        reason: Reason = "cut-off" if len(data) < _expected(data, start) else "damaged"
        return _refused(path, reason, "digest")
    length = int.from_bytes(data[len(_MAGIC) : start], "little")
    header = json.loads(bytes(body[start : start + length]))
    arrays = {}
    place = start + length
    for entry in header["arrays"]:
        dtype = _meant(entry["dtype"])
        count = int(np.prod(entry["shape"], dtype=np.int64))
        flat = np.frombuffer(body, dtype, count, place) if count else np.empty(0, dtype)
        arrays[entry["name"]] = flat.reshape(entry["shape"]).copy()
        place += count * dtype.itemsize
    return Checkpoint(arrays=arrays, watermarks=header["watermarks"], meta=header["meta"])


def _said(dtype: np.dtype[Any]) -> Any:  # noqa: ANN401 - a string, or a list for records
    """Return a type ready for JSON: its code, or the name, type, shape and offset of each field."""
    if dtype.fields is None:
        return dtype.str
    fields = {name: dtype.fields[name] for name in dtype.names or ()}
    parts = [[name, _said(held[0].base), list(held[0].shape), held[1]] for name, held in fields.items()]
    return {"fields": parts, "size": dtype.itemsize}


def _meant(said: Any) -> np.dtype[Any]:  # noqa: ANN401 - see ``_said``
    """Return the type that ``_said`` has described."""
    if isinstance(said, str):
        return np.dtype(said)
    parts = said["fields"]
    return np.dtype(
        {
            "names": [part[0] for part in parts],
            "formats": [(_meant(part[1]), tuple(part[2])) for part in parts],
            "offsets": [part[3] for part in parts],
            "itemsize": said["size"],
        }
    )


def _expected(data: bytes, start: int) -> int:
    length = int.from_bytes(data[len(_MAGIC) : start], "little")
    try:
        header = json.loads(data[start : start + length])
        sizes = [
            int(np.prod(entry["shape"], dtype=np.int64)) * _meant(entry["dtype"]).itemsize
            for entry in header["arrays"]
        ]
    except (ValueError, KeyError, TypeError):
        return len(data) + 1 if start + length + _DIGEST > len(data) else 0
    return start + length + int(sum(sizes)) + _DIGEST


def _refused(path: Path, reason: Reason, detail: str) -> Reason:
    _log.warning("checkpoint %s is not used: %s (%s)", path, reason, detail)
    return reason

"""A clip at rest: AES-256-GCM in chunks, under a key of its own.

AES-GCM and not age: a browser asks for ranges of a clip, and of a chunked file only the chunks that a range
touches are read and opened, while an age file is opened from its beginning. The layout follows STREAM (Hoang,
Reyhanitabar, Rogaway and Vizár, 2015)::

    magic | chunk 0 | chunk 1 | ... | last chunk      each: up to 64 KiB of data, then a tag of 16 bytes

The nonce of a chunk is its number in 11 bytes and a byte that is 1 for the last one: as a key seals one file
only, no nonce comes twice, chunks cannot change places, and a file that was cut short is found out. The name
of the file is authenticated with every chunk.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from luylau.kernel.errors import Unavailable

MAGIC: Final = b"llclip1\n"
CHUNK: Final = 65_536
_TAG: Final = 16


def new_key() -> bytes:
    """Return a key for one file."""
    return AESGCM.generate_key(256)


def sealed(data: bytes, key: bytes, name: str) -> Iterator[bytes]:
    """Yield the parts of the sealed file ``name`` that holds ``data``. A key is used for one file only."""
    yield MAGIC
    box = AESGCM(key)
    last = _chunks(len(data)) - 1
    for number in range(last + 1):
        part = data[number * CHUNK : (number + 1) * CHUNK]
        yield box.encrypt(_nonce(number, number == last), part, name.encode())


def opened(
    path: Path, key: bytes, name: str, size: int, start: int = 0, stop: int | None = None
) -> Iterator[bytes]:
    """Yield the bytes ``start`` to ``stop`` (not with it; the end where not said) of what ``size`` bytes were
    sealed in a file.

    Raises:
        Unavailable: the file is gone, or not what was sealed; before anything wrong is yielded.
    """
    stop = size if stop is None else min(stop, size)
    last = _chunks(size) - 1
    box = AESGCM(key)
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size != len(MAGIC) + size + (last + 1) * _TAG:
                raise Unavailable("clip-file-changed", clip=name)
            first = max(start, 0) // CHUNK
            file.seek(len(MAGIC) + first * (CHUNK + _TAG))
            for number in range(first, max(stop - 1, 0) // CHUNK + 1):
                part = box.decrypt(_nonce(number, number == last), file.read(CHUNK + _TAG), name.encode())
                at = number * CHUNK
                yield part[max(start - at, 0) : stop - at]
    except InvalidTag as error:
        raise Unavailable("clip-file-changed", clip=name) from error
    except OSError as error:
        raise Unavailable(
            "clip-file-gone", clip=name, reason=error.strerror or type(error).__name__
        ) from error


def _chunks(size: int) -> int:
    return max(1, -(-size // CHUNK))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])

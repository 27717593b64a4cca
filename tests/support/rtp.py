"""Coded pictures into RTP payloads: H.264 (RFC 6184), H.265 (RFC 7798), JPEG (RFC 2435)."""

import re
import struct
from collections.abc import Iterator

MOST = 1200
"""Bytes of one payload."""
TYPES = {"h264": (96, "H264/90000"), "hevc": (97, "H265/90000"), "mjpeg": (26, "JPEG/90000")}


def units(data: bytes) -> list[bytes]:
    """The units of a byte stream, without their start codes."""
    return [one.rstrip(b"\0") for one in re.split(b"\0\0\1", data)[1:]]


def payloads(codec: str, data: bytes) -> Iterator[bytes]:
    """What one picture is sent as; the last carries the marker."""
    if codec == "mjpeg":
        yield from _jpeg(data)
        return
    for unit in units(data):
        if len(unit) <= MOST:
            yield unit
        elif codec == "h264":
            yield from _parts(unit[1:], bytes((unit[0] & 0xE0 | 28,)), unit[0] & 31)
        else:
            head = bytes((unit[0] & 0x81 | 49 << 1, unit[1]))
            yield from _parts(unit[2:], head, unit[0] >> 1 & 63)


def _parts(body: bytes, head: bytes, kind: int) -> Iterator[bytes]:
    for at in range(0, len(body), MOST):
        first, last = at == 0, at + MOST >= len(body)
        yield head + bytes((first << 7 | last << 6 | kind,)) + body[at : at + MOST]


def _jpeg(data: bytes) -> Iterator[bytes]:
    tables, at, height, width = b"", 2, 0, 0
    while True:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + length]
        at += 2 + length
        if marker == 0xDB:
            while body:
                tables, body = tables + body[1:65], body[65:]
        elif marker == 0xC0:
            height, width = struct.unpack(">HH", body[1:5])
        elif marker == 0xDA:
            break
    scan = data[at:].removesuffix(b"\xff\xd9")
    if len(tables) == 64:
        tables *= 2
    for offset in range(0, len(scan), MOST):
        head = struct.pack(">I", offset) + bytes((1, 255, width // 8, height // 8))
        if offset == 0:
            head += struct.pack(">BBH", 0, 0, len(tables)) + tables
        yield head + scan[offset : offset + MOST]

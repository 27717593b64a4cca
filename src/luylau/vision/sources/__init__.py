"""Where cameras' pictures come from, by address."""

from pathlib import Path
from typing import Final

from luylau.kernel.clock import Clock
from luylau.vision.addresses import address_fault
from luylau.vision.frames import SourceFault
from luylau.vision.plan import Transport
from luylau.vision.sources.coded import CodedSource, CodedStream
from luylau.vision.sources.coding import Coding
from luylau.vision.sources.decoding import Decoder
from luylau.vision.sources.files import FileSource
from luylau.vision.sources.reconnecting import Backoff, Reconnecting, SourceState
from luylau.vision.sources.rtsp import RtspSource
from luylau.vision.sources.timing import PATIENCE, Timing
from luylau.vision.sources.usb import UsbSource

__all__ = [
    "Backoff",
    "CodedSource",
    "CodedStream",
    "Coding",
    "Decoder",
    "FileSource",
    "Reconnecting",
    "RtspSource",
    "SourceState",
    "Timing",
    "UsbSource",
    "recording",
    "source_of",
]

_MOST_DEVICES: Final = 256


def source_of(
    address: str,
    *,
    folder: Path,
    transport: Transport = "tcp",
    password: tuple[str, str] | None = None,
    clock: Clock,
    timing: Timing = PATIENCE,
) -> CodedSource:
    """Return the source at an address of a camera's plan.

    ``rtsp://HOST[:PORT]/PATH``, ``file:NAME`` of a file or folder within ``folder``, which is played in a
    loop in real time, or ``usb:N``. ``password``: user and password, which never stand in the address.

    Raises:
        SourceFault: the address is none of these, leads out of ``folder``, or holds a secret.
    """
    kind, _, rest = address.partition(":")
    if kind == "rtsp":
        return RtspSource(address, transport=transport, password=password, clock=clock, timing=timing)
    if kind == "file":
        path = (folder / rest).resolve()
        if not rest or not path.is_relative_to(folder.resolve()):
            raise SourceFault("vision-source-outside", lasts=True, address=address)
        return FileSource(path, label=address, timing=timing, clock=clock)
    if kind == "usb" and rest.isascii() and rest.isdecimal() and int(rest) < _MOST_DEVICES:
        return UsbSource(int(rest), clock=clock, timing=timing)
    if address_fault(address) == "secret":
        raise SourceFault("vision-source-secret-in-address", lasts=True)
    raise SourceFault("vision-source-no-address", lasts=True, address=address)


def recording(path: Path, *, start_us: int = 0, timing: Timing = PATIENCE) -> FileSource:
    """Return a file or folder as a source that is played once, as fast as it is read; its first packet is of
    ``start_us``."""
    return FileSource(path, label=f"file:{path.name}", timing=timing, start_us=start_us)

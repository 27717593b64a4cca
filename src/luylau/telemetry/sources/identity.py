"""Which life of a broker's stream a number belongs to.

A stream that was made anew counts from 1 again, and one that lost its end (a power cut before the broker had
forced its files to disk) gives numbers a second time. Either begins a new identity, so no message is taken
for one that is already in the history.
"""

from collections.abc import Mapping

import msgspec

from luylau.kernel.bus import Bus, away


class StreamState(msgspec.Struct, frozen=True):
    """The numbers that a stream holds now."""

    messages: int
    bytes: int
    first_seq: int
    last_seq: int


class StreamInfo(msgspec.Struct, frozen=True):
    """What the broker says of a stream; ``created`` is RFC 3339 with nanoseconds, kept as it is said."""

    created: str
    state: StreamState


async def stream_info(bus: Bus, broker_name: str) -> StreamInfo:
    """Return what the broker says of a stream.

    Raises:
        Unavailable: the broker is away, or has no such stream.
    """
    payload = await bus.request(f"$JS.API.STREAM.INFO.{broker_name}", b"")
    try:
        return msgspec.json.decode(payload, type=StreamInfo)
    except msgspec.DecodeError as error:
        raise away(error) from error


def identity(name: str, created: str, generation: int) -> str:
    """Return the identity of one life of a stream; ``generation`` counts the losses of its end."""
    return f"{name}@{created}" if generation == 0 else f"{name}@{created}+{generation}"


def latest_generation(name: str, created: str, known: Mapping[str, int]) -> int:
    """Return the newest generation of a stream among the identities ``known``; 0 where none is."""
    start = f"{name}@{created}+"
    return max((int(each[len(start) :]) for each in known if each.startswith(start)), default=0)

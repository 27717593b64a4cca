"""The stream INGEST: what comes by HTTP and from replayed files, made as durable as what comes by MQTT."""

import asyncio
from typing import Final

from natsrpy.exceptions import NatsrpyBaseError

from luylau.kernel.bus import Bus, away
from luylau.kernel.errors import Unavailable
from luylau.telemetry.sources.stream import StreamSource, StreamSpec

NAME: Final = "ingest"
DUPLICATE_WINDOW_S: Final = 120.0
"""Within this time the broker stores a message of the same id once."""

_FULL: Final = ("maximum bytes exceeded", "insufficient storage", "insufficient resources")
"""What the broker says when the stream or the disk has no room."""


def ingest_spec(max_bytes: int) -> StreamSpec:
    """Return the stream ``ingest.<http|replay>.TENANT.DEVICE.CHANNEL``, at most ``max_bytes`` large."""
    return StreamSpec(
        name=NAME,
        broker_name="INGEST",
        subjects=("ingest.>",),
        filter="ingest.>",
        skip=2,
        max_bytes=max_bytes,
        duplicate_window_s=DUPLICATE_WINDOW_S,
    )


def ingest_source(bus: Bus, tenant: str, max_bytes: int) -> StreamSource:
    """Return the source of what was published with ``store``."""
    return StreamSource(bus, ingest_spec(max_bytes), tenant)


async def store(bus: Bus, subject: str, payload: bytes, message_id: str, *, timeout_s: float) -> int:
    """Put one message into INGEST and return its number once the broker holds it durably.

    A message of the same id within ``DUPLICATE_WINDOW_S`` is not stored again; the number is the first one's.

    Raises:
        Unavailable: no acknowledgement came in time (the message may be stored or not), or the stream is
            full.
    """
    jetstream = await bus.jetstream()
    headers = {"Nats-Msg-Id": message_id}
    try:
        done = await asyncio.wait_for(
            jetstream.publish(subject, payload, headers=headers, err_on_disconnect=True, wait=True), timeout_s
        )
    except (NatsrpyBaseError, TimeoutError) as error:
        if any(word in str(error) for word in _FULL):
            raise Unavailable("ingest-full") from error
        raise away(error) from error
    return int(done.sequence)

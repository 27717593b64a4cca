"""Reading a source until all that was sent has come."""

import asyncio
import json
from collections.abc import Callable

from luylau.telemetry.decode import Message
from luylau.telemetry.sources import SensorSource


async def read_messages(source: SensorSource, count: int) -> list[Message]:
    """Fetch until ``count`` messages have come, and a little longer, to catch what comes twice."""
    return await _read(source, count, lambda message: 1)


async def read_records(source: SensorSource, count: int) -> list[Message]:
    """Fetch until the messages hold ``count`` records of JSON, and a little longer."""
    return await _read(source, count, _records)


def _records(message: Message) -> int:
    # By plain JSON, apart from the platform's own decoder.
    said = json.loads(message.payload)
    return len(said) if isinstance(said, list) else 1


async def _read(source: SensorSource, count: int, size: Callable[[Message], int]) -> list[Message]:
    # One empty fetch says nothing: a source whose broker is slow mends itself and returns none.
    messages: list[Message] = []
    loop = asyncio.get_running_loop()
    deadline = loop.time() + 40
    while sum(map(size, messages)) < count:
        assert loop.time() < deadline, f"{len(messages)} messages only"
        messages += await source.fetch(1_000, 0.2)
    return [*messages, *await source.fetch(1_000, 0.3)]

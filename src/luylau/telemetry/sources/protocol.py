"""What a source of observations is: the one edge through which messages come in."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from luylau.telemetry.decode import Message


class SensorSource(Protocol):
    """A source of messages. One reader at a time; all methods belong to one event loop.

    A durable source numbers its messages. The reader keeps the number of the last one that is safe in the
    history, hands it to ``open`` after a restart, and gets everything after it again: exactly once, in order.
    """

    name: str
    """Short name for health and counts: "mqtt", "live", "ingest"."""

    @property
    def stream(self) -> str:
        """Identity of the stream that the messages last fetched belong to.

        It changes when the broker's store was made anew or lost its end: the numbers begin again then.
        """
        ...

    @property
    def away(self) -> bool:
        """Whether the source cannot deliver now, so that what is shown may be stale."""
        ...

    @property
    def pending(self) -> int:
        """Messages that wait in the source, as of the last fetch: the lag."""
        ...

    @property
    def dropped(self) -> int:
        """Messages that this source had to throw away since ``open``; only an at-most-once source has any."""
        ...

    async def open(self, committed: Mapping[str, int]) -> None:
        """Begin after the number that ``committed`` holds for this source's stream, else at its start.

        Raises:
            Unavailable: the broker is away.
        """
        ...

    async def fetch(self, limit: int, wait_s: float) -> Sequence[Message]:
        """Return up to ``limit`` messages, in order, as soon as there are any; [] after ``wait_s`` seconds.

        A source that is away returns [] too and mends itself; it never raises for that. All messages of one
        call belong to the ``stream`` that holds after it.
        """
        ...

    async def committed(self, watermarks: Mapping[str, int]) -> None:
        """Say which numbers are safe in the history, by stream; the source may forget what they cover."""
        ...

    async def close(self) -> None:
        """Stop delivering; what was not committed comes again after the next ``open``."""
        ...

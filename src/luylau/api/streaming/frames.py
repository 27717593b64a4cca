"""Messages of the stream as bytes (WHATWG HTML, section 9.2.6)."""

from collections.abc import Iterable, Mapping

import msgspec

from luylau.api.live import Latest
from luylau.kernel.clock import iso
from luylau.kernel.events import Event

KEEP_ALIVE = b":\n\n"
"""A comment: tells both sides that the line still stands."""

_LEFT_OUT = frozenset({"rules", "rules_before", "study_before", "study_after"})
"""What an event keeps for the record and no screen needs at once: the whole set of rules, a study."""

_encoder = msgspec.json.Encoder()


def frame(name: str, data: object, seq: int | None = None) -> bytes:
    """Return one message; ``data`` becomes one line of JSON (NaN becomes null), ``seq`` its id."""
    head = b"" if seq is None else b"id: %d\n" % seq
    return head + b"event: " + name.encode() + b"\ndata: " + _encoder.encode(data) + b"\n\n"


def event_frame(event: Event) -> bytes:
    """Return an entry of the event log as a message whose id is its seq."""
    said = {
        "seq": event.seq,
        "time": iso(event.time_us),
        "kind": event.kind,
        "subject": event.subject,
        "actor": event.actor,
        "data": {name: told for name, told in event.data.items() if name not in _LEFT_OUT},
    }
    return frame("event", said, event.seq)


def values_frame(values: Iterable[tuple[tuple[str, str], Latest]]) -> bytes:
    """Return live values as one message of columns."""
    columns: Mapping[str, list[object]] = {
        "asset": [], "channel": [], "time_ms": [], "received_ms": [], "value": [], "quality": []
    }  # fmt: skip
    for (asset, channel), latest in values:
        columns["asset"].append(asset)
        columns["channel"].append(channel)
        columns["time_ms"].append(latest.time_us // 1_000)
        columns["received_ms"].append(latest.received_us // 1_000)
        columns["value"].append(latest.value)
        columns["quality"].append(latest.quality)
    return frame("values", columns)

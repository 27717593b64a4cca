"""Server-sent events: the event log followed exactly, live values and health beside it."""

from luylau.api.streaming.hub import Client, StreamHub
from luylau.api.streaming.response import EventStream, Listener, opening
from luylau.api.streaming.resume import Start, resume_from

__all__ = ["Client", "EventStream", "Listener", "Start", "StreamHub", "opening", "resume_from"]

"""How many threads share the heavy work; the compiled parts let go of Python's lock."""

import os


def threads(asked: int | None) -> int:
    """Return the threads asked for, or else as many as this process may have processors."""
    if asked is not None:
        return max(asked, 1)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

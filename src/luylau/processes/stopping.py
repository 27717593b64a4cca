"""How a process is told to stop."""

import asyncio
import signal

STOP_S = 15
"""How long a part may take to stop. Its supervisor kills it earlier; this is for one that has lost it."""


def stop_on_signals(stop: asyncio.Event, *, within_s: int = 0) -> None:
    """Set ``stop`` on SIGINT or SIGTERM; with ``within_s``, the system ends the process that many seconds
    later, whatever hangs in it."""

    def told() -> None:
        stop.set()
        signal.alarm(within_s)

    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, told)

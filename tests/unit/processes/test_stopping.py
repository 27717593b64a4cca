"""A process that is told to stop ends, even where something in it hangs."""

import signal
import subprocess
import sys

CODE = """
import asyncio, sys, time
from luylau.processes.stopping import stop_on_signals

async def main():
    stop = asyncio.Event()
    stop_on_signals(stop, within_s=1)
    print("ready", flush=True)
    await stop.wait()
    if sys.argv[1] == "hangs":
        time.sleep(60)

asyncio.run(main())
"""


def told_to_stop(how: str) -> int:
    child = subprocess.Popen([sys.executable, "-c", CODE, how], stdout=subprocess.PIPE)
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"ready\n"
        child.send_signal(signal.SIGTERM)
        return child.wait(20)


def test_one_that_can_ends_by_itself() -> None:
    assert told_to_stop("ends") == 0


def test_one_that_hangs_is_ended_by_the_system() -> None:
    assert told_to_stop("hangs") == -signal.SIGALRM

"""Ending tasks for certain."""

import asyncio
from collections.abc import Iterable
from typing import Any

AGAIN_S = 0.2


async def end_tasks(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """Cancel tasks and wait until all have ended; what they raise is left in them.

    In Python 3.11 ``asyncio.wait_for`` swallows a cancellation that comes just as what it awaits ends: when
    the broker ends together with us, say. So each is cancelled again until it has ended.
    """
    left = {task for task in tasks if not task.done()}
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_S)

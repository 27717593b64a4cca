"""Tasks that swallow a cancellation end all the same."""

import asyncio

import pytest

from luylau.kernel.tasks import end_tasks


def test_one_that_swallows_its_first_cancellations_ends() -> None:
    swallowed = 0

    async def stubborn() -> None:
        nonlocal swallowed
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                swallowed += 1
                if swallowed == 3:
                    raise

    async def play() -> None:
        task = asyncio.create_task(stubborn())
        await asyncio.sleep(0)
        await asyncio.wait_for(end_tasks([task]), 5)
        assert task.cancelled()

    asyncio.run(play())
    assert swallowed == 3


def test_what_a_task_raised_stays_in_it() -> None:
    async def fails() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            raise ValueError("while ending")

    async def play() -> None:
        task = asyncio.create_task(fails())
        ended = asyncio.create_task(asyncio.sleep(0))
        await asyncio.sleep(0.01)
        await end_tasks([task, ended])
        assert ended.done()
        assert not ended.cancelled()
        with pytest.raises(ValueError, match="while ending"):
            task.result()

    asyncio.run(play())

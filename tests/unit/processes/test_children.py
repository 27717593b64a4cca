"""The supervisor with real child processes."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from luylau.processes.children import Child, ChildFailed, Supervisor, port_answers, wait_until

LIVES = "import time; time.sleep(60)"


async def at_once() -> None:
    await asyncio.sleep(0)


def child(tmp_path: Path, name: str, code: str, ready: Callable[[], Awaitable[None]] = at_once) -> Child:
    return Child(
        name=name,
        argv=[sys.executable, "-c", code],
        ready=ready,
        log_file=tmp_path / f"{name}.log",
        environment={"WHO": name},
    )


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


async def pid_that_is_not(supervisor: Supervisor, old: int) -> int:
    async def is_new() -> bool:
        return supervisor.keepers[0].pid not in (None, old)

    await wait_until(is_new, seconds=5)
    found = supervisor.keepers[0].pid
    assert found is not None
    return found


async def restart(tmp_path: Path) -> None:
    supervisor = Supervisor([child(tmp_path, "a", LIVES)])
    await supervisor.start()
    first = supervisor.keepers[0].pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    second = await pid_that_is_not(supervisor, first)
    assert is_alive(second)
    assert supervisor.keepers[0].restarts == 1
    await supervisor.stop()
    assert not is_alive(second)


def test_a_killed_child_comes_back_and_stop_ends_it(tmp_path: Path) -> None:
    asyncio.run(restart(tmp_path))


def test_a_restart_that_is_wanted_waits_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the child has died again and again just before."""
    monkeypatch.setattr("luylau.processes.children.BACKOFF_S", (0.0, 600.0))

    async def body() -> None:
        supervisor = Supervisor([child(tmp_path, "a", LIVES)])
        await supervisor.start()
        keeper = supervisor.keepers[0]
        first = keeper.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        last = await pid_that_is_not(supervisor, first)
        for turn in range(3):
            await keeper.restart()
            assert not is_alive(last)
            last = await pid_that_is_not(supervisor, last)
            assert keeper.restarts == turn + 2
        await supervisor.stop()

    asyncio.run(body())


def test_a_child_that_ends_at_once_is_named_with_its_log(tmp_path: Path) -> None:
    async def never() -> None:
        await asyncio.sleep(30)

    first = child(tmp_path, "good", LIVES)
    bad = child(tmp_path, "bad", "import sys; print('no licence', file=sys.stderr); sys.exit(3)", never)
    supervisor = Supervisor([first, bad])

    async def body() -> None:
        with pytest.raises(ChildFailed) as caught:
            await supervisor.start()
        assert (caught.value.name, caught.value.code) == ("bad", 3)
        assert "no licence" in caught.value.log_file.read_text()
        assert supervisor.keepers[0].pid is None, "what was already up is stopped again"

    asyncio.run(body())


def test_a_child_that_never_serves_is_given_up(tmp_path: Path) -> None:
    async def never_ready() -> None:
        async def no() -> bool:
            return False

        await wait_until(no, seconds=0.2)

    supervisor = Supervisor([child(tmp_path, "deaf", LIVES, never_ready)])

    async def body() -> None:
        with pytest.raises(ChildFailed):
            await supervisor.start()
        assert supervisor.keepers[0].pid is None

    asyncio.run(body())


def test_children_stop_in_reverse_order(tmp_path: Path) -> None:
    said = tmp_path / "said"
    code = (
        "import os, signal, sys, time\n"
        "def end(*_):\n"
        f"    open({str(said)!r}, 'a').write(os.environ['WHO'])\n"
        "    sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        f"open({str(tmp_path)!r} + '/up-' + os.environ['WHO'], 'w').close()\n"
        "time.sleep(60)\n"
    )

    def ready(name: str) -> Callable[[], Awaitable[None]]:
        async def is_up() -> bool:
            return (tmp_path / f"up-{name}").exists()

        return lambda: wait_until(is_up, seconds=10)

    async def body() -> None:
        supervisor = Supervisor([child(tmp_path, name, code, ready(name)) for name in "abc"])
        await supervisor.start()
        await supervisor.stop()

    asyncio.run(body())
    assert said.read_text() == "cba"


def test_no_child_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    program = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from luylau.processes.children import Child, Supervisor\n"
        "async def at_once(): await asyncio.sleep(0)\n"
        "async def main():\n"
        f"    child = Child(name='c', argv=[sys.executable, '-c', {LIVES!r}], ready=at_once,"
        f" log_file=Path({str(tmp_path / 'c.log')!r}))\n"
        "    supervisor = Supervisor([child])\n"
        "    await supervisor.start()\n"
        "    print(supervisor.keepers[0].pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )

    async def body() -> None:
        parent = await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
        )
        assert parent.stdout is not None
        pid = int(await parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
        await parent.wait()
        deadline = time.monotonic() + 5
        while is_alive(pid) and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        assert not is_alive(pid)

    asyncio.run(body())


def test_a_port_that_nobody_listens_on_does_not_answer() -> None:
    async def body() -> None:
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        assert await port_answers("127.0.0.1", port)
        server.close()
        await server.wait_closed()
        assert not await port_answers("127.0.0.1", port)

    asyncio.run(body())


def test_a_child_that_cannot_be_started_for_a_while_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luylau.processes.children.BACKOFF_S", (0.05, 0.05))

    async def body() -> None:
        supervisor = Supervisor([child(tmp_path, "a", LIVES)])
        await supervisor.start()
        keeper = supervisor.keepers[0]
        first = keeper.pid
        assert first is not None
        spawn, refused = keeper._spawn, 0

        async def refuse_twice() -> asyncio.subprocess.Process:
            nonlocal refused
            if refused < 2:
                refused += 1
                raise OSError(11, "no process left")
            return await spawn()

        monkeypatch.setattr(keeper, "_spawn", refuse_twice)
        os.kill(first, signal.SIGKILL)
        assert is_alive(await pid_that_is_not(supervisor, first))
        assert refused == 2
        await supervisor.stop()

    asyncio.run(body())

"""A real broker on free ports, for tests: started, killed and restarted as the platform does it."""

import asyncio
import contextlib
import os
import random
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from luylau.kernel.bus import Bus
from luylau.processes.broker import broker_child
from luylau.processes.broker_secrets import BrokerSecrets, broker_secrets
from luylau.processes.data import DataFolder
from luylau.settings.broker import BrokerSettings


def free_port() -> int:
    """Return a port that nobody listens on now.

    It lies below the range from which systems take the ports of outgoing connections, so that none of these
    takes it before the one that asked binds it.
    """
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


_RUNNING: "list[subprocess.Popen[bytes]]" = []


def end_all() -> None:
    """Kill every broker that a test left behind, paused ones too; its clients must not wait for it."""
    while _RUNNING:
        process = _RUNNING.pop()
        if process.poll() is None:
            process.kill()
            process.wait()


@dataclass
class TestBroker:
    """One broker over one data folder."""

    __test__ = False

    root: Path
    settings: BrokerSettings = field(
        default_factory=lambda: BrokerSettings(nats_port=free_port(), mqtt_port=free_port(), max_store_gb=0.2)
    )
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.data = DataFolder(self.root).prepare()

    @property
    def secrets(self) -> BrokerSecrets:
        return broker_secrets(self.data.secrets)

    async def start(self) -> None:
        """Start it and wait until it serves."""
        child = broker_child(self.data, self.settings)
        with child.log_file.open("ab") as out:
            self.process = subprocess.Popen(list(child.argv), stdout=out, stderr=out)
        _RUNNING.append(self.process)
        await asyncio.wait_for(child.ready(), 20)

    def kill(self) -> None:
        """End it as a crash does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """End it as the supervisor does."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def pause(self) -> None:
        """Let it hang."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGCONT)

    async def bus(self, user: str = "signals") -> Bus:
        """Return a connection as one of the service users."""
        password = getattr(self.secrets, user)
        return await Bus.connect(self.settings.url, user=user, password=password, wait_s=10)

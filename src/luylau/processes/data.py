"""The data folder: one place for all that an installation keeps."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from luylau.kernel.errors import Conflict
from luylau.kernel.sql import sqlite_url
from luylau.settings import Settings

BROKER_LOG = "broker.log"
"""In the logs folder: what the broker writes, and where what it denied is counted from."""
ORIGIN_FILE = "origin"
"""In the run folder: the address that browsers use, as the platform was last started."""
READY_FILE = "signals.ready"
"""In the run folder while ``signals`` takes observations in and lets devices in; it holds its process id."""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Paths inside the data folder ``root``."""

    root: Path

    @property
    def city(self) -> Path:
        """The working copy of the city pack."""
        return self.root / "city"

    @property
    def history(self) -> Path:
        """The Parquet segments."""
        return self.root / "history"

    @property
    def jetstream(self) -> Path:
        """The broker's streams."""
        return self.root / "jetstream"

    @property
    def secrets(self) -> Path:
        """Passwords and keys, readable by the owner alone."""
        return self.root / "secrets"

    @property
    def run(self) -> Path:
        """What only a running platform needs."""
        return self.root / "run"

    @property
    def logs(self) -> Path:
        """What the processes print."""
        return self.root / "logs"

    @property
    def checkpoint(self) -> Path:
        """What detectors have learned, and cameras of their places."""
        return self.root / "checkpoint"

    @property
    def models(self) -> Path:
        """The models that find people and vehicles in pictures."""
        return self.root / "models"

    @property
    def footage(self) -> Path:
        """What cameras with addresses of files play."""
        return self.root / "footage"

    @property
    def clips(self) -> Path:
        """Masked clips, each encrypted with a key of its own."""
        return self.root / "clips"

    @property
    def answers(self) -> Path:
        """What siting studies answered, a file a run."""
        return self.root / "answers"

    def database_url(self, settings: Settings) -> str:
        """Return the database's URL: the one that is set, or SQLite in this folder."""
        return settings.database_url or sqlite_url(self.root / "luylau.db")

    def prepare(self) -> Self:
        """Make the folders; the whole and the secrets are closed to others, where they are made here."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self.run, self.logs, self.checkpoint):
            folder.mkdir(exist_ok=True)
        self.secrets.mkdir(mode=0o700, exist_ok=True)
        return self


class RunLock:
    """Held by the one supervisor of a data folder.

    Raises:
        Conflict: another one runs on the same folder.
    """

    def __init__(self, data: DataFolder) -> None:
        self._handle = os.open(data.run / "supervisor.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._handle)
            raise Conflict("already-running", folder=str(data.root)) from error

    def release(self) -> None:
        """Let another supervisor in."""
        os.close(self._handle)

"""A PostgreSQL server for tests, where one is installed: started once for each process, ended with it."""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from tests.support.broker import free_port

_numbers = count()


def new_database() -> str:
    """Return the URL of a new, empty database; the test is skipped where no server can be had."""
    pytest.importorskip("psycopg")
    bin_, port = _server()
    name = f"test{next(_numbers)}"
    subprocess.run([bin_ / "createdb", *_at(port), name], check=True, timeout=60)
    return f"postgresql+psycopg://luylau@127.0.0.1:{port}/{name}"


def _at(port: int) -> list[str]:
    return ["-h", "127.0.0.1", "-p", str(port), "-U", "luylau"]


@cache
def _server() -> tuple[Path, int]:
    """Start a server; return where its programs are, and its port."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb") or (installed[-1] if installed else None)
    if found is None:
        pytest.skip("no PostgreSQL server is installed")
    bin_ = Path(found).resolve().parent
    folder = Path(tempfile.mkdtemp(prefix="luylau-postgres-"))
    # The server does not run as root.
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    port = free_port()
    options = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [bin_ / "pg_ctl", "-D", folder / "data", "-w"]

    def run(*command: str | Path) -> None:
        subprocess.run(command, user=user, cwd=folder, check=True, timeout=120, stdout=subprocess.DEVNULL)

    def end() -> None:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    run(
        bin_ / "initdb",
        "-D",
        folder / "data",
        *["-Atrust", "-Uluylau", "-EUTF8", "--locale=C.UTF-8"],
    )
    run(*control, "-o", options, "-l", folder / "log", "start")
    atexit.register(end)
    return bin_, port

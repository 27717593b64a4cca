"""Disks that fill up or turn read-only under a running platform.

Where this user may mount, the platform's folder is a small file system of its own. Where not (a container, an
ordinary user), the kernel's limit on the size of files stands in for the disk: what ``signals`` writes is
refused just so, while the broker goes on. The tests ask for the same in both cases, but for what only a real
disk shows.
"""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.platform import Platform

SIZE_MB = 96


def mounted(folder: Path) -> bool:
    """Make ``folder`` a small file system of its own; say whether that was permitted."""
    folder.mkdir(parents=True, exist_ok=True)
    return _run("mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "none", str(folder))


def unmount(folder: Path) -> None:
    """Take the file system away."""
    _run("umount", "-l", str(folder))


@contextmanager
def full(platform: Platform, *, real: bool) -> Iterator[None]:
    """Leave no byte on the platform's disk while the block runs."""
    if not real:
        with _limited(platform):
            yield
        return
    ballast = platform.root / "ballast"
    with ballast.open("wb", 0) as out, suppress(OSError):
        while True:
            out.write(bytes(4_096))
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def read_only(platform: Platform, *, real: bool) -> Iterator[None]:
    """Let nothing be opened for writing on the platform's disk while the block runs."""
    if not real:
        with _limited(platform):
            yield
        return
    root = str(platform.root)
    assert _run("mount", "--bind", root, root)
    assert _run("mount", "-o", "remount,bind,ro", root)
    try:
        yield
    finally:
        unmount(platform.root)


@contextmanager
def _limited(platform: Platform) -> Iterator[None]:
    pid = platform.pids()["signals"]
    usual = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1_000, usual[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, usual)


def _run(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False

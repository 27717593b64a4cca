"""What processes with unmasked pictures in memory leave behind when they crash: nothing."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

PROGRAM = textwrap.dedent("""
    import asyncio
    import ctypes
    import resource
    import sys
    from contextlib import suppress
    from pathlib import Path

    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    from luylau.processes.camera_detector import run_camera_detector
    from luylau.processes.camera_worker import run_camera_worker
    from luylau.processes.data import DataFolder
    from luylau.settings import Settings

    data = DataFolder(Path(sys.argv[2]))
    run = {
        "worker": lambda: run_camera_worker(data, Settings(), 0, 1),
        "detector": lambda: run_camera_detector(data, Settings()),
        "none": lambda: asyncio.sleep(0),
    }[sys.argv[1]]
    # The folder is empty, so they end as soon as they look for something.
    with suppress(Exception):
        asyncio.run(run())
    dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == "linux" else 0
    print(dumpable, *resource.getrlimit(resource.RLIMIT_CORE))
""")


@pytest.mark.parametrize("process", ["worker", "detector"])
def test_the_processes_of_cameras_leave_no_image_of_their_memory(process: str, tmp_path: Path) -> None:
    def said(which: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, which, str(tmp_path)],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return done.stdout.strip()

    assert said(process) == "0 0 0"
    assert said("none") != "0 0 0" or sys.platform != "linux"

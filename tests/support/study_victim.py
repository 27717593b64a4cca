"""A study-worker whose runner does what the study's currency says: ends well, badly, or not at all."""

import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from luylau.city import City
from luylau.kernel.errors import BadInput
from luylau.power.model import Grid
from luylau.processes.data import DataFolder
from luylau.processes.study_worker import run_study_worker
from luylau.siting.study import Study

ANSWER = b'{"answer": true}'


class Made:
    """An answer."""

    def to_json(self) -> bytes:
        """Return it."""
        return ANSWER


def run(
    study: Study,
    city: City,
    grid: Grid | None,
    folder: Path,
    pack: Path | None = None,
    *,
    progress: Callable[[float, str], None] | None = None,
) -> Made:
    """Do what is asked."""
    assert progress is not None
    progress(0.25, "siting-step-points")
    print("a library prints what it likes", flush=True)
    match study.currency:
        case "sleeps":
            time.sleep(60)
        case "stubborn":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            progress(0.5, "siting-step-plan")
            time.sleep(60)
        case "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        case "refuses":
            raise BadInput("siting-sites-none")
        case "breaks":
            raise RuntimeError("a slip")
        case "memory":
            raise MemoryError
        case "full":
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        case "waits":
            while not (pack or folder).with_name("go").exists():
                time.sleep(0.02)
    return Made()


if __name__ == "__main__":
    run_study_worker(DataFolder(Path(sys.argv[1])), run)

"""The process ``study-worker``: carries one run of a study out and ends.

It reads its order from the standard input and says how far it is, and how it came out, in lines of JSON on
what was its standard output; whatever libraries print goes to the log with the errors. It touches no
database: who started it writes down what it says, and may kill it at any time.
"""

import logging
import math
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Final, Protocol

import msgspec

from luylau.city import City, load, pack_version
from luylau.city.study_files import STUDIES
from luylau.kernel.errors import BadFile, Field, LuylauError
from luylau.power.grids import grid_of
from luylau.power.model import Grid
from luylau.processes.data import DataFolder
from luylau.processes.study_order import Order, Told
from luylau.siting.runs import AnswerFiles
from luylau.siting.study import Study, study_from_data

log = logging.getLogger(__name__)

TOLD_S: Final = 0.2
"""Shortest time between two words on how far it is, where the step is the same."""
_LOWEST: Final = 19
_MOST_SAID: Final = 200
_MOST_FAULTS: Final = 50
_KILLED_FIRST: Final = "900"
"""Where memory runs out, the kernel ends this process before one that the platform cannot do without."""


class Answered(Protocol):
    """What a runner returns."""

    def to_json(self) -> bytes:
        """Return it as it is kept."""
        ...


class Runner(Protocol):
    """``luylau.siting.running.run_study``, or what stands in for it."""

    def __call__(
        self,
        study: Study,
        city: City,
        grid: Grid | None,
        folder: Path,
        pack: Path | None = None,
        *,
        progress: Callable[[float, str], None] | None = None,
    ) -> Answered:
        """Answer a study."""
        ...


def carry_out(
    order: Order, data: DataFolder, tell: Callable[[Told], None], runner: Runner | None = None
) -> None:
    """Answer a study, put the answer into its file, and tell how it came out; whatever goes wrong is told
    too."""
    try:
        tell(_answered(order, data, tell, runner or _solvers()))
    except LuylauError as error:
        found = error.faults[:_MOST_FAULTS] if isinstance(error, BadFile) else ()
        faults = [asdict(fault) | {"fields": _tellable(fault.fields)} for fault in found]
        tell(Told(key=error.key, fields=_tellable(error.fields), faults=faults))
    except MemoryError:
        tell(Told(key="study-run-memory"))
    except Exception as error:
        log.exception("the run %s broke", order.run)
        tell(Told(key="study-run-broke", fields={"said": f"{type(error).__name__}: {error}"[:_MOST_SAID]}))


def _tellable(fields: Mapping[str, Field]) -> dict[str, Field]:
    """Return an error's fields as JSON can hold them: what is no finite number as text."""
    return {
        name: str(value) if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in fields.items()
    }


def run_study_worker(data: DataFolder, runner: Runner | None = None) -> None:
    """Carry out the order that stands in the standard input, by the platform's solvers or another ``runner``.

    Raises:
        ValidationError: it is none.
    """
    os.nice(_LOWEST)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_KILLED_FIRST, encoding="ascii")
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    with _own_output() as out:

        def tell(told: Told) -> None:
            out.write(msgspec.json.encode(told) + b"\n")
            out.flush()

        carry_out(order, data, tell, runner)


def _answered(order: Order, data: DataFolder, tell: Callable[[Told], None], runner: Runner) -> Told:
    study, faults = study_from_data(order.study, f"{order.study.get('id', '')}.toml")
    if study is None:
        raise BadFile(faults)
    version = pack_version(data.city)
    city = load(data.city)
    grid = grid_of(data.city, city)
    answer = runner(study, city, grid, data.city / STUDIES, data.city, progress=_Progress(tell))
    kept = answer.to_json()
    digest = AnswerFiles(data.answers).stage(order.run, order.mark, kept)
    return Told(sha256=digest, size=len(kept), pack=version)


def _solvers() -> Runner:
    # They and their compiled kernels take a second and a hundred megabytes.
    from luylau.siting.running import run_study

    return run_study


class _Progress:
    """Tells how far it is, not too often."""

    def __init__(self, tell: Callable[[Told], None]) -> None:
        self._tell = tell
        self._step = ""
        self._told_s = 0.0

    def __call__(self, share: float, step: str) -> None:
        now_s = time.monotonic()
        if step != self._step or now_s - self._told_s >= TOLD_S:
            self._step, self._told_s = step, now_s
            self._tell(Told(share=min(max(share, 0.0), 1.0), step=step))


def _own_output() -> IO[bytes]:
    """Return what was the standard output; what anybody prints goes to the errors from now on."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out

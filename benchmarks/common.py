"""The one form of all benchmarks: arguments, table, JSON as the last line, and the machine that it ran on."""

import argparse
import json
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Cell = str | int | float | None


@dataclass(kw_only=True)
class Table:
    """A table to print: a title, column names, rows; the first column is text."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[Cell]] = field(default_factory=list)

    def add(self, *cells: Cell) -> None:
        self.rows.append(cells)

    def text(self) -> str:
        """Return the table as aligned lines."""
        lines = [list(self.columns), *([_said(cell) for cell in row] for row in self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.columns))]
        said = [
            "  ".join(
                cell.ljust(width) if place == 0 else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        return "\n".join([self.title, said[0], "-" * len(said[0]), *said[1:]])


@dataclass(kw_only=True)
class Result:
    """What a benchmark found: tables for people; figures for machines, nested by case, units in the names."""

    tables: list[Table]
    figures: dict[str, Any]


@dataclass
class Timer:
    """Seconds that passed inside ``timed``."""

    seconds: float = 0.0


@contextmanager
def timed(timer: Timer | None = None) -> Iterator[Timer]:
    """Add the seconds that the block takes to ``timer`` (or to a new one)."""
    timer = timer or Timer()
    start = time.perf_counter()
    try:
        yield timer
    finally:
        timer.seconds += time.perf_counter() - start


def median_ms(work: Callable[[int], object], times: int, warm_up: int = 3) -> float:
    """Return the median of ``times`` calls in milliseconds, after a few that do not count."""
    return summary_ms(work, times, warm_up)[0]


def summary_ms(work: Callable[[int], object], times: int, warm_up: int = 3) -> tuple[float, float]:
    """Return the median and the 99th percentile of ``times`` calls in milliseconds."""
    for turn in range(warm_up):
        work(turn)
    taken = []
    for turn in range(times):
        start = time.perf_counter()
        work(turn)
        taken.append((time.perf_counter() - start) * 1_000)
    taken.sort()
    return statistics.median(taken), taken[min(len(taken) - 1, int(len(taken) * 0.99))]


def peak_mb() -> float:
    """Return the most memory that this process has had, in megabytes (10^6 bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024 / 1e6


def machine() -> dict[str, Any]:
    """Return what it runs on, with the load of the minute before: a busy machine measures low."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return {
        "cpu": model,
        "cores": len(os.sched_getaffinity(0)),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
    }


def run(
    description: str,
    measure: Callable[[argparse.Namespace], Result],
    arguments: Callable[[argparse.ArgumentParser], None] | None = None,
) -> None:
    """Read the command line, measure, print. ``measure`` finds ``quick`` among its arguments."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="end within 45 seconds")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON, as the last line")
    if arguments is not None:
        arguments(parser)
    chosen = parser.parse_args()
    on = machine()
    with timed() as timer:
        result = measure(chosen)
    print("\n\n".join(table.text() for table in result.tables))
    print(f"\n{on['cpu']}, {on['cores']} cores, load before {on['load_before']}, {timer.seconds:.1f} s")
    if chosen.json:
        figures: Mapping[str, Any] = {**result.figures, "machine": on, "run_seconds": round(timer.seconds, 2)}
        print(json.dumps(_rounded(figures)))


def _said(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 1_000 else f"{cell:.3g}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def _rounded(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, Mapping):
        return {key: _rounded(inner) for key, inner in value.items()}
    return float(f"{value:.6g}") if isinstance(value, float) else value

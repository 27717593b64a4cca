"""The Numenta Anomaly Benchmark: the detector bank, beside river's running z-score and the published table.

``python -m benchmarks.nab --data DIR``, DIR a checkout of the benchmark (``data/``, ``labels/``).

An operator is told of the *beginning* of an anomaly, so a row's score is its surprise where that is higher
than all of the time just before ("hold"), else nothing. Memory, hold and threshold are tuned on every other
file and reported on the rest, then the other way round, and both held-out halves are pooled. The published
figures were tuned on the files that they are reported on; "tuned on all" is comparable with those, "held out"
is what to expect.

Where the checkout has its own scorer (``nab/sweeper.py``) that one scores the held-out rows; in any case the
project's own implementation of the published rule does (``nab_scoring``).
"""

import argparse
import csv
import importlib
import importlib.util
import itertools
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from benchmarks.common import Result, Table, run
from benchmarks.nab_scoring import PROFILES, Weighed, best_threshold, join, normalised, raw_score, weigh
from luylau.kernel.clock import parse_iso
from luylau.telemetry.detectors import DetectorBank, DetectorSettings

Floats = NDArray[np.float64]
Sweeper = Callable[..., Any]
"""The class of the checkout's own scorer, which has no types."""

HOW_TO_GET = (
    "Give --data DIR, a checkout of the Numenta Anomaly Benchmark (the repository numenta/NAB on GitHub; its "
    "data/ and labels/ folders are needed)."
)

PUBLISHED: Mapping[str, tuple[float, float | None, float | None]] = {
    "ARTime": (74.9, None, None),
    "Numenta HTM": (70.5, 62.6, 75.2),
    "CAD OSE": (69.9, 67.0, 73.2),
    "KNN CAD": (58.0, 43.4, 64.8),
    "Relative Entropy": (54.6, 47.6, 58.8),
    "Random Cut Forest": (51.7, 38.4, 59.7),
    "Twitter ADVec": (47.1, 33.6, 53.5),
    "Windowed Gaussian": (39.6, 20.9, 47.4),
    "Etsy Skyline": (35.7, 27.1, 44.5),
    "Bayesian Changepoint": (17.7, 3.2, 32.2),
    "EXPoSE": (16.4, 3.2, 26.9),
    "Random": (11.0, 1.2, 19.5),
    "Null": (0.0, 0.0, 0.0),
}
"""Scoreboard of the README of numenta/NAB (v1.0 and v1.1): standard, reward low FP, reward low FN."""

LARGEST = 99.0
FAINTEST = 3.0 / LARGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of the benchmark: its rows and the first and last row of each labelled window."""

    name: str
    time_us: NDArray[np.int64]
    value: Floats
    windows: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One set of parameters that is tried; times in hours."""

    memory_h: float
    hold_h: float


def moment(text: str) -> int:
    """Return a NAB time, which has no zone, as if it were UTC."""
    return parse_iso(text.strip() + "+00:00")


def read(folder: Path) -> list[File]:
    """Read all labelled files of a checkout, sorted by name.

    Raises:
        FileNotFoundError: the folder is no checkout of the benchmark.
    """
    labels = json.loads((folder / "labels" / "combined_windows.json").read_text(encoding="utf-8"))
    files = []
    for name in sorted(labels):
        with (folder / "data" / name).open(encoding="utf-8", newline="") as handle:
            rows = [(moment(row["timestamp"]), float(row["value"])) for row in csv.DictReader(handle)]
        time_us = np.array([row[0] for row in rows], np.int64)
        windows = []
        for start, end in sorted(labels[name]):
            inside = np.flatnonzero((time_us >= moment(start)) & (time_us <= moment(end)))
            if len(inside):
                windows.append((int(inside[0]), int(inside[-1])))
        files.append(
            File(name=name, time_us=time_us, value=np.array([row[1] for row in rows]), windows=tuple(windows))
        )
    return files


def beginnings(surprise: Floats, time_us: NDArray[np.int64], hold_h: float) -> Floats:
    """Return the surprise where it exceeds what is held from before (fading with ``hold_h``), else 0."""
    out = np.zeros(len(surprise))
    held, since = 0.0, 0
    for row in np.flatnonzero(surprise >= FAINTEST).tolist():
        left = held * float(np.exp(-(time_us[row] - since) / (hold_h * 3.6e9))) if hold_h > 0 else 0.0
        if surprise[row] > left:
            out[row] = surprise[row]
            held, since = surprise[row], time_us[row]
    return out


def bank_surprise(file: File, choice: Choice) -> Floats:
    """Return the bank's surprise a row, 0 to 1."""
    settings = DetectorSettings(memory_s=choice.memory_h * 3_600)
    out = DetectorBank(settings).update(np.zeros(len(file.value), np.int32), file.time_us, file.value)
    return np.nan_to_num(out.score).astype(np.float64) / LARGEST


def river_surprise(file: File, _: Choice) -> Floats:
    """Return the surprise of a z-score by river's running mean and variance a row, in the same scale."""
    stats = importlib.import_module("river.stats")
    mean, spread = stats.EWMean(0.01), stats.EWVar(0.01)
    said = np.zeros(len(file.value))
    for row, value in enumerate(file.value.tolist()):
        variance = spread.get()
        if row >= 100 and variance > 0:
            said[row] = min((value - mean.get()) ** 2 / variance / 2, LARGEST) / LARGEST
        mean.update(value)
        spread.update(value)
    return said


Surprise = Callable[[File, Choice], Floats]
Scores = dict[str, dict[str, float]]
Chosen = dict[str, list[dict[str, float | None]]]


def tuned(
    tune: Sequence[File],
    scored: Mapping[tuple[str, Choice], Weighed],
    choices: Sequence[Choice],
    profile: str,
) -> tuple[Choice, float]:
    """Return the choice and threshold with the best score over the files to tune on."""
    best: tuple[float, Choice, float] | None = None
    for choice in choices:
        joined = join([scored[file.name, choice] for file in tune])
        threshold, raw = best_threshold(joined, PROFILES[profile])
        if best is None or raw > best[0]:
            best = (raw, choice, threshold)
    if best is None:
        raise ValueError("no parameters to try")
    return best[1], best[2]


def evaluate(
    files: Sequence[File], surprise: Surprise, choices: Sequence[Choice], sweeper: Sweeper | None = None
) -> tuple[Scores, Chosen]:
    """Tune and score by every profile.

    Returns:
        ``held_out``, ``tuned_on_all`` (and ``held_out_by_checkout`` with a sweeper) to profile to score, and
        what was chosen for each half.
    """
    rows: dict[tuple[str, Choice], Floats] = {}
    for file in files:
        plain: dict[float, Floats] = {}
        for choice in choices:
            if choice.memory_h not in plain:
                plain[choice.memory_h] = surprise(file, choice)
            rows[file.name, choice] = beginnings(plain[choice.memory_h], file.time_us, choice.hold_h)
    windows = {file.name: file.windows for file in files}
    scored = {key: weigh(scores, windows[key[0]]) for key, scores in rows.items()}
    halves = (files[::2], files[1::2])
    scores: Scores = {"held_out": {}, "tuned_on_all": {}}
    chosen: Chosen = {}
    for name, profile in PROFILES.items():
        raw, counted, by_checkout = 0.0, 0, 0.0
        for tune, report in (halves, halves[::-1]):
            choice, threshold = tuned(tune, scored, choices, name)
            chosen.setdefault(name, []).append(
                {
                    "memory_h": choice.memory_h,
                    "hold_h": choice.hold_h,
                    "threshold_nats": threshold * LARGEST if threshold < np.inf else None,
                }
            )
            joined = join([scored[file.name, choice] for file in report])
            raw += raw_score(joined, threshold, profile)
            counted += joined.windows
            if sweeper is not None:
                by_checkout += sum(
                    checkout_score(sweeper, file, rows[file.name, choice], threshold, name) for file in report
                )
        scores["held_out"][name] = normalised(raw, counted, profile)
        if sweeper is not None:
            scores.setdefault("held_out_by_checkout", {})[name] = normalised(by_checkout, counted, profile)
        choice, threshold = tuned(files, scored, choices, name)
        joined = join([scored[file.name, choice] for file in files])
        scores["tuned_on_all"][name] = normalised(
            raw_score(joined, threshold, profile), joined.windows, profile
        )
    return scores, chosen


def checkout_sweeper(folder: Path) -> Sweeper | None:
    """Return the class of the checkout's own scorer, or None if it has none that this Python can load."""
    if not (folder / "nab" / "sweeper.py").is_file():
        return None
    sys.path.insert(0, str(folder.resolve()))
    try:
        return cast(Sweeper, importlib.import_module("nab.sweeper").Sweeper)
    except ImportError as error:
        print(
            f"the checkout's own scorer cannot be loaded ({error}); the published rule is used",
            file=sys.stderr,
        )
        return None
    finally:
        sys.path.pop(0)


def checkout_score(sweeper: Sweeper, file: File, scores: Floats, threshold: float, profile: str) -> float:
    """Return the raw score of a file by the checkout's own scorer."""
    weights = PROFILES[profile]
    own = sweeper(
        probationPercent=0.15,
        costMatrix={
            "tpWeight": weights.hit,
            "fpWeight": weights.false_alarm,
            "fnWeight": weights.miss,
            "tnWeight": 1.0,
        },
    )
    # Rows are named by number: some files have the same time twice.
    rows = list(range(len(scores)))
    _, found = own.scoreDataSet(rows, scores.tolist(), list(file.windows), file.name, min(threshold, 1.05))
    return float(found.score)


def measure(arguments: argparse.Namespace) -> Result:
    if arguments.data is None:
        print(HOW_TO_GET, file=sys.stderr)
        raise SystemExit(2)
    try:
        files = read(arguments.data)
    except FileNotFoundError as error:
        print(f"{error.filename}: not there. {HOW_TO_GET}", file=sys.stderr)
        raise SystemExit(2) from None
    memories, holds = (
        ((6.0, 24.0, 72.0), (0.0, 6.0, 24.0, 72.0)) if not arguments.quick else ((24.0,), (6.0, 24.0))
    )
    choices = [Choice(memory_h=memory, hold_h=hold) for memory, hold in itertools.product(memories, holds)]
    sweeper = checkout_sweeper(arguments.data)
    scores, chosen = evaluate(files, bank_surprise, choices, sweeper)
    peer: Scores = {}
    if importlib.util.find_spec("river") is None:
        print("river is not installed: no peer (benchmarks/requirements.txt)", file=sys.stderr)
    else:
        peer, _ = evaluate(files, river_surprise, [Choice(memory_h=0.0, hold_h=hold) for hold in holds])
    table = Table(
        title=f"NAB: {len(files)} files, {sum(len(file.value) for file in files):,} rows, "
        f"{sum(len(file.windows) for file in files)} windows",
        columns=("", "standard", "reward low FP", "reward low FN"),
    )
    for title, said in (
        *((f"Luy Lau, {kind.replace('_', ' ')}", by_profile) for kind, by_profile in scores.items()),
        *(
            (f"river EWMean and EWVar, {kind.replace('_', ' ')}", by_profile)
            for kind, by_profile in peer.items()
        ),
    ):
        table.add(title, *said.values())
    for title, figures in PUBLISHED.items():
        table.add(f"published: {title}", *figures)
    return Result(
        tables=[table],
        figures={
            **scores,
            "river": peer,
            "chosen": chosen,
            "files": len(files),
            "own_scorer": sweeper is not None,
        },
    )


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="a checkout of the Numenta Anomaly Benchmark")


if __name__ == "__main__":
    run("The Numenta Anomaly Benchmark, with held-out tuning", measure, arguments)

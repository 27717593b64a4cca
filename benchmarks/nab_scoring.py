"""The Numenta Anomaly Benchmark's scoring rule, written from its publication.

Lavin & Ahmad, "Evaluating Real-Time Anomaly Detection Algorithms: the Numenta Anomaly Benchmark", ICMLA 2015
(arXiv:1510.03336), and the NAB v1.1 profiles:

* the first 15% of a file's rows (at most 750) are probation and are not scored;
* each labelled window counts once, by the detection in it that scores highest, that is the earliest. At
  relative place ``y`` (-1 at the window's start, towards 0 at its end) that is ``A_tp * f(y) / f(-1)`` with
  ``f(y) = 2 / (1 + exp(5y)) - 1``; a window without detection costs ``A_fn``;
* each detection outside of all windows costs ``A_fp * -f(y)``, ``y`` window lengths past the last window's
  end, and the whole ``A_fp`` from three lengths on, or when no window came before;
* the sum over files is put on a scale where no detection at all is 0 and a perfect detector 100.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PROBATION = 0.15
PROBATION_ROWS = 5_000
FAR = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a hit, a false alarm and a miss weigh."""

    hit: float = 1.0
    false_alarm: float
    miss: float


PROFILES: Mapping[str, Profile] = {
    "standard": Profile(false_alarm=0.11, miss=1.0),
    "reward_low_fp": Profile(false_alarm=0.22, miss=1.0),
    "reward_low_fn": Profile(false_alarm=0.11, miss=2.0),
}


def reward(place: float) -> float:
    """Return the sigmoid of a relative place: near 1 early in a window, 0 at its end, -1 far behind."""
    return 2.0 / (1.0 + math.exp(5.0 * place)) - 1.0 if place < FAR else -1.0


def probation_rows(rows: int) -> int:
    """Return how many rows at the beginning of a file are not scored."""
    return math.floor(min(PROBATION * rows, PROBATION * PROBATION_ROWS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The rows of a file (or of several) that could be detections, with what each would be worth.

    ``score`` is the detector's, ``worth`` that of a detection before its profile's weight, ``window`` the
    number of the window that the row lies in or -1; ``windows`` how many windows count.
    """

    score: NDArray[np.float64]
    worth: NDArray[np.float64]
    window: NDArray[np.int64]
    windows: int


def weigh(scores: NDArray[np.float64], windows: Sequence[tuple[int, int]]) -> Weighed:
    """Return what a detection in each row would be worth.

    Args:
        scores: shape (n,), one a row; rows with a score of 0 or less can never be detections.
        windows: first and last row of each labelled window, in order.
    """
    rows = len(scores)
    worth = np.full(rows, -1.0)
    window = np.full(rows, -1)
    start = probation_rows(rows)
    counted = 0
    for place, (first, last) in enumerate(windows):
        width = last - first + 1
        following = windows[place + 1][0] if place + 1 < len(windows) else rows
        for row in range(last + 1, following):
            worth[row] = reward((row - last) / (width - 1)) if width > 1 else -1.0
        for row in range(first, last + 1):
            worth[row] = reward(-(last - row + 1) / width) / reward(-1.0)
        if last >= start:
            window[max(first, start) : last + 1] = counted
            counted += 1
    kept = np.flatnonzero((scores > 0) & (np.arange(rows) >= start))
    return Weighed(score=scores[kept], worth=worth[kept], window=window[kept], windows=counted)


def join(files: Sequence[Weighed]) -> Weighed:
    """Return several files as one, their windows numbered on."""
    offsets = np.cumsum([0, *(file.windows for file in files)])
    return Weighed(
        score=np.concatenate([file.score for file in files]),
        worth=np.concatenate([file.worth for file in files]),
        window=np.concatenate(
            [
                np.where(file.window >= 0, file.window + offset, -1)
                for file, offset in zip(files, offsets[:-1], strict=True)
            ]
        ),
        windows=int(offsets[-1]),
    )


def raw_score(weighed: Weighed, threshold: float, profile: Profile) -> float:
    """Return the sum of rewards and costs if every row of at least ``threshold`` is a detection."""
    detected = weighed.score >= threshold
    outside = detected & (weighed.window < 0)
    best = np.full(weighed.windows, -np.inf)
    inside = detected & (weighed.window >= 0)
    np.maximum.at(best, weighed.window[inside], weighed.worth[inside])
    hits = np.isfinite(best)
    return float(
        profile.false_alarm * weighed.worth[outside].sum()
        + profile.hit * best[hits].sum()
        - profile.miss * (~hits).sum()
    )


def best_threshold(weighed: Weighed, profile: Profile) -> tuple[float, float]:
    """Return the threshold with the highest raw score, and that score; infinity where silence is best."""
    best, threshold = -profile.miss * weighed.windows, math.inf
    found = best
    order = np.argsort(-weighed.score, kind="stable")
    held = [-profile.miss] * weighed.windows
    score, worth, window = (
        column[order].tolist() for column in (weighed.score, weighed.worth, weighed.window)
    )
    for row in range(len(score)):
        number = window[row]
        if number < 0:
            found += profile.false_alarm * worth[row]
        elif profile.hit * worth[row] > held[number]:
            found += profile.hit * worth[row] - held[number]
            held[number] = profile.hit * worth[row]
        following = score[row + 1] if row + 1 < len(score) else 0.0
        if following != score[row] and found > best:
            # Half-way to the next lower score: the same here, and fairer to files not seen.
            best, threshold = found, (score[row] + following) / 2
    return threshold, best


def normalised(raw: float, windows: int, profile: Profile) -> float:
    """Return a raw score on the scale of 0 (silence) to 100 (perfect).

    Raises:
        ValueError: there is no window, so there is no scale.
    """
    if windows == 0:
        raise ValueError("no labelled window: nothing to find")
    silence = -profile.miss * windows
    return 100.0 * (raw - silence) / (profile.hit * windows - silence)

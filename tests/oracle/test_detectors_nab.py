"""The NAB benchmark: its scoring rule on cases worked by hand, and the whole of it on small files."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from benchmarks import nab
from benchmarks.nab_scoring import (
    PROFILES,
    Profile,
    best_threshold,
    join,
    normalised,
    probation_rows,
    raw_score,
    reward,
    weigh,
)

ROOT = Path(__file__).parents[2]

# The rule once more, a row at a time, with the interface of the scorer that a checkout brings along.
SWEEPER = """
import math
from collections import namedtuple

Found = namedtuple("Found", ["score"])


class Sweeper:
    def __init__(self, probationPercent, costMatrix):
        self.share, self.cost = probationPercent, costMatrix

    def scoreDataSet(self, rows, scores, windows, name, threshold):
        begin = math.floor(min(self.share * len(rows), self.share * 5000))
        bent = lambda y: 2 / (1 + math.exp(5 * y)) - 1
        total, best, behind = 0.0, {}, None
        for row in rows:
            inside = [w for w in windows if w[0] <= row <= w[1]]
            if row >= begin:
                if inside:
                    first, last = inside[0]
                    best.setdefault(first, -self.cost["fnWeight"])
                    if scores[row] >= threshold:
                        y = -(last - row + 1) / (last - first + 1)
                        best[first] = max(best[first], self.cost["tpWeight"] * bent(y) / bent(-1))
                elif scores[row] >= threshold:
                    y = 9 if behind is None else (row - behind[1]) / (behind[1] - behind[0])
                    total += self.cost["fpWeight"] * (-1 if y >= 3 else bent(y))
            for w in windows:
                if w[1] == row:
                    behind = w
        return None, Found(total + sum(best.values()))
"""


def at(rows: int, *detected: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    scores = np.zeros(rows)
    scores[list(detected)] = 0.5
    return scores


def test_the_sigmoid() -> None:
    assert reward(-1.0) == pytest.approx(0.98661, abs=1e-5)
    assert reward(-0.5) == pytest.approx(0.84828, abs=1e-5)
    assert reward(0.0) == 0.0
    assert reward(1.0) == pytest.approx(-0.98661, abs=1e-5)
    assert reward(3.0) == -1.0


def test_probation() -> None:
    assert probation_rows(100) == 15
    assert probation_rows(4_000) == 600
    assert probation_rows(20_000) == 750


def test_a_case_worked_by_hand() -> None:
    # 100 rows, window 40 to 49. Row 45 is half-way in: 0.848284 / 0.986614 = 0.859793. Row 52 is 3/9 of a
    # window behind: -0.682262. Row 20 comes before any window: -1. Row 10 is in probation.
    weighed = weigh(at(100, 10, 20, 45, 47, 52), [(40, 49)])
    assert raw_score(weighed, 0.5, PROFILES["standard"]) == pytest.approx(
        0.859793 - 0.11 * 1.682262, abs=1e-5
    )
    raw = raw_score(weighed, 0.5, PROFILES["reward_low_fp"])
    assert raw == pytest.approx(0.859793 - 0.22 * 1.682262, abs=1e-5)
    raw = raw_score(weighed, 0.5, PROFILES["reward_low_fn"])
    assert normalised(raw, 1, PROFILES["reward_low_fn"]) == pytest.approx(100 * (0.674744 + 2) / 3, abs=1e-3)


@pytest.mark.parametrize("profile", list(PROFILES.values()))
def test_perfect_is_a_hundred_and_silence_is_nothing(profile: Profile) -> None:
    windows = [(200, 250), (600, 640)]
    for scores, wanted in ((at(1000, 200, 600), 100.0), (at(1000), 0.0)):
        raw = raw_score(weigh(scores, windows), 0.5, profile)
        assert normalised(raw, 2, profile) == pytest.approx(wanted)


def test_a_missed_window_costs_and_a_window_in_probation_does_not_count() -> None:
    weighed = weigh(at(1000), [(20, 60), (600, 640)])
    assert weighed.windows == 1
    assert raw_score(weighed, 0.5, PROFILES["reward_low_fn"]) == -2.0


def test_a_window_that_begins_in_probation_counts_by_its_later_rows() -> None:
    weighed = weigh(at(1000, 145, 160), [(140, 179)])
    assert weighed.windows == 1
    # Row 160: 20 of 40 rows to the end, y = -0.5.
    assert raw_score(weighed, 0.5, PROFILES["standard"]) == pytest.approx(0.859793, abs=1e-5)


def test_far_false_alarms_cost_in_full() -> None:
    weighed = weigh(at(1000, 300, 900), [(300, 310)])
    assert raw_score(weighed, 0.5, PROFILES["standard"]) == pytest.approx(1.0 - 0.11)


def test_no_window_is_no_scale() -> None:
    with pytest.raises(ValueError, match="nothing to find"):
        normalised(0.0, 0, PROFILES["standard"])


def test_the_best_threshold_is_the_best_of_all() -> None:
    chance = np.random.default_rng(1)
    parts = []
    for _ in range(4):
        scores = np.round(chance.random(400) ** 4, 2)
        scores[150:160] += 0.3
        parts.append(weigh(scores, [(150, 180), (300, 320)]))
    joined = join(parts)
    assert joined.windows == 8
    for profile in PROFILES.values():
        tried = {float(t): raw_score(joined, float(t), profile) for t in [*np.unique(joined.score), np.inf]}
        threshold, best = best_threshold(joined, profile)
        assert best == pytest.approx(max(tried.values()))
        assert raw_score(joined, threshold, profile) == pytest.approx(best)


def test_silence_is_chosen_where_every_detection_is_wrong() -> None:
    threshold, best = best_threshold(weigh(at(1000, *range(200, 900)), [(950, 960)]), PROFILES["standard"])
    assert threshold == np.inf
    assert best == -1.0


def test_beginnings_hold() -> None:
    hour = 3_600_000_000
    t = np.arange(6, dtype=np.int64) * hour
    surprise = np.array([0.01, 0.5, 0.4, 0.6, 0.2, 0.5])
    # 0.01 is too faint to count at all.
    np.testing.assert_array_equal(nab.beginnings(surprise, t, 0.0), [0, 0.5, 0.4, 0.6, 0.2, 0.5])
    np.testing.assert_array_equal(nab.beginnings(surprise, t, 100.0), [0, 0.5, 0, 0.6, 0, 0])
    # Held 0.6 fades within two hours to 0.6 exp(-2/1) = 0.08.
    np.testing.assert_array_equal(nab.beginnings(surprise, t, 1.0), [0, 0.5, 0.4, 0.6, 0, 0.5])


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small benchmark of the same form: daily courses with a shift or a spike in each, labelled."""
    labels: dict[str, list[list[str]]] = {}
    start = datetime(2014, 4, 1, tzinfo=UTC)
    said = [(start + timedelta(minutes=5 * row)).strftime("%Y-%m-%d %H:%M:%S") for row in range(4_032)]
    for number in range(6):
        chance = np.random.default_rng(number)
        value = 50 + 10 * np.sin(2 * np.pi * np.arange(4_032) / 288) + chance.normal(0, 1, 4_032)
        name = f"artificial/course_{number}.csv"
        where = 2_000 + 300 * number
        value[where : where + (1 if number % 2 else 60)] += 25
        if number < 5:
            window = [said[where - 40] + ".000000", said[where + 100] + ".000000"]
            labels[name] = [window]
        else:
            value[where : where + 60] -= 25
            labels[name] = []
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = "".join(f"{when},{what}\n" for when, what in zip(said, value, strict=True))
        path.write_text("timestamp,value\n" + rows, encoding="utf-8")
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "combined_windows.json").write_text(json.dumps(labels), encoding="utf-8")
    return tmp_path


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.nab", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_files_are_read_with_their_windows(checkout: Path) -> None:
    files = nab.read(checkout)
    assert [len(file.value) for file in files] == [4_032] * 6
    assert files[0].windows == ((1_960, 2_100),)
    assert files[5].windows == ()
    assert files[0].time_us[1] - files[0].time_us[0] == 300_000_000


def test_the_whole_benchmark_finds_what_is_plain_to_see(checkout: Path) -> None:
    done = call("--data", str(checkout), "--quick", "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert set(figures["held_out"]) == set(PROFILES)
    assert figures["held_out"]["standard"] > 75
    assert figures["tuned_on_all"]["standard"] >= figures["held_out"]["standard"] - 1e-6
    assert figures["own_scorer"] is False
    assert bool(figures["river"]) == (find_spec("river") is not None)
    assert "published: Numenta HTM" in done.stdout


@pytest.fixture
def own_scorer(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the checkout's own scorer is to be written; nothing of it stays loaded."""
    (checkout / "nab").mkdir()
    for module in ("nab", "nab.sweeper"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    return checkout / "nab" / "sweeper.py"


def test_the_checkouts_own_scorer_is_used_and_agrees(checkout: Path, own_scorer: Path) -> None:
    own_scorer.write_text(SWEEPER, encoding="utf-8")
    sweeper = nab.checkout_sweeper(checkout)
    assert sweeper is not None
    choices = [nab.Choice(memory_h=24.0, hold_h=hold) for hold in (0.0, 24.0)]
    scores, chosen = nab.evaluate(nab.read(checkout), nab.bank_surprise, choices, sweeper)
    for profile in PROFILES:
        assert scores["held_out_by_checkout"][profile] == pytest.approx(scores["held_out"][profile], abs=1e-9)
        assert len(chosen[profile]) == 2
    for module in ("nab", "nab.sweeper"):
        del sys.modules[module]


def test_a_scorer_that_cannot_be_loaded_is_said_and_done_without(
    checkout: Path, own_scorer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_scorer.write_text("import nothing_of_that_name\n", encoding="utf-8")
    assert nab.checkout_sweeper(checkout) is None
    assert "nothing_of_that_name" in capsys.readouterr().err
    sys.modules.pop("nab", None)


def test_a_checkout_without_a_scorer_has_none(checkout: Path) -> None:
    assert nab.checkout_sweeper(checkout) is None


def test_without_data_it_says_how_to_get_it(tmp_path: Path) -> None:
    for arguments in ((), ("--data", str(tmp_path))):
        done = call(*arguments)
        assert done.returncode == 2
        assert "numenta/NAB" in done.stderr
        assert "Traceback" not in done.stderr

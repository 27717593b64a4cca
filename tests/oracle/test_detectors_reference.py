"""The compiled detectors against a plain reference of the same recurrences, over courses of every sort."""

import numpy as np
import pytest

from luylau.telemetry.detectors import DetectorBank, DetectorSettings
from luylau.telemetry.observations import Float64, Int64
from tests.oracle.detector_reference import Series

T0 = 1_760_000_000_000_000
STEP = 300_000_000
DAY_ROWS = 288


def course(name: str, rows: int) -> tuple[Int64, Float64]:
    chance = np.random.default_rng(abs(hash_of(name)))
    t = T0 + np.arange(rows, dtype=np.int64) * STEP
    daily = np.sin(2 * np.pi * (t / 86.4e9))
    noise = chance.normal(0, 1, rows)
    if name == "plain":
        value = 20 + noise
    elif name == "far from zero":
        value = 101_325 + 40 * noise
    elif name == "correlated":
        value = np.zeros(rows)
        for row in range(1, rows):
            value[row] = 0.9 * value[row - 1] + noise[row]
    elif name == "daily":
        value = 28 + 5 * daily + 0.5 * noise
        value[9 * DAY_ROWS : 9 * DAY_ROWS + 60] += 4
    elif name == "season ends":
        value = 28 + np.where(np.arange(rows) < 7 * DAY_ROWS, 5.0, 0.0) * daily + 0.5 * noise
    elif name == "heavy tails":
        value = chance.standard_t(2.2, rows)
    elif name == "step and back":
        value = noise + np.where(
            (np.arange(rows) > 5 * DAY_ROWS) & (np.arange(rows) < 6 * DAY_ROWS), 40.0, 0.0
        )
    elif name == "long constant":
        value = np.where(np.arange(rows) < 500, 3.0, 3.0 + noise)
    elif name == "with gaps":
        value = 5 + noise
        t = t + np.cumsum((chance.random(rows) < 0.02) * chance.integers(1, 40, rows)) * STEP
    elif name == "late and wild":
        value = np.where(chance.random(rows) < 0.01, np.nan, 5 + noise)
        value[chance.random(rows) < 0.01] = 1e300
        late = np.flatnonzero(chance.random(rows) < 0.02)
        t[late] -= 2 * STEP
    else:
        raise AssertionError(name)
    return t, value


def hash_of(name: str) -> int:
    """A seed from a name that is the same in every run."""
    return sum(ord(letter) * 31**place for place, letter in enumerate(name)) % 2**31


NAMES = (
    "plain",
    "far from zero",
    "correlated",
    "daily",
    "season ends",
    "heavy tails",
    "step and back",
    "long constant",
    "with gaps",
    "late and wild",
)


@pytest.mark.parametrize("name", NAMES)
def test_same_scores_and_transitions(name: str) -> None:
    settings = DetectorSettings()
    t, value = course(name, 12 * DAY_ROWS)
    out = DetectorBank(settings).update(np.zeros(len(t), np.int32), t, value)
    plain = Series(settings)
    said = [plain.feed(int(when), float(what)) for when, what in zip(t, value, strict=True)]
    score, z, expected = (np.array([row[column] for row in said]) for column in range(3))

    np.testing.assert_array_equal(np.isnan(out.score), np.isnan(score))
    assert np.isfinite(score).sum() > 0.8 * len(t)
    scale = np.nanstd(value[np.abs(value) < 1e15])
    np.testing.assert_allclose(out.expected, expected, rtol=0, atol=2e-4 * scale)
    # Scores add up roundings of float32 over thousands of steps; a part in a hundred tells any wrong formula.
    np.testing.assert_allclose(out.score, score, rtol=0.01, atol=0.02)
    np.testing.assert_allclose(out.z, z, rtol=0.01, atol=0.01)
    changes = [(change.row, "began" if change.began else "ended") for change in out.transitions]
    assert changes == [(row, what) for row, (_, _, _, what) in enumerate(said) if what]


def test_the_courses_reach_what_they_are_for() -> None:
    began, seasonal = set(), {}
    for name in NAMES:
        t, value = course(name, 12 * DAY_ROWS)
        bank = DetectorBank()
        out = bank.update(np.zeros(len(t), np.int32), t, value)
        began |= {change.kind.name for change in out.transitions if change.began}
        seasonal[name] = int(bank.save()["hot"]["seasonal"][0])
    assert began == {"JUMP", "DRIFT", "NOISE"}
    assert seasonal["daily"] == 1
    assert seasonal["plain"] == 0


def test_other_settings_are_obeyed_alike() -> None:
    settings = DetectorSettings(
        memory_s=7_200, least_window=16, warm_count=40, drift_after_hours=0, noise_after_hours=6, clip=2.5,
        slack=0.75, begin=9.0, end=3.0, calm_s=3_000, gap_periods=2.0, season_days=3,
    )  # fmt: skip
    t, value = course("step and back", 12 * DAY_ROWS)
    out = DetectorBank(settings).update(np.zeros(len(t), np.int32), t, value)
    plain = Series(settings)
    said = [plain.feed(int(when), float(what)) for when, what in zip(t, value, strict=True)]
    np.testing.assert_allclose(out.score, [row[0] for row in said], rtol=0.01, atol=0.02)
    assert [change.row for change in out.transitions] == [row for row, what in enumerate(said) if what[3]]
    assert out.transitions

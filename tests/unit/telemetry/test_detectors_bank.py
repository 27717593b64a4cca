"""The bank's manners: cuts into batches, growth, switches, checkpoints, hostile input, explanations."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.telemetry import detectors
from luylau.telemetry.detectors import AnomalyKind, DetectorBank, DetectorOutput, DetectorSettings, Transition
from luylau.telemetry.observations import Float64, Int32, Int64, Quality

T0 = 1_760_000_000_000_000
MINUTE = 60_000_000
EAGER = DetectorSettings(
    warm_count=16, begin=6.0, end=3.0, calm_s=120.0, drift_after_hours=0, noise_after_hours=0
)


def lively(series: int, rows: int, seed: int) -> tuple[Int32, Int64, Float64]:
    """Rows of several series in turn, with wild values, gaps and steps among them."""
    chance = np.random.default_rng(seed)
    numbers = np.tile(np.arange(series, dtype=np.int32), rows)
    t = np.repeat(T0 + np.arange(rows, dtype=np.int64) * MINUTE, series)
    t += (np.cumsum(chance.random(len(t)) < 0.005) * 30 * MINUTE).astype(np.int64)
    value = chance.normal(0, 1, len(t)) + 10 * (chance.random(len(t)) < 0.02)
    return numbers, t, value


def one(values: Float64 | list[float], *, start: int = 0) -> tuple[Int32, Int64, Float64]:
    """One series, a value a minute, ``start`` minutes after the beginning."""
    count = len(values)
    t = T0 + (start + np.arange(count, dtype=np.int64)) * MINUTE
    return np.zeros(count, np.int32), t, np.asarray(values, np.float64)


def calm(count: int, seed: int = 0) -> Float64:
    return 20 + np.random.default_rng(seed).normal(0, 1, count)


def same(left: DetectorOutput, right: DetectorOutput) -> None:
    for name in ("score", "kind", "z", "expected", "reach"):
        np.testing.assert_array_equal(getattr(left, name), getattr(right, name))


def test_the_face_of_the_package() -> None:
    assert set(detectors.__all__) == {
        "AnomalyKind",
        "Band",
        "DetectorBank",
        "DetectorOutput",
        "DetectorSettings",
        "Transition",
    }


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31), st.lists(st.integers(0, 900), max_size=6), st.booleans())
def test_results_do_not_depend_on_the_cuts(seed: int, cuts: list[int], reload: bool) -> None:
    numbers, t, value = lively(3, 300, seed)
    whole = DetectorBank(EAGER).update(numbers, t, value)

    bank = DetectorBank(EAGER)
    edges = sorted({0, len(t), *cuts})
    transitions: list[tuple[int, bool, AnomalyKind, float]] = []
    for start, stop in pairwise(edges):
        if reload:
            kept = bank.save()
            bank = DetectorBank(EAGER)
            bank.load(kept)
        rows = slice(start, stop)
        out = bank.update(numbers[rows], t[rows], value[rows])
        for name in ("score", "kind", "z", "expected", "reach"):
            np.testing.assert_array_equal(getattr(out, name), getattr(whole, name)[rows])
        transitions += [(start + c.row, c.began, c.kind, c.score) for c in out.transitions]
    assert transitions == [(c.row, c.began, c.kind, c.score) for c in whole.transitions]


def test_series_do_not_touch_each_other() -> None:
    numbers, t, value = lively(5, 400, 7)
    together = DetectorBank(EAGER).update(numbers, t, value)
    for number in range(5):
        rows = numbers == number
        alone = DetectorBank(EAGER).update(np.zeros(rows.sum(), np.int32), t[rows], value[rows])
        np.testing.assert_array_equal(alone.score, together.score[rows])


def test_warm_up_has_no_scores_and_no_alarms() -> None:
    values = calm(200)
    values[30] = 1e6
    out = DetectorBank().update(*one(values))
    assert np.isnan(out.score[:64]).all()
    assert np.isfinite(out.score[64:]).all()
    assert not [change for change in out.transitions if change.row < 64]


def test_a_series_that_never_changes_never_alarms_by_its_first_changes() -> None:
    door = np.zeros(2000)
    door[[700, 701, 1500]] = 1.0
    out = DetectorBank().update(*one(door))
    assert np.isnan(out.score).all()
    assert out.transitions == ()


def test_an_explained_transition() -> None:
    values = calm(400)
    values[300] = 45.0
    out = DetectorBank().update(*one(values))
    began = out.transitions[0]
    assert (began.row, began.began, began.kind, began.series) == (300, True, AnomalyKind.JUMP, 0)
    assert began.time_us == T0 + 300 * MINUTE
    assert began.value == 45.0
    assert began.expected == pytest.approx(20.0, abs=0.6)
    assert began.low < 17 < 23 < began.high < 35
    assert began.z == pytest.approx(25.0, rel=0.2)
    # z times the spread is the distance: the fields tell one story.
    assert (began.value - began.expected) / began.z == pytest.approx(1.0, rel=0.2)
    assert began.score > 28


def test_a_transition_says_what_its_kind_can_say() -> None:
    began = []
    for seed in range(30):
        for change in (3.0, -3.0, 0.0):
            values = calm(6 * 1440, seed)
            values[5 * 1440 :] += change
            if not change:
                values[5 * 1440 :] = 20 + 3 * (values[5 * 1440 :] - 20)
            out = DetectorBank().update(*one(values))
            began += [(change, said) for said in out.transitions if said.began and said.row >= 5 * 1440]
            assert not any(said.drift for said in out.transitions if not said.began)
    assert {said.kind.name for _, said in began} == {"JUMP", "DRIFT", "NOISE"}
    for change, said in began:
        if said.kind is AnomalyKind.JUMP:
            assert not said.low <= said.value <= said.high
        if said.kind is AnomalyKind.DRIFT and change:
            # At least half a spread of one, to the side of the change.
            assert said.drift == pytest.approx(np.sign(change) * 0.5, rel=0.3)
        if said.kind is not AnomalyKind.DRIFT:
            assert said.drift == 0


@pytest.mark.parametrize(("start", "wait", "heard"), [(600, 0, True), (600, 24, False), (1800, 24, True)])
def test_noise_waits_until_a_day_was_seen(start: int, wait: int, heard: bool) -> None:
    kinds = set()
    for seed in range(20):
        values = calm(start + 300, seed)
        values[start:] = 20 + 2 * (values[start:] - 20)
        out = DetectorBank(DetectorSettings(noise_after_hours=wait)).update(*one(values))
        kinds |= {said.kind for said in out.transitions if said.began}
    assert (AnomalyKind.NOISE in kinds) == heard


def test_an_anomaly_ends_after_lasting_calm_and_not_before() -> None:
    values = calm(400)
    values[300] = 45.0
    out = DetectorBank(DetectorSettings(calm_s=1200)).update(*one(values))
    began, ended = out.transitions
    assert (began.began, ended.began) == (True, False)
    assert ended.kind is began.kind
    assert 20 <= ended.row - began.row <= 24


def test_odd_values_among_calm_ones_are_one_anomaly() -> None:
    values = calm(600)
    values[300:380:10] = 45.0
    out = DetectorBank(DetectorSettings(calm_s=1200)).update(*one(values))
    assert [change.began for change in out.transitions] == [True, False]
    assert out.transitions[1].row >= 390


def test_active_tells_what_lasts() -> None:
    values = calm(301)
    values[300] = 45.0
    bank = DetectorBank(series=2)
    bank.update(*one(values))
    assert bank.active().tolist() == [AnomalyKind.JUMP, AnomalyKind.NONE]


def test_moderate_evidence_needs_a_second_value() -> None:
    # Beyond the band, but not twice as surprising as `begin`.
    once, twice = calm(3000), calm(3000)
    once[2900] = 29.8
    twice[2900:2902] = 29.8
    out = DetectorBank().update(*one(once))
    assert 14 < out.score[2900] < 28
    assert out.transitions == ()
    out = DetectorBank().update(*one(twice))
    assert [change.row for change in out.transitions if change.began] == [2901]


def test_bad_and_late_rows_are_left_out() -> None:
    numbers, t, value = one(calm(500))
    spoiled = value.copy()
    quality = np.zeros(500, np.uint16)
    for row, flag in (
        (100, Quality.SPIKE),
        (200, Quality.LATE),
        (300, Quality.DUPLICATE),
        (400, Quality.STUCK),
    ):
        spoiled[row] = 1e6
        quality[row] = flag
    quality[350] = Quality.GAP  # the value itself is fine
    out = DetectorBank().update(numbers, t, spoiled, quality)
    assert np.isnan(out.score[[100, 200, 300, 400]]).all()
    assert np.isfinite(out.score[350])
    assert out.transitions == ()


@pytest.mark.parametrize("wild", [np.nan, np.inf, -np.inf, 1e308, -1e300])
def test_impossible_values_leave_no_trace(wild: float) -> None:
    numbers, t, value = one(calm(300))
    clean = DetectorBank()
    clean.update(np.delete(numbers, 200), np.delete(t, 200), np.delete(value, 200))
    value[200] = wild
    spoiled = DetectorBank()
    out = spoiled.update(numbers, t, value)
    assert np.isnan(out.score[200])
    assert spoiled.save()["hot"].tolist() == clean.save()["hot"].tolist()


def test_times_that_do_not_move_on_are_left_out() -> None:
    numbers, t, value = one(calm(200))
    t[150] = t[149]
    t[160] = t[120]
    out = DetectorBank().update(numbers, t, value)
    assert np.isnan(out.score[[150, 160]]).all()
    assert np.isfinite(out.score[[151, 161]]).all()


def test_a_clock_set_back_by_a_year_does_not_silence_a_series() -> None:
    bank = DetectorBank()
    numbers, t, value = one(calm(500))
    year = 366 * 86_400_000_000
    good = np.zeros(500, np.uint16)
    bank.update(numbers, t + year, value, good)
    out = bank.update(numbers, t, value, good)
    assert np.isfinite(out.score).mean() > 0.99
    assert out.transitions == ()


def test_after_a_gap_the_old_course_is_not_expected_on() -> None:
    chance = np.random.default_rng(3)
    course = np.zeros(3000)
    for row in range(1, 3000):
        course[row] = 0.95 * course[row - 1] + chance.normal()
    numbers, t, value = one(course)
    bank = DetectorBank()
    bank.update(numbers, t, value)
    far = int(np.argmax(np.abs(course[2900:]))) + 2900
    early = DetectorBank()
    early.update(numbers[: far + 1], t[: far + 1], value[: far + 1])
    next_minute = early.band(np.array([0], np.int32), int(t[far]) + MINUTE)
    next_day = early.band(np.array([0], np.int32), int(t[far]) + 1440 * MINUTE)
    assert abs(next_minute.expected[0]) > abs(next_day.expected[0])
    assert (next_day.high - next_day.low)[0] > 2 * (next_minute.high - next_minute.low)[0]


def test_a_value_that_comes_after_a_gap_is_judged_by_the_wider_spread() -> None:
    chance = np.random.default_rng(3)
    course = np.zeros(2000)
    for row in range(1, 2000):
        course[row] = 0.95 * course[row - 1] + chance.normal()
    course[-1] = course[-2] + 6.0  # six steps off, but only two spreads of the series as a whole
    numbers, t, value = one(course)
    at_once = DetectorBank().update(numbers, t, value).z[-1]
    t[-1] += 600 * MINUTE
    after_gap = DetectorBank().update(numbers, t, value).z[-1]
    assert abs(at_once) > 4.5
    assert abs(after_gap) < 4.0


def test_a_series_switched_off_keeps_its_model() -> None:
    bank = DetectorBank(series=2)
    bank.update(*one(calm(200)))
    kept = bank.save()["hot"][0].tolist()
    bank.configure(enabled=np.array([False, True]))
    out = bank.update(*one(calm(50, 1), start=200))
    assert np.isnan(out.score).all()
    bank.configure(enabled=np.array([True, True]))
    assert bank.save()["hot"][0].tolist() == kept


def test_changes_below_the_resolution_are_no_anomaly() -> None:
    values = 20 + 0.001 * np.random.default_rng(0).normal(0, 1, 400)
    values[300] = 20.05
    plain = DetectorBank().update(*one(values))
    coarse = DetectorBank()
    coarse.configure(resolution=np.array([0.1]))
    assert plain.score[300] > 14
    # Nothing that the sensor can tell apart has ever changed, so there is nothing to be surprised at.
    assert np.isnan(coarse.update(*one(values)).score).all()
    noisy = calm(400)
    noisy[300] = 45.0
    assert coarse.update(*one(noisy, start=400)).score[300] > 14


def test_the_bank_grows_and_keeps_what_it_knows() -> None:
    bank = DetectorBank()
    bank.update(*one(calm(200)))
    before = bank.save()["hot"][0].tolist()
    _, t, value = one([1.0])
    bank.update(np.array([5000], np.int32), t, value)
    assert len(bank) >= 5001
    assert bank.save()["hot"][0].tolist() == before
    assert bank.save()["hot"].dtype.itemsize + bank.save()["cold"].dtype.itemsize <= 512


def test_loading_keeps_the_switches_of_the_pack() -> None:
    old = DetectorBank(series=2)
    old.update(*one(calm(200)))
    new = DetectorBank(series=3)
    new.configure(enabled=np.array([False, True, True]), resolution=np.array([0.5, np.nan, 1.0]))
    new.load(old.save())
    state = new.save()["hot"]
    assert state["enabled"].tolist() == [0, 1, 1]
    assert state["floor"].tolist() == [0.25, 0.0, 0.5]
    assert state["count"].tolist() == [200, 0, 0]


def test_a_state_of_another_version_is_refused() -> None:
    bank = DetectorBank(series=2)
    kept = bank.save()
    for broken in (
        {},
        {"hot": kept["hot"]},
        {**kept, "cold": kept["cold"][:1]},
        {"hot": kept["cold"], "cold": kept["hot"]},
    ):
        with pytest.raises(ValueError, match="version"):
            bank.load(broken)


def test_wrong_columns_are_refused() -> None:
    bank = DetectorBank()
    numbers, t, value = one([1.0, 2.0])
    with pytest.raises(ValueError, match="unequal"):
        bank.update(numbers, t[:1], value)
    with pytest.raises(ValueError, match="unequal"):
        bank.update(numbers, t, value, np.zeros(1, np.uint16))
    with pytest.raises(ValueError, match="negative"):
        bank.update(np.array([0, -1], np.int32), t, value)


def test_likelihood_is_the_score_as_a_probability() -> None:
    out = DetectorBank().update(*one(calm(100)))
    np.testing.assert_allclose(out.likelihood[64:], 1 - np.exp(-out.score[64:].astype(float)), rtol=1e-6)
    assert np.isnan(out.likelihood[:64]).all()


def test_the_band_is_where_the_next_value_is_scored_by() -> None:
    # Two days of a daily course would not do; ten do, and the profile is in use.
    t = T0 + np.arange(2880, dtype=np.int64) * 5 * MINUTE
    value = 28 + 5 * np.sin(2 * np.pi * t / 86.4e9) + np.random.default_rng(0).normal(0, 0.5, 2880)
    bank = DetectorBank()
    bank.update(np.zeros(2880, np.int32), t, value)
    assert bank.save()["hot"]["seasonal"][0] == 1
    for minutes in (5, 15, 180, 720, 1300):
        at = int(t[-1]) + minutes * MINUTE
        band = bank.band(np.array([0], np.int32), at)
        again = DetectorBank()
        again.load(bank.save())
        out = again.update(np.zeros(1, np.int32), np.array([at]), np.array([28.0]))
        # An hour that closes on the way moves the profile by its last mean; by little, after ten days.
        assert band.expected[0] == pytest.approx(out.expected[0], abs=0.25)
        assert band.low[0] == pytest.approx(out.low[0], abs=0.4)
        assert band.high[0] == pytest.approx(out.high[0], abs=0.4)


def test_a_young_series_has_no_band() -> None:
    bank = DetectorBank()
    bank.update(*one(calm(20)))
    band = bank.band(np.array([0], np.int32), T0)
    assert np.isnan(band.expected[0])
    assert np.isnan(band.low[0])
    assert np.isnan(band.high[0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"memory_s": 0.0},
        {"least_window": 4.0},
        {"warm_count": 3},
        {"clip": 0.5},
        {"slack": 0.0},
        {"begin": 5.0, "end": 6.0},
        {"end": 0.0},
        {"calm_s": -1.0},
        {"gap_periods": 1.0},
        {"season_days": 0},
        {"drift_after_hours": -1},
        {"noise_after_hours": -1},
        {"back_s": -1.0},
    ],
)
def test_settings_out_of_bounds_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="out of bounds"):
        DetectorSettings(**wrong)  # type: ignore[arg-type]


def test_transitions_are_plain_values() -> None:
    values = calm(400)
    values[300] = 45.0
    change = DetectorBank().update(*one(values)).transitions[0]
    assert isinstance(change, Transition)
    for name, kind in (("row", int), ("series", int), ("time_us", int), ("began", bool), ("score", float)):
        assert type(getattr(change, name)) is kind

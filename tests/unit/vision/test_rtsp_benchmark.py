"""What the benchmark of RTSP streams makes of the cameras' own words."""

import asyncio

import msgspec
import pytest
from benchmarks.vision_rtsp import Heard, told


def said(second: int, **camera: object) -> bytes:
    """Return what a worker with one camera says at a second."""
    state = {
        "camera": "cam-000",
        "phase": "streaming",
        "last_us": second * 1_000_000 - 40_000,
        "reconnects": 0,
        "dropped": 0,
        "age_ms": 20.0,
        "frames_per_s": 25.0,
        "analyses_per_s": 5.0,
    }
    return msgspec.json.encode(
        {"time_us": second * 1_000_000, "clips_waiting": 0, "cameras": [{**state, **camera}]}
    )


def heard(*words: bytes) -> Heard:
    """Take what workers say, in turn."""
    made = Heard()
    for one in words:
        asyncio.run(made.take("cameras.state.0", one))
    return made


def test_a_camera_that_streams_and_drops_nothing_counts_as_one_throughout() -> None:
    found = told(heard(said(1), said(2), said(3)), 1)
    assert (found["streamed_throughout"], found["missing"], found["dropped_share"]) == (1, 0, 0.0)
    assert found["frames_per_s"] == pytest.approx(25.0)


@pytest.mark.parametrize(
    "broken",
    [{"phase": "waiting"}, {"last_us": 0}, {"reconnects": 1}],
    ids=["waits", "has gone silent", "was opened anew"],
)
def test_a_camera_that_did_not_stream_for_a_moment_did_not_throughout(broken: dict[str, object]) -> None:
    last = {"reconnects": broken.get("reconnects", 0)}
    assert told(heard(said(5), said(6, **broken), said(7, **last)), 1)["streamed_throughout"] == 0


def test_dropped_pictures_are_a_share_of_those_that_were_due_meanwhile() -> None:
    # Two more dropped than at the first word, beside five and three that were analysed since.
    found = told(heard(said(1, dropped=7), said(2, dropped=8), said(3, dropped=9, analyses_per_s=3.0)), 1)
    assert found["dropped"] == 2
    assert found["dropped_share"] == pytest.approx(2 / 10)


def test_a_camera_that_nobody_heard_of_is_missing() -> None:
    found = told(heard(said(1)), 3)
    assert found["missing"] == 2


def test_the_age_is_told_of_the_middle_camera_and_of_the_worst() -> None:
    words = [said(1, camera=f"cam-{number}", age_ms=10.0 * number) for number in range(1, 6)]
    found = told(heard(*words, said(2, camera="cam-5", age_ms=90.0)), 5)
    assert found["age_p95_ms_median_camera"] == 30.0
    assert found["age_p95_ms_worst_camera"] == 70.0
    assert found["age_p95_ms_worst_moment"] == 90.0

"""How well people are found, followed and hidden, from pictures to tracks to masks, as in production.

Five pictures a second go through the motion gate, the choice of where to look, the detector and the tracker,
and are held against a clip's true boxes (MOTChallenge format):

- AP50 counts what is said of each picture: the detector's boxes where it looked, and elsewhere what the
  tracker holds there;
- MOTA and IDF1 count the tracks that are not lost;
- a head is the top quarter of a true box, the middle 60 % of its width; the share of it that is under masks
  is averaged over all heads on every picture of the clip, between the analyses too. "Recorded" knows the
  analysis after a picture, "live" does not. Beside it: how many heads are under masks wholly (95 %).

Beside it the same without what each part adds: the detector on whole pictures, the tracker without likeness,
and detecting on every second picture only.
"""

import argparse
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path

import av
import numpy as np

from benchmarks.common import Result, Table, run
from benchmarks.mot import Boxes, average_precision, clear_mot, idf1, read
from luylau.kernel.arrays import Bool
from luylau.kernel.clock import MICROS
from luylau.vision.detecting import OnnxDetector, read_description
from luylau.vision.frames import Frame
from luylau.vision.gating import Gate, GateSettings, Look
from luylau.vision.masking import HOLD_US, masks_of
from luylau.vision.models.known import YOLOX_NANO
from luylau.vision.motion import MotionGate
from luylau.vision.shapes import PERSON, Detections, Detector, Float32, Region, Tracks
from luylau.vision.sources.decoding import frame_of
from luylau.vision.tracking import ByteTracker, appearance

RATE_HZ = 5.0
DATA = Path(__file__).parents[2] / "shared" / "data" / "vision"
CLIP = Path("/usr/share/doc/opencv-doc/examples/data/vtest.avi")
"""PETS09-S2L1, of Debian's opencv-doc."""
TRUTH = DATA / "PETS09-S2L1.gt.txt"
MODEL = DATA / "yolox_nano_dyn.onnx"
HEAD = (0.25, 0.6)
"""Share of a true box's height, and of its width."""
WHOLLY = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """``found``: what was said of each picture, ``tracks``: what was followed, people only; ``frames``:
    numbers of the pictures; ``looks``: parts that the detector looked at; ``area``: of them, pictures."""

    found: Boxes
    tracks: Boxes
    frames: tuple[int, ...]
    told: tuple[Tracks, ...]
    size: tuple[int, int]
    looked: int
    area: float
    seconds: float


def rate_of(clip: Path) -> float:
    """Return how many pictures a clip has a second.

    Raises:
        ValueError: it holds no video, or does not say.
        OSError: it cannot be read.
    """
    with av.open(str(clip)) as container:
        fps = float(container.streams.video[0].average_rate or 0) if container.streams.video else 0.0
    if fps <= 0:
        raise ValueError(f"{clip} holds no video that says how many pictures it has a second")
    return fps


def pictures(clip: Path, fps: float, rate_hz: float = RATE_HZ) -> Iterator[tuple[int, Frame]]:
    """Yield ``rate_hz`` of the ``fps`` pictures a second of a clip, each with its number, from 1."""
    with av.open(str(clip)) as container:
        due = 0.0
        for number, picture in enumerate(container.decode(video=0), start=1):
            if number - 1 < due - 1e-6:
                continue
            due += max(fps / rate_hz, 1.0)
            yield number, frame_of(picture, time_of(number, fps))


def time_of(number: int, fps: float) -> int:
    """Return when a picture is shown, microseconds from the clip's start."""
    return round((number - 1) / fps * MICROS)


def follow(
    clip: Iterable[tuple[int, Frame]],
    detector: Detector,
    gate: GateSettings | None,
    *,
    by_looks: bool = True,
) -> Followed:
    """Return what is found and followed in a clip; with no ``gate``, each whole picture is looked at.
    ``by_looks``: whether the tracker is told what things look like."""
    motion, gating, tracker = MotionGate(), Gate(gate), ByteTracker()
    found, tracks, told, numbers = [], [], [], []
    looked, area, seconds, size = 0, 0.0, 0.0, (0, 0)
    for number, frame in clip:
        begun = time.process_time()
        look, seen = Look(do="detect"), Detections.none()
        if gate is not None:
            before = tracker.predict(frame.time_us)
            look = gating.look(frame.width, frame.height, motion.update(frame), before, frame.time_us)
        match look.do:
            case "detect":
                seen = detector.detect(frame, look.regions)
                looks = appearance(frame, seen.boxes) if by_looks else None
                now = tracker.update(seen, frame.time_us, look.regions, looks)
                looked += 1
                area += _share(look.regions, frame)
            case "hold":
                now = tracker.hold(frame.time_us)
            case "predict":
                now = tracker.predict(frame.time_us)
        seconds += time.process_time() - begun
        held = ~now.lost & (now.label == PERSON)
        unseen = held & ~_looked(now, look)
        people = seen.label == PERSON
        found.append(_boxes(number, seen.boxes[people], seen.score[people]))
        found.append(_boxes(number, now.boxes[unseen], now.score[unseen]))
        tracks.append(_boxes(number, now.boxes[held], now.score[held], now.id[held]))
        told.append(now)
        numbers.append(number)
        size = (frame.width, frame.height)
    return Followed(
        found=_joined(found), tracks=_joined(tracks), frames=tuple(numbers), told=tuple(told), size=size,
        looked=looked, area=area, seconds=seconds,
    )  # fmt: skip


def heads(truth: Boxes, followed: Followed, fps: float, *, live: bool) -> tuple[float, float, float]:
    """Return the mean share of a head that is covered, the share of heads that are wholly, and the share of
    the picture that is, on all pictures from the first analysis to the last. ``live``: without the analysis
    after a picture."""
    width, height = followed.size
    times = [it.time_us for it in followed.told]
    covered, hidden = [], []
    for number in range(followed.frames[0], followed.frames[-1] + 1):
        now = time_of(number, fps)
        known = bisect_right(times, now)
        known += not live and known < len(times) and times[known - 1] < now
        near = [it for it in followed.told[:known] if now - it.time_us <= HOLD_US]
        mask = np.zeros((height, width), np.bool_)
        for left, top, right, bottom in masks_of(near, now, followed.size).tolist():
            mask[top:bottom, left:right] = True
        hidden.append(mask.mean())
        for left, top, right, bottom in truth.boxes[truth.frame == number]:
            side = (right - left) * (1 - HEAD[1]) / 2
            rows = slice(max(round(top), 0), max(round(top + HEAD[0] * (bottom - top)), 0))
            columns = slice(max(round(left + side), 0), max(round(right - side), 0))
            head = mask[rows, columns]
            if head.size:
                covered.append(head.mean())
    shares = np.array(covered or [0.0])
    return float(shares.mean()), float((shares >= WHOLLY).mean()), float(np.mean(hidden))


def detector_of(model: Path) -> OnnxDetector:
    """Return the detector of a model's file; what is not said in a TOML file beside it is as of
    YOLOX-nano."""
    beside = model.with_suffix(".toml")
    return OnnxDetector(model, read_description(beside) if beside.exists() else YOLOX_NANO.description)


def measure(chosen: argparse.Namespace) -> Result:
    """Measure all of it on one clip."""
    try:
        truth, fps = read(chosen.truth), rate_of(chosen.clip)
    except (ValueError, OSError) as error:
        raise SystemExit(f"{error}\nGive a clip by --clip and its truth by --truth.") from error
    last = int(truth.frame.max())
    cases: dict[str, tuple[GateSettings | None, bool]] = {
        "as in production": (GateSettings(), True),
        "whole pictures": (None, True),
    }
    if not chosen.quick:
        cases |= {
            "without likeness": (GateSettings(), False),
            "every second picture": (GateSettings(alternate=True), True),
        }
    table = Table(
        title=f"{chosen.clip.name}, people, {min(RATE_HZ, fps):g} analyses a second",
        columns=["", "AP50", "MOTA", "IDF1", "missed", "false", "switched", "looked at", "ms a picture"],
    )
    scores: dict[str, dict[str, float]] = {}
    first: Followed | None = None
    follow(islice(pictures(chosen.clip, fps), 3), detector_of(chosen.model), GateSettings())  # Compiles.
    for name, (gate, by_looks) in cases.items():
        clip = takewhile(lambda it: it[0] <= last, pictures(chosen.clip, fps))
        got = follow(clip, detector_of(chosen.model), gate, by_looks=by_looks)
        first = first or got
        true = truth.where(np.isin(truth.frame, got.frames))
        clear, count = clear_mot(true, got.tracks), max(len(got.frames), 1)
        found = {
            "ap50": average_precision(true, got.found), "mota": clear.mota, "idf1": idf1(true, got.tracks),
            "looked_at": got.area / count, "ms_a_picture": got.seconds * 1e3 / count,
        }  # fmt: skip
        scores[name.replace(" ", "_")] = found
        table.add(
            name, found["ap50"], found["mota"], found["idf1"], clear.missed, clear.false, clear.switched,
            found["looked_at"], found["ms_a_picture"],
        )  # fmt: skip
    assert first is not None
    masks = Table(
        title="Heads covered, as in production", columns=["", "head covered", "wholly", "picture hidden"]
    )
    recorded, live = (heads(truth, first, fps, live=it) for it in (False, True))
    masks.add("recorded", *recorded)
    masks.add("live", *live)
    figures = {
        "pets": scores.pop("as_in_production"),
        **scores,
        "masking": {
            "head_cover": recorded[0],
            "heads_wholly": recorded[1],
            "hidden": recorded[2],
            "head_cover_live": live[0],
            "heads_wholly_live": live[1],
        },
    }
    return Result(tables=[table, masks], figures=figures)


def _share(regions: tuple[Region, ...], frame: Frame) -> float:
    if not regions:
        return 1.0
    return sum((it.right - it.left) * (it.bottom - it.top) for it in regions) / (frame.width * frame.height)


def _looked(tracks: Tracks, look: Look) -> Bool:
    """Return at which tracks' middles the detector looked."""
    inside = np.full(len(tracks), look.do == "detect" and not look.regions)
    x, y = ((tracks.boxes[:, :2] + tracks.boxes[:, 2:]) / 2).T
    for it in look.regions:
        inside |= (x >= it.left) & (x < it.right) & (y >= it.top) & (y < it.bottom)
    return inside


def _boxes(number: int, boxes: Float32, score: Float32, ids: np.ndarray | None = None) -> Boxes:
    return Boxes(
        frame=np.full(len(boxes), number, np.int64),
        id=np.zeros(len(boxes), np.int64) if ids is None else ids,
        boxes=boxes.astype(np.float64),
        score=score.astype(np.float64),
    )


def _joined(parts: list[Boxes]) -> Boxes:
    return Boxes(
        frame=np.concatenate([it.frame for it in parts]),
        id=np.concatenate([it.id for it in parts]),
        boxes=np.concatenate([it.boxes for it in parts]),
        score=np.concatenate([it.score for it in parts]),
    )


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--clip", type=Path, default=CLIP, help="a video")
    parser.add_argument("--truth", type=Path, default=TRUTH, help="its true boxes, MOTChallenge format")
    parser.add_argument("--model", type=Path, default=MODEL, help="an ONNX file, with a TOML beside it")


if __name__ == "__main__":
    run("People: found, followed and hidden how well", measure, _arguments)

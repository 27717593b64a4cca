"""How many camera streams one core carries, beside Debian's ``motion`` and FFmpeg's pipe of raw pictures.

All see the same films, made here: a still place with a sensor's noise, and people who walk about all the time
(``--clip``: vtest.avi of Debian's opencv-doc). Ours does all that it does at work: it reads, keeps the last
seconds, decodes, looks for motion, detects, tracks, watches scenes. Ours and the pipe run as fast as they go
and are timed by the processor's time; ``motion`` plays in real time. The pipe detects nothing: it is what
recorders pay before they do. The idle case is what goes on once nothing has moved for a while.

Recording is what masked clips take besides, of the people who walk about, 25 pictures a second: all of the
film is made into clips, one after another, as long as a finding's usual one and at the bit rate that they
have; without a model for faces.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import av
import numpy as np

from benchmarks.common import Result, Table, run
from benchmarks.vision_accuracy import CLIP, MODEL
from luylau.kernel.clock import MICROS, SystemClock
from luylau.vision.camera import LAZY_AFTER_S, Camera, Says
from luylau.vision.clips import known_from, record
from luylau.vision.detecting import OnnxDetector
from luylau.vision.detecting.description import read_description
from luylau.vision.frames import Frame, Packet
from luylau.vision.gating import GateSettings
from luylau.vision.masking import Masker
from luylau.vision.models.known import YOLOX_NANO
from luylau.vision.plan import CameraPlan, Scene
from luylau.vision.serving import Seen
from luylau.vision.shapes import Detector, Region
from luylau.vision.sources import Decoder, recording
from luylau.vision.watching import CameraWatch

FPS = 25
SETTLED_S = LAZY_AFTER_S + 4
SCENES = (
    Scene(id="all", name="all", kind="intrusion", points=((0.5, 0), (1, 0), (1, 1), (0.5, 1)), dwell_s=2),
    Scene(id="line", name="line", kind="line_crossing", points=((0.5, 0), (0.5, 1)), direction="none"),
)
PLAN = CameraPlan(camera="cam", main="file:film", scenes=SCENES)
START_US = 1_760_000_000 * MICROS


class Direct:
    """Asks the detector at once, in the camera's own thread: all its time is counted."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self.camera: Camera | None = None
        self.looks = 0

    def submit(self, camera: str, frame: Frame, regions: tuple[Region, ...]) -> bool:
        assert self.camera is not None
        self.looks += 1
        found = self._detector.detect(frame, regions)
        self.camera.heard(Seen(camera=camera, time_us=frame.time_us, found=found))
        return True


def encoded(path: Path, pictures: Iterator[np.ndarray], size: tuple[int, int], *, fps: int) -> float:
    """Write a film as cameras code it (H.264, a keyframe every two seconds); return how long it is, in s.
    ``pictures`` are planes of YUV 4:2:0."""
    count = 0
    with av.open(str(path), "w") as out:
        options = {"preset": "veryfast", "g": str(2 * fps), "bf": "0", "crf": "26", "tune": "zerolatency"}
        stream = out.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for planes in pictures:
            for packet in stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")):
                out.mux(packet)
            count += 1
        for packet in stream.encode(None):
            out.mux(packet)
    return count / fps


def still(size: tuple[int, int], seconds: float) -> Iterator[np.ndarray]:
    """Yield a place where nothing moves, seen by a sensor with noise."""
    width, height = size
    rng = np.random.default_rng(5)
    coarse = (
        rng.normal(0, 30, (height // 40 + 2, width // 40 + 2)).repeat(40, 0).repeat(40, 1)[:height, :width]
    )
    fine = rng.normal(0, 12, (height // 4 + 1, width // 4 + 1)).repeat(4, 0).repeat(4, 1)[:height, :width]
    place = 120 + coarse + fine
    for _ in range(round(seconds * FPS)):
        noise = rng.normal(0, 1.5, (height, width))
        luma = np.clip(place + noise, 16, 235).astype(np.uint8)
        yield np.concatenate([luma, np.full((height // 2, width), 128, np.uint8)])


def walking(clip: Path, size: tuple[int, int], seconds: float) -> Iterator[np.ndarray]:
    """Yield a film brought to a size, its sides cut to that shape, over and over."""
    shown = 0
    while shown < seconds * 10:
        with av.open(str(clip)) as film:
            for picture in film.decode(video=0):
                if shown >= seconds * 10:
                    return
                high = picture.width * size[1] // size[0]
                planes = picture.to_ndarray(format="yuv420p")
                top = (picture.height - high) // 4 * 2
                luma = planes[top : top + high]
                half = planes[picture.height :].reshape(2, picture.height // 2, picture.width // 2)
                chroma = half[:, top // 2 : (top + high) // 2].reshape(-1, picture.width)
                cut = np.ascontiguousarray(np.concatenate([luma, chroma]))
                wanted = av.VideoFrame.from_ndarray(cut, format="yuv420p").reformat(
                    *size, interpolation="AREA"
                )
                shown += 1
                yield wanted.to_ndarray(format="yuv420p")


def ours(film: Path, detector: Detector | None, *, alternate: bool = False) -> tuple[float, dict[str, Any]]:
    """Return the processor's time that a camera takes for a film, in s, and how it did."""
    link = Direct(detector) if detector is not None else None
    nobody: Any = lambda *_: None  # noqa: E731
    camera = Camera(
        PLAN,
        sub=None,
        main=recording(film, start_us=START_US),
        clock=SystemClock(),
        zone=ZoneInfo("UTC"),
        link=link,  # type: ignore[arg-type]
        detector=detector.name if detector is not None else "",
        faces=None,
        says=Says(changes=nobody, clip=nobody, picture=nobody),
        gate=GateSettings(alternate=alternate),
    )
    if link is not None:
        link.camera = camera
    begun = time.process_time()
    camera.start()
    camera.join(3_600)
    return time.process_time() - begun, {"looks": link.looks if link is not None else 0}


def often(pictures: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    """Yield 10 pictures a second as 25, each with a sensor's noise of its own."""
    rng = np.random.default_rng(3)
    for number, planes in enumerate(pictures):
        for _ in range(2 + number % 2):
            noisy = planes.copy()
            luma = noisy[: len(planes) * 2 // 3]
            luma[:] = np.clip(luma + rng.normal(0, 1.5, luma.shape), 0, 255)
            yield noisy


def recorded(film: Path, detector: Detector, turns: int) -> dict[str, Any]:
    """Return what masked clips of a film take, decoding included, and how large they are."""
    stream = recording(film, start_us=START_US).open()
    asked: list[tuple[Frame, tuple[Region, ...]]] = []

    def ask(frame: Frame, regions: tuple[Region, ...]) -> bool:
        asked.append((frame, regions))
        return True

    watch = CameraWatch(PLAN, ZoneInfo("UTC"), ask)
    clips: list[list[Packet]] = []
    due_us = 0.0
    while (packet := stream.read()) is not None:
        if not clips or (
            packet.keyframe and packet.time_us - clips[-1][0].time_us >= (PLAN.pre_s + PLAN.post_s) * MICROS
        ):
            clips.append([])
        clips[-1].append(packet)
        for frame in stream.decode(packet):
            if frame.time_us < due_us:
                continue
            due_us = frame.time_us + 0.9 * MICROS / PLAN.rate_hz
            watch.offer(frame)
            while asked:
                held, regions = asked.pop()
                seen = detector.detect(held, regions)
                watch.seen(Seen(camera=PLAN.camera, time_us=held.time_us, found=seen))
    coding, tracks = stream.coding, tuple(watch.history)
    taken, size, frames = [], 0, 0
    for _ in range(turns):
        begun, size, frames = time.process_time(), 0, 0
        for packets in clips:
            known, masker = known_from(tracks, watch.size), Masker(PLAN)
            shown_us = packets[0].time_us + round(PLAN.pre_s * MICROS)
            decode = Decoder(coding).decode
            made = record(packets, decode, known, masker, rate_hz=PLAN.rate_hz, thumbnail_us=shown_us)
            size, frames = size + len(made.data), frames + made.frames
        taken.append(time.process_time() - begun)
    length_s = (clips[-1][-1].time_us - START_US) / MICROS
    return {
        "core_share": statistics.median(taken) / length_s,
        "core_share_least": min(taken) / length_s,
        "kbit_per_s": size * 8 / 1_000 / length_s,
        "source_kbit_per_s": sum(len(it.data) for one in clips for it in one) * 8 / 1_000 / length_s,
        "pictures_per_s": frames / length_s,
    }


def pipe(film: Path) -> float:
    """Return the processor's time of FFmpeg and of who reads its raw pictures, 5 a second, in s."""
    command = [
        "ffmpeg", "-nostdin", "-loglevel", "error", "-threads", "1", "-i", str(film),
        "-vf", "fps=5", "-f", "rawvideo", "-pix_fmt", "bgr24", "pipe:1",
    ]  # fmt: skip
    before, mine = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert child.stdout is not None
    while child.stdout.read(1 << 20):
        pass
    child.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return taken + time.process_time() - mine


def motion(film: Path, seconds: float, folder: Path) -> float:
    """Return the processor's time of Debian's ``motion`` while it plays a film for so long, in s."""
    config = folder / "motion.conf"
    config.write_text(
        f"""daemon off
log_level 2
netcam_url file://{film}
width 640
height 360
framerate 5
threshold 1500
picture_output off
movie_output off
webcontrol_port 0
stream_port 0
target_dir {folder}
""",
        encoding="utf-8",
    )
    child = subprocess.Popen(
        ["motion", "-n", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(3)
    before = cpu_of(child.pid)
    time.sleep(seconds)
    taken = cpu_of(child.pid) - before
    child.terminate()
    child.wait(20)
    return taken


def cpu_of(pid: int) -> float:
    """Return the processor's time of a process so far, in s."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def one_core() -> Iterator[None]:
    """Stay on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def measure(arguments: argparse.Namespace) -> Result:
    seconds = 12.0 if arguments.quick else 60.0
    turns = 1 if arguments.quick else 3

    def detector(width: int, height: int) -> OnnxDetector | None:
        if not arguments.model.is_file():
            return None
        beside = arguments.model.with_suffix(".toml")
        description = read_description(beside) if beside.exists() else YOLOX_NANO.description
        return OnnxDetector(arguments.model, description, size=(width, height))

    found: dict[str, Any] = {}
    notes: list[str] = []
    with tempfile.TemporaryDirectory() as name, one_core():
        folder = Path(name)
        films: dict[str, tuple[Path, float]] = {}
        quiet, large, begins = (folder / f"{one}.mkv" for one in ("quiet", "large", "begins"))
        films["quiet"] = quiet, encoded(quiet, still((640, 360), seconds), (640, 360), fps=FPS)
        size = (1920, 1080)
        films["large"] = large, encoded(large, still(size, SETTLED_S + seconds / 4), size, fps=FPS)
        encoded(begins, still(size, SETTLED_S), size, fps=FPS)
        if arguments.clip.is_file():
            busy = folder / "busy.mkv"
            films["busy"] = (
                busy,
                encoded(busy, walking(arguments.clip, (640, 360), seconds), (640, 360), fps=10),
            )
            smooth = folder / "smooth.mkv"
            encoded(smooth, often(walking(arguments.clip, (640, 360), seconds)), (640, 360), fps=FPS)
        else:
            notes.append(
                f"{arguments.clip} is missing: nothing busy is measured (apt-get install opencv-doc)"
            )
        large_net, small_net = detector(416, 256), detector(320, 192)
        if large_net is None:
            notes.append(f"{arguments.model} is missing: nothing is detected")
        cases: list[tuple[str, str, Detector | None, bool]] = [
            ("quiet_360p", "quiet", large_net, False),
            ("idle_1080p", "large", large_net, False),
        ]
        if large_net is not None and small_net is not None and "busy" in films:
            cases += [
                ("busy_360p_416", "busy", large_net, False),
                ("busy_360p_320", "busy", small_net, False),
                ("busy_360p_alternate", "busy", small_net, True),
            ]
        for case, film, net, alternate in cases:
            path, length = films[film]
            ours(path, net, alternate=alternate)  # compiles what has not been compiled
            taken = [ours(path, net, alternate=alternate) for _ in range(turns)]
            cpu_s = statistics.median(one[0] for one in taken)
            if film == "large":
                # What it takes until it is idle does not count.
                cpu_s -= statistics.median(ours(begins, net)[0] for _ in range(turns))
                length -= SETTLED_S
            found[case] = {
                "streams_per_core": length / cpu_s,
                "cpu_ms_per_s": 1_000 * cpu_s / length,
                "looks_per_s": taken[0][1]["looks"] / length,
            }
        if large_net is not None and "busy" in films:
            found["recording"] = recorded(smooth, large_net, 2 * turns + 1)
        found["ffmpeg_peer"] = {}
        found["motion_peer"] = {}
        for film, (path, length) in films.items():
            if shutil.which("ffmpeg"):
                cpu_s = statistics.median(pipe(path) for _ in range(turns))
                found["ffmpeg_peer"][film] = {"streams_per_core": length / cpu_s}
            if shutil.which("motion"):
                watched_s = min(length, 8.0 if arguments.quick else 25.0)
                cpu_s = motion(path, watched_s, folder)
                found["motion_peer"][film] = {"streams_per_core": watched_s / max(cpu_s, 1e-3)}
    table = Table(
        title="Streams a core",
        columns=["case", "ours", "CPU ms a second", "looks a second", "motion", "FFmpeg pipe"],
    )
    for case, film, _, _ in cases:
        one = found[case]
        peers = [found[peer].get(film, {}).get("streams_per_core") for peer in ("motion_peer", "ffmpeg_peer")]
        table.add(
            case,
            one["streams_per_core"],
            one["cpu_ms_per_s"],
            one["looks_per_s"],
            *peers,
        )
    for note in notes:
        table.add(note)
    tables = [table]
    if "recording" in found:
        clips = found["recording"]
        beside = Table(
            title="Masked clips of one stream",
            columns=["case", "of a core", "kbit/s", "from kbit/s", "pictures a second"],
        )
        beside.add(
            "recording",
            f"{clips['core_share']:.2%}",
            clips["kbit_per_s"],
            clips["source_kbit_per_s"],
            clips["pictures_per_s"],
        )
        tables.append(beside)
    return Result(tables=tables, figures=found)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--clip", type=Path, default=CLIP, help="a film in which somebody moves all the time")
    parser.add_argument("--model", type=Path, default=MODEL, help="an ONNX file, with a TOML beside it")


if __name__ == "__main__":
    run(__doc__ or "", measure, arguments)

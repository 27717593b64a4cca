"""One camera at work, from a file to what is told, shown and kept."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import av
import numpy as np
import pytest
from pyrage import x25519

from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.errors import BadInput
from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.processes.camera_clips import make_clip, original_of
from luylau.security.audit import AuditLog
from luylau.security.vault import Custodian, open_with, read_header
from luylau.vision.archive import ClipStore
from luylau.vision.camera import AWAY_S, Camera, ClipJob, Says
from luylau.vision.frames import Frame, Packet, SourceFault
from luylau.vision.plan import CameraPlan, Policy, Scene
from luylau.vision.scenes import SceneChange
from luylau.vision.serving import Seen
from luylau.vision.shapes import Detections, Region
from luylau.vision.sources import CodedStream, recording
from luylau.vision.sources.files import FileStream
from tests.unit.vision.pictures import place

T0 = 1_760_000_000 * MICROS
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FPS = 10
WIDTH, HEIGHT = 320, 240
FENCE = Scene(
    id="fence",
    name="Hàng rào",
    kind="intrusion",
    points=((0.5, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 1.0)),
    dwell_s=1.0,
    severity="major",
)
PLAN = CameraPlan(
    camera="cam-1",
    main="file:walk.mkv",
    scenes=(FENCE,),
    pre_s=2.0,
    post_s=3.0,
    policy=Policy(purpose={"en": "Test"}),
)


HEAD, FEET = slice(HEIGHT // 3 + 3, HEIGHT * 2 // 5 - 3), HEIGHT * 7 // 10
"""Rows of the picture."""


def walk(
    path: Path,
    seconds: float,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    *,
    still: float = 0.0,
    codec: str = "mpeg4",
) -> Path:
    """Film a white figure with a striped head that walks from left to right over grey ground, after ``still``
    seconds of nobody."""
    width, height = size
    rng = np.random.default_rng(1)
    ground = np.clip(rng.normal(100, 12, (height, width)), 0, 255).astype(np.uint8)
    with av.open(str(path), "w") as out:
        pixels = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream = out.add_stream(codec, rate=FPS, options={"g": "10", "qscale": "3"})
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        for number in range(round(seconds * FPS)):
            gone_s = number / FPS - still
            luma = ground.copy()
            if gone_s >= 0:
                left = round(min(0.05 + 0.1 * gone_s, 0.8) * width)
                luma[height // 3 : height * 4 // 5, left : left + width // 12] = 250
                luma[height // 3 : height * 2 // 5, left : left + width // 12 : 4] = 0
                luma[height // 3 : height * 2 // 5, left + 1 : left + width // 12 : 4] = 0
            planes = np.concatenate([luma.ravel(), np.full(width * height // 2, 128, np.uint8)])
            picture = av.VideoFrame.from_ndarray(planes.reshape(-1, width), format=pixels)
            for packet in stream.encode(picture):
                out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)
    return path


def slides(path: Path, *shown: tuple[int, int]) -> Path:
    """Film places, each by its number and for some seconds, with two pictures a second and a little noise."""
    rng = np.random.default_rng(7)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=2, options={"g": "4", "qscale": "3"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        chroma = np.full(WIDTH * HEIGHT // 2, 140, np.uint8)
        for number, seconds in shown:
            ground = place(number, height=HEIGHT, width=WIDTH)
            for _ in range(2 * seconds):
                luma = np.clip(ground + rng.normal(0, 3, ground.shape), 0, 255).astype(np.uint8)
                planes = np.concatenate([luma.ravel(), chroma]).reshape(-1, WIDTH)
                out.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        out.mux(stream.encode(None))
    return path


class White:
    """Finds the white figure by its luma: what a model would do, at once and without doubt. Stands for the
    link to a detector."""

    def __init__(self) -> None:
        self.camera: Camera | None = None
        self.asked: list[tuple[Region, ...]] = []
        self.drop_every = 0

    def submit(self, camera: str, frame: Frame, regions: tuple[Region, ...]) -> bool:
        assert self.camera is not None
        self.asked.append(regions)
        if self.drop_every and len(self.asked) % self.drop_every == 0:
            self.camera.heard(Seen(camera=camera, time_us=frame.time_us, found=None))
            return True
        rows, columns = np.nonzero(frame.y > 220)
        boxes = [[columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]] if len(rows) > 40 else []
        found = Detections(
            boxes=np.array(boxes, np.float32).reshape(-1, 4),
            score=np.full(len(boxes), 0.9, np.float32),
            label=np.zeros(len(boxes), np.int8),
        )
        self.camera.heard(Seen(camera=camera, time_us=frame.time_us, found=found))
        return True


class Run:
    """A camera that has played a film to its end."""

    def __init__(
        self,
        film: Path,
        plan: CameraPlan = PLAN,
        *,
        link: White | None = None,
        looked_at: bool = False,
        main: Path | None = None,
        before: Mapping[str, Any] | None = None,
        relearns: bool = False,
    ) -> None:
        self.learned: list[Mapping[str, Any]] = []
        self.relearns = relearns
        self.changes: list[SceneChange] = []
        self.jobs: list[ClipJob] = []
        self.pictures: list[tuple[int, bytes]] = []
        source = recording(film, start_us=T0)
        self.camera = Camera(
            plan,
            sub=source if main is not None else None,
            main=recording(main, start_us=T0) if main is not None else source,
            clock=ManualClock(T0),
            zone=ZONE,
            link=link,  # type: ignore[arg-type]
            detector="white" if link is not None else "",
            faces=None,
            says=Says(
                changes=self._changed,
                clip=self.jobs.append,
                picture=lambda _camera, time_us, picture: self.pictures.append((time_us, picture)),
                learned=lambda _, state: self.learned.append(json.loads(json.dumps(state))),
            ),
        )
        if link is not None:
            link.camera = self.camera
        if looked_at:
            self.camera.look(600)
        if before is not None:
            self.camera.load_state(before, {"condition:moved", "fence"})
        self.camera.start()
        assert self.camera.join(60)

    def _changed(self, _: CameraPlan, changes: Sequence[SceneChange]) -> None:
        self.changes += changes
        if self.relearns and any(change.what == "opened" for change in changes):
            self.camera.relearn()

    def of(self, scene: str) -> list[tuple[str, float]]:
        return [(one.what, (one.time_us - T0) / MICROS) for one in self.changes if one.scene == scene]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return walk(tmp_path_factory.mktemp("film") / "walk.mkv", 14)


def luma_of(picture: bytes) -> np.ndarray:
    coder = av.CodecContext.create("mjpeg", "r")
    (decoded,) = [*coder.decode(av.Packet(picture)), *coder.decode(None)]
    return decoded.to_ndarray(format="gray")


def stripes(luma: np.ndarray) -> int:
    """Count the edges of the head's stripes in the rows where the head is, in the row with most."""
    return int((np.abs(np.diff(luma[HEAD].astype(int), axis=1)) > 60).sum(axis=1).max())


def test_the_head_can_be_seen_in_the_film_itself(film: Path) -> None:
    with av.open(str(film)) as opened:
        assert min(stripes(one.to_ndarray(format="gray")) for one in opened.decode(video=0)) > 8


def test_who_walks_into_the_fence_is_one_finding_with_a_clip(film: Path, tmp_path: Path) -> None:
    run = Run(film, link=White())
    told = run.of("fence")
    # The figure's feet are past the middle of the picture after some four seconds, and stay a second.
    assert told[0][0] == "opened"
    assert 4.5 < told[0][1] < 7
    assert {what for what, _ in told[1:]} <= {"refreshed"}
    (job,) = run.jobs
    engine = open_engine(sqlite_url(tmp_path / "test.db"))
    metadata.create_all(engine)
    store = ClipStore(tmp_path / "clips", engine, ManualClock(T0), AuditLog())
    clip = make_clip(job, store, ManualClock(T0), finding="finding-1", model="white", faces=None)
    assert not clip.simulated
    of_asset = make_clip(
        job, store, ManualClock(T0), finding="finding-2", model="white", faces=None, simulated=True
    )
    assert of_asset.simulated
    assert store.find(of_asset.id).simulated
    assert (clip.camera, clip.finding, clip.scene, clip.model) == ("cam-1", "finding-1", "fence", "white")
    opened_us = T0 + round(told[0][1] * MICROS)
    # It begins at a keyframe before, one a second, and ends when its time is over.
    assert opened_us - 3.1 * MICROS <= clip.from_us <= opened_us - 2 * MICROS
    assert abs(clip.to_us - (opened_us + 3 * MICROS)) <= 0.3 * MICROS
    played = tmp_path / "played.webm"
    played.write_bytes(b"".join(store.read(clip.id, actor="user-1")))
    with av.open(str(played)) as opened:
        lumas = [one.to_ndarray(format="gray") for one in opened.decode(video=0)]
    assert len(lumas) > 15
    # The head is nowhere as it was; the feet are.
    assert max(map(stripes, lumas)) <= 4
    assert all(int(one[FEET].max()) > 230 for one in lumas)
    engine.dispose()


def test_pictures_are_shown_masked_while_somebody_looks_and_only_then(film: Path) -> None:
    assert Run(film, link=White()).pictures == []
    shown = Run(film, link=White(), looked_at=True).pictures
    assert len(shown) > 40
    assert [time_us for time_us, _ in shown] == sorted({time_us for time_us, _ in shown})
    luma = luma_of(shown[30][1])
    assert luma.shape == (HEIGHT, WIDTH)
    assert stripes(luma) <= 4
    assert int(luma[FEET].max()) > 230


def test_without_a_detector_all_that_moves_is_hidden_and_no_scene_is_told(film: Path) -> None:
    run = Run(film, looked_at=True)
    assert run.of("fence") == []
    assert run.jobs == []
    later = [luma_of(picture) for time_us, picture in run.pictures if time_us > T0 + 3 * MICROS]
    assert later
    assert max(map(stripes, later)) <= 4


def test_what_the_detector_has_no_time_for_is_counted_and_the_rest_goes_on(film: Path) -> None:
    link = White()
    link.drop_every = 3
    run = Run(film, link=link)
    state = run.camera.state()
    assert state.dropped == len(link.asked) // 3
    assert run.of("fence")[0][0] == "opened"


def test_a_detector_that_is_away_leaves_nothing_to_be_shown(film: Path) -> None:
    class Away(White):
        def submit(self, camera: str, frame: Frame, regions: tuple[Region, ...]) -> bool:
            return False

    run = Run(film, link=Away(), looked_at=True)
    # Nobody knows where people are, so no picture leaves, and no scene says anything.
    assert run.pictures == []
    assert run.of("fence") == []
    assert run.camera.state().dropped > 20


def test_a_large_stream_where_nothing_moves_is_decoded_at_keyframes_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = walk(tmp_path / "large.mkv", 30, (960, 640), still=20)
    decoded: list[int] = []
    real: Callable[..., list[Frame]] = Camera._offer  # type: ignore[assignment]

    def counted(camera: Camera, frame: Frame) -> None:
        decoded.append(frame.time_us)
        real(camera, frame)

    monkeypatch.setattr(Camera, "_offer", counted)
    run = Run(film, link=White())
    seconds = [(one - T0) / MICROS for one in decoded]
    quiet = [one for one in seconds if 12 < one < 20]
    assert len(quiet) <= 9
    # Somebody is there: every picture again, within a second of the next keyframe.
    busy = [one for one in seconds if 22 < one < 28]
    assert len(busy) >= 55
    assert run.camera.state().dropped == 0


def test_the_sub_stream_is_analysed_and_the_main_one_kept(film: Path, tmp_path: Path) -> None:
    main = walk(tmp_path / "main.mkv", 14, (2 * WIDTH, 2 * HEIGHT))
    run = Run(film, link=White(), main=main)
    assert run.of("fence")[0][0] == "opened"
    assert run.camera.state().width == WIDTH
    (job,) = run.jobs
    assert {(one.width, one.height) for one in job.codings.values()} == {(2 * WIDTH, 2 * HEIGHT)}


def test_an_original_is_kept_for_two_custodians_together_and_only_where_the_policy_says_so(
    tmp_path: Path,
) -> None:
    identities = [x25519.Identity.generate() for _ in range(3)]
    custodians = [
        Custodian(name=f"custodian-{number}", key=str(one.to_public()))
        for number, one in enumerate(identities)
    ]
    policy = Policy(purpose={"en": "Test"}, original=True, original_purpose="Court order 7", original_days=3)
    plan = replace(PLAN, policy=policy)
    run = Run(walk(tmp_path / "walk.mkv", 14, codec="mjpeg"), plan, link=White())
    (job,) = run.jobs
    engine = open_engine(sqlite_url(tmp_path / "test.db"))
    metadata.create_all(engine)
    store = ClipStore(tmp_path / "clips", engine, ManualClock(T0), AuditLog())
    how: dict[str, Any] = {"finding": "finding-1", "model": "white", "faces": None, "custodians": custodians}
    clip = make_clip(job, store, ManualClock(T0), **how)
    assert clip.original_until_us == clip.to_us + 3 * 86_400 * MICROS
    sealed = store.original(clip.id, actor="user-1", reason="order 7")
    assert read_header(sealed).sealing.purpose == "Court order 7"
    data = open_with(sealed, str(identities[2]), str(identities[0]))
    with av.open(BytesIO(data), format="mjpeg") as opened:
        shown = [stripes(one.to_ndarray(format="gray")) for one in opened.decode(video=0)]
    assert min(shown) > 8
    with pytest.raises(BadInput):
        make_clip(job, store, ManualClock(T0), **(how | {"custodians": custodians[:1]}))
    open_plan = replace(job, plan=PLAN)
    assert make_clip(open_plan, store, ManualClock(T0), **how).original_until_us is None
    engine.dispose()


def test_an_original_that_could_not_be_played_is_refused_and_nothing_is_kept(
    film: Path, tmp_path: Path
) -> None:
    (job,) = Run(film, link=White()).jobs
    with pytest.raises(BadInput) as refused:
        original_of(job)
    assert refused.value.key == "clip-original-coding"


class Cut:
    """A source that plays a film, and then cannot be opened any more."""

    label = "rtsp://cut"

    def __init__(self, film: Path, clock: ManualClock) -> None:
        self._film = film
        self._clock = clock
        self.opened = 0

    def open(self) -> CodedStream:
        self.opened += 1
        if self.opened > 1:
            # The time goes by while nobody answers.
            self._clock.advance(AWAY_S)
            raise SourceFault("vision-source-silent", address=self.label, seconds=10)
        return recording(self._film, start_us=T0).open()


def test_who_cuts_the_line_is_on_a_clip_and_what_was_seen_ends(film: Path) -> None:
    clock = ManualClock(T0 + 14 * MICROS)
    changes: list[SceneChange] = []
    jobs: list[ClipJob] = []
    link = White()
    camera = Camera(
        replace(PLAN, post_s=30.0),
        sub=None,
        main=Cut(film, clock),
        clock=clock,
        zone=ZONE,
        link=link,  # type: ignore[arg-type]
        detector="white",
        faces=None,
        says=Says(changes=lambda _, told: changes.extend(told), clip=jobs.append, picture=lambda *_: None),
    )
    link.camera = camera
    # The end of the film stands for a line that is cut.
    read = FileStream.read

    def cut(stream: FileStream) -> Packet:
        packet = read(stream)
        if packet is None:
            raise SourceFault("vision-source-ended", address="rtsp://cut")
        return packet

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FileStream, "read", cut)
        camera.start()
        for _ in range(1_000):
            if any(one.what == "cleared" for one in changes):
                break
            time.sleep(0.01)
        state = camera.state()
        camera.stop()
        assert camera.join(30)
    assert [one.what for one in changes if one.scene == "fence" and one.what != "refreshed"] == [
        "opened",
        "cleared",
    ]
    (job,) = jobs
    assert len(job.packets) > 50
    assert (state.phase, state.fault, state.people) == ("waiting", "vision-source-silent", 0)


LOOKS = replace(PLAN, scenes=(), rate_hz=2.0)


def test_that_a_camera_was_moved_ends_once_somebody_says_that_this_is_its_picture(tmp_path: Path) -> None:
    film = slides(tmp_path / "moved.mkv", (1, 150), (2, 200))
    left = Run(film, LOOKS)
    assert {what for what, _ in left.of("condition:moved")} == {"opened", "refreshed"}
    said = Run(film, LOOKS, relearns=True)
    assert [what for what, _ in said.of("condition:moved")] == ["opened", "cleared"]
    # It has learned the new picture: the old one is another.
    back = slides(tmp_path / "back.mkv", (1, 60))
    assert Run(back, LOOKS, before=said.learned[-1]).of("condition:moved")[0][0] == "opened"


def test_what_was_learned_is_said_and_taken_up_again(tmp_path: Path) -> None:
    first = Run(slides(tmp_path / "first.mkv", (1, 150)), LOOKS)
    same, other = slides(tmp_path / "same.mkv", (1, 60)), slides(tmp_path / "other.mkv", (2, 60))
    assert Run(same, LOOKS, before=first.learned[-1]).changes == []
    assert Run(other, LOOKS).changes == []
    assert Run(other, LOOKS, before=first.learned[-1]).of("condition:moved")[0][0] == "opened"


def test_where_a_finding_begins_it_is_learned_at_once(film: Path) -> None:
    run = Run(film, link=White())
    assert [what for what, _ in run.of("fence") if what != "refreshed"] == ["opened"]
    # At the first picture, as the finding began, and at the end.
    assert len(run.learned) == 3
    sights = [one["scenes"]["scenes"]["fence"]["spell"]["sight"] for one in run.learned]
    assert [sight is not None for sight in sights] == [False, True, True]


@pytest.mark.parametrize("state", [{}, {"condition": {"version": 2}, "scenes": {}}, {"condition": 3}])
def test_what_is_no_state_is_refused_and_nothing_is_taken(state: dict[str, Any], film: Path) -> None:
    whole = Run(film, link=White()).learned[-1]
    camera = Camera(
        PLAN, sub=None, main=recording(film, start_us=T0), clock=ManualClock(T0), zone=ZONE, link=None,
        detector="", faces=None,
        says=Says(changes=lambda *_: None, clip=lambda _: None, picture=lambda *_: None),
    )  # fmt: skip
    with pytest.raises(ValueError, match="not a state"):
        camera.load_state({**whole, **state, "scenes": state.get("scenes", {})}, ())
    watch = camera._watch  # what it knows is asked of nobody else
    assert watch.state()["condition"]["usual"] == {}
    assert watch.state()["scenes"]["things"]["things"] == []

"""One behaviour for whatever cameras' pictures come from: files, folders, RTSP over TCP and UDP."""

import io
import re
import subprocess
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from luylau.kernel.clock import MICROS, ManualClock, SystemClock
from luylau.vision.frames import Frame, Packet, SourceFault
from luylau.vision.plan import Transport
from luylau.vision.ring import PacketRing
from luylau.vision.sources import (
    Backoff,
    CodedSource,
    CodedStream,
    Coding,
    Decoder,
    Reconnecting,
    SourceState,
    Timing,
    recording,
    source_of,
)
from tests.support.broker import free_port
from tests.support.clips import encoded, square_at, written
from tests.support.rtsp import Route, RtspServer

pytestmark = pytest.mark.timeout(60)

TIMING = Timing(open_s=3, read_s=1.0)
FPS = 60
CLIP = encoded("h264", count=20, gop=5, fps=FPS)
LARGER = encoded("h264", width=480, height=320, count=20, gop=5, fps=FPS)
SET = ("an", "mat-khau")
NAMES = ("file", "folder", "rtsp-tcp", "rtsp-udp")


def source(
    address: str,
    *,
    folder: Path = Path("/nowhere"),
    transport: Transport = "tcp",
    password: tuple[str, str] | None = None,
    timing: Timing = TIMING,
) -> CodedSource:
    return source_of(
        address, folder=folder, transport=transport, password=password, clock=SystemClock(), timing=timing
    )


@pytest.fixture(params=NAMES)
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CodedSource]:
    """A source that goes on for ever: 320 x 240, H.264, 60 pictures a second, a keyframe every five."""
    if request.param in ("file", "folder"):
        place = tmp_path / "films"
        place.mkdir()
        written(place / "a.mp4", count=20, gop=5, fps=FPS)
        if request.param == "folder":
            written(place / "b.mp4", count=20, gop=5, fps=FPS)
        yield source("file:films" if request.param == "folder" else "file:films/a.mp4", folder=tmp_path)
        return
    with RtspServer({"/0": Route(CLIP)}) as server:
        yield source(server.url(), transport="udp" if request.param == "rtsp-udp" else "tcp")


def shown_right(frame: Frame, count: int = 20) -> bool:
    """Whether the bright square stands where the film has it in some picture."""
    bright = np.argwhere(frame.y > 180)
    top, left = bright.min(axis=0)
    places = [square_at(number, frame.width, frame.height) for number in range(count)]
    return any(abs(left - x) <= 2 and abs(top - y) <= 2 for x, y in places) and bool(frame.u.std() < 8)


def test_packets_come_in_order_and_are_pictures(kind: CodedSource) -> None:
    stream = kind.open()
    packets = [stream.read() for _ in range(30)]  # longer than the film
    assert all(packet is not None for packet in packets)
    read = [packet for packet in packets if packet is not None]
    times = [packet.time_us for packet in read]
    assert all(before < after for before, after in pairwise(times))
    assert abs(times[-1] - SystemClock().now_us()) < 2 * MICROS
    assert len({packet.epoch for packet in read}) == 1
    assert [packet.keyframe for packet in read[:11]] == [True, *[False] * 4] * 2 + [True]
    frames = [frame for packet in read for frame in stream.decode(packet)]
    assert [frame.time_us for frame in frames] == times
    assert all(shown_right(frame) for frame in frames)
    assert (stream.info.width, stream.info.height, stream.info.codec) == (320, 240, "h264")
    assert stream.info.fps == pytest.approx(FPS)
    assert stream.broken == 0
    stream.close()


def test_planes_are_views_of_the_size_that_is_said(kind: CodedSource) -> None:
    stream = kind.open()
    packet = stream.read()
    assert packet is not None
    (frame,) = stream.decode(packet)
    assert (frame.y.shape, frame.u.shape, frame.v.shape) == ((240, 320), (120, 160), (120, 160))
    assert not frame.full_range
    assert not any(plane.flags.owndata for plane in (frame.y, frame.u, frame.v))
    stream.close()


def test_packets_can_be_left_out_up_to_a_keyframe(kind: CodedSource) -> None:
    stream = kind.open()
    frames, left_out = [], 0
    for number in range(30):
        packet = stream.read()
        assert packet is not None
        if number % 10 == 0:  # the keyframe alone of every second group
            frames += stream.decode(packet)
        else:
            left_out += 1
    assert left_out == 27
    assert len(frames) == 3
    assert all(shown_right(frame) for frame in frames)
    stream.close()


def test_what_comes_before_a_keyframe_shows_nothing(kind: CodedSource) -> None:
    stream = kind.open()
    read = [packet for packet in (stream.read() for _ in range(6)) if packet is not None]
    assert [frame for packet in read[1:5] for frame in stream.decode(packet)] == []
    assert stream.broken == 0
    assert len(stream.decode(read[5])) == 1
    stream.close()


def test_kept_packets_are_decoded_apart_from_the_stream(kind: CodedSource) -> None:
    stream = kind.open()
    ring = PacketRing(1, 1 << 20)
    live = []
    for _ in range(10):
        packet = stream.read()
        assert packet is not None
        ring.add(packet, stream.coding)
        live += [frame.y.copy() for frame in stream.decode(packet)]
    stream.close()
    later: list[Frame] = []

    def decode() -> None:
        kept = ring.since(0)
        coding = ring.coding(kept[0].epoch)
        assert coding is not None
        decoder = Decoder(coding)
        for packet in kept:
            later.extend(decoder.decode(packet))
        later.extend(decoder.flush())

    thread = threading.Thread(target=decode)
    thread.start()
    thread.join()
    assert len(later) == len(live) == 10
    assert all(np.array_equal(a.y, b) for a, b in zip(later, live, strict=True))


def test_each_opening_is_another_stretch(kind: CodedSource) -> None:
    epochs = []
    for _ in range(2):
        stream = kind.open()
        packet = stream.read()
        assert packet is not None
        assert packet.keyframe
        epochs.append(packet.epoch)
        stream.close()
        stream.close()
    assert len(set(epochs)) == 2


# Files and folders


def played(of: CodedSource) -> tuple[list[Packet], list[Frame], CodedStream]:
    stream = of.open()
    packets, frames = [], []
    while (packet := stream.read()) is not None:
        packets.append(packet)
        frames += [
            replace(frame, y=frame.y.copy(), u=frame.u.copy(), v=frame.v.copy())
            for frame in stream.decode(packet)
        ]
    frames += stream.drain()
    stream.close()
    return packets, frames, stream


@pytest.mark.parametrize(
    ("name", "codec", "b"),
    [
        ("a.mp4", "h264", 2),
        ("a.ts", "h264", 2),
        ("a.mkv", "hevc", 2),
        ("a.avi", "mjpeg", 0),
        ("a.h264", "h264", 0),
    ],
)
def test_a_recording_is_played_once_from_its_time_on(tmp_path: Path, name: str, codec: str, b: int) -> None:
    file = written(tmp_path / name, codec, count=20, b=b)
    packets, frames, stream = played(recording(file, start_us=7 * MICROS))
    assert packets[0].time_us == 7 * MICROS
    assert len(packets) == len(frames) == 20
    assert [frame.time_us for frame in frames] == [packet.time_us for packet in packets]
    assert frames[-1].time_us - frames[0].time_us == pytest.approx(19 * 40_000, abs=100_000)
    # In the order in which they are shown, whatever the order in which they are coded.
    lefts = [int(np.argwhere(frame.y > 180).min(axis=0)[1]) for frame in frames]
    assert lefts == pytest.approx([square_at(number, 320, 240)[0] for number in range(20)], abs=2)
    assert frames[0].full_range == (codec == "mjpeg")
    assert stream.broken == 0


def test_pictures_that_are_held_back_come_before_those_of_the_next_stretch(tmp_path: Path) -> None:
    written(tmp_path / "1.mp4", count=8, b=2)
    written(tmp_path / "2.mp4", width=480, height=320, count=8, b=2)
    _, frames, _ = played(recording(tmp_path))
    assert [frame.width for frame in frames] == [320] * 8 + [480] * 8
    assert all(before.time_us < after.time_us for before, after in pairwise(frames))


def test_a_draft_is_the_same_picture_but_for_its_blocks(tmp_path: Path) -> None:
    file = written(tmp_path / "a.mp4", count=20, gop=20)
    _, whole, _ = played(recording(file))
    stream = recording(file).open()
    stream.draft = True
    drafts = []
    while (packet := stream.read()) is not None:
        drafts += [frame.y.copy() for frame in stream.decode(packet)]
    apart = [float(np.abs(a.y.astype(int) - b).mean()) for a, b in zip(whole, drafts, strict=True)]
    assert 0 < max(apart) < 2


def test_files_of_a_folder_follow_by_number_and_each_size_is_a_stretch(tmp_path: Path) -> None:
    written(tmp_path / "2.mp4", count=5)
    written(tmp_path / "10.mp4", width=480, height=320, count=5)
    written(tmp_path / "11.mp4", "hevc", width=480, height=320, count=5)
    (tmp_path / "notes.txt").write_text("no film")
    (tmp_path / "3.mp4").write_bytes(b"no film either")
    packets, frames, stream = played(recording(tmp_path))
    assert [frame.width for frame in frames] == [320] * 5 + [480] * 10
    assert [packet.epoch for packet in packets] == [1] * 5 + [2] * 5 + [3] * 5
    assert [packet.time_us for packet in packets] == list(range(0, 15 * 40_000, 40_000))
    assert stream.info.codec == "hevc"
    assert stream.broken == 1  # the file that is none


@pytest.mark.parametrize("pixels", ["yuv422p", "yuv444p", "yuv420p10le", "gray"])
def test_other_pixel_formats_are_converted(tmp_path: Path, pixels: str) -> None:
    file = written(tmp_path / "a.mkv", "h264", count=3, pixels=pixels)
    _, frames, _ = played(recording(file))
    assert len(frames) == 3
    assert all(frame.y.dtype == np.uint8 and frame.u.shape == (120, 160) for frame in frames)
    assert all(shown_right(frame) for frame in frames)


def test_odd_sizes_have_chroma_rounded_up(tmp_path: Path) -> None:
    file = written(tmp_path / "a.avi", "mjpeg", width=322, height=242, count=2)
    _, frames, _ = played(recording(file))
    assert frames[0].y.shape == (242, 322)
    assert frames[0].u.shape == (121, 161)


def test_a_truncated_file_gives_what_is_there(tmp_path: Path) -> None:
    whole = written(tmp_path / "a.ts", count=40)
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    _, frames, _ = played(recording(whole))
    assert 10 < len(frames) < 30


@pytest.mark.parametrize("name", ["a.ts", "a.mp4", "a.mkv", "a.avi"])
def test_what_is_corrupt_is_skipped_and_counted(tmp_path: Path, name: str) -> None:
    file = written(tmp_path / name, "mjpeg" if name == "a.avi" else "h264", width=480, height=320, count=60)
    data = bytearray(file.read_bytes())
    dice = np.random.default_rng(4)
    for place in dice.integers(4096, len(data) * 6 // 10, 60):
        data[place] = int(dice.integers(256))
    file.write_bytes(data)
    _, frames, stream = played(recording(file))
    assert len(frames) > 5
    assert stream.broken > 0
    assert {frame.width for frame in frames} == {480}


@pytest.mark.parametrize("stamps", [(0, 1, 1_000_000, 1_000_001), (0, 900, 901, 5_000_000)])
def test_absurd_stamps_do_not_stop_the_time(tmp_path: Path, stamps: tuple[int, ...]) -> None:
    file = written(tmp_path / "a.mkv", count=4, stamps=stamps)
    packets, _, _ = played(recording(file, timing=TIMING))
    times = [packet.time_us for packet in packets]
    assert all(before < after for before, after in pairwise(times))
    assert times[-1] < 5 * MICROS


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("file:none.mp4", "vision-source-no-file"),
        ("file:../a.mp4", "vision-source-outside"),
        ("file:/etc/passwd", "vision-source-outside"),
        ("file:", "vision-source-outside"),
        ("file:empty", "vision-source-empty-folder"),
        ("file:text.mp4", "vision-source-unreadable"),
        ("file:list.ffconcat", "vision-source-unreadable"),
        ("file:sound.mkv", "vision-source-unreadable"),
        ("usb:77", "vision-source-no-device"),
        ("usb:-1", "vision-source-no-address"),
        ("usb:x", "vision-source-no-address"),
        ("http://host/", "vision-source-no-address"),
        ("rtsp:///path", "vision-source-no-address"),
        ("rtsp://host:port/", "vision-source-no-address"),
        ("rtsp://host/a b", "vision-source-no-address"),
        ("", "vision-source-no-address"),
        ("rtsp://an:mat-khau@host/", "vision-source-secret-in-address"),
        ("rtsp://an:mat-khau@[host/", "vision-source-secret-in-address"),
        ("http://an:mat-khau@host/", "vision-source-secret-in-address"),
        ("rtsp://host/live?user=an&password=mat-khau", "vision-source-secret-in-address"),
        ("rtsp://host/user=an_password=mat-khau_channel=1", "vision-source-secret-in-address"),
        ("rtsp://host/live?user=an%26pwd%3Dmat-khau", "vision-source-secret-in-address"),
    ],
)
def test_an_address_that_leads_nowhere_says_why(tmp_path: Path, address: str, key: str) -> None:
    films = tmp_path / "films"
    (films / "empty").mkdir(parents=True)
    (tmp_path / "a.mp4").write_bytes(b"")
    (films / "text.mp4").write_text("<html>Not found</html>")
    film = written(films / "film.ts", count=20)
    (films / "list.ffconcat").write_text(f"ffconcat version 1.0\nfile {film.name}\n")  # leads elsewhere
    (films / "sound.mkv").write_bytes(_sound())
    with pytest.raises(SourceFault) as raised:
        source(address, folder=films).open()
    assert raised.value.key == key
    assert raised.value.lasts == (key != "vision-source-no-device")  # one may be plugged in
    assert "mat-khau" not in told(raised.value)


def _sound() -> bytes:
    said = io.BytesIO()
    with av.open(said, "w", format="matroska") as container:
        stream = container.add_stream("pcm_s16le", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16", layout="mono")
        frame.sample_rate = 8000
        container.mux(stream.encode(frame))
    return said.getvalue()


def told(error: BaseException) -> str:
    """All that a log could say of an error."""
    whole = "".join(traceback.format_exception(error))
    return whole + repr(error) + str(error) + repr(error.__context__) + repr(error.__cause__)


# Cameras over RTSP


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize("codec", ["h264", "hevc", "mjpeg"])
def test_cameras_of_every_codec(codec: str, transport: Transport) -> None:
    with RtspServer({"/live/main": Route(encoded(codec, count=10, gop=5))}) as server:
        stream = source(server.url("/live/main"), transport=transport).open()
        frames = []
        for _ in range(10):
            packet = stream.read()
            assert packet is not None
            frames += stream.decode(packet)
        assert len(frames) == 10
        assert all(shown_right(frame) for frame in frames)
        assert frames[0].full_range == (codec == "mjpeg")
        assert stream.info.codec == codec
        stream.close()


def test_a_camera_that_does_not_announce_its_parameter_sets() -> None:
    with RtspServer({"/0": Route(CLIP, announce=False)}) as server:
        stream = source(server.url()).open()
        packet = stream.read()
        assert packet is not None
        assert (stream.info.width, stream.info.height) == (320, 240)
        assert len(stream.decode(packet)) == 1
        stream.close()


@pytest.mark.parametrize("scheme", ["Digest", "Basic"])
def test_user_and_password_are_taken_whatever_they_hold(scheme: str) -> None:
    user, word = "quản trị", "p@ss:w/ord?#%20&á"
    route = Route(CLIP, user=user, password=word, scheme="Digest" if scheme == "Digest" else "Basic")
    with RtspServer({"/0": route}) as server:
        of = source(server.url(), password=(user, word))
        stream = of.open()
        assert stream.read() is not None
        assert of.label == server.url()
        assert "p@ss" not in repr(vars(of))
        stream.close()


@pytest.mark.parametrize("password", [("an", "wrong-word"), None])
def test_a_wrong_password_says_so_and_is_not_repeated(
    password: tuple[str, str] | None, capfd: pytest.CaptureFixture[str]
) -> None:
    with RtspServer({"/0": Route(CLIP, user="an", password="mat-khau")}) as server:
        with pytest.raises(SourceFault) as raised:
            source(server.url(), password=password).open()
        assert raised.value.key == "vision-source-password"
        assert raised.value.lasts
        assert "wrong-word" not in told(raised.value)
        described = [line for line in server.asked if line.startswith("DESCRIBE")]
        assert len(described) <= 2  # one to be asked for it, one with it: more would lock the account
    out, err = capfd.readouterr()
    assert "wrong-word" not in out + err


def test_user_and_password_within_the_path_where_a_camera_wants_them_there() -> None:
    with RtspServer({"/user=an_password=m%26k_channel=1": Route(CLIP)}) as server:
        address = server.url("/user={user}_password={password}_channel=1")
        of = source(address, password=("an", "m&k"))
        assert of.label == address
        stream = of.open()
        assert stream.read() is not None
        stream.close()
    with pytest.raises(SourceFault) as raised:  # the server is gone
        of.open()
    assert "m%26k" not in told(raised.value)


def test_a_password_that_would_be_cut_is_refused() -> None:
    with pytest.raises(SourceFault, match="vision-source-password-long") as raised:
        source("rtsp://127.0.0.1/", password=("an", "dài" * 30))
    assert "d%C3" not in told(raised.value)


@pytest.mark.parametrize(
    ("route", "transport", "key", "lasts"),
    [
        (Route(CLIP, fault="sound"), "tcp", "vision-source-no-video", True),
        (Route(CLIP, fault="nonsense"), "tcp", "vision-source-no-video", True),
        (Route(CLIP, fault="busy"), "tcp", "vision-source-busy", False),
        (Route(CLIP, fault="forbidden"), "tcp", "vision-source-forbidden", True),
        (Route(CLIP, fault="tcp-only"), "udp", "vision-source-refused", True),
        (Route(CLIP, fault="stalls", after=0), "tcp", "vision-source-silent", False),
        (Route(CLIP, fault="stalls", after=0), "udp", "vision-source-silent", False),
    ],
)
def test_a_camera_that_serves_no_stream_says_why(
    route: Route, transport: Transport, key: str, lasts: bool
) -> None:
    with RtspServer({"/0": route}) as server, pytest.raises(SourceFault) as raised:
        source(server.url(), transport=transport).open().read()
    assert (raised.value.key, raised.value.lasts) == (key, lasts)


def test_a_path_that_a_camera_does_not_have() -> None:
    with RtspServer({}) as server, pytest.raises(SourceFault, match="vision-source-not-found"):
        source(server.url()).open()


@pytest.mark.parametrize(
    ("manner", "key"),
    [
        ("html", "vision-source-not-rtsp"),
        ("silent", "vision-source-silent"),
        ("closes", "vision-source-ended"),
    ],
)
def test_what_is_no_camera(manner: str, key: str) -> None:
    with RtspServer({}) as server:
        server.manner = manner  # type: ignore[assignment]
        with pytest.raises(SourceFault) as raised:
            source(server.url(), password=SET).open()
    assert raised.value.key == key
    assert SET[1] not in told(raised.value)


def test_nobody_there() -> None:
    with pytest.raises(SourceFault, match="vision-source-unreachable"):
        source(f"rtsp://127.0.0.1:{free_port()}/").open()


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize(("fault", "key"), [("ends", "ended"), ("stalls", "silent")])
def test_a_stream_that_breaks(fault: str, key: str, transport: Transport) -> None:
    route = Route(CLIP, fault="ends" if fault == "ends" else "stalls")
    with RtspServer({"/0": route}) as server:
        stream = source(server.url(), transport=transport).open()
        read: list[Packet] = []
        with pytest.raises(SourceFault) as raised:
            read.extend(iter(stream.read, None))
        stream.close()
    assert raised.value.key in (f"vision-source-{key}", "vision-source-silent")
    assert not raised.value.lasts
    assert len(read) == 15


@pytest.mark.parametrize("codec", ["h264", "hevc", "mjpeg"])
def test_a_stream_that_changes_its_size_begins_a_stretch(codec: str) -> None:
    then = encoded(codec, width=480, height=320, count=20, gop=5)
    route = Route(encoded(codec, count=20, gop=5), fault="changes", after=10, then=then)
    with RtspServer({"/0": route}) as server:
        stream = source(server.url()).open()
        seen = []
        for _ in range(20):
            packet = stream.read()
            assert packet is not None
            info = stream.info
            frames = stream.decode(packet)
            seen += [(packet.epoch, info.width, frame.width, stream.coding.width) for frame in frames]
        stream.close()
    assert [*dict.fromkeys(seen)] == [(1, 320, 320, 320), (2, 480, 480, 480)]
    assert len(seen) == 20


def test_lost_packets_are_survived() -> None:
    with RtspServer({"/0": Route(LARGER, fault="lossy")}) as server:
        stream = source(server.url(), transport="udp").open()
        frames = []
        for _ in range(40):
            packet = stream.read()
            assert packet is not None
            frames += stream.decode(packet)
        assert len(frames) > 5
        stream.close()


def test_a_clock_that_is_set_back_begins_a_stretch() -> None:
    clock = ManualClock(1000 * MICROS)
    with RtspServer({"/0": Route(CLIP)}) as server:
        of = source_of(server.url(), folder=Path("/nowhere"), clock=clock, timing=TIMING)
        stream = of.open()
        read = []
        for step in (0.04, 0.04, 3600, 0.04, -7200, 0.04):
            clock.advance(step)
            packet = stream.read()
            assert packet is not None
            read.append((packet.epoch, packet.time_us - clock.now_us()))
        stream.close()
    assert [epoch for epoch, _ in read] == [1, 1, 1, 1, 2, 2]
    assert all(abs(apart) < MICROS for _, apart in read)


# A server of another make

SYSTEM_PYTHON = "/usr/bin/python3"


@pytest.fixture(scope="module")
def gst() -> Callable[..., AbstractContextManager[str]]:
    """Start GStreamer's server for a film; it needs the system's Python."""
    asked = "import gi; gi.require_version('GstRtspServer', '1.0')"
    try:
        found = subprocess.run([SYSTEM_PYTHON, "-c", asked], capture_output=True, timeout=30, check=False)
    except OSError:
        pytest.skip(f"no {SYSTEM_PYTHON}")
    if found.returncode:
        pytest.skip("Debian's gir1.2-gst-rtsp-server-1.0 is not installed")

    @contextmanager
    def serve(film: Path, *credentials: str) -> Iterator[str]:
        port = str(free_port())
        script = Path(__file__).parents[1] / "support/gst_rtsp.py"
        command = [SYSTEM_PYTHON, str(script), port, str(film), *credentials]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
            assert server.stdout is not None
            try:
                assert server.stdout.readline() == b"ready\n"
                yield f"rtsp://127.0.0.1:{port}/0"
            finally:
                server.kill()

    return serve


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_gstreamers_server(
    gst: Callable[..., AbstractContextManager[str]], transport: Transport, tmp_path: Path
) -> None:
    film = written(tmp_path / "a.mp4", count=30, gop=5)
    with gst(film, *SET) as url:
        for wrong in (None, ("an", "another")):
            with pytest.raises(SourceFault, match="vision-source-password"):
                source(url, transport=transport, password=wrong).open()
        with pytest.raises(SourceFault, match=r"vision-source-(not-found|password)"):
            source(f"{url}/nowhere", transport=transport, password=SET).open()
        stream = source(url, transport=transport, password=SET).open()
        frames = []
        for _ in range(20):
            packet = stream.read()
            assert packet is not None
            frames += stream.decode(packet)
        assert len(frames) == 20
        assert all(shown_right(frame, 30) for frame in frames)
        assert stream.broken == 0
        rest: list[Packet] = []
        with pytest.raises(SourceFault, match=r"vision-source-(ended|silent)"):
            rest.extend(iter(stream.read, None))
        # UDP promises nothing: what is on its way when the server ends may be lost.
        assert (10 if transport == "tcp" else 7) <= len(rest) <= 10
        stream.close()


# Opened anew


@dataclass
class Scripted:
    """A source that does what a list says: a fault to raise, or so many packets before the next break."""

    script: list[SourceFault | int | None]
    label: str = "scripted"
    opened: int = 0

    def open(self) -> "Scripted":
        self.opened += 1
        said = self.script.pop(0)
        if isinstance(said, SourceFault):
            raise said
        self.left = said
        return self

    @property
    def info(self) -> None: ...

    coding = Coding(decoder="h264", codec="h264")
    broken = 0
    draft = False

    def read(self) -> Packet | None:
        if self.left is None:
            return None
        if self.left == 0:
            raise SourceFault("vision-source-ended", address="x")
        self.left -= 1
        return Packet(time_us=0, keyframe=True, data=b"", epoch=self.opened)

    def decode(self, packet: Packet) -> list[Frame]:
        raise SourceFault("vision-source-undecodable", count=1)

    def close(self) -> None:
        self.left = 0


class Waits(threading.Event):
    """Time that passes at once; it is written down."""

    def __init__(self, most: int = 100) -> None:
        super().__init__()
        self.waited: list[float] = []
        self._most = most

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout or 0)
        if len(self.waited) >= self._most:
            self.set()
        return self.is_set()


def reconnecting(
    script: list[SourceFault | int | None], most: int = 100, passed_s: Callable[[], float] = lambda: 0.0
) -> tuple[Reconnecting, Waits]:
    waits = Waits(most)
    of = Reconnecting(
        Scripted(script),  # type: ignore[arg-type]
        waits,
        ManualClock(5),
        chance=lambda: 0.0,
        monotonic=passed_s,
    )
    return of, waits


GONE = SourceFault("vision-source-silent", address="x", seconds=1)
WRONG = SourceFault("vision-source-password", lasts=True, address="x")


def test_waits_double_up_to_a_minute() -> None:
    of, waits = reconnecting([GONE] * 20, most=9)
    assert of.read() is None
    assert waits.waited == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert of.state == SourceState(phase="ended", since_us=5, fault=GONE)


def test_a_fault_that_lasts_waits_a_minute_at_once() -> None:
    of, waits = reconnecting([WRONG, WRONG, 1, None])
    assert of.read() is not None
    assert waits.waited == [60, 60]
    assert of.state.phase == "streaming"
    assert of.state.fault is WRONG
    assert of.reconnects == 0


def test_a_stream_that_went_on_starts_the_waiting_anew() -> None:
    now = iter(range(0, 10_000, 20))
    of, waits = reconnecting([GONE, GONE, 1, GONE, 1, None], passed_s=lambda: float(next(now)))
    assert [packet.epoch for packet in iter(of.read, None)] == [3, 5]
    assert waits.waited == [1, 2, 1, 2, 1]
    assert of.reconnects == 1


def test_a_stream_that_breaks_at_once_does_not() -> None:
    of, waits = reconnecting([1, 1, 1, None])
    assert len(list(iter(of.read, None))) == 3
    assert waits.waited == [1, 2, 4]
    assert of.reconnects == 2


def test_what_cannot_be_decoded_is_opened_anew() -> None:
    of, waits = reconnecting([3, None])
    packet = of.read()
    assert packet is not None
    assert of.decode(packet) == []
    assert of.state.phase == "waiting"
    assert of.state.fault is not None
    assert of.state.fault.key == "vision-source-undecodable"
    assert of.decode(packet) == []
    assert of.read() is None
    assert waits.waited == [1]


def test_waits_are_spread_by_chance() -> None:
    waits = [Backoff().wait_s(3, lasts=False, chance=chance) for chance in (0.0, 0.5, 1.0)]
    assert waits == pytest.approx([4.0, 3.6, 3.2])


def test_a_camera_that_comes_back_is_read_again() -> None:
    stop = threading.Event()
    with RtspServer({"/0": Route(CLIP)}) as server:
        of = Reconnecting(
            source(server.url()), stop, SystemClock(), backoff=Backoff(first_s=0.05, most_s=0.2, jitter=0)
        )
        phases = [of.state.phase]
        with pytest.raises(LookupError):
            _ = of.coding
        for _ in range(5):
            assert of.read() is not None
        port = server.port
    phases.append(of.state.phase)
    with RtspServer({"/0": Route(CLIP)}, port=port):
        packet = of.read()
        while packet is not None and packet.epoch == 1:
            packet = of.read()
        assert packet is not None
        assert packet.keyframe
        assert len(of.decode(packet)) == 1
        assert of.reconnects == 1
        assert of.info is not None
        assert (of.info.width, of.coding.width, of.broken) == (320, 320, 0)
        phases.append(of.state.phase)
        stop.set()
        assert of.read() is None
    assert phases == ["connecting", "streaming", "streaming"]
    assert of.state.phase == "ended"


def test_a_wait_ends_when_it_is_stopped() -> None:
    stop = threading.Event()
    of = Reconnecting(source("file:none", folder=Path("/nowhere")), stop, SystemClock())
    thread = threading.Thread(target=of.read)
    thread.start()
    while of.state.phase != "waiting":
        pass
    assert of.state.fault is not None
    stop.set()
    thread.join(5)  # the wait itself is a minute
    assert not thread.is_alive()


# Texts


def test_every_fault_has_its_texts() -> None:
    root = Path(__file__).parents[2]
    code = "".join(file.read_text() for file in (root / "src/luylau/vision/sources").glob("*.py"))
    used = set(re.findall(r'"(vision-source-[a-z-]+)"', code))
    for language in ("vi", "en", "ja"):
        said = (root / f"locales/{language}/vision-sources.ftl").read_text()
        assert set(re.findall(r"^(vision-source-[a-z-]+) =", said, re.M)) == used, language
        assert said.count(".remedy =") == len(used), language

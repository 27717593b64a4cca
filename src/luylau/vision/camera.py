"""One camera at work: a thread that reads its streams, decodes what is needed, and says what is seen.

::

    sub ──▶ decode ──▶ watch ──▶ changes ──▶ what is told
                         │ masked picture ──▶ who looks just now
    main ──▶ ring ───────┴──── masked clip ──▶ what is kept

With one stream alone it does both. A large one is decoded lazily while nothing moves: keyframes only.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, Final, Literal

from luylau.kernel.clock import MICROS, Clock
from luylau.vision.clips import jpeg
from luylau.vision.frames import Frame, Packet
from luylau.vision.gating import GateSettings
from luylau.vision.masking import FaceDetector, Masker
from luylau.vision.plan import CameraPlan
from luylau.vision.rate import Rate
from luylau.vision.ring import PacketRing
from luylau.vision.scenes import LineCount, SceneChange
from luylau.vision.serving import DetectorLink, Seen
from luylau.vision.shapes import Region, Tracks
from luylau.vision.sources import CodedSource, Coding, Reconnecting
from luylau.vision.watching import Analysed, CameraWatch

log = logging.getLogger(__name__)

RING_BYTES: Final = 24_000_000
"""Coded pictures that one camera keeps in memory, in bytes at most."""
RING_MORE_S: Final = 5.0
"""What the ring holds beyond a clip: groups of pictures begin at a keyframe."""
LARGE_PX: Final = 640 * 480
"""A stream with more pixels than this is decoded lazily."""
LAZY_AFTER_S: Final = 10.0
"""It is so once nothing has moved for so long."""
KEYFRAMES_S: Final = 4.0
"""Where keyframes are farther apart than this, all of it is decoded."""
AWAY_S: Final = 60.0
"""What was seen ends once nothing has come for so long."""
LIVE_WIDTH: Final = 640
LIVE_QUALITY: Final = 60
AGES: Final = 200
"""Newest pictures that the age is reckoned from."""

LEARNED_S: Final = 60.0
"""How often at least it is said what was learned; at once where a finding begins or ends."""

Phase = Literal["connecting", "streaming", "waiting", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipJob:
    """A clip to be made: coded pictures, how they are coded by epoch, and what is to be hidden meanwhile
    (``tracks`` is None where there is no detector). ``size``: of the pictures that were analysed; those that
    are recorded are another stream's if ``apart``."""

    plan: CameraPlan
    change: SceneChange
    packets: tuple[Packet, ...]
    codings: dict[int, Coding]
    tracks: tuple[Tracks, ...] | None
    moved: tuple[tuple[int, tuple[Region, ...]], ...]
    size: tuple[int, int]
    apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraState:
    """How a camera is doing. Rates are a second's, over the last seconds; ``age_ms`` is how old a picture is
    when it has been analysed, the 95th of 100; times are microseconds UTC, 0 for never."""

    camera: str
    phase: Phase
    since_us: int
    fault: str
    fault_fields: dict[str, str | int | float]
    width: int
    height: int
    codec: str
    frames_per_s: float
    analyses_per_s: float
    bitrate_mbps: float
    dropped: int
    broken: int
    reconnects: int
    last_us: int
    age_ms: float
    people: int
    vehicles: int
    detector: str
    lazy: bool
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """Who is told, in the camera's own thread: ``changes`` of scenes, ``clip`` of a clip to make, ``picture``
    of a masked JPEG while somebody looks, ``learned`` of what is to outlive a restart."""

    changes: Callable[[CameraPlan, Sequence[SceneChange]], None]
    clip: Callable[[ClipJob], None]
    picture: Callable[[str, int, bytes], None]
    learned: Callable[[str, Mapping[str, Any]], None] = lambda *_: None


class Camera:
    """Runs one camera until ``stop``."""

    def __init__(
        self,
        plan: CameraPlan,
        *,
        sub: CodedSource | None,
        main: CodedSource,
        clock: Clock,
        zone: tzinfo,
        link: DetectorLink | None,
        detector: str,
        faces: FaceDetector | None,
        says: Says,
        gate: GateSettings | None = None,
    ) -> None:
        """``link`` and ``detector`` (its name) are None and "" where no model is installed."""
        self.plan = plan
        self._clock = clock
        self._says = says
        self._link = link
        self._detector = detector
        self._stop = Event()
        # What only smooths is left out: what moves and what it is is found as well without.
        self._reader = Reconnecting(sub or main, self._stop, clock, draft=True, broke=self._broke)
        self._recorded = Reconnecting(main, self._stop, clock) if sub is not None else self._reader
        self._ring = PacketRing(plan.pre_s + plan.post_s + RING_MORE_S, RING_BYTES)
        self._watch = CameraWatch(plan, zone, self._submit if link is not None else None, gate)
        self._live = Masker(plan, faces)
        self._answers: SimpleQueue[Seen] = SimpleQueue()
        self._pending: list[tuple[int, SceneChange]] = []
        self._moved: deque[tuple[int, tuple[Region, ...]]] = deque(maxlen=1_000)
        self._due_us = 0
        self._lazy = False
        self._wait_key = False
        self._key_us = 0
        self._key_gap_us = 0
        """Between the two newest keyframes; 0 while there have not been two."""
        self._looked_at_until = 0.0
        self._away = False
        self._relearn = Event()
        self._learned_due_s = 0.0
        self._frames, self._analyses, self._bits = Rate(), Rate(), Rate()
        self._ages: deque[float] = deque(maxlen=AGES)
        self._last_us = 0
        self._seen: Tracks | None = None
        self._conditions: dict[str, None] = {}
        self._threads = [Thread(target=self._run, name=plan.camera, daemon=True)]
        if sub is not None:
            self._threads.append(Thread(target=self._record, name=f"{plan.camera} main", daemon=True))

    def load_state(self, state: Mapping[str, Any], lasting: Container[str]) -> None:
        """Take what was said as ``learned`` before a restart; only before ``start``. ``lasting``: the scenes
        whose findings were last told as lasting.

        Raises:
            ValueError: it is nothing of the kind, or of another version; nothing was taken.
        """
        self._watch.load_state(state, lasting)

    def relearn(self) -> None:
        """Take what is seen from the next picture on as how the place looks; from any thread."""
        self._relearn.set()

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let it end, as soon as the read that is under way returns; what it had found is taken back by who
        asked for this."""
        self._stop.set()

    def join(self, timeout_s: float) -> bool:
        """Wait until it has ended; say whether it has."""
        until = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0))
        return not any(thread.is_alive() for thread in self._threads)

    def heard(self, answer: Seen) -> None:
        """Take the detector's answer, from any thread."""
        self._answers.put(answer)

    def look(self, seconds: float) -> None:
        """Show pictures for so long from now on, from any thread."""
        self._looked_at_until = time.monotonic() + seconds

    def counts(self) -> tuple[LineCount, ...]:
        """Return how often lines were crossed, minute by minute; from any thread."""
        return self._watch.counts()

    def state(self) -> CameraState:
        """Return how it is doing, from any thread."""
        reader, state = self._reader, self._reader.state
        info = reader.info
        ages = sorted(self._ages)
        seen = self._seen
        people = int((seen.label == 0).sum()) if seen is not None else 0
        fault = state.fault if state.phase != "streaming" else None
        if fault is None and self._recorded.state.phase != "streaming":
            # What is analysed comes, what is recorded does not.
            fault = self._recorded.state.fault
        return CameraState(
            camera=self.plan.camera,
            phase=state.phase,
            since_us=state.since_us,
            fault=fault.key if fault is not None else "",
            fault_fields=dict(fault.fields) if fault is not None else {},
            width=self._watch.size[0],
            height=self._watch.size[1],
            codec=info.codec if info is not None else "",
            frames_per_s=round(self._frames.per_s(), 1),
            analyses_per_s=round(self._analyses.per_s(), 1),
            bitrate_mbps=round(self._bits.per_s() / 1e6, 3),
            dropped=self._watch.dropped,
            broken=reader.broken,
            reconnects=reader.reconnects,
            last_us=self._last_us,
            age_ms=round(ages[int(len(ages) * 0.95)], 1) if ages else 0.0,
            people=people,
            vehicles=len(seen) - people if seen is not None else 0,
            detector=self._detector,
            lazy=self._lazy,
            conditions=tuple(self._conditions),
        )

    def _submit(self, frame: Frame, regions: tuple[Region, ...]) -> bool:
        assert self._link is not None
        return self._link.submit(self.plan.camera, frame, regions)

    def _record(self) -> None:
        """Keep the main stream's last seconds."""
        try:
            while (packet := self._recorded.read()) is not None:
                self._keep(self._recorded, packet)
        except Exception:
            log.exception("the main stream of %s has failed", self.plan.camera)
        finally:
            self._recorded.close()

    def _keep(self, reader: Reconnecting, packet: Packet) -> None:
        self._ring.add(packet, reader.coding)

    def _run(self) -> None:
        try:
            while (packet := self._reader.read()) is not None:
                self._take(packet)
        except Exception:
            # One camera's trouble is not the others'; its worker sees that the thread has ended.
            log.exception("the camera %s has failed", self.plan.camera)
        finally:
            self._stop.set()
            self._finish_clips()
            self._reader.close()
            if not self._relearn.is_set():
                self._says.learned(self.plan.camera, self._watch.state())

    def _broke(self) -> None:
        """Hand over what there is of clips that wait, for nothing more may come; end what is seen once
        nothing has come for long: nobody knows any more whether it goes on."""
        self._finish_clips()
        away_us = self._clock.now_us() - self._last_us
        if self._last_us and not self._away and away_us > AWAY_S * MICROS:
            self._away = True
            self._seen = None
            self._tell(self._watch.end(self._clock.now_us()))

    @property
    def failed(self) -> bool:
        """Whether it has ended though nobody asked for that."""
        return not all(thread.is_alive() for thread in self._threads)

    def _take(self, packet: Packet) -> None:
        if packet.time_us < self._last_us - MICROS:
            # The clock has been set back: what waits for a time that was would wait for long.
            self._finish_clips()
        self._last_us, self._away = packet.time_us, False
        if self._relearn.is_set():
            self._relearn.clear()
            self._learned_due_s = 0.0
            self._tell(self._watch.relearn(packet.time_us))
        self._bits.add(8.0 * len(packet.data))
        self._frames.add()
        if self._recorded is self._reader:
            self._keep(self._reader, packet)
        self._drain()
        if self._is_wanted(packet):
            for frame in self._reader.decode(packet):
                self._offer(frame)
        self._finish_clips(packet.time_us)
        if time.monotonic() >= self._learned_due_s:
            self._learned_due_s = time.monotonic() + LEARNED_S
            self._says.learned(self.plan.camera, self._watch.state())

    def _is_wanted(self, packet: Packet) -> bool:
        """Say whether to decode a packet; what refers to one that was left out cannot be."""
        width, height = self._watch.size
        quiet_us = packet.time_us - max(self._watch.moved_us, 0)
        large = width * height > LARGE_PX
        if packet.keyframe:
            self._key_gap_us = packet.time_us - self._key_us if self._key_us else 0
            self._key_us = packet.time_us
            self._wait_key = False
        # Who looks at keyframes only is blind between them.
        often = 0 < self._key_gap_us <= KEYFRAMES_S * MICROS
        self._lazy = large and often and quiet_us > LAZY_AFTER_S * MICROS and not self._is_looked_at
        if self._lazy and not packet.keyframe:
            self._wait_key = True
        return not self._wait_key

    @property
    def _is_looked_at(self) -> bool:
        return time.monotonic() < self._looked_at_until

    def _offer(self, frame: Frame) -> None:
        step_us = MICROS / max(self.plan.rate_hz, 0.1)
        if abs(frame.time_us - self._due_us) > 10 * MICROS:
            self._due_us = frame.time_us  # the first one, or a clock that jumps
        if frame.time_us < self._due_us - step_us / 8:
            return
        self._due_us = max(self._due_us + round(step_us), frame.time_us - round(step_us) // 2)
        done = self._watch.offer(frame)
        if done is not None:
            self._done(done)

    def _drain(self) -> None:
        while True:
            try:
                answer = self._answers.get_nowait()
            except Empty:
                return
            done = self._watch.seen(answer)
            if done is not None:
                self._done(done)

    def _done(self, done: Analysed) -> None:
        self._analyses.add()
        self._ages.append((self._clock.now_us() - done.frame.time_us) / 1_000)
        self._seen = done.seen
        self._moved.append((done.frame.time_us, done.moving))
        if done.changes:
            self._tell(done.changes)
        if self._is_looked_at:
            masked = self._live.mask(done.frame, done.hides, done.moving)
            if masked is not None:
                picture = jpeg(masked, LIVE_QUALITY, LIVE_WIDTH)
                self._says.picture(self.plan.camera, masked.time_us, picture)

    def _tell(self, changes: Sequence[SceneChange]) -> None:
        for change in changes:
            if change.what != "refreshed":
                self._learned_due_s = 0.0
            condition = change.scene.startswith("condition:")
            if condition and change.what != "cleared":
                self._conditions[change.kind] = None
            elif condition:
                self._conditions.pop(change.kind, None)
            elif change.what == "opened":
                self._pending.append((change.time_us + round(self.plan.post_s * MICROS), change))
        self._says.changes(self.plan, changes)

    def _finish_clips(self, now_us: int | None = None) -> None:
        """Hand over what clips are made of, once all of it has come; without a time, what there is of it."""
        for due in [one for one in self._pending if now_us is None or one[0] <= now_us]:
            self._pending.remove(due)
            until_us, change = due
            from_us = change.time_us - round(self.plan.pre_s * MICROS)
            packets, codings = self._ring.clip(from_us, until_us)
            self._says.clip(
                ClipJob(
                    plan=self.plan,
                    change=change,
                    packets=packets,
                    codings=codings,
                    tracks=tuple(self._watch.history) if self._link is not None else None,
                    moved=tuple(self._moved),
                    size=self._watch.size,
                    apart=self._recorded is not self._reader,
                )
            )

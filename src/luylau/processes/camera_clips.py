"""From what a camera's ring held to a masked clip that is kept."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from sqlalchemy.exc import OperationalError

from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.errors import BadInput, LuylauError
from luylau.processes.camera_models import ModelsInUse
from luylau.processes.camera_places import ClipPlaces
from luylau.security.vault import Custodian
from luylau.vision.archive import About, Clip, ClipStore
from luylau.vision.camera import ClipJob
from luylau.vision.clips import Known, KnownAt, known_from, record, seal_original
from luylau.vision.frames import Frame, Packet
from luylau.vision.masking import FaceDetector, Masker
from luylau.vision.scenes import SceneChange
from luylau.vision.shapes import Region
from luylau.vision.sources import Decoder

log = logging.getLogger(__name__)

NEAR_US: Final = MICROS
"""What moved within this time of a picture is hidden in it, where nobody tells people from other things."""
SLACK_US: Final = 600_000
"""How far the times of a camera's two streams may be apart."""
DAY_US: Final = 86_400 * MICROS


class ClipMaking:
    """Makes the clips of a worker, one after another, in a thread of its own."""

    def __init__(
        self,
        store: ClipStore,
        clock: Clock,
        *,
        models: Callable[[], ModelsInUse],
        finding_of: Callable[[SceneChange], str],
        simulated: Callable[[str], bool],
        custodians: Callable[[], Sequence[Custodian]],
        made: Callable[[], None],
    ) -> None:
        """``models``: those in use; ``finding_of``: the id under which a finding is told; ``simulated``:
        whether a camera's asset is simulated now; ``custodians``: for whom originals are sealed; ``made`` is
        called in that thread after each."""
        self._store = store
        self._clock = clock
        self._models = models
        self._finding_of = finding_of
        self._simulated = simulated
        self._custodians = custodians
        self._made = made
        self._places = ClipPlaces()
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="clips")

    @property
    def waiting(self) -> int:
        """How many wait to be made."""
        return self._places.waiting

    def take(self, job: ClipJob) -> None:
        """Take a clip to make, from any thread."""
        if self._places.take(job.plan.camera, _size(job)):
            self._maker.submit(self._make, job)
        else:
            log.error("a clip of %s is not made: %s wait", job.plan.camera, self._places.waiting)

    def finish(self) -> None:
        """Take no more; wait until those that wait are made."""
        self._maker.shutdown()

    def give_up(self) -> None:
        """Make no more of those that wait."""
        self._maker.shutdown(wait=False, cancel_futures=True)

    def _make(self, job: ClipJob) -> None:
        finding, models = self._finding_of(job.change), self._models()
        try:
            clip = make_clip(
                job,
                self._store,
                self._clock,
                finding=finding,
                model=models.detector,
                faces=models.faces,
                simulated=self._simulated(job.plan.camera),
                custodians=self._custodians() if job.plan.policy.original else (),
            )
        except (LuylauError, OperationalError) as error:
            log.error("there is no clip of %s: %s", finding, error)
        except Exception:
            log.exception("there is no clip of %s", finding)
        else:
            log.info("%s shows %s", clip.id, finding)
            self._made()
        finally:
            self._places.give(job.plan.camera, _size(job))


def make_clip(
    job: ClipJob,
    store: ClipStore,
    clock: Clock,
    *,
    finding: str,
    model: str,
    faces: FaceDetector | None,
    simulated: bool = False,
    custodians: Sequence[Custodian] = (),
) -> Clip:
    """Make, mask and keep the clip of a finding; its sealed original too where the camera's policy says so.

    ``simulated``: the camera's asset is; a plan that is simulated makes its clips so, whatever the asset is.

    Raises:
        Unavailable: not one picture could be masked safely, or the disk refuses; nothing was kept.
        SourceFault: the pictures cannot be decoded.
        BadInput: the original is to be kept and cannot be sealed: too few custodians, no purpose, or the
            stream is not coded as one that can be played by itself; nothing was kept.
    """
    plan, policy = job.plan, job.plan.policy
    made = record(
        job.packets,
        _decoding(job),
        _known(job),
        Masker(plan, faces, slack_us=SLACK_US if job.apart else 0),
        rate_hz=plan.rate_hz,
        thumbnail_us=job.change.time_us,
    )
    about = About(
        camera=plan.camera,
        finding=finding,
        scene=job.change.scene,
        purpose=policy.purpose,
        model=model,
        rules_version=plan.version,
        simulated=plan.simulated or simulated,
        expires_us=clock.now_us() + policy.retention_days * DAY_US,
    )
    return store.keep(made, about, original=seal_original(plan, made, lambda: original_of(job), custodians))


def original_of(job: ClipJob) -> bytes:
    """Return the coded pictures as they came: a byte stream of H.264 or H.265, or JPEG after JPEG, of the
    newest stretch.

    Raises:
        BadInput: they are coded in another way.
    """
    epoch = job.packets[-1].epoch if job.packets else 0
    coding = job.codings.get(epoch)
    if coding is None or not coding.in_band:
        raise BadInput("clip-original-coding", codec=coding.codec if coding is not None else "-")
    return coding.extradata + b"".join(one.data for one in job.packets if one.epoch == epoch)


def _decoding(job: ClipJob) -> Callable[[Packet], list[Frame]]:
    """Return what decodes the packets, each stretch by a decoder of its own."""
    decoders: dict[int, Decoder] = {}

    def decode(packet: Packet) -> list[Frame]:
        if packet.epoch not in job.codings:
            return []
        if packet.epoch not in decoders:
            decoders[packet.epoch] = Decoder(job.codings[packet.epoch])
        return decoders[packet.epoch].decode(packet)

    return decode


def _known(job: ClipJob) -> KnownAt:
    if job.tracks is not None:
        return known_from(job.tracks, job.size)

    def at(time_us: int) -> Known:
        moving: list[Region] = []
        for when_us, regions in job.moved:
            if abs(when_us - time_us) <= NEAR_US:
                moving += regions
        return Known(tracks=None, moving=tuple(moving), size=job.size)

    return at


def _size(job: ClipJob) -> int:
    """Return how many bytes of coded pictures a clip is made of."""
    return sum(len(one.data) for one in job.packets)

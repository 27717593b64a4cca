"""Which models a worker uses: each judged by itself, so that a fault of one takes nothing from the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from luylau.kernel.errors import LuylauError
from luylau.vision.detecting import FaceDetector
from luylau.vision.frames import Frame
from luylau.vision.models import Model, best_faces, chosen, listed
from luylau.vision.shapes import Float32, Region


class SharedFaces:
    """One face detector for all threads of a worker, in turn."""

    def __init__(self, detector: FaceDetector) -> None:
        self._detector = detector
        self._turn = Lock()

    def faces(self, frame: Frame, regions: tuple[Region, ...]) -> Float32:
        """Return the faces within these parts of a picture."""
        with self._turn:
            return self._detector.faces(frame, regions)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsInUse:
    """The detector's name, "" for none, and what finds faces; ``faults``: of models that cannot be used."""

    detector: str = ""
    face_file: str = ""
    faces: SharedFaces | None = None
    faults: tuple[LuylauError, ...] = field(default=(), compare=False)


def detector_in_use(models: Iterable[Model], faults: Sequence[LuylauError], before: str) -> str:
    """Return which detector is used now, "" for none; where one may be away for a fault alone, the one from
    ``before`` stays."""
    found = chosen(models, faces=False)
    if found is None:
        return before if faults else ""
    return found.file.stem


def find_models(folder: Path, before: ModelsInUse) -> ModelsInUse:
    """Return what is installed now; where one that was in use has a fault and there is no other, it stays."""
    models, faults = listed(folder)
    detector, face = detector_in_use(models, faults, before.detector), chosen(models, faces=True)
    file, faces = (before.face_file, before.faces) if faults else ("", None)
    if face is not None:
        file, faces = before.face_file, before.faces
        if face.file.name != file:
            try:
                found = best_faces(folder, face.name)
            except LuylauError as fault:
                faults = (*faults, fault)
            else:
                file, faces = face.file.name, SharedFaces(found) if found is not None else None
    return ModelsInUse(detector=detector, face_file=file, faces=faces, faults=faults)

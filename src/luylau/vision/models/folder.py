"""The folder of installed models: for each a description, ``NAME.toml``, and beside it the ONNX, whose name
ends in the first digits of its SHA-256. The description is what makes a model installed: it is written last,
in one step, so that a model is there as a whole or not at all, whatever happens meanwhile."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from luylau.kernel.errors import LuylauError, NotFound
from luylau.vision.detecting.description import Description, as_toml, read_description
from luylau.vision.detecting.detector import OnnxDetector
from luylau.vision.detecting.faces import FaceDetector
from luylau.vision.models.known import KNOWN
from luylau.vision.shapes import Detector

FOLDER: Final = "models"
"""Name of the folder within the data folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """An installed model: its description, and the ONNX."""

    description: Description
    file: Path

    @property
    def name(self) -> str:
        """The name that it is installed by."""
        return self.description.name


def installed(folder: Path) -> tuple[Model, ...]:
    """Return the installed models: the known ones first, the better before the worse, then others by name.

    Raises:
        BadFile: a description has faults.
    """
    models, faults = listed(folder)
    if faults:
        raise faults[0]
    return models


def listed(folder: Path) -> tuple[tuple[Model, ...], tuple[LuylauError, ...]]:
    """Return the installed models as ``installed`` does, without those whose description has faults, and
    these faults."""
    order = list(KNOWN)
    found: list[Model] = []
    faults: list[LuylauError] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            found.append(_model(file))
        except LuylauError as fault:
            faults.append(fault)
    found.sort(key=lambda one: (order.index(one.name) if one.name in KNOWN else len(order), one.name))
    return tuple(found), tuple(faults)


def chosen(models: Iterable[Model], *, faces: bool) -> Model | None:
    """Return the model that is used for faces, or for people and vehicles: the first that is made for it."""
    return next((one for one in models if one.description.finds_faces == faces), None)


def find(folder: Path, name: str) -> Model:
    """Return one installed model.

    Raises:
        NotFound: it is not installed.
        BadFile: its description has faults.
    """
    names = [file.stem for file in sorted(folder.glob("*.toml"))]
    if name not in names:
        raise NotFound("vision-model-not-installed", name=name, installed=", ".join(names) or "-")
    return _model(folder / f"{name}.toml")


def best_detector(folder: Path, name: str = "", size: tuple[int, int] | None = None) -> Detector | None:
    """Return the detector ``name``, or the best that is installed; None where none is: then there is only
    motion. ``size`` as ``OnnxDetector`` takes it.

    Raises:
        LuylauError: it is not installed, or cannot be used; which file, why, what to do.
    """
    one = _chosen(folder, name, faces=False)
    return None if one is None else OnnxDetector(one.file, one.description, size=size)


def best_faces(folder: Path, name: str = "") -> FaceDetector | None:
    """Return the face detector ``name``, or the best that is installed; None where none is.

    Raises:
        LuylauError: as ``best_detector``.
    """
    one = _chosen(folder, name, faces=True)
    return None if one is None else FaceDetector(one.file, one.description)


def _chosen(folder: Path, name: str, *, faces: bool) -> Model | None:
    if name:
        return find(folder, name)
    models, faults = listed(folder)
    found = chosen(models, faces=faces)
    if found is None and faults:
        raise faults[0]
    return found


def keep(folder: Path, data: bytes, description: Description, source: Path) -> Model:
    """Put a model into the folder, in place of one of its name; the folder is made if it is not there.
    ``source`` names it in errors.

    Before that it is loaded and run once; one that cannot be used is not kept.

    Raises:
        LuylauError: it cannot be used, or the folder cannot be written to.
    """
    digest = sha256(data).hexdigest()
    stamped = replace(description, sha256=digest)
    model = Model(description=stamped, file=folder / _file_name(stamped))
    load(Model(description=stamped, file=source), data)
    with _not_written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _write(model.file, data)
        _write(folder / f"{stamped.name}.toml", as_toml(stamped).encode())
        for old in folder.glob(f"{stamped.name}-*.onnx"):
            if _of(old, stamped.name) and old != model.file:
                old.unlink()
    return model


def load(model: Model, data: bytes | None = None) -> OnnxDetector | FaceDetector:
    """Load a model for what it is made for; ``data`` is what its file holds where it has been read already.

    Raises:
        LuylauError: it cannot be used.
    """
    made = FaceDetector if model.description.finds_faces else OnnxDetector
    return made(model.file, model.description, data=data)


@contextmanager
def _not_written(file: Path) -> Iterator[None]:
    """Make an error of the system's into one that a person reads.

    Raises:
        LuylauError: something could not be written.
    """
    try:
        yield
    except OSError as error:
        said = error.strerror or str(error)
        raise LuylauError("file-not-written", file=str(error.filename or file), said=said) from error


def _model(file: Path) -> Model:
    description = read_description(file)
    return Model(description=description, file=file.with_name(_file_name(description)))


def _file_name(description: Description) -> str:
    return f"{description.name}-{description.sha256[:12]}.onnx"


def _of(file: Path, name: str) -> bool:
    """Whether a file is a model of this name, and not of one that only begins like it."""
    return len(file.stem) == len(name) + 13


def _write(file: Path, data: bytes) -> None:
    """Write a file in one step: what a crash leaves is the old one or the new one."""
    with NamedTemporaryFile(prefix=".new-", dir=file.parent, delete=False) as out:
        try:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
            # A temporary file is its owner's alone; the platform may run as another user.
            os.fchmod(out.fileno(), 0o644)
            Path(out.name).replace(file)
        except OSError:
            Path(out.name).unlink(missing_ok=True)
            raise

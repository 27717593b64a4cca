"""What a model needs said that its ONNX does not say: a small TOML file.

Example::

    name = "yolox-nano"
    head = "yolox"
    classes = "coco-80"
    channels = "bgr"
    mean = [0.0, 0.0, 0.0]
    std = [1.0, 1.0, 1.0]
    padding = 114
    strides = [8, 16, 32]
    cell_offset = 0.0
    sizes = [[416, 256], [320, 192]]
    licence = "Apache-2.0"
    source = "https://github.com/Megvii-BaseDetection/YOLOX"
    sha256 = "..."
"""

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal

import tomli_w
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from luylau.kernel.errors import BadFile, Fault, NotFound
from luylau.vision.detecting.coco import COCO

Head = Literal["yolox", "nanodet", "yunet", "centerface"]
_STEP: Final = 32
FACE_HEADS: Final = ("yunet", "centerface")

_Text = Annotated[str, Field(min_length=1, max_length=500)]
_Colours = tuple[float, float, float]
_Positive = Annotated[float, Field(gt=0)]
_Side = Annotated[int, Field(ge=32, le=4096)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A model, apart from its weights.

    ``head``: how its output is read. ``classes``: the names of its classes in its own order, or "coco-80";
    for faces none. ``channels``: the order in which it takes colours; each, 0 to 255, less ``mean`` and
    divided by ``std`` of its place in that order. ``padding``: the grey (0 to 255) beside a picture of
    another shape. ``strides``: pixels a cell, finest first. ``cell_offset``: where in a cell NanoDet
    measures from, in cells. ``sizes``: inputs, width and height in pixels; the first is the usual one.
    ``sha256`` of the ONNX, in hex; empty where nobody has said it yet.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,39}$")]
    head: Head
    licence: _Text
    source: _Text
    classes: Literal["coco-80"] | tuple[_Text, ...] = ()
    channels: Literal["bgr", "rgb"] = "bgr"
    mean: _Colours = (0.0, 0.0, 0.0)
    std: tuple[_Positive, _Positive, _Positive] = (1.0, 1.0, 1.0)
    padding: Annotated[int, Field(ge=0, le=255)] = 114
    strides: Annotated[tuple[Annotated[int, Field(ge=1, le=128)], ...], Field(min_length=1)] = (8, 16, 32)
    cell_offset: Annotated[float, Field(ge=0, le=1)] = 0.0
    sizes: Annotated[tuple[tuple[_Side, _Side], ...], Field(min_length=1)] = ((416, 256), (320, 192))
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""

    @property
    def class_names(self) -> tuple[str, ...]:
        """The names of the classes in the model's own order."""
        return COCO if self.classes == "coco-80" else tuple(self.classes)

    @property
    def step(self) -> int:
        """Of what the sides of an input are multiples, in pixels."""
        return max(_STEP, *self.strides)

    @property
    def finds_faces(self) -> bool:
        """Whether it finds faces, and not people and vehicles."""
        return self.head in FACE_HEADS


def read_description(file: Path) -> Description:
    """Read a model's description.

    Raises:
        NotFound: there is no such file.
        BadFile: it is no TOML, or fields of it are wrong; every one is named.
    """
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotFound("vision-description-missing", file=str(file)) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadFile([_fault(file, "", "toml-unreadable", said=str(error))]) from error
    try:
        found = _ADAPTER.validate_python(said)
    except ValidationError as error:
        # A field that may be of two kinds is wrong in two ways; one of them is enough.
        faults = {
            one["loc"][:1]: _explained(file, one["type"], one["loc"], one["input"]) for one in error.errors()
        }
        raise BadFile(faults.values()) from error
    _check(file, found)
    return found


def as_toml(description: Description) -> str:
    """Return the text of the file that says this."""
    return tomli_w.dumps(asdict(description))


_ADAPTER: Final = TypeAdapter(Description)
_EXAMPLES: Final = {
    "name": '"yolox-nano"',
    "head": '"yolox"',
    "licence": '"Apache-2.0"',
    "source": '"https://github.com/Megvii-BaseDetection/YOLOX"',
    "classes": '"coco-80"',
    "channels": '"bgr"',
    "mean": "[103.53, 116.28, 123.675]",
    "std": "[57.375, 57.12, 58.395]",
    "padding": "114",
    "strides": "[8, 16, 32]",
    "cell_offset": "0.5",
    "sizes": "[[416, 256], [320, 192]]",
    "sha256": f'"{"0123456789abcdef" * 4}"',
}


def _check(file: Path, found: Description) -> None:
    """Refuse fields that do not go together.

    Raises:
        BadFile: naming them.
    """
    faults = []
    if not found.finds_faces and "person" not in found.class_names:
        faults.append(_fault(file, "classes", "vision-description-no-person"))
    faults += [
        _fault(file, "sizes", "vision-description-multiple", said=f"{width} x {height}", step=found.step)
        for width, height in found.sizes
        if width % found.step or height % found.step
    ]
    if faults:
        raise BadFile(faults)


def _explained(file: Path, kind: str, place: tuple[int | str, ...], said: object) -> Fault:
    column = str(place[0]) if place else ""
    if kind == "missing" and len(place) == 1:
        return _fault(file, column, "vision-description-lacks")
    if kind == "unexpected_keyword_argument":
        return _fault(file, column, "vision-description-unknown", known=", ".join(Description.__slots__))
    return _fault(
        file, column, "vision-description-refused", said=str(said)[:100], example=_EXAMPLES.get(column, "")
    )


def _fault(file: Path, column: str, key: str, **fields: str | int | float) -> Fault:
    return Fault(file=str(file), row=0, column=column, key=key, fields=fields)

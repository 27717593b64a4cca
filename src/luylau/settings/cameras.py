"""Cameras: where models, footage and clips lie, and how much is looked at."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from luylau.settings.base import Group

InputSize = Literal["416x256", "320x192"]


class CameraSettings(Group):
    """How cameras are watched."""

    workers: int = Field(
        1, ge=1, le=64, description="Processes that cameras are shared out to; one serves some dozens a core."
    )
    models: Path | None = Field(
        None,
        description="Folder of the installed models; empty means `models` in the data folder.",
        examples=["/var/lib/luylau/models"],
    )
    footage: Path | None = Field(
        None,
        description="Folder of the files that cameras with `file:` addresses play; empty means `footage` in "
        "the data folder.",
        examples=["/srv/footage"],
    )
    clips: Path | None = Field(
        None,
        description="Folder of the clips; empty means `clips` in the data folder.",
        examples=["/srv/clips"],
    )
    custodians: Path | None = Field(
        None,
        description="File with the custodians' public keys, a name and an age key a line; needed where a "
        "camera's policy keeps unmasked originals. Any two of them open one together.",
        examples=["/etc/luylau/custodians.txt"],
    )
    input: InputSize = Field(
        "416x256", description="Size of the detector's input in pixels; the smaller one takes less time."
    )
    alternate: bool = Field(
        False, description="Detect on every second picture only; between, the tracker tells where things are."
    )

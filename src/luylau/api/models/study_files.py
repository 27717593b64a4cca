"""Models of the files that siting studies name."""

from typing import Literal

from pydantic import Field

from luylau.api.models.common import Instant, Model


class StudyFile(Model):
    """A file that studies can name."""

    name: str
    size: int = Field(description="Bytes.")
    sha256: str = Field(
        description="Digest of what it holds, which a change names; empty where the disk refuses it."
    )
    changed: Instant
    kind: Literal["points", "buildings", "roads", "other"] = Field(
        description="What a study can name it as: buildings also as points; other: none of these, for no "
        "reader takes it."
    )
    rows: int = Field(description="Rows of a CSV file, features of GeoJSON; 0 where no reader takes it.")
    studies: list[str] = Field(description="Ids of the studies that name it.")


class StudyFileList(Model):
    """All files that studies can name, by name."""

    items: list[StudyFile]

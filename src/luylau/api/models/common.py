"""What all models share: times, numbers, pages, and the problem document."""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from luylau.kernel.clock import iso, parse_iso
from luylau.kernel.messages import Language

__all__ = ["Fields", "Instant", "Language", "Model", "Names", "Number", "Page", "Problem", "ProblemFault"]


def _instant(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("an RFC 3339 time")
    try:
        return value if isinstance(value, int) else parse_iso(value)
    except OverflowError:
        raise ValueError("a year from 1 to 9999") from None


Instant = Annotated[
    int,
    BeforeValidator(_instant),
    PlainSerializer(iso, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""Microseconds UTC inside, an RFC 3339 string outside."""

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

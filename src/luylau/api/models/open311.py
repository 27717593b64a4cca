"""The answers of Open311 GeoReport v2, with the names that the specification gives them."""

from typing import Literal

from pydantic import Field

from luylau.api.models.common import Model


class Open311Service(Model):
    """One kind of thing that may be reported."""

    service_code: str
    service_name: str
    description: str
    metadata: bool = Field(description="Whether the service has attributes of its own.")
    type: Literal["realtime"] = Field(description="A request gets its id at once.")
    keywords: str = Field(description="Separated by commas.")
    group: str


class Open311Definition(Model):
    """A service's attributes; those of this platform have none."""

    service_code: str
    attributes: list[str]


class Open311Created(Model):
    """A request that was taken."""

    service_request_id: str
    service_notice: str
    account_id: str | None


class Open311Token(Model):
    """The request that a token stands for."""

    service_request_id: str
    token: str


class Open311Request(Model):
    """One request as everybody may see it."""

    service_request_id: str
    status: Literal["open", "closed"]
    status_notes: str
    service_name: str
    service_code: str
    description: str | None
    agency_responsible: str | None
    service_notice: str | None
    requested_datetime: str
    updated_datetime: str
    expected_datetime: str | None
    address: str | None
    address_id: str | None
    zipcode: str | None
    lat: float | None
    long: float | None
    media_url: str | None


class Open311Error(Model):
    """What is wrong."""

    code: int
    description: str


class Open311Endpoint(Model):
    """One endpoint of the service discovery."""

    specification: str
    url: str
    changeset: str
    type: Literal["production", "test"]
    formats: list[str]


class Open311Discovery(Model):
    """Where the endpoints are."""

    changeset: str
    contact: str
    key_service: str
    endpoints: list[Open311Endpoint]

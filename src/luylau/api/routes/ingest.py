"""Observations handed in over HTTP: the same messages as over MQTT."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request

from luylau.api.models.observations import IngestReport
from luylau.api.operations import operation
from luylau.api.params import ChannelName, DeviceId
from luylau.api.services import ServicesDep
from luylau.kernel.errors import BadInput
from luylau.kernel.ids import new_id
from luylau.telemetry.channels import PACK_CHANNEL
from luylau.telemetry.senml import Refused, resolve, resolve_plain

router = APIRouter(tags=["ingest"])

_PACK: dict[str, Any] = {"type": "array", "items": {"type": "object"}, "minItems": 1}
_PLAIN: dict[str, Any] = {
    "type": "object",
    "required": ["value"],
    "properties": {
        "value": {"type": ["number", "string", "boolean"]},
        "unit": {"type": "string"},
        "time": {"type": ["number", "string"]},
    },
    "additionalProperties": False,
}
_ingest = operation("observation.ingest", "ingest", body=True)
_ingest["openapi_extra"]["requestBody"] = {
    "required": True,
    "content": {
        "application/json": {"schema": {"oneOf": [_PACK, _PLAIN]}},
        "application/senml+json": {"schema": _PACK},
    },
}


@router.post("/ingest/{device}/{channel}", status_code=202, **_ingest)
async def ingest(
    services: ServicesDep,
    request: Request,
    device: DeviceId,
    channel: ChannelName,
    idempotency_key: Annotated[
        str | None,
        Header(pattern=r"^[A-Za-z0-9_.:-]{1,100}$", description="The same message sent again is kept once."),
    ] = None,
) -> IngestReport:
    """Hand in a SenML pack (channel `senml`) or one plain value; answered when it is kept durably.

    What its observations are worth is decided when they are taken in, as with any other source.
    """
    payload = await request.body()
    now_us = services.clock.now_us()
    try:
        if payload.lstrip()[:1] == b"[" or channel == PACK_CHANNEL:
            count = len(resolve(payload, now_us))
        else:
            resolve_plain(payload, now_us)
            count = 1
    except Refused as refused:
        raise BadInput(refused.key) from refused
    message_id = f"{device}:{idempotency_key}" if idempotency_key else new_id("http")
    await services.ingest.publish(device, channel, payload, message_id)
    return IngestReport(accepted=count)

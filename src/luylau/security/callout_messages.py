"""What the broker asks when a device connects, and what it is answered (NATS auth callout, version 2)."""

import time
from typing import Any, Literal

import msgspec

from luylau.kernel.nkeys import Signer

ACCOUNT = "APP"
"""The broker's account in which devices live."""


class ConnectOptions(msgspec.Struct, frozen=True):
    """What the client said of itself."""

    user: str = ""
    password: str = msgspec.field(default="", name="pass")


class ClientInfo(msgspec.Struct, frozen=True):
    """What the broker knows of the client."""

    host: str = ""
    type: str = ""
    mqtt_id: str = ""


class ServerId(msgspec.Struct, frozen=True):
    """Which broker asks."""

    id: str


class Question(msgspec.Struct, frozen=True):
    """May this client come in? ``user_nkey`` names the connection that the answer is for."""

    server_id: ServerId
    user_nkey: str
    client_info: ClientInfo
    connect_opts: ConnectOptions


class QuestionClaims(msgspec.Struct, frozen=True):
    """The question as the claims of a token."""

    nats: Question


def device_permissions(tenant: str, device: str) -> dict[str, Any]:
    """Return what a device may do: publish to its own topics, and hear the commands to itself alone."""
    return {
        "pub": {"allow": [f"obs.{tenant}.{device}.>"]},
        "sub": {
            # With QoS 1 the broker delivers through two subjects of its own making.
            "allow": [f"cmd.{tenant}.{device}", f"cmd.{tenant}.{device}.>", "$MQTT.sub.>", "$MQTT.deliver.>"]
        },
    }


def answer(
    signer: Signer, question: Question, *, permissions: dict[str, Any] | None, kind: Literal["MQTT"] = "MQTT"
) -> bytes:
    """Return the signed answer: the device's permissions, or no when ``permissions`` is None."""
    now_s = int(time.time())
    said: dict[str, Any] = {"type": "authorization_response", "version": 2}
    if permissions is None:
        said["error"] = "refused"
    else:
        user = {
            "iat": now_s,
            "sub": question.user_nkey,
            "aud": ACCOUNT,
            "name": question.connect_opts.user,
            "nats": {
                "type": "user",
                "version": 2,
                **permissions,
                "subs": -1,
                "data": -1,
                "payload": -1,
                "allowed_connection_types": [kind],
            },
        }
        said["jwt"] = signer.token(user)
    claims = {"iat": now_s, "sub": question.user_nkey, "aud": question.server_id.id, "nats": said}
    return signer.token(claims).encode()

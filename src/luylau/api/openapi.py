"""The OpenAPI document: ``python -m luylau.api.openapi > console/openapi.json``."""

import json
import sys
from typing import Any, Literal

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from luylau import __version__
from luylau.api.models import stream
from luylau.api.models.common import Problem
from luylau.api.operations import PUBLIC
from luylau.api.routes import include_all

PREFIX = "/api/v1"

_STREAMED: dict[str, type[BaseModel]] = {
    "hello": stream.StreamHello,
    "event": stream.StreamEvent,
    "values": stream.StreamValues,
    "reset": stream.StreamReset,
}


_SCHEMES = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "luylau",
        "description": "The session's cookie; under https its name is __Host-luylau.",
    },
    "device": {"type": "http", "scheme": "basic", "description": "A device's own id and password."},
}


def new_app(**options: Any) -> FastAPI:
    """Return the application with all its routes, and nothing behind them."""
    app = FastAPI(
        title="Luy Lâu",
        version=__version__,
        summary="A safety platform for smart cities",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        **options,
    )
    include_all(app)
    return app


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """Add to FastAPI's document what no response model carries: problems and the stream's messages."""
    models: list[tuple[type[BaseModel], Literal["serialization"]]]
    models = [(Problem, "serialization"), *((model, "serialization") for model in _STREAMED.values())]
    _, defs = models_json_schema(models, ref_template="#/components/schemas/{model}")
    document["components"]["schemas"].update(defs["$defs"])
    document["components"]["responses"] = shared = {}
    for methods in document["paths"].values():
        for said in methods.values():
            for status, answer in said["responses"].items():
                if answer.get("content", {}).keys() == {"application/problem+json"}:
                    shared[f"Problem{status}"] = answer
                    said["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
    document["components"]["schemas"] = dict(sorted(document["components"]["schemas"].items()))
    document["components"]["securitySchemes"] = _SCHEMES
    for methods in document["paths"].values():
        for said in methods.values():
            if said["x-cedar-action"] != PUBLIC:
                device = said["x-cedar-action"] == "observation.ingest"
                said["security"] = [{"device" if device else "session": []}]
    said = document["paths"][f"{PREFIX}/stream"]["get"]
    said["x-events"] = {
        name: {"$ref": f"#/components/schemas/{model.__name__}"} for name, model in _STREAMED.items()
    } | {"health": {"$ref": "#/components/schemas/SystemHealth"}}
    return document


def document() -> dict[str, Any]:
    """Return the OpenAPI document."""
    return complete(new_app().openapi())


def text() -> str:
    """Return the OpenAPI document as the file that the console's types are made from."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())

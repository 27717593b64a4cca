"""A string that does not show itself in logs, tracebacks and dumps, and files for its owner alone."""

import os
from pathlib import Path
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class Secret(str):
    """A secret text: usable like any string, but its ``repr`` hides what it says.

    Dataclasses, pydantic models, debuggers and ``%r`` show fields by ``repr``, which is how secrets get into
    logs. Where the text itself is needed (a header, a file), use it as the string it is. It can be the type
    of a settings field.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret('***')"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Let pydantic read a plain string as a secret."""
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())


def write_private(file: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    part = file.with_name(file.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)

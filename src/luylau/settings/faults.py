"""What is wrong with a setting, as message key and fields; Pydantic's own English text is never shown."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from luylau.kernel.errors import Fault, Field

PREFIX = "LUYLAU_"
"""How variables of the environment begin that set something."""

DELIMITER = "__"
"""What stands in such a variable between group and name."""

REFUSED = "setting-refused"
NO_GROUP = "setting-no-group"

_BY_PYDANTIC: Mapping[str, str] = {
    "extra_forbidden": "setting-unknown",
    "greater_than_equal": "setting-too-small",
    "greater_than": "setting-not-above",
    "less_than_equal": "setting-too-big",
    "less_than": "setting-not-below",
    "int_type": "setting-no-whole-number",
    "int_parsing": "setting-no-whole-number",
    "int_parsing_size": "setting-no-whole-number",
    "int_from_float": "setting-no-whole-number",
    "float_type": "setting-no-number",
    "float_parsing": "setting-no-number",
    "finite_number": "setting-no-number",
    "bool_type": "setting-no-truth",
    "bool_parsing": "setting-no-truth",
    "string_type": "setting-no-text",
    "path_type": "setting-no-path",
    "literal_error": "setting-no-choice",
    "enum": "setting-no-choice",
    "url_type": "setting-no-address",
    "url_parsing": "setting-no-address",
    "url_syntax_violation": "setting-no-address",
    "url_scheme": "setting-no-address",
    "model_type": NO_GROUP,
    "dict_type": NO_GROUP,
}
"""Pydantic's error types to message keys; any other is ``REFUSED``."""

_LIMITS = ("ge", "gt", "le", "lt", "expected", "expected_schemes")

_CHOICE = re.compile("'([^']*)'")
"""One of the choices, as Pydantic lists them in an English sentence."""

_LONGEST = 60
"""So many letters of a wrong value are told."""


def fault_of(
    root: type[BaseModel], said: ErrorDetails, *, file: str, variables: Collection[str] = ()
) -> Fault:
    """Return an error in the settings ``root`` as a fault of ``file``.

    A value that came from one of the environment's ``variables`` (in capitals) is a fault of that one. Its
    fields: ``said`` is the value as it stands there, ``limit`` the bound or the choices, ``example`` how to
    write it.
    """
    path = [str(part) for part in said["loc"]]
    variable = _variable(path)
    from_environment = variable in variables
    context = said.get("ctx") or {}
    limit = next((context[name] for name in _LIMITS if name in context), "")
    fields: dict[str, Field] = {
        "said": _cut(_written(said["input"], quoted=not from_environment)),
        "limit": _number(limit) if isinstance(limit, int | float) else ", ".join(_CHOICE.findall(str(limit))),
        "example": _example(root, path, in_environment=from_environment),
    }
    return Fault(
        file=variable if from_environment else file,
        row=0,
        column="" if from_environment else ".".join(path),
        key=_BY_PYDANTIC.get(said["type"], REFUSED),
        fields=fields,
    )


def unreadable_groups(root: type[BaseModel], variables: Mapping[str, str]) -> list[Fault]:
    """Return the faults of ``variables`` (names in capitals) that would set a whole group of ``root`` and are
    no JSON."""
    faults = []
    for name, field in root.model_fields.items():
        value = variables.get(_variable([name]))
        if value is None or _group(field) is None:
            continue
        try:
            json.loads(value)
        except ValueError:
            example = _example(root, [name], in_environment=True)
            fields: dict[str, Field] = {"said": _cut(value), "limit": "", "example": example}
            faults.append(Fault(file=_variable([name]), row=0, column="", key=NO_GROUP, fields=fields))
    return faults


def _example(root: type[BaseModel], path: Sequence[str], *, in_environment: bool) -> str:
    """Return how to write a setting, or the first one of a group; empty for a setting that does not exist."""
    field = _field(root, path)
    if field is None:
        return ""
    group = _group(field)
    if group is not None:
        first, field = next(iter(group.model_fields.items()))
        if not in_environment:
            return f"{path[-1]} = {{ {first} = {_written(_value(field), quoted=True)} }}"
        path = [*path, first]
    if in_environment:
        return f"{_variable(path)}={_written(_value(field), quoted=False)}"
    return f"{path[-1]} = {_written(_value(field), quoted=True)}"


def _field(root: type[BaseModel], path: Sequence[str]) -> FieldInfo | None:
    model: type[BaseModel] | None = root
    field = None
    for name in path:
        field = None if model is None else model.model_fields.get(name)
        model = None if field is None else _group(field)
    return field


def _variable(path: Sequence[str]) -> str:
    return PREFIX + DELIMITER.join(path).upper()


def _group(field: FieldInfo) -> type[BaseModel] | None:
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _value(field: FieldInfo) -> Any:  # noqa: ANN401 - whatever a setting may be
    return field.examples[0] if field.examples else field.default


def _written(value: Any, *, quoted: bool) -> str:  # noqa: ANN401 - whatever TOML or a variable holds
    """Return a value as TOML writes it, or with ``quoted`` off a text as a variable holds it."""
    if isinstance(value, str) and not quoted:
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _cut(text: str) -> str:
    sound = text.encode("utf-8", "replace").decode("utf-8")
    return sound if len(sound) <= _LONGEST else sound[: _LONGEST - 1] + "…"

"""Texts in vi, en and ja: one Fluent catalogue for the server and the console."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from fluent.runtime import FluentBundle, FluentResource

from luylau.kernel.errors import Fault, Field, LuylauError
from luylau.kernel.resources import resource_dir

Language = Literal["vi", "en", "ja"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def as_language(text: str) -> Language:
    """Return the best of the three languages for a tag or an Accept-Language header; English when none
    fits."""
    for part in text.split(","):
        tag = part.split(";")[0].strip()[:2].lower()
        if tag in LANGUAGES:
            return tag
    return "en"


@cache
def _bundle(language: Language) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for file in sorted(Path(resource_dir("locales") / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle


def has_message(language: Language, key: str) -> bool:
    """Say whether the catalogue of ``language`` holds ``key``."""
    return _bundle(language).has_message(key)


def message(
    language: Language, key: str, fields: Mapping[str, Field] | None = None, *, part: str = ""
) -> str:
    """Return the text of ``key`` (or of its attribute ``part``) with ``fields`` filled in.

    A key that the catalogue lacks comes back as the key itself with its fields, so that a person still reads
    something; a test asserts that no key of the code is lacking.
    """
    bundle = _bundle(language)
    found = bundle.get_message(key) if bundle.has_message(key) else None
    pattern = None if found is None else (found.attributes.get(part) if part else found.value)
    if pattern is None:
        said = ", ".join(f"{name}={value}" for name, value in (fields or {}).items())
        return "" if part else f"{key} ({said})" if said else key
    text, _ = bundle.format_pattern(pattern, dict(fields or {}))
    return cast(str, text)


def error_text(language: Language, error: LuylauError) -> str:
    """Return the error as a sentence, with its remedy where the catalogue has one."""
    said = message(language, error.key, error.fields)
    remedy = message(language, error.key, error.fields, part="remedy")
    return f"{said} {remedy}".strip()


def fault_text(language: Language, fault: Fault) -> str:
    """Return a fault as one line: file, row, field, what is wrong, what to do."""
    said = message(language, fault.key, fault.fields)
    remedy = message(language, fault.key, fault.fields, part="remedy")
    where = message(language, "fault-where", {"file": fault.file, "row": fault.row, "column": fault.column})
    where = where.rstrip(" ,、")  # a fault of a whole file or row names no column
    return f"{where}: {said} {remedy}".strip()

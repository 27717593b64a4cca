"""Vietnamese, English and Japanese are equal: the same keys, the same variables, no text outside of them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from luylau.kernel.errors import BadFile, BadInput, Fault
from luylau.kernel.messages import (
    LANGUAGES,
    Language,
    as_language,
    error_text,
    fault_text,
    has_message,
    message,
)

ROOT = Path(__file__).resolve().parents[2]
KINDS = {
    *("LuylauError", "BadInput", "NotFound", "Conflict", "Denied", "NotSignedIn", "TooMany", "Unavailable"),
    "Refused",
}


class Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.names.add(node.id.name)


def variables(node: ftl.BaseNode) -> frozenset[str]:
    found = Variables()
    found.visit(node)
    return frozenset(found.names)


def catalogue(language: str) -> dict[str, frozenset[str]]:
    """Every message and attribute by name, with its variables."""
    found: dict[str, frozenset[str]] = {}
    for file in sorted((ROOT / "locales" / language).glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{file}: {entry.content}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice ({file})"
                if entry.value is not None:
                    found[entry.id.name] = variables(entry.value)
                for attribute in entry.attributes:
                    found[f"{entry.id.name}.{attribute.id.name}"] = variables(attribute)
    return found


CATALOGUES = {language: catalogue(language) for language in LANGUAGES}


@pytest.mark.parametrize("language", ["vi", "ja"])
def test_every_text_exists_in_each_language(language: str) -> None:
    assert CATALOGUES[language].keys() == CATALOGUES["en"].keys()


@pytest.mark.parametrize("language", ["vi", "ja"])
def test_the_same_variables_in_each_language(language: str) -> None:
    differing = {
        key: (names, CATALOGUES[language][key])
        for key, names in CATALOGUES["en"].items()
        if CATALOGUES[language].get(key) != names
    }
    assert differing == {}


def test_japanese_and_vietnamese_are_translated() -> None:
    for file in sorted((ROOT / "locales" / "en").glob("*.ftl")):
        english = file.read_text(encoding="utf-8")
        for language in ("vi", "ja"):
            other = (ROOT / "locales" / language / file.name).read_text(encoding="utf-8")
            assert other != english, f"{file.name} is a copy in {language}"


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def keys_in_code() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "src").rglob("*.py")):
        for name, call in calls(ast.parse(file.read_text(encoding="utf-8"))):
            at = f"{file.relative_to(ROOT)}:{call.lineno}"
            first = call.args[0] if call.args else None
            if name in KINDS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, at
            for keyword in call.keywords:
                named = name == "Fault" and keyword.arg == "key"
                helped = keyword.arg == "help" and isinstance(keyword.value, ast.Constant)
                spoken = helped and re.fullmatch(r"cli-[a-z-]+", str(getattr(keyword.value, "value", "")))
                if (named or spoken) and isinstance(keyword.value, ast.Constant):
                    yield str(keyword.value.value), at


def test_every_key_in_the_code_has_a_text() -> None:
    found = list(keys_in_code())
    assert len(found) > 100, "the search itself must find something"
    missing = sorted({(key, at) for key, at in found if key not in CATALOGUES["en"]})
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_is_said_with_its_fields(language: Language) -> None:
    said = error_text(language, BadInput("pack-missing", city="hue", shipped="bac-ninh"))
    assert "hue" in said
    assert "bac-ninh" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_names_file_row_and_field(language: Language) -> None:
    fault = Fault(file="luylau.toml", row=7, column="web.port", key="setting-refused", fields={"said": "x"})
    line = fault_text(language, fault)
    for part in ("luylau.toml", "7", "web.port", "x"):
        assert part in line
    assert BadFile([fault]).fields == {"files": "luylau.toml", "count": 1}


def test_an_unknown_key_still_says_something() -> None:
    assert not has_message("en", "no-such-key")
    assert message("en", "no-such-key", {"a": 1}) == "no-such-key (a=1)"
    assert message("en", "no-such-key", part="remedy") == ""


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("vi-VN,vi;q=0.9", "vi"),
        ("ja", "ja"),
        ("fr,en;q=0.8", "en"),
        ("fr", "en"),
        ("", "en"),
        ("C.UTF-8", "en"),
    ],
)
def test_the_language_asked_for(asked: str, language: str) -> None:
    assert as_language(asked) == language

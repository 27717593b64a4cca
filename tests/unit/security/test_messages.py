"""Every key that security or its commands can show has its text and remedy in all three languages."""

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast

from luylau.kernel.messages import LANGUAGES, Language, has_message, message
from luylau.kernel.resources import resource_dir

SOURCE = Path(__file__).parents[3] / "src" / "luylau"
RAISED = re.compile(
    r"(?:BadInput|NotFound|Conflict|Denied|NotSignedIn|TooMany|Unavailable|LuylauError)\(\s*\"([a-z-]+)\""
    r"|key=\"([a-z-]+)\"|reason=\"([a-z-]+)\""
    r"|return _found\(frontier, \"([a-z-]+)\"|fault\(file, \"([a-z-]+)\""
    r"|return \"(audit-[a-z-]+)\""
)


MODULES = [
    "audit", "challenges", "csrf", "device_cache", "devices",
    "limits", "merkle", "passkeys", "policy", "redact",
    "services", "sessions", "signin", "tokens", "users", "verify",
]  # fmt: skip
COMMANDS = ["common", "users", "devices", "audit"]


def own_files() -> list[Path]:
    modules = [SOURCE / "security" / f"{name}.py" for name in MODULES]
    return [*modules, *(SOURCE / "cli" / f"{name}.py" for name in COMMANDS)]


def catalogue(language: str) -> dict[str, ast.Message]:
    text = (resource_dir("locales") / language / "security.ftl").read_text(encoding="utf-8")
    parsed = FluentParser().parse(text)
    assert not [entry for entry in parsed.body if isinstance(entry, ast.Junk)]
    return {entry.id.name: entry for entry in parsed.body if isinstance(entry, ast.Message)}


def shown_keys() -> set[str]:
    keys: set[str] = set()
    for file in own_files():
        for groups in RAISED.findall(file.read_text(encoding="utf-8")):
            keys.update(filter(None, groups))
    return keys


def variables(entry: ast.Message) -> set[str]:
    return {found.id.name for found in _walk(entry) if isinstance(found, ast.VariableReference)}


def _walk(node: object) -> list[object]:
    found = [node]
    if isinstance(node, ast.BaseNode):
        for value in vars(node).values():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, ast.BaseNode):
                    found.extend(_walk(item))
    return found


def test_the_scan_finds_the_keys() -> None:
    keys = shown_keys()
    assert {"link-invalid", "audit-entry-gone", "enrolment-full", "policy-invalid", "database-away"} <= keys
    assert len(keys) >= 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_a_text_and_a_remedy(language: Language) -> None:
    for key in shown_keys():
        assert has_message(language, key), key
        assert message(language, key, part="remedy"), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_a_command_has_a_text(language: Language) -> None:
    used = {
        key
        for file in own_files()
        for key in re.findall(r"\"(cli-[a-z-]+)\"", file.read_text(encoding="utf-8"))
    }
    assert len(used) > 40
    assert not [key for key in used if not has_message(language, key)]


def test_the_languages_have_the_same_keys_and_use_no_field_that_another_lacks() -> None:
    english, vietnamese, japanese = (catalogue(language) for language in ("en", "vi", "ja"))
    assert list(english) == list(vietnamese) == list(japanese)
    for key, entry in english.items():
        assert variables(entry) == variables(vietnamese[key]) == variables(japanese[key]), key


def test_no_key_of_the_catalogue_is_left_unused() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in own_files())
    built = {
        "cli-user-active",
        "cli-user-off",
        "cli-device-issued",
        "cli-device-reissued",
        "cli-device-adopted",
    }
    assert not [key for key in catalogue("en") if f'"{key}"' not in text and key not in built]

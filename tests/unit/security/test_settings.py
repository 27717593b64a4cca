"""The bounds of the security settings, the package's face, and the tables' names."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

import luylau.security
from luylau.cli.audit import audit
from luylau.cli.devices import devices
from luylau.cli.users import users
from luylau.kernel.sql import metadata
from luylau.settings.security import SecuritySettings

NUMBERS = [
    "session_idle_s", "session_absolute_s", "link_life_s", "challenge_life_s", "failures_before_lock",
    "lock_s", "failure_memory_s", "requests_per_s", "request_burst", "device_cache_s", "pending_enrolments",
]  # fmt: skip


def test_the_defaults_are_those_of_the_guide() -> None:
    settings = SecuritySettings()
    assert settings.session_idle_s == 12 * 3600
    assert settings.session_absolute_s == 7 * 24 * 3600
    assert settings.link_life_s == 15 * 60
    assert settings.challenge_life_s == 5 * 60
    assert settings.failures_before_lock == 5
    assert settings.policy_folder is None


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", [-1, 10**12, "many", None])
def test_every_number_is_bounded(name: str, value: object) -> None:
    with pytest.raises(ValidationError):
        SecuritySettings.model_validate({name: value})


def test_all_numbers_are_tested_and_unknown_names_refused() -> None:
    assert set(SecuritySettings.model_fields) == {*NUMBERS, "policy_folder"}
    with pytest.raises(ValidationError):
        SecuritySettings.model_validate({"lock_for_s": 60})


def test_the_guide_names_each_setting_with_its_default_and_bounds() -> None:
    guide = (Path(__file__).parents[3] / "docs/guide/security.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\S+) \| (?:above )?(\S+) – (\S+) \|", guide, re.MULTILINE)
    assert {name for name, *_ in rows} == set(NUMBERS)
    for name, default, low, high in rows:
        field = SecuritySettings.model_fields[name]
        bounds = [
            getattr(one, kind) for one in field.metadata for kind in ("ge", "gt", "le") if hasattr(one, kind)
        ]
        assert [float(default), float(low), float(high)] == [field.default, *bounds], name
    assert "| `policy_folder` |" in guide


def test_the_guide_s_commands_exist() -> None:
    guide = (Path(__file__).parents[3] / "docs/guide/security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"luylau (users|devices|audit) ([a-z-]+)", guide))
    groups = {"users": users, "devices": devices, "audit": audit}
    assert {(group, name) for group, found in groups.items() for name in found.commands} == named


def test_the_law_s_five_failures_cannot_be_widened() -> None:
    with pytest.raises(ValidationError):
        SecuritySettings(failures_before_lock=6)


def test_the_face_of_the_package_names_what_exists() -> None:
    assert sorted(luylau.security.__all__, key=str.lower) == sorted(
        set(luylau.security.__all__), key=str.lower
    )
    for name in luylau.security.__all__:
        assert hasattr(luylau.security, name)


def test_the_tables_of_security_are_on_the_one_metadata() -> None:
    assert {
        "users", "passkeys", "challenges", "sessions", "sign_in_links", "failures", "device_credentials",
        "device_enrolments", "device_registry", "audit_log", "audit_nodes", "audit_size",
    } <= set(metadata.tables)  # fmt: skip

"""Users: created, changed, disabled; never without an administrator."""

import pytest
from sqlalchemy.engine import Engine

from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadInput, Conflict, NotFound
from luylau.kernel.sql import reader
from luylau.security import Security, User


def test_users_are_kept_and_audited(
    engine: Engine, security: Security, admin: User, clock: ManualClock
) -> None:
    with engine.begin() as connection:
        made = security.users.create(
            connection, name="  Nguyễn Văn An ", role="operator", language="ja", actor=admin.id
        )
    assert (made.name, made.role, made.language, made.disabled) == ("Nguyễn Văn An", "operator", "ja", False)
    assert made.created_us == clock.now_us()
    with reader(engine) as connection:
        assert security.users.get(connection, made.id) == made
        assert security.users.named(connection, "Nguyễn Văn An") == made
        assert [user.name for user in security.users.all(connection)] == ["Nguyễn Văn An", "admin"]
        (entry,) = security.audit.read(connection, limit=1)
    assert (entry.actor, entry.action, entry.resource) == (admin.id, "user.manage", f"user:{made.id}")
    assert entry.detail == {"created": "Nguyễn Văn An", "role": "operator"}


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("name", "", "user-name-invalid"),
        ("name", "   ", "user-name-invalid"),
        ("name", "x" * 101, "user-name-invalid"),
        ("name", "a\nb", "user-name-invalid"),
        ("name", "a‮b", "user-name-invalid"),
        ("role", "root", "role-unknown"),
        ("language", "fr", "language-unknown"),
    ],
)
def test_what_cannot_be_a_user_is_refused(
    engine: Engine, security: Security, field: str, value: str, key: str
) -> None:
    wanted = {"name": "Lan", "role": "viewer", "language": "vi", field: value}
    with pytest.raises(BadInput) as refused, engine.begin() as connection:
        security.users.create(connection, actor="cli:test", **wanted)
    assert refused.value.key == key


def test_names_are_given_once(engine: Engine, security: Security, viewer: User) -> None:
    with pytest.raises(Conflict, match="user-exists"), engine.begin() as connection:
        security.users.create(connection, name=viewer.name, role="admin", language="vi", actor="x")


def test_changes_are_audited_as_what_changed(engine: Engine, security: Security, viewer: User) -> None:
    with engine.begin() as connection:
        changed = security.users.change(connection, viewer.id, role="operator", language="en", actor="x")
        same = security.users.change(connection, viewer.id, role="operator", actor="x")
    assert changed == same
    assert changed.role == "operator"
    with reader(engine) as connection:
        entries = security.audit.read(connection, actor="x")
    assert [entry.detail for entry in entries] == [{"role": "operator"}]


def test_unknown_roles_languages_and_users_are_refused(
    engine: Engine, security: Security, viewer: User
) -> None:
    with engine.begin() as connection:
        with pytest.raises(BadInput):
            security.users.change(connection, viewer.id, role="god", actor="x")
        with pytest.raises(BadInput):
            security.users.change(connection, viewer.id, language="fr", actor="x")
        with pytest.raises(NotFound):
            security.users.change(connection, "user-none", role="viewer", actor="x")


def test_the_last_administrator_stays(engine: Engine, security: Security, admin: User, viewer: User) -> None:
    for change in ({"role": "viewer"}, {"disabled": True}):
        with pytest.raises(Conflict, match="last-admin"), engine.begin() as connection:
            security.users.change(connection, admin.id, actor="x", **change)  # type: ignore[arg-type]
    with engine.begin() as connection:
        security.users.change(connection, viewer.id, role="admin", actor="x")
        security.users.change(connection, admin.id, disabled=True, actor="x")
        with pytest.raises(Conflict, match="last-admin"):
            security.users.change(connection, viewer.id, role="operator", actor="x")

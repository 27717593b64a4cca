"""One-time links, sessions, and the lock after failures."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.errors import Conflict, LuylauError, NotFound, NotSignedIn, TooMany
from luylau.kernel.events import SqlEventLog, events
from luylau.kernel.sql import metadata, reader
from luylau.security import Caller, OpenedSession, Security, User, link_url
from tests.unit.security.conftest import ORIGIN

CALLER = Caller(address="192.0.2.7", user_agent="test browser")


def link(engine: Engine, security: Security, user: User) -> str:
    with engine.begin() as connection:
        return security.sign_in.issue_link(connection, user, actor="cli:test")


def sign_in(engine: Engine, security: Security, user: User) -> OpenedSession:
    return security.sign_in.redeem_link(link(engine, security, user), CALLER)


def test_the_first_link_creates_the_admin_and_signs_in(engine: Engine, security: Security) -> None:
    with engine.begin() as connection:
        url = security.first_link(connection, "vi", "cli:test")
    start, _, token = url.partition("#")
    assert start == f"{ORIGIN}/sign-in"
    opened = security.sign_in.redeem_link(token, CALLER)
    assert (opened.user.name, opened.user.role, opened.user.language) == ("admin", "admin", "vi")
    with engine.begin() as connection:
        security.first_link(connection, "en", "cli:test")
        assert len(security.users.all(connection)) == 1
    assert link_url("https://a.example/", "t") == "https://a.example/sign-in#t"


def test_a_link_works_once_even_for_calls_at_the_same_time(
    engine: Engine, security: Security, admin: User
) -> None:
    token = link(engine, security, admin)

    def redeem(number: int) -> str:
        try:
            security.sign_in.redeem_link(token, Caller(address=f"192.0.2.{number}"))
        except LuylauError as error:
            return error.key
        return "in"

    with ThreadPoolExecutor(4) as pool:
        results = sorted(pool.map(redeem, range(4)))
    assert results == ["in", "link-invalid", "link-invalid", "link-invalid"]


def test_a_link_ends_after_fifteen_minutes(
    engine: Engine, security: Security, admin: User, clock: ManualClock
) -> None:
    token = link(engine, security, admin)
    clock.advance(15 * 60 - 1)
    late = link(engine, security, admin)
    with pytest.raises(NotSignedIn):
        security.sign_in.redeem_link(token, CALLER)  # a newer link ends the older one
    clock.advance(15 * 60)
    with pytest.raises(NotSignedIn):
        security.sign_in.redeem_link(late, CALLER)


def test_no_table_holds_a_token(engine: Engine, security: Security, admin: User) -> None:
    waiting = link(engine, security, admin)
    opened = sign_in(engine, security, admin)
    with engine.begin() as connection:
        secret = security.devices.issue(connection, "gauge-1", actor="cli:test")
        enrolment = security.devices.rotate_enrolment(connection, actor="cli:test")
        for table in metadata.sorted_tables:
            held = repr(connection.execute(sa.select(table)).all())
            for token in (waiting, opened.token, secret, enrolment):
                assert str(token) not in held, table.name


def test_a_disabled_user_gets_no_link_and_no_session(
    engine: Engine, security: Security, viewer: User, admin: User
) -> None:
    token = link(engine, security, viewer)
    opened = sign_in(engine, security, admin)
    theirs = sign_in(engine, security, viewer)
    token = link(engine, security, viewer)
    with engine.begin() as connection:
        off = security.users.change(connection, viewer.id, disabled=True, actor=admin.id)
        with pytest.raises(Conflict):
            security.sign_in.issue_link(connection, off, actor=admin.id)
    assert security.sessions.resolve(theirs.token) is None
    assert security.sessions.resolve(opened.token) is not None
    with pytest.raises(NotSignedIn):
        security.sign_in.redeem_link(token, CALLER)


def test_five_wrong_links_lock_the_address_and_no_other(
    engine: Engine, security: Security, admin: User, clock: ManualClock
) -> None:
    good = link(engine, security, admin)
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            security.sign_in.redeem_link("guess", CALLER)
    with pytest.raises(TooMany) as locked:
        security.sign_in.redeem_link(good, CALLER)
    assert locked.value.fields == {"minutes": 15}
    clock.advance(14 * 60 + 1)
    with pytest.raises(TooMany) as locked:
        security.sign_in.redeem_link(good, CALLER)
    assert locked.value.fields == {"minutes": 1}
    assert security.sign_in.redeem_link(good, Caller(address="192.0.2.8")).user == admin


def test_failures_are_audited_and_told_without_the_address_in_the_event(
    engine: Engine, security: Security, admin: User
) -> None:
    sign_in(engine, security, admin)
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            security.sign_in.redeem_link("guess", CALLER)
    with reader(engine) as connection:
        told = SqlEventLog().read(connection, after=0)
        audited = security.audit.read(connection, limit=6)
    assert [event.kind for event in told] == ["signin.opened", *["signin.refused"] * 4, "signin.locked"]
    assert all("192.0.2.7" not in repr(event) for event in told)
    assert [entry.action for entry in reversed(audited)] == [event.kind for event in told]
    assert {entry.outcome for entry in audited[:5]} == {"refused"}
    assert audited[0].detail == {"method": "link", "address": "192.0.2.7", "user_agent": "test browser"}


def test_a_locked_out_caller_writes_nothing_more(engine: Engine, security: Security) -> None:
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            security.sign_in.redeem_link("guess", CALLER)
    for _ in range(20):
        with pytest.raises(TooMany):
            security.sign_in.redeem_link("guess", CALLER)
    with reader(engine) as connection:
        count = connection.execute(sa.select(sa.func.count()).select_from(events)).scalar_one()
    assert count == 5


def test_signing_in_forgets_earlier_failures(engine: Engine, security: Security, admin: User) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(NotSignedIn):
                security.sign_in.redeem_link("guess", CALLER)
        assert sign_in(engine, security, admin).user == admin


def test_a_session_ends_when_idle_and_use_keeps_it(
    engine: Engine, security: Security, admin: User, clock: ManualClock
) -> None:
    opened = sign_in(engine, security, admin)
    for _ in range(3):
        clock.advance(11 * 3600)
        assert security.sessions.resolve(opened.token) is not None
    clock.advance(12 * 3600)
    assert security.sessions.resolve(opened.token) is None


def test_a_session_ends_after_seven_days_of_use(
    engine: Engine, security: Security, admin: User, clock: ManualClock
) -> None:
    opened = sign_in(engine, security, admin)
    for _ in range(7 * 24 // 8 - 1):
        clock.advance(8 * 3600)
        assert security.sessions.resolve(opened.token) is not None
    clock.advance(8 * 3600)
    assert security.sessions.resolve(opened.token) is None


def test_a_session_from_a_clock_a_year_ahead_ends_when_it_is_set_right(
    engine: Engine, security: Security, admin: User, clock: ManualClock
) -> None:
    clock.advance(365 * 86_400)
    opened = sign_in(engine, security, admin)
    assert security.sessions.resolve(opened.token) is not None
    clock.advance(-365 * 86_400)
    assert security.sessions.resolve(opened.token) is None


def test_resolving_writes_the_last_use_at_most_once_a_minute(
    engine: Engine, security: Security, admin: User, clock: ManualClock
) -> None:
    opened = sign_in(engine, security, admin)
    start = clock.now_us()
    seen = []
    for _ in range(4):
        security.sessions.resolve(opened.token)
        with reader(engine) as connection:
            seen.append((security.sessions.of(connection, admin.id)[0].last_seen_us - start) // MICROS)
        clock.advance(30)
    assert seen == [0, 0, 60, 60]


def test_a_session_holds_while_the_database_cannot_be_written(
    engine: Engine,
    security: Security,
    admin: User,
    clock: ManualClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened = sign_in(engine, security, admin)
    clock.advance(3600)

    def read_only(connection: sa.Connection, *_: object) -> None:
        connection.connection.driver_connection.execute("PRAGMA query_only=ON")  # type: ignore[union-attr]

    sa.event.listen(engine, "begin", read_only)
    assert security.sessions.resolve(opened.token) is not None
    assert "could not note the last use" in caplog.text


def test_unknown_and_odd_tokens_resolve_to_nobody(security: Security) -> None:
    for token in ("", "x", "\ud800", "x" * 10_000, "' OR 1=1 --"):
        assert security.sessions.resolve(token) is None


def test_sessions_are_listed_and_closed_by_their_owner_only(
    engine: Engine, security: Security, admin: User, viewer: User
) -> None:
    first, second, third = (sign_in(engine, security, admin) for _ in range(3))
    theirs = sign_in(engine, security, viewer)
    with pytest.raises(NotFound), engine.begin() as connection:
        security.sessions.close(connection, theirs.session.id, user=admin.id)
    with engine.begin() as connection:
        security.sessions.close(connection, first.session.id, user=admin.id)
        assert security.sessions.close_all(connection, admin.id, but=third.session.id) == 1
        assert [held.id for held in security.sessions.of(connection, admin.id)] == [third.session.id]
    alive = [security.sessions.resolve(opened.token) for opened in (first, second, third, theirs)]
    assert [found is not None for found in alive] == [False, False, True, True]

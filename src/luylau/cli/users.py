"""``luylau users``: the people who may sign in."""

from pathlib import Path

import click
from sqlalchemy.engine import Connection

from luylau.cli.common import (
    SpokenGroup,
    SpokenOption,
    actor,
    data_option,
    lang_option,
    language,
    open_security,
    say,
    say_table,
)
from luylau.kernel.errors import NotFound
from luylau.kernel.messages import LANGUAGES, message
from luylau.kernel.sql import reader
from luylau.security import ROLES, Security, User, link_url


@click.group(cls=SpokenGroup, help="cli-users")
def users() -> None:
    """Manage the people who may sign in."""


@users.command("add", help="cli-users-add")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default="viewer",
    show_default=True,
    cls=SpokenOption,
    help="cli-users-role",
)
@click.option(
    "--language", "reads", type=click.Choice(LANGUAGES), cls=SpokenOption, help="cli-users-language"
)
@data_option
@lang_option
def add(name: str, role: str, reads: str | None, data: Path) -> None:
    """Create a user and print the first sign-in link."""
    engine, security = open_security(data)
    with engine.begin() as connection:
        user = security.users.create(
            connection, name=name, role=role, language=reads or language(), actor=actor()
        )
        link = _link(security, connection, user)
    say("cli-user-added", name=user.name)
    click.echo(link)


@users.command("list", help="cli-users-list")
@data_option
@lang_option
def list_all(data: Path) -> None:
    """Print all users."""
    engine, security = open_security(data)
    with reader(engine) as connection:
        found = security.users.all(connection)
    state = {flag: message(language(), f"cli-user-{flag}") for flag in ("active", "off")}
    say_table(
        ["cli-user-name", "cli-user-role", "cli-user-language", "cli-user-state", "cli-user-id"],
        [
            [user.name, user.role, user.language, state["off" if user.disabled else "active"], user.id]
            for user in found
        ],
    )


@users.command("link", help="cli-users-link")
@click.argument("name")
@data_option
@lang_option
def link(name: str, data: Path) -> None:
    """Print a new one-time sign-in link for a user."""
    engine, security = open_security(data)
    with engine.begin() as connection:
        made = _link(security, connection, _named(security, connection, name))
    click.echo(made)


@users.command("disable", help="cli-users-disable")
@click.argument("name")
@data_option
@lang_option
def disable(name: str, data: Path) -> None:
    """Keep a user out from now on."""
    _switch(name, data, disabled=True)


@users.command("enable", help="cli-users-enable")
@click.argument("name")
@data_option
@lang_option
def enable(name: str, data: Path) -> None:
    """Let a disabled user in again."""
    _switch(name, data, disabled=False)


def _switch(name: str, data: Path, *, disabled: bool) -> None:
    engine, security = open_security(data)
    with engine.begin() as connection:
        user = _named(security, connection, name)
        security.users.change(connection, user.id, disabled=disabled, actor=actor())
    say("cli-user-is-off" if disabled else "cli-user-is-on", name=user.name)


def _named(security: Security, connection: Connection, name: str) -> User:
    user = security.users.named(connection, name)
    if user is None:
        raise NotFound("user-missing", user=name)
    return user


def _link(security: Security, connection: Connection, user: User) -> str:
    return link_url(security.origin, security.sign_in.issue_link(connection, user, actor=actor()))

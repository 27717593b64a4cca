"""What all commands share: the data folder, the language, help and errors from the catalogue.

Help texts are message keys: ``@click.group(cls=SpokenGroup, help="cli-users")`` shows that key's text in the
user's language, and so does ``SpokenOption``. Commands of a ``SpokenGroup`` are spoken by themselves.
"""

import getpass
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.kernel.clock import SystemClock
from luylau.kernel.errors import BadFile, Field, LuylauError, NotFound, Unavailable
from luylau.kernel.events import Event, SqlEventLog
from luylau.kernel.messages import (
    LANGUAGES,
    Language,
    as_language,
    error_text,
    fault_text,
    has_message,
    message,
)
from luylau.kernel.sql import open_engine
from luylau.processes.data import ORIGIN_FILE, DataFolder
from luylau.security import Security
from luylau.settings import Settings, load_settings

_LANGUAGE = "luylau.language"


def language() -> Language:
    """Return the language to speak: that of ``--lang``, else that of the environment."""
    context = click.get_current_context(silent=True)
    chosen = None if context is None else context.meta.get(_LANGUAGE)
    said = chosen or next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return as_language(said)


def say(key: str, *, err: bool = False, **fields: Field) -> None:
    """Print the text of ``key`` in the user's language, to the standard error output with ``err``."""
    click.echo(message(language(), key, fields), err=err)


def say_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print ``rows`` in columns under the texts of the keys ``heads``; wide Japanese letters count as two."""
    lines = [[message(language(), head) for head in heads], *rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def actor() -> str:
    """Return who the audit log names for a change by command: "cli:" and the name of the system's user."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        # A container may run under a number that has no name.
        return f"cli:{os.getuid()}"


@contextmanager
def errors_shown() -> Iterator[None]:
    """Print an error of the platform in the user's language and end with status 1; usable as a decorator."""
    try:
        yield
    except LuylauError as error:
        _show(error)
        raise SystemExit(1) from error
    except PermissionError as error:
        said = error.strerror or str(error)
        _show(LuylauError("folder-forbidden", file=str(error.filename or ""), said=said))
        raise SystemExit(1) from error
    except sa.exc.OperationalError as error:
        _show(Unavailable("database-away", said=str(error.orig)))
        raise SystemExit(1) from error


class SpokenOption(click.Option):
    """An option whose help is a message key."""

    @property
    def help(self) -> str | None:
        """The text of the key in the user's language."""
        return _spoken(self._help)

    @help.setter
    def help(self, key: str | None) -> None:
        self._help = key


class SpokenCommand(click.Command):
    """A command whose help is a message key, and whose errors are shown in the user's language."""

    @property
    def help(self) -> str | None:
        """The text of the key in the user's language."""
        return _spoken(self._help)

    @help.setter
    def help(self, key: str | None) -> None:
        self._help = key

    def invoke(self, ctx: click.Context) -> object:
        """Run the command and show its errors."""
        with errors_shown():
            return super().invoke(ctx)


class SpokenGroup(click.Group):
    """A group of spoken commands whose own help is a message key."""

    command_class = SpokenCommand

    @property
    def help(self) -> str | None:
        """The text of the key in the user's language."""
        return _spoken(self._help)

    @help.setter
    def help(self, key: str | None) -> None:
        self._help = key


def _choose_language(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.meta[_LANGUAGE] = value


data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    show_default=True,
    cls=SpokenOption,
    help="cli-data",
)
"""``--data DIR``, handed to the command as ``data: Path``."""

lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    is_eager=True,
    expose_value=False,
    callback=_choose_language,
    cls=SpokenOption,
    help="cli-lang",
)
"""``--lang vi|en|ja``; not handed to the command, for ``language`` knows it."""


def open_database(data: Path, settings: Settings) -> Engine:
    """Open the database of the data folder ``data``, whose tables ``luylau up`` makes and keeps new.

    Raises:
        NotFound: the folder has no database yet, and no other one is set.
    """
    if not settings.database_url and not (data / "luylau.db").is_file():
        raise NotFound("database-missing", folder=str(data))
    return open_engine(DataFolder(data).database_url(settings))


def open_security(data: Path) -> tuple[Engine, Security]:
    """Open the database of ``data`` and wire security to it, for a command.

    Raises:
        NotFound: see ``open_database``.
        BadFile: the settings or a policy file have faults.
    """
    settings = load_settings(data)
    engine = open_database(data, settings)
    # A platform started with another port is reached at that one.
    started = DataFolder(data).run / ORIGIN_FILE
    origin = started.read_text(encoding="utf-8") if started.is_file() else settings.web.public_origin
    return engine, Security.wire(
        engine, settings.security, SystemClock(), origin=origin, events=SqlEventLog()
    )


def record_change(
    data: Path,
    action: str,
    detail: Mapping[str, Field],
    *,
    resource: str = "city",
    event: str = "city.changed",
) -> None:
    """Note a change in the audit log and, as ``event`` unless it is "", in the event log; nothing where the
    platform has not run yet and so has neither."""
    try:
        engine, security = open_security(data)
    except NotFound:
        return
    now, who = SystemClock().now_us(), actor()
    with engine.begin() as connection:
        security.audit.append(
            connection,
            actor=who,
            action=action,
            resource=resource,
            outcome="done",
            time_us=now,
            detail=detail,
        )
        if event:
            SqlEventLog().append(
                connection, Event(kind=event, subject=resource, actor=who, time_us=now, data=dict(detail))
            )
    engine.dispose()


def write_private(file: Path, texts: Iterable[str]) -> None:
    """Write ``texts`` one after another to a new file that only its owner can read (0600).

    It is on the disk when this returns.

    Raises:
        LuylauError: it exists already, or cannot be written.
    """
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
                out.writelines(texts)
                out.flush()
                os.fsync(out.fileno())
        except OSError:
            # A part of a file would stand in the way of the next try.
            file.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise LuylauError("file-not-written", file=str(file), said=error.strerror or str(error)) from error


def _spoken(key: str | None) -> str | None:
    return message(language(), key) if key and has_message(language(), key) else key


def _show(error: LuylauError) -> None:
    speech = language()
    if isinstance(error, BadFile):
        for fault in error.faults:
            click.echo(fault_text(speech, fault), err=True)
    click.echo(error_text(speech, error), err=True)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)

"""``luylau audit``: the audit log's head, its check, its export."""

import json
from pathlib import Path

import click

from luylau.cli.common import (
    SpokenGroup,
    SpokenOption,
    data_option,
    lang_option,
    open_security,
    say,
    write_private,
)
from luylau.kernel.errors import BadFile, Fault
from luylau.kernel.sql import reader
from luylau.security import TreeHead, verify_log


@click.group(cls=SpokenGroup, help="cli-audit")
def audit() -> None:
    """Check and export the audit log."""


@audit.command("head", help="cli-audit-head")
@data_option
@lang_option
def head(data: Path) -> None:
    """Print the log's head as JSON."""
    engine, security = open_security(data)
    with reader(engine) as connection:
        now = security.audit.head(connection)
    click.echo(json.dumps({"size": now.size, "root": now.root.hex()}))


@audit.command("verify", help="cli-audit-verify")
@click.option(
    "--head",
    "head_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    cls=SpokenOption,
    help="cli-audit-kept",
)
@data_option
@lang_option
def verify(head_file: Path | None, data: Path) -> None:
    """Reckon the whole log anew; end with status 1 when anything was changed."""
    kept = None if head_file is None else _read_head(head_file)
    engine, _ = open_security(data)
    with reader(engine) as connection:
        found = verify_log(connection, kept)
    if found.trouble:
        say(found.trouble, err=True, index=found.index)
        raise SystemExit(1)
    say("cli-audit-sound", size=found.head.size, root=found.head.root.hex())


@audit.command("export", help="cli-audit-export")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), cls=SpokenOption, help="cli-audit-out"
)
@click.option(
    "--from", "start", type=click.IntRange(min=0), default=0, cls=SpokenOption, help="cli-audit-from"
)
@data_option
@lang_option
def export(out: Path | None, start: int, data: Path) -> None:
    """Write the entries as JSON, one a line; each line is the data of its leaf."""
    engine, security = open_security(data)
    with reader(engine) as connection:
        lines = (f"{line}\n" for line in security.audit.lines(connection, start))
        if out is None:
            for line in lines:
                click.echo(line, nl=False)
        else:
            write_private(out, lines)


def _read_head(file: Path) -> TreeHead:
    """Read a head as ``luylau audit head`` printed it.

    Raises:
        BadFile: it is none.
    """
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        kept = TreeHead(size=int(said["size"]), root=bytes.fromhex(said["root"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadFile([Fault(file=str(file), row=0, column="", key="audit-head-unreadable")]) from error
    return kept

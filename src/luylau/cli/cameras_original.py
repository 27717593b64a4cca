"""``luylau cameras open-original``: two custodians open an unmasked original, on a machine of their own."""

import os
from pathlib import Path

import click

from luylau.cli.common import SpokenCommand, SpokenOption, lang_option, say
from luylau.kernel.clock import iso
from luylau.kernel.errors import BadInput, Conflict, NotFound, Unavailable
from luylau.kernel.secret import Secret
from luylau.security.vault import LEAST, open_with, read_header

PREFIX = "AGE-SECRET-KEY-1"
_path = click.Path(path_type=Path)


@click.command("open-original", cls=SpokenCommand, help="cli-cameras-open-original")
@click.argument("file", type=_path)
@click.option(
    "--identity", "identities", multiple=True, type=_path, cls=SpokenOption, help="cli-cameras-identity"
)
@click.option("--to", "to", type=_path, required=True, cls=SpokenOption, help="cli-cameras-to")
@lang_option
def open_original(file: Path, identities: tuple[Path, ...], to: Path) -> None:
    """Open a sealed original with the keys of two of its custodians."""
    if len(identities) != LEAST:
        raise BadInput("vault-two-needed", count=len(identities))
    sealed = _read(file)
    header = read_header(sealed)
    sealing = header.sealing
    say(
        "cli-cameras-original",
        subject=sealing.subject,
        camera=sealing.camera,
        purpose=sealing.purpose,
        until=iso(sealing.until_us),
        pairs=", ".join(" + ".join(pair) for pair in header.pairs),
    )
    first, second = (_identity(one) for one in identities)
    opened = open_with(sealed, first, second)
    _write(to, opened)
    say("cli-cameras-original-opened", file=str(to), size=len(opened))


def _identity(file: Path) -> Secret:
    """Return the identity in a file as ``age-keygen`` writes it."""
    if str(file).upper().startswith(PREFIX):
        # What stands in a command is seen by all, and kept in the shell's history.
        raise BadInput("vault-identity-in-command")
    lines = _read(file).decode("utf-8", errors="replace").splitlines()
    found = [line.strip() for line in lines if line.strip().startswith(PREFIX)]
    if len(found) != 1:
        raise BadInput("vault-identity-file", file=str(file), count=len(found))
    return Secret(found[0])


def _write(to: Path, opened: bytes) -> None:
    """Write what was opened for its owner alone; nothing of it stays where that fails."""
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Conflict("vault-there-already", file=str(to)) from error
    except OSError as error:
        raise Unavailable("vault-unwritable", file=str(to), reason=error.strerror or "") from error
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(opened)
    except OSError as error:
        to.unlink()
        raise Unavailable("vault-unwritable", file=str(to), reason=error.strerror or "") from error
    except BaseException:
        # Whoever breaks off leaves a part of it.
        to.unlink()
        raise


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise NotFound("vault-no-file", file=str(file)) from error
    except OSError as error:
        raise BadInput("vault-unreadable", file=str(file), reason=error.strerror or "") from error

"""``luylau grid``: check a network file, bring it into the form that a city pack keeps."""

from pathlib import Path

import click

from luylau.cli.common import SpokenGroup, SpokenOption, lang_option, language, say
from luylau.kernel.errors import Conflict, LuylauError
from luylau.kernel.messages import fault_text
from luylau.power.check import Severity, check, sound
from luylau.power.exchange.files import read
from luylau.power.exchange.pgm_json import write_pgm_json
from luylau.power.exchange.reading import Reading

_file = click.Path(path_type=Path)


@click.group(cls=SpokenGroup, help="cli-grid")
def grid() -> None:
    """Work on network files."""


@grid.command("check", help="cli-grid-check")
@click.argument("file", type=_file)
@lang_option
def check_file(file: Path) -> None:
    """Print everything wrong with a network; end with status 1 when there is any error."""
    found = _read(file)
    faults = check(found.grid, file.name)
    for one in faults:
        say(f"grid-check-{one.severity}", err=True, text=fault_text(language(), one))
    errors = sum(one.severity is Severity.ERROR for one in faults)
    if errors:
        say("grid-check-faults", err=True, file=str(file), errors=errors, warnings=len(faults) - errors)
        raise SystemExit(1)
    _summary("grid-check-good", file, found)
    if faults:
        say("grid-check-warnings", warnings=len(faults))


@grid.command("convert", help="cli-grid-convert")
@click.argument("source", metavar="FROM", type=_file)
@click.argument("target", metavar="TO", type=_file)
@click.option("--force", is_flag=True, cls=SpokenOption, help="cli-grid-force")
@lang_option
def convert(source: Path, target: Path, force: bool) -> None:
    """Read a network file of any kind and write it as a city pack keeps it; with errors it is not written,
    for a pack's grid must have none."""
    if target.exists() and not force:
        raise Conflict("grid-target-exists", file=str(target))
    found = _read(source)
    sound(found.grid, source.name)
    try:
        write_pgm_json(found.grid, target)
    except OSError as error:
        raise LuylauError("file-not-written", file=str(target), said=error.strerror or str(error)) from error
    _summary("grid-convert-done", target, found)


def _read(file: Path) -> Reading:
    """Read a file and print what of it is not in the grid."""
    found = read(file)
    for one in found.notes:
        say("grid-check-note", err=True, text=fault_text(language(), one))
    return found


def _summary(key: str, file: Path, found: Reading) -> None:
    one = found.grid
    say(
        key,
        file=str(file),
        nodes=len(one.nodes),
        lines=len(one.lines),
        switches=len(one.switches),
        transformers=len(one.transformers),
        loads=len(one.loads),
    )

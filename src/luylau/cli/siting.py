"""``luylau siting``: check a study, answer it; solve an instance of the literature."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from luylau.city import City, load
from luylau.cli.common import SpokenGroup, SpokenOption, data_option, lang_option, language, say, say_table
from luylau.cli.packs import city_option, pack_folder
from luylau.kernel.errors import BadFile, BadInput, Field, LuylauError
from luylau.kernel.messages import LANGUAGES, message
from luylau.siting.study import load_study

if TYPE_CHECKING:
    from luylau.siting.answer import Answer
    from luylau.siting.literature import Solved

_file = click.argument("file", type=click.Path(path_type=Path))
_STEPS = 1_000


@click.group(cls=SpokenGroup, help="cli-siting")
def siting() -> None:
    """Work on studies of siting."""


@siting.command("check", help="cli-siting-check")
@_file
@lang_option
def check_study(file: Path) -> None:
    """Print everything wrong with a study's file and those it names; end with status 1 when there is
    anything."""
    from luylau.siting.shelf import faults_of_files

    study = load_study(file)
    if faults := faults_of_files(file.parent, study):
        raise BadFile(faults)
    say("siting-check-good", name=study.names[language()], version=study.version)


@siting.command("run", help="cli-siting-run")
@_file
@city_option
@click.option("--out", type=click.Path(path_type=Path), cls=SpokenOption, help="cli-siting-out")
@data_option
@lang_option
def run(file: Path, folder: Path | None, out: Path | None, data: Path) -> None:
    """Answer a study, a file or one of the pack by its id; write the answer and its notes into ``out``."""
    # Compiled code and the solver take a while to load, which no other command should wait for.
    from luylau.power.grids import grid_of
    from luylau.siting.running import run_study
    from luylau.siting.shelf import StudyShelf

    pack = pack_folder(folder, data)
    shelf = StudyShelf(pack)
    if not file.exists() and shelf.has(str(file)):
        file = shelf.file(str(file))
    study = load_study(file)
    city = load(pack)
    begun = time.monotonic()
    with click.progressbar(length=_STEPS, file=sys.stderr) as bar:

        def show(share: float, key: str) -> None:
            bar.label = message(language(), key)
            bar.update(round(share * _STEPS) - bar.pos)

        answer = run_study(study, city, grid_of(pack, city), file.parent, pack, progress=show)
    _tell(answer, city)
    say("siting-run-took", seconds=round(time.monotonic() - begun, 1))
    if out is not None:
        _write(answer, city, out)
        say("siting-run-written", folder=str(out))


@siting.command("solve", help="cli-siting-solve")
@_file
@click.option(
    "--format",
    "form",
    type=click.Choice(("sjc", "pmed", "mclp")),
    required=True,
    cls=SpokenOption,
    help="cli-siting-format",
)
@click.option("-p", "count", type=int, cls=SpokenOption, help="cli-siting-p")
@click.option("-r", "radius", type=float, cls=SpokenOption, help="cli-siting-r")
@click.option(
    "--seconds", type=float, default=60.0, show_default=True, cls=SpokenOption, help="cli-siting-seconds"
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    cls=SpokenOption,
    help="cli-siting-seed",
)
@click.option("--json", "as_json", is_flag=True, cls=SpokenOption, help="cli-siting-json")
@click.option("--output", type=click.Path(path_type=Path), cls=SpokenOption, help="cli-siting-output")
@lang_option
def solve(
    file: Path,
    form: str,
    count: int | None,
    radius: float | None,
    seconds: float,
    seed: int,
    as_json: bool,
    output: Path | None,
) -> None:
    """Solve an instance of the literature: maximal covering (sjc, mclp) or p-median (pmed)."""
    from luylau.siting.literature import chosen_csv, solve_covering, solve_median, solved_json
    from luylau.siting.solving.formats import read_mclp, read_pmed, read_sjc

    if form == "pmed":
        if radius is not None:
            raise BadInput("siting-radius-unused")
        graph = read_pmed(file)
        with _searching(seconds) as tell:
            solved = solve_median(graph, count, seconds=seconds, seed=seed, tell=tell)
    else:
        if count is None:
            raise BadInput("siting-count-missing")
        if radius is None:
            raise BadInput("siting-radius-missing")
        points = read_sjc(file) if form == "sjc" else read_mclp(file)
        with _searching(seconds) as tell:
            solved = solve_covering(points, count, radius, seconds=seconds, seed=seed, tell=tell)
    if as_json:
        click.echo(solved_json(solved))
    else:
        _tell_solved(solved)
    if output is not None:
        _write_files(output.parent, {output.name: chosen_csv(solved).encode()})
        say("siting-run-written", err=as_json, folder=str(output))


@contextmanager
def _searching(seconds: float) -> Iterator[Callable[[], None]]:
    """Show on the standard error output how much of the time has gone, whenever what is handed out is
    called."""
    begun = time.monotonic()
    label = message(language(), "siting-step-plan")
    with click.progressbar(length=_STEPS, label=label, file=sys.stderr) as bar:
        yield lambda: bar.update(round(min((time.monotonic() - begun) / seconds, 1.0) * _STEPS) - bar.pos)


def _tell_solved(solved: "Solved") -> None:
    read: dict[str, Field] = {
        "name": solved.name,
        "nodes": solved.nodes,
        "demand": solved.demand,
        "p": solved.p,
    }
    if solved.r is None:
        click.echo(message(language(), "siting-solve-read-median", read))
    else:
        click.echo(message(language(), "siting-solve-read-covering", read | {"r": solved.r}))
    numbers = ", ".join(str(one.number) for one in solved.chosen)
    say("siting-solve-chosen", count=len(solved.chosen), nodes=numbers)
    if solved.r is None:
        say("siting-solve-ways", value=solved.value, bound=solved.bound)
    else:
        share = 100 * solved.value / solved.demand if solved.demand > 0 else 0.0
        say("siting-solve-covered", value=solved.value, share=share, bound=solved.bound)
    say("siting-solve-gap", gap=100 * solved.gap)
    say("siting-solve-proof", proof=solved.proof.value, optimal="yes" if solved.optimal else "no")
    say("siting-run-took", seconds=round(solved.seconds, 2))


def _tell(answer: "Answer", city: City) -> None:
    from luylau.siting.answer.note import note_of
    from luylau.siting.answer.note_parts import Words

    for words in note_of(answer, city, language()).parts[0].body:
        if isinstance(words, Words):
            click.echo(words.text)
    heads = ("site", "unit", "option", "cost", "adds")
    spoken = language()
    rows = []
    for one in answer.sites:
        unit = city.places.get(one.unit)
        named = unit.names.get(spoken, unit.name) if unit else one.unit
        cost = message(spoken, "siting-note-number", {"value": one.cost})
        adds = message(spoken, f"siting-note-in-{answer.unit}", {"value": one.adds})
        rows.append((one.name or one.site, named, one.option, cost, adds))
    if rows:
        say_table([f"siting-note-head-{head}" for head in heads], rows)


def _write(answer: "Answer", city: City, out: Path) -> None:
    from luylau.siting.answer import sites_csv, sites_geojson
    from luylau.siting.answer.note import note_of
    from luylau.siting.answer.note_html import note_html
    from luylau.siting.answer.note_pdf import note_pdf

    files = {
        "answer.json": answer.to_json(),
        "sites.csv": sites_csv(answer),
        "sites.geojson": sites_geojson(answer),
    }
    for spoken in LANGUAGES:
        note = note_of(answer, city, spoken)
        files[f"note.{spoken}.pdf"] = note_pdf(note)
        files[f"note.{spoken}.html"] = note_html(note)
    _write_files(out, files)


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise LuylauError(
            "file-not-written", file=str(error.filename or folder), said=error.strerror or str(error)
        ) from error

"""``luylau siting``: check a study, answer it."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from luylau.city import City, load
from luylau.cli.common import SpokenGroup, SpokenOption, data_option, lang_option, language, say, say_table
from luylau.cli.packs import city_option, pack_folder
from luylau.kernel.errors import LuylauError
from luylau.kernel.messages import LANGUAGES, message
from luylau.siting.study import load_study

if TYPE_CHECKING:
    from luylau.siting.answer import Answer

_file = click.argument("file", type=click.Path(path_type=Path))
_STEPS = 1_000


@click.group(cls=SpokenGroup, help="cli-siting")
def siting() -> None:
    """Work on studies of siting."""


@siting.command("check", help="cli-siting-check")
@_file
@lang_option
def check_study(file: Path) -> None:
    """Print everything wrong with a study's file; end with status 1 when there is anything."""
    study = load_study(file)
    say("siting-check-good", name=study.names[language()], version=study.version)


@siting.command("run", help="cli-siting-run")
@_file
@city_option
@click.option("--out", type=click.Path(path_type=Path), cls=SpokenOption, help="cli-siting-out")
@data_option
@lang_option
def run(file: Path, folder: Path | None, out: Path | None, data: Path) -> None:
    """Answer a study; write the answer and its notes into the folder ``out``."""
    # Compiled code and the solver take a while to load, which no other command should wait for.
    from luylau.power.grids import grid_of
    from luylau.siting.running import run_study

    study = load_study(file)
    pack = pack_folder(folder, data)
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


def _tell(answer: "Answer", city: City) -> None:
    from luylau.siting.answer.note import Words, note_of

    for words in note_of(answer, city, language()).parts[0].body:
        if isinstance(words, Words):
            click.echo(words.text)
    heads = ("site", "unit", "option", "cost", "adds")
    rows = [
        (one.name or one.site, one.unit, one.option, f"{one.cost:g}", f"{one.adds:.2f}")
        for one in answer.sites
    ]
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
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (out / name).write_bytes(data)
    except OSError as error:
        raise LuylauError("file-not-written", file=str(out), said=error.strerror or str(error)) from error

"""``luylau vision``: which detectors are installed, and installing them."""

from pathlib import Path
from shutil import copy
from typing import Final

import click

from luylau.cli.common import SpokenGroup, SpokenOption, data_option, lang_option, language, say, say_table
from luylau.kernel.errors import BadInput, LuylauError
from luylau.kernel.messages import error_text, message
from luylau.vision.models import FOLDER, KNOWN, Model, install, install_described, installed, verify

DEMO_FOOTAGE: Final = ("people", "street", "entrance")
"""The folders that the cameras of the pack that ships play."""
DEMO_FILM: Final = Path("/usr/share/doc/opencv-doc/examples/data/vtest.avi")
"""A street with people, of Debian's opencv-doc."""

_file = click.Path(path_type=Path)


@click.group(cls=SpokenGroup, help="cli-vision")
def vision() -> None:
    """Work on what the cameras' analysis needs."""


@vision.group("models", cls=SpokenGroup, help="cli-vision-models")
def models() -> None:
    """List, install and verify models."""


@vision.command("demo", help="cli-vision-demo")
@data_option
@lang_option
def demo(data: Path) -> None:
    """Put what the demonstration's cameras need into the data folder, as far as it can be had here."""
    footage = data / "footage"
    for name in DEMO_FOOTAGE:
        place = footage / name
        if place.is_dir() and any(place.iterdir()):
            continue
        if not DEMO_FILM.is_file():
            say("cli-vision-demo-no-film", err=True, folder=str(footage), film=str(DEMO_FILM))
            break
        place.mkdir(parents=True, exist_ok=True)
        copy(DEMO_FILM, place / DEMO_FILM.name)
        say("cli-vision-demo-film", folder=str(place))
    if all(model.description.finds_faces for model in installed(data / FOLDER)):
        try:
            _tell(install(data / FOLDER, "nanodet", fetching=True).name, data)
        except LuylauError as error:
            say("cli-vision-demo-no-model", err=True, text=error_text(language(), error))


@models.command("list", help="cli-vision-models-list")
@data_option
@lang_option
def list_all(data: Path) -> None:
    """Print the installed models, then those that are known and not installed."""
    found = installed(data / FOLDER)
    names = {model.name for model in found}
    descriptions = [model.description for model in found]
    descriptions += [known.description for name, known in KNOWN.items() if name not in names]
    say_table(
        [
            f"cli-vision-head-{column}"
            for column in ("name", "finds", "installed", "licence", "hash", "origin")
        ],
        [
            [
                one.name,
                _text("cli-vision-finds-faces" if one.finds_faces else "cli-vision-finds-things"),
                _text("cli-vision-yes" if one.name in names else "cli-vision-no"),
                one.licence,
                one.sha256[:12],
                _text(f"cli-vision-origin-{KNOWN[one.name].origin}") if one.name in KNOWN else one.source,
            ]
            for one in descriptions
        ],
    )
    _warn_if_blind(found)


@models.command("install", help="cli-vision-models-install")
@click.argument("model", metavar="NAME|FILE")
@click.option("--from", "source", type=_file, cls=SpokenOption, help="cli-vision-from")
@click.option("--fetch", is_flag=True, cls=SpokenOption, help="cli-vision-fetch")
@click.option("--description", type=_file, cls=SpokenOption, help="cli-vision-description")
@data_option
@lang_option
def install_one(model: str, source: Path | None, fetch: bool, description: Path | None, data: Path) -> None:
    """Install a known model by its name, or any other from a file with its description."""
    folder = data / FOLDER
    if description is None:
        if model not in KNOWN and Path(model).suffix:
            raise BadInput("cli-vision-no-description", file=model)
        kept = install(folder, model, source, fetching=fetch)
    elif source is not None or fetch:
        raise BadInput("cli-vision-description-alone")
    else:
        kept = install_described(folder, Path(model), description)
    _tell(kept.name, data)


@models.command("verify", help="cli-vision-models-verify")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@data_option
@lang_option
def verify_all(names: tuple[str, ...], data: Path) -> None:
    """Check models, by default all that are installed; end with status 1 if one cannot be used."""
    found = installed(data / FOLDER)
    faults = 0
    for name in names or [model.name for model in found]:
        faults += not _tell(name, data)
    _warn_if_blind(found)
    if faults:
        raise SystemExit(1)


def _tell(name: str, data: Path) -> bool:
    """Check a model, print what was found, and say whether it can be used."""
    checked = verify(data / FOLDER, name)
    said = checked.model.description
    if checked.fault is not None:
        say("cli-vision-bad", err=True, name=name, text=error_text(language(), checked.fault))
        return False
    say("cli-vision-good", name=name, hash=said.sha256, licence=said.licence, ms=round(checked.ms, 1))
    if not checked.licence_known:
        say("cli-vision-licence", err=True, name=name, licence=said.licence)
    return True


def _warn_if_blind(found: tuple[Model, ...]) -> None:
    if all(model.description.finds_faces for model in found):
        say("cli-vision-motion-only", err=True)


def _text(key: str) -> str:
    return message(language(), key)

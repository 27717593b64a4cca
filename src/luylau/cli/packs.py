"""Which pack a command works on."""

from pathlib import Path

import click

from luylau.city import shipped_pack
from luylau.cli.common import SpokenOption
from luylau.processes.data import DataFolder

SHIPPED = "bac-ninh"
"""The pack that commands work on where none is named and there is no working copy."""

city_option = click.option(
    "--city", "folder", type=click.Path(path_type=Path), cls=SpokenOption, help="cli-city-folder"
)
"""``--city FOLDER``, handed to the command as ``folder: Path | None``, for ``pack_folder``."""


def pack_folder(folder: Path | None, data: Path) -> Path:
    """Return the folder of a pack that was named, else the working copy, else the pack that ships."""
    if folder is not None:
        return folder
    working = DataFolder(data).city
    return working if (working / "city.toml").is_file() else shipped_pack(SHIPPED)

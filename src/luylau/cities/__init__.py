"""City packs that ship, each in a folder of its own."""

from pathlib import Path

from luylau.kernel.errors import NotFound


def shipped() -> dict[str, Path]:
    """Return the packs that ship by their id, e.g. "bac-ninh"."""
    here = Path(__file__).parent
    return {
        folder.name.replace("_", "-"): folder for folder in here.iterdir() if (folder / "city.toml").is_file()
    }


def find_pack(city: str) -> Path:
    """Return the pack that ``city`` names: the id of one that ships, or a folder.

    Raises:
        NotFound: it is neither.
    """
    packs = shipped()
    if city in packs:
        return packs[city]
    folder = Path(city)
    if (folder / "city.toml").is_file():
        return folder
    raise NotFound("pack-missing", city=city, shipped=", ".join(sorted(packs)))

"""Where the files that ship beside the code lie: in the wheel, or in the checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parents[1]
_IN_CHECKOUT = {"locales": "locales", "policies": "policies", "console": "console/dist"}


def resource_dir(name: str) -> Path:
    """Return the folder ``name``: "locales", "policies" or "console".

    Raises:
        FileNotFoundError: the folder is in neither place, so the installation is broken
            (for the console: it has not been built).
    """
    for place in (_PACKAGE / "_resources" / name, _CHECKOUT / _IN_CHECKOUT[name]):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"resource folder {name!r} is not installed")

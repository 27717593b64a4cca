"""Single changes of the working copy: a device adopted, an asset edited, the pack handed out."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from luylau.city.columns import ASSETS, PACK_FILES
from luylau.city.model import Asset, City
from luylau.city.pack import pack_version
from luylau.city.rows import Rows, asset_cells
from luylau.city.study_files import study_files
from luylau.city.working_copy import replace_files
from luylau.kernel.errors import Conflict, Field, NotFound


def adopt(folder: Path, asset: Asset) -> str:
    """Add ``asset`` to the pack; return the pack's new version.

    Raises:
        Conflict: the pack has an asset of that id, or changed meanwhile.
        BadFile: the asset names something that the pack lacks, or has no source.
    """
    fields: dict[str, Field] = {"asset": asset.id, "name": asset.name}
    return adopt_all(folder, [asset], key="city-change-adopted", fields=fields)


def adopt_all(folder: Path, assets: Sequence[Asset], *, key: str, fields: Mapping[str, Field]) -> str:
    """Add ``assets`` to the pack in one change, which ``key`` and ``fields`` tell; return the pack's new
    version.

    Raises:
        Conflict: the pack has an asset of one's id, or changed meanwhile.
        BadFile: an asset names something that the pack lacks, or has no source.
    """
    version = pack_version(folder)
    rows = Rows(ASSETS, (folder / ASSETS.file).read_bytes())
    for asset in assets:
        if asset.id in rows:
            raise Conflict("city-asset-exists", asset=asset.id)
        rows.put(asset.id, asset_cells(asset))
    return replace_files(folder, {ASSETS.file: rows.to_csv()}, key=key, fields=fields, expected=version)


def update_asset(folder: Path, asset: Asset) -> str:
    """Put ``asset`` in the place of the one with its id; return the pack's new version.

    Raises:
        NotFound: the pack has no asset of that id.
        Conflict: the pack changed meanwhile.
        BadFile: the asset names something that the pack lacks, or has no source.
    """
    version = pack_version(folder)
    rows = Rows(ASSETS, (folder / ASSETS.file).read_bytes())
    if asset.id not in rows:
        raise NotFound("city-asset-unknown", asset=asset.id)
    if not rows.put(asset.id, asset_cells(asset)):
        return version
    fields = {"asset": asset.id, "name": asset.name}
    return replace_files(
        folder, {ASSETS.file: rows.to_csv()}, key="city-change-edited", fields=fields, expected=version
    )


def export(folder: Path) -> bytes:
    """Return the pack as a ZIP archive; the same pack gives the same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name in (*PACK_FILES, *study_files(folder)):
            if (folder / name).is_file():
                # A fixed date: an archive made twice is then the same twice.
                file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), (folder / name).read_bytes())
    return archive.getvalue()


def assets_geojson(city: City) -> dict[str, object]:
    """Return all assets as GeoJSON points (RFC 7946), their columns as properties."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": asset.id,
                "geometry": {"type": "Point", "coordinates": [asset.lon, asset.lat]},
                "properties": {name: cell for name, cell in asset_cells(asset).items() if cell},
            }
            for asset in city.assets.values()
        ],
    }

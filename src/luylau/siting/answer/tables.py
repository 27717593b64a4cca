"""An answer's tables for other programs: GeoJSON and CSV of the sites."""

import csv
import io
import json
from typing import Any, Final

from luylau.kernel.text import harmless
from luylau.siting.answer.answer import Answer

_COLUMNS: Final = (
    "site", "name", "asset", "option", "heading_deg", "lat", "lon", "unit", "cost", "own", "adds", "powered",
)  # fmt: skip


def sites_csv(answer: Answer) -> bytes:
    """Return the plan's sites as CSV with a byte order mark, as spreadsheets want it.

    Texts that a spreadsheet would take for a formula begin with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for site in answer.sites:
        writer.writerow([_cell(getattr(site, name)) for name in _COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def sites_geojson(answer: Answer) -> bytes:
    """Return the plan's sites as a GeoJSON FeatureCollection (RFC 7946, degrees WGS84)."""
    features = []
    for site in answer.sites:
        said: dict[str, Any] = {name: getattr(site, name) for name in _COLUMNS if name not in ("lat", "lon")}
        at = {"type": "Point", "coordinates": [site.lon, site.lat]}
        features.append({"type": "Feature", "id": site.site, "properties": said, "geometry": at})
    made = {
        "type": "FeatureCollection",
        "study": answer.study["id"],
        "marks": list(answer.marks),
        "features": features,
    }
    return json.dumps(made, ensure_ascii=False, indent=1).encode()


def _cell(value: str | float | None) -> str | float:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else value

"""Where incidents were, as a table of points: what a siting study can take as its demand."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from luylau.incidents.rules import Severity, rank
from luylau.kernel.clock import iso

_HEADER: Final = ("id", "lat", "lon", "weight", "severity", "kind", "opened")


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Where and when an incident was, how bad, and the kind of its asset."""

    id: str
    lat: float
    lon: float
    severity: Severity
    kind: str
    opened_us: int


def points_csv(located: Iterable[Located]) -> str:
    """Return incidents as CSV, one a row; lines end with CR LF.

    ``weight`` is 1 for the least severity and 1 more for each graver one, which is assumed; who weighs
    otherwise has the severity beside it. No text that people wrote is in it.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(_HEADER)
    for one in located:
        weight = 1 + rank(one.severity)
        writer.writerow((one.id, one.lat, one.lon, weight, one.severity, one.kind, iso(one.opened_us)))
    return written.getvalue()

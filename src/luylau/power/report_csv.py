"""The reliability report as one flat CSV table, for spreadsheets."""

import csv
import io
import math
from collections.abc import Iterator
from typing import Final

from luylau.kernel.clock import iso
from luylau.kernel.text import harmless
from luylau.power.reliability import Indices
from luylau.power.report import Report, Section

_FIGURES: Final = ("saifi", "saidi_min", "caidi_min", "maifi", "asai")
_KINDS: Final = ("", "ordinary_", "planned_", "unplanned_")
_HEADER: Final = (
    "section", "id", "name", "customers", "rows",
    *(kind + figure for kind in _KINDS for figure in _FIGURES),
    "from", "to", "now", "still_out", "simulated", "major_day_threshold_min", "history_days",
)  # fmt: skip


def report_csv(report: Report) -> str:
    """Return the report as CSV: a row for the whole, each month, unit and feeder; lines end with CR LF.

    SAIDI and CAIDI are in minutes; ``ordinary_`` is without major event days. What is not defined (CAIDI
    without an interruption, ``ordinary_`` without a threshold) is an empty cell.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(_HEADER)
    about = (
        iso(report.from_us), iso(report.to_us), iso(report.now_us), report.still_out,
        "true" if report.simulated else "false", _cell(report.major.threshold_min), report.major.history_days,
    )  # fmt: skip
    sections = {
        "total": report.whole, "month": report.months, "unit": report.units, "feeder": report.feeders
    }  # fmt: skip
    for name, section in sections.items():
        for row in _rows(section):
            writer.writerow((name, *row, *about))
    return written.getvalue()


def _rows(section: Section) -> Iterator[tuple[str | int, ...]]:
    groups = section.groups
    for row in range(len(groups.id)):
        figures = [
            *_figures(section.all, row), *_figures(section.ordinary, row),
            *_figures(section.planned, row), *_figures(section.unplanned, row),
        ]  # fmt: skip
        counts = int(groups.customers[row]), int(section.rows[row])
        yield harmless(groups.id[row]), harmless(groups.name[row]), *counts, *figures


def _figures(found: Indices | None, row: int) -> tuple[str, ...]:
    if found is None:
        return ("",) * len(_FIGURES)
    return tuple(_cell(float(getattr(found, figure)[row])) for figure in _FIGURES)


def _cell(value: float) -> str:
    return f"{value:.10g}" if math.isfinite(value) else ""

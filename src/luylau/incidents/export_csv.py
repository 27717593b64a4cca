"""An incident's time line as one flat CSV table, for spreadsheets."""

import csv
import io
from typing import Final

from luylau.incidents.export import IncidentReport
from luylau.kernel.clock import iso
from luylau.kernel.text import harmless

_HEADER: Final = (
    "incident", "title", "seq", "time", "local_time", "kind", "what", "actor", "who", "text",
    "simulated", "drill",
)  # fmt: skip


def incident_csv(report: IncidentReport) -> str:
    """Return the time line as CSV, an event a row, oldest first; lines end with CR LF.

    ``time`` is UTC, ``local_time`` the city's. ``incident`` is the one that the event happened to: another
    one before it was merged into this. What people wrote cannot act as a formula.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(_HEADER)
    incident = report.incident
    marks = ["true" if mark else "false" for mark in (incident.simulated, incident.drill)]
    title = harmless(report.title())
    for event in report.events:
        writer.writerow(
            (
                event.subject,
                title,
                event.seq,
                iso(event.time_us),
                report.local(event.time_us).isoformat(timespec="seconds"),
                event.kind,
                harmless(report.happened(event)),
                harmless(event.actor),
                harmless(report.person(event.actor)),
                harmless(report.told(event)),
                *marks,
            )
        )
    return written.getvalue()

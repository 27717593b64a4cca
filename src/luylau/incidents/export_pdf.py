"""An incident as a PDF to print: what it was, its tasks, its time line; A4, in vi, en or ja."""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from luylau.incidents.export import FINDING_KINDS, IncidentReport
from luylau.power.paper import (
    ALARM,
    FAINT,
    draw_frame,
    flowing_table,
    printed,
    register_font,
    text_style,
)

_MOST_OF_FINDINGS: Final = 200
"""Openings, clearings and moves of findings that are printed; the table as CSV has all."""


def incident_pdf(report: IncidentReport) -> bytes:
    """Return the incident as a PDF. The same report gives the same bytes."""
    register_font()
    page = _Page(report)
    title = f"{report.say('incident-export-title')}: {report.title()}"
    return printed(
        page.story(),
        page.frame,
        title=title,
        language=report.language,
    )


class _Page:
    """One incident being set."""

    def __init__(self, report: IncidentReport) -> None:
        self.report = report
        wrap = "CJK" if report.language == "ja" else None
        self.title = text_style("title", 17, spaceAfter=2 * mm, wordWrap=wrap)
        self.head = text_style("head", 12, spaceBefore=5 * mm, spaceAfter=2 * mm)
        self.cell = text_style("cell", 8, wordWrap=wrap)
        self.faint = text_style("faint", 8, FAINT, wordWrap=wrap)
        self.alarm = text_style("alarm", 9, ALARM, spaceBefore=1 * mm, spaceAfter=1 * mm, wordWrap=wrap)

    def story(self) -> list[Flowable]:
        """Return what the document consists of, in order."""
        report = self.report
        offset = f"UTC{report.local(report.now_us).isoformat()[-6:]}"
        made = report.say("incident-export-made", now=report.moment(report.now_us), offset=offset)
        parts: list[Flowable] = [Paragraph(escape(report.title()), self.title)]
        parts.append(Paragraph(escape(f"{report.incident.id} · {made}"), self.faint))
        parts += [
            Paragraph(escape(report.say(f"incident-export-{key}-note")), self.alarm) for key in self.marks()
        ]
        parts += [Spacer(1, 3 * mm), self.table(self.about(), (0.28, 0.72))]
        if report.detail.tasks:
            parts.append(self.heading("tasks"))
            parts.append(self.table(self.tasks(), (0.4, 0.22, 0.2, 0.18), headed=True))
        parts.append(self.heading("timeline"))
        parts.append(self.table(self.timeline(), (0.2, 0.24, 0.18, 0.38), headed=True))
        return parts

    def marks(self) -> list[str]:
        """Return what must stand on every page: that it is simulated, or an exercise."""
        incident = self.report.incident
        marked = (("drill", incident.drill), ("simulated", incident.simulated and not incident.drill))
        return [key for key, holds in marked if holds]

    def heading(self, key: str) -> Flowable:
        """Return the heading of a section."""
        return Paragraph(escape(self.report.say(f"incident-export-{key}")), self.head)

    def about(self) -> list[tuple[str, ...]]:
        """Return what is known of the incident; what is empty is left out."""
        report, incident = self.report, self.report.incident
        rows = {
            "state": report.word("state", incident.state),
            "severity": report.word("severity", incident.severity),
            "urgency": " · ".join(
                [str(incident.urgency)]
                + [f"+{part.points} {report.say(part.key, **part.fields)}" for part in incident.urgency_parts]
            ),
            "asset": report.asset_name,
            "place": report.place_name,
            "owner": report.person(incident.owner) if incident.owner else "",
            "agency": report.agency(incident.agency),
            "opened": report.moment(incident.opened_us),
            "resolved": report.moment(incident.resolved_us),
            "resolution": report.word("resolution", incident.resolution),
            "reason": incident.reason,
            "learned": incident.learned,
        }
        return [(report.say(f"incident-export-{key}"), text) for key, text in rows.items() if text]

    def tasks(self) -> list[tuple[str, ...]]:
        """Return the tasks with their notes, the headings first."""
        report = self.report
        rows: list[tuple[str, ...]] = [
            tuple(report.say(f"incident-export-{key}") for key in ("task", "who", "due", "state"))
        ]
        for task in report.detail.tasks:
            who = [report.agency(task.agency), report.person(task.assignee) if task.assignee else ""]
            notes = [f"{report.person(note.author)}: {note.text}" for note in task.notes]
            rows.append(
                (
                    "\n".join([task.title, *notes]),
                    " · ".join(name for name in who if name),
                    report.moment(task.due_us),
                    report.word("task-state", task.state),
                )
            )
        return rows

    def timeline(self) -> list[tuple[str, ...]]:
        """Return the events, the headings first."""
        report = self.report
        rows: list[tuple[str, ...]] = [
            (
                report.say("incident-export-time"),
                report.say("incident-export-what"),
                report.say("incident-export-who"),
                "",
            )
        ]
        printed = 0
        for event in report.events:
            if event.kind in FINDING_KINDS:
                printed += 1
                if printed > _MOST_OF_FINDINGS:
                    continue
            when, what, who = event.time_us, report.happened(event), report.person(event.actor)
            rows.append((report.moment(when), what, who, report.told(event)))
        if printed > _MOST_OF_FINDINGS:
            left_out = report.say("incident-export-left-out", count=printed - _MOST_OF_FINDINGS)
            rows.append(("", "", "", left_out))
        return rows

    def table(
        self, rows: Sequence[Sequence[str]], shares: Sequence[float], *, headed: bool = False
    ) -> Flowable:
        """Return a table of texts that wrap; ``shares`` of the page's width by column."""
        return flowing_table(rows, shares, self.cell, self.faint if headed else None)

    def frame(self, canvas: Canvas, document: SimpleDocTemplate) -> None:
        """Draw what stands on every page: the marks, the incident, the page's number."""
        page = self.report.say("incident-export-page", page=document.page)
        marks = [self.report.say(f"incident-export-{mark}") for mark in self.marks()]
        draw_frame(canvas, f"Luy Lâu · {self.report.incident.id}", page, marks)

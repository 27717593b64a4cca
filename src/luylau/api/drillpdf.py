"""The report of a drill as a PDF to print: A4, in vi, en or ja."""

from typing import Final
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from luylau.api.models.playbooks import DrillReport, ReportStep
from luylau.kernel.clock import to_datetime
from luylau.kernel.errors import Field
from luylau.kernel.messages import Language, message
from luylau.power.paper import (
    ALARM,
    FAINT,
    draw_frame,
    flowing_table,
    printed,
    register_font,
    text_style,
)

_TIMES: Final = ("confirmed", "assigned", "started", "resolved")


def drill_pdf(report: DrillReport, language: Language, zone: ZoneInfo, now_us: int) -> bytes:
    """Return a report as a PDF; times as the clocks of ``zone`` show them. The same gives the same bytes."""
    register_font()
    page = _Page(report, language, zone)
    title = f"{page.say('title')}: {report.name}"
    return printed(page.story(now_us), page.frame, title=title, language=language)


class _Page:
    """One report being set."""

    def __init__(self, report: DrillReport, language: Language, zone: ZoneInfo) -> None:
        self.report, self.language, self.zone = report, language, zone
        wrap = "CJK" if language == "ja" else None
        self.title = text_style("title", 17, spaceAfter=2 * mm, wordWrap=wrap)
        self.head = text_style("head", 12, spaceBefore=5 * mm, spaceAfter=2 * mm)
        self.cell = text_style("cell", 8, wordWrap=wrap)
        self.faint = text_style("faint", 8, FAINT, wordWrap=wrap)
        self.alarm = text_style("alarm", 9, ALARM, spaceBefore=1 * mm, spaceAfter=1 * mm, wordWrap=wrap)

    def say(self, key: str, **fields: Field) -> str:
        """Return a text of the report's own."""
        return message(self.language, f"drill-report-{key}", fields)

    def moment(self, time_us: int | None) -> str:
        """Return a local time for people; empty for none."""
        if time_us is None:
            return ""
        return f"{to_datetime(time_us).astimezone(self.zone):%Y-%m-%d %H:%M:%S}"

    def minutes(self, span_min: float | None) -> str:
        """Return a span in minutes; empty for none."""
        return "" if span_min is None else self.say("minutes", minutes=round(span_min, 1))

    def story(self, now_us: int) -> list[Flowable]:
        """Return what the document consists of, in order."""
        report = self.report
        parts: list[Flowable] = [
            Paragraph(escape(f"{self.say('title')}: {report.name}"), self.title),
            Paragraph(escape(f"{report.drill} · {self.say('made', now=self.moment(now_us))}"), self.faint),
            Paragraph(escape(self.say("drill-note")), self.alarm),
        ]
        marks = (("assumed-note", report.assumed), ("running-note", report.state == "running"))
        parts += [Paragraph(escape(self.say(key)), self.alarm) for key, holds in marks if holds]
        parts += [Spacer(1, 3 * mm), flowing_table(self.about(), (0.3, 0.7), self.cell)]
        sections = (
            ("steps", self.steps(), (0.36, 0.2, 0.16, 0.12, 0.16)),
            ("drafts", self.drafts(), (0.3, 0.3, 0.2, 0.2)),
            ("injects", self.injects(), (0.25, 0.75)),
            ("notes", self.notes(), (0.25, 0.2, 0.55)),
        )
        for key, rows, shares in sections:
            if len(rows) > 1:
                parts.append(Paragraph(escape(self.say(key)), self.head))
                parts.append(flowing_table(rows, shares, self.cell, self.faint))
        return parts

    def about(self) -> list[tuple[str, str]]:
        """Return what is known of the drill; what is empty is left out."""
        report = self.report
        rows = {
            "playbook": self.say("version", name=report.playbook_name, version=report.playbooks_version),
            "scenario": report.scenario,
            "leader": report.leader_name,
            "participants": ", ".join(one.name for one in report.participants),
            "begun": self.moment(report.begun),
            "ended": self.moment(report.ended),
            "duration": self.minutes(report.duration_min),
            **{key: self.minutes(getattr(report, f"{key}_min")) or self.say("never") for key in _TIMES},
            "totals": self.totals(),
        }
        return [(self.say(key), text) for key, text in rows.items() if text]

    def totals(self) -> str:
        """Return how many steps went how, in words; none of what there was none."""
        counted = self.report.totals.model_dump()
        del counted["steps"]
        return " · ".join(f"{self.verdict(name)}: {many}" for name, many in counted.items() if many)

    def verdict(self, verdict: str) -> str:
        """Return the word for how a step went."""
        return message(self.language, f"playbook-verdict-{verdict.replace('_', '-')}")

    def steps(self) -> list[tuple[str, ...]]:
        """Return the steps, the headings first."""
        rows = [tuple(self.say(key) for key in ("step", "responsible", "due", "took", "verdict"))]
        return rows + [self.step(one) for one in self.report.steps]

    def step(self, one: ReportStep) -> tuple[str, ...]:
        """Return a step as a row."""
        verdict = self.verdict(one.verdict)
        if one.late_min is not None:
            verdict = f"{verdict}\n{self.say('late-by', minutes=round(one.late_min, 1))}"
        return (
            f"{one.text}\n{one.reason}" if one.reason else one.text,
            "\n".join(part for part in (one.responsible, one.ended_by_name) if part),
            self.moment(one.due),
            self.minutes(one.took_min),
            verdict,
        )

    def drafts(self) -> list[tuple[str, ...]]:
        """Return the drafts, the headings first."""
        rows = [tuple(self.say(key) for key in ("draft", "sent-to", "sent", "after"))]
        for one in self.report.drafts:
            kind = message(self.language, f"playbook-draft-{one.kind.replace('_', '-')}")
            what = f"{kind}: {one.agency_name}" if one.agency_name else kind
            sent = self.moment(one.sent) or self.say("not-sent")
            rows.append((what, one.sent_to, sent, self.minutes(one.after_min)))
        return rows

    def injects(self) -> list[tuple[str, ...]]:
        """Return the injects that came up, the headings first."""
        rows: list[tuple[str, ...]] = [(self.say("time"), self.say("inject"))]
        return rows + [(self.moment(one.time), one.text) for one in self.report.injects]

    def notes(self) -> list[tuple[str, ...]]:
        """Return the notes, the headings first."""
        rows: list[tuple[str, ...]] = [(self.say("time"), self.say("author"), self.say("note"))]
        return rows + [(self.moment(one.time), one.author_name, one.text) for one in self.report.notes]

    def frame(self, canvas: Canvas, document: SimpleDocTemplate) -> None:
        """Draw what stands on every page."""
        mark = message(self.language, "incident-export-drill")
        page = message(self.language, "incident-export-page", {"page": document.page})
        draw_frame(canvas, f"Luy Lâu · {self.report.drill}", page, [mark])

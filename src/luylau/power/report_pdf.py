"""The reliability report as a PDF to print: A4, in vi, en or ja, with its font embedded."""

import math
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)

from luylau.kernel.arrays import Float64
from luylau.kernel.clock import to_datetime
from luylau.kernel.errors import Field
from luylau.kernel.messages import Language, message
from luylau.power.paper import (
    ALARM,
    FAINT,
    FONT,
    INK,
    MARGIN,
    RULE,
    WIDTH,
    printed,
    register_font,
    text_style,
)
from luylau.power.reliability import DAY_US, Indices
from luylau.power.report import Report, Section

_UNPLANNED, _PLANNED = HexColor("#1f5a8a"), HexColor("#e3a33b")
_DIGITS: Final = {"saidi_min": 1, "saifi": 3, "caidi_min": 1, "maifi": 3, "asai": 4}
_COLUMNS: Final = ("saidi", "saifi", "caidi", "maifi", "asai")
_MOST_LABELS: Final = 24


def report_pdf(report: Report, language: Language) -> bytes:
    """Return the report as a PDF. The same report gives the same bytes."""
    register_font()
    page = _Page(report, language)
    title = f"{page.say('report-title')}: {report.served.grid}"
    return printed(page.story(), page.frame, title=title, language=language)


class _Page:
    """One report being set in one language."""

    def __init__(self, report: Report, language: Language) -> None:
        self.report = report
        self.language = language
        wrap = "CJK" if language == "ja" else None
        self.title = text_style("title", 19, spaceAfter=2 * mm)
        self.head = text_style("head", 12, spaceBefore=5 * mm, spaceAfter=2 * mm)
        self.text = text_style("text", 8.5, spaceAfter=1.2 * mm, wordWrap=wrap)
        self.cell = text_style("cell", 8)
        self.faint = text_style("faint", 9, FAINT)
        self.alarm = text_style("alarm", 9, ALARM, spaceBefore=1 * mm, spaceAfter=1 * mm, wordWrap=wrap)

    def say(self, key: str, **fields: Field) -> str:
        """Return a text of the catalogue."""
        return message(self.language, key, fields)

    def number(self, value: float, digits: int) -> str:
        """Return a number in the language's own way; a dash where it is not defined."""
        if not math.isfinite(value):
            return "–"
        text = f"{value:,.{digits}f}"
        return text.translate({44: ".", 46: ","}) if self.language == "vi" else text

    def day(self, time_us: int) -> str:
        """Return the local date of a time."""
        return f"{to_datetime(time_us) + timedelta(seconds=self.report.ahead_s):%Y-%m-%d}"

    def moment(self, time_us: int) -> str:
        """Return the local date and time of a time."""
        return f"{to_datetime(time_us) + timedelta(seconds=self.report.ahead_s):%Y-%m-%d %H:%M}"

    def story(self) -> list[Flowable]:
        """Return what the document consists of, in order."""
        report = self.report
        hours, minutes = divmod(round(abs(report.ahead_s) / 60), 60)
        offset = f"UTC{'-' if report.ahead_s < 0 else '+'}{hours:02}:{minutes:02}"
        # The period's last moment, not the first one after it.
        period = self.say(
            "report-period", **{"from": self.day(report.from_us), "to": self.day(report.to_us - 1)}
        )
        made = self.say("report-made", now=self.moment(report.now_us), offset=offset)
        parts: list[Flowable] = [Paragraph(escape(self.say("report-title")), self.title)]
        parts.append(Paragraph(escape(f"{report.served.grid} · {period} · {made}"), self.faint))
        if report.simulated:
            parts.append(Paragraph(escape(self.say("report-simulated-note")), self.alarm))
        parts += [Spacer(1, 4 * mm), self.summary()]
        if not report.whole.rows.sum():
            parts.append(Paragraph(escape(self.say("report-none")), self.text))
        for key, pick in (("saidi", _saidi), ("saifi", _saifi)):
            drawn = [Paragraph(escape(self.say(f"report-chart-{key}")), self.head), self.chart(pick)]
            parts.append(KeepTogether(drawn))
        for key, section in (("month", report.months), ("unit", report.units), ("feeder", report.feeders)):
            parts.append(CondPageBreak(35 * mm))
            parts.append(Paragraph(escape(self.say(f"report-{key}s")), self.head))
            parts.append(self.groups(f"report-{key}", section))
        parts.append(CondPageBreak(35 * mm))
        parts.append(Paragraph(escape(self.say("report-method-title")), self.head))
        parts += [Paragraph(escape(note), self.text) for note in self.notes()]
        return parts

    def summary(self) -> Flowable:
        """Return the table of the whole: all, without major event days, planned, unplanned."""
        whole = self.report.whole
        rows = [["", *(self.say(f"report-{name}") for name in _COLUMNS)]]
        for key, found in (
            ("all", whole.all), ("ordinary", whole.ordinary),
            ("planned", whole.planned), ("unplanned", whole.unplanned),
        ):  # fmt: skip
            rows.append([self.say(f"report-{key}"), *self.figures(found, 0)])
        counts = (("customers", self.report.served.customers), ("rows", int(whole.rows.sum())))
        for key, count in counts:
            rows.append([self.say(f"report-{key}"), self.number(count, 0), "", "", "", ""])
        return self.table(rows, [WIDTH * 0.4, *[WIDTH * 0.12] * 5])

    def groups(self, key: str, section: Section) -> Flowable:
        """Return the table of a section, months in order, others with the highest SAIDI first."""
        order = list(range(len(section.groups.id)))
        if key != "report-month":
            order.sort(
                key=lambda row: (-_or_zero(float(section.all.saidi_min[row])), section.groups.name[row])
            )
        heads = [self.say(key), self.say("report-customers"), self.say("report-rows")]
        rows = [[*heads, *(self.say(f"report-{name}") for name in _COLUMNS)]]
        for row in order:
            counts = section.groups.customers[row], section.rows[row]
            rows.append(
                [
                    section.groups.name[row] or section.groups.id[row],
                    *(self.number(count, 0) for count in counts),
                    *self.figures(section.all, row),
                ]
            )
        return self.table(rows, [WIDTH * 0.26, WIDTH * 0.14, WIDTH * 0.11, *[WIDTH * 0.098] * 5])

    def figures(self, found: Indices | None, row: int) -> list[str]:
        """Return a group's figures as texts, in the columns' order."""
        if found is None:
            return ["–"] * len(_COLUMNS)
        texts = []
        for name, digits in _DIGITS.items():
            value = float(getattr(found, name)[row])
            texts.append(self.number(100 * value if name == "asai" else value, digits))
        return texts

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Flowable:
        """Return a table whose first row is repeated on every page and whose first column is text."""
        head = text_style("tablehead", 7.5, FAINT, alignment=2)
        body: list[list[object]] = []
        for number, row in enumerate(rows):
            cells: list[object] = list(row)
            cells[0] = Paragraph(escape(row[0]), self.cell)
            if number == 0:
                cells = [cells[0], *(Paragraph(escape(text), head) for text in row[1:])]
            body.append(cells)
        style = TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), FONT, 8),
                ("TEXTCOLOR", (0, 0), (-1, -1), INK),
                ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
                ("LINEBELOW", (0, 1), (-1, -1), 0.3, RULE),
                ("TOPPADDING", (0, 0), (-1, -1), 1.6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.4),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ]
        )
        return LongTable(body, colWidths=list(widths), repeatRows=1, style=style)

    def chart(self, pick: Callable[[Indices], Float64]) -> Drawing:
        """Return bars by month: what was not announced below, what was planned on top of it."""
        section = self.report.months
        below, above = (
            [_or_zero(float(value)) for value in pick(found)]
            for found in (section.unplanned, section.planned)
        )
        height, left, foot, top = 46 * mm, 14 * mm, 9 * mm, 8 * mm
        drawing = Drawing(WIDTH, height)
        peak = _round_up(max((a + b for a, b in zip(below, above, strict=True)), default=0.0))
        scale = (height - foot - top) / peak
        for step in range(5):
            value = peak * step / 4
            y = foot + value * scale
            drawing.add(Line(left, y, WIDTH, y, strokeColor=RULE, strokeWidth=0.4))
            drawing.add(self.label(left - 3, y - 2.5, self.number(value, _digits(peak)), "end"))
        pitch = (WIDTH - left) / len(below)
        bar = min(pitch * 0.64, 12 * mm)
        every = math.ceil(len(below) / _MOST_LABELS)
        for number, (low, high) in enumerate(zip(below, above, strict=True)):
            x = left + pitch * (number + 0.5) - bar / 2
            for begin, length, color in ((0.0, low, _UNPLANNED), (low, high, _PLANNED)):
                if length > 0:
                    y, tall = foot + begin * scale, length * scale
                    drawing.add(Rect(x, y, bar, tall, fillColor=color, strokeColor=None))
            if number % every == 0:
                name = section.groups.name[number]
                text = name if len(below) <= 12 else name[2:]
                drawing.add(self.label(x + bar / 2, 2 * mm, text, "middle", 5.5 if len(below) > 12 else 7))
        x = left
        for key, color in (("unplanned", _UNPLANNED), ("planned", _PLANNED)):
            drawing.add(Rect(x, height - 8, 7, 7, fillColor=color, strokeColor=white))
            text = self.say(f"report-{key}")
            drawing.add(self.label(x + 10, height - 7, text, "start"))
            x += 24 + pdfmetrics.stringWidth(text, FONT, 7)
        return drawing

    def label(self, x: float, y: float, text: str, anchor: str, size: float = 7) -> String:
        """Return a text of a chart."""
        return String(x, y, text, fontName=FONT, fontSize=size, fillColor=FAINT, textAnchor=anchor)

    def notes(self) -> list[str]:
        """Return how the figures came about and what they do not hold, sentence by sentence."""
        report, major = self.report, self.report.major
        source = report.served.source or self.say("report-source-unknown")
        rows = int(report.whole.rows.sum())
        notes = [self.say("report-method"), self.say("report-customers-note", source=source)]
        if report.imported:
            notes.append(self.say("report-imported", imported=report.imported, rows=rows))
        if report.still_out:
            now = self.moment(report.now_us)
            notes.append(self.say("report-still-out", count=report.still_out, now=now))
        feeders, units = report.feeders.dropped, report.units.dropped
        if feeders or units:
            notes.append(self.say("report-dropped", feeders=feeders, units=units))
        if not major.given:
            notes.append(self.say("report-major-impossible", days=major.history_days))
            return notes
        found = ", ".join(f"{to_datetime(int(day) * DAY_US):%Y-%m-%d}" for day in major.days)
        notes.append(
            self.say(
                "report-major",
                threshold=self.number(major.threshold_min, 2),
                days=major.history_days,
                found=found or self.say("report-major-none"),
            )
        )
        if not major.full:
            notes.append(self.say("report-major-short"))
        return notes

    def frame(self, canvas: Canvas, document: SimpleDocTemplate) -> None:
        """Draw what stands on every page: the word simulated, grid, period, page number."""
        canvas.saveState()
        canvas.setFont(FONT, 7.5)
        canvas.setFillColor(FAINT)
        left, right = MARGIN, A4[0] - MARGIN
        period = f"{self.day(self.report.from_us)} – {self.day(self.report.to_us - 1)}"
        canvas.drawString(left, 10 * mm, f"{self.report.served.grid} · {period}")
        canvas.drawRightString(right, 10 * mm, self.say("report-page", page=document.page))
        if self.report.simulated:
            text = self.say("report-simulated")
            wide = pdfmetrics.stringWidth(text, FONT, 9) + 8
            canvas.setStrokeColor(ALARM)
            canvas.rect(right - wide, A4[1] - 15 * mm, wide, 14, stroke=1, fill=0)
            canvas.setFillColor(ALARM)
            canvas.setFont(FONT, 9)
            canvas.drawString(right - wide + 4, A4[1] - 15 * mm + 4, text)
        canvas.restoreState()


def _saidi(found: Indices) -> Float64:
    return found.saidi_min


def _saifi(found: Indices) -> Float64:
    return found.saifi


def _or_zero(value: float) -> float:
    return float(value) if math.isfinite(value) else 0.0


def _round_up(peak: float) -> float:
    """Return a round number at or above ``peak`` for the top of an axis; 1 where there is nothing."""
    if peak <= 0:
        return 1.0
    power: float = 10.0 ** math.floor(math.log10(peak))
    return next(step * power for step in (1, 2, 4, 5, 8, 10) if step * power >= peak * (1 - 1e-9))


def _digits(peak: float) -> int:
    return max(0, 2 - math.floor(math.log10(peak)))

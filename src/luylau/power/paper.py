"""What all printed reports share: A4, margins, inks, and a font that is embedded.

The font is a part of Noto Sans JP (SIL Open Font License, ``fonts/OFL.txt``): Latin with all Vietnamese
letters, kana, and the kanji of JIS X 0208 level 1. A rarer kanji in a name prints as an empty box.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate, TableStyle

from luylau.kernel.messages import Language

FONT: Final = "luylau-noto"
MARGIN: Final = 18 * mm
PADDING: Final = 6.0
"""What the template's frame leaves free on each side, in points."""
WIDTH: Final = A4[0] - 2 * MARGIN
INK, FAINT, RULE = HexColor("#1a2330"), HexColor("#5b6675"), HexColor("#c8d0da")
ALARM: Final = HexColor("#a3271c")
_LEFT, _RIGHT = 2.0, 4.0
"""What a table's cell leaves free at its sides, in points."""
_LINES, _LETTERS = 12, 1_000
"""So much of a text stands in one row of a table; what is longer goes on in the next."""


@cache
def register_font() -> None:
    """Make ``FONT`` known to the PDF library; further calls do nothing."""
    file = files("luylau.power") / "fonts" / "NotoSansJP-subset.ttf"
    pdfmetrics.registerFont(TTFont(FONT, io.BytesIO(file.read_bytes())))


def printed(
    story: Sequence[Flowable],
    frame: Callable[[Canvas, SimpleDocTemplate], None],
    *,
    title: str,
    language: Language,
) -> bytes:
    """Return a document as PDF: what it consists of, on pages of which ``frame`` draws the rest. The same
    gives the same bytes."""
    written = io.BytesIO()
    document = SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=MARGIN - PADDING,
        rightMargin=MARGIN - PADDING,
        topMargin=20 * mm,
        bottomMargin=18 * mm,
        title=title,
        author="Luy Lâu",
        lang=language,
        invariant=1,
    )
    document.build(list(story), onFirstPage=frame, onLaterPages=frame)
    return written.getvalue()


def text_style(name: str, size: float, color: Color = INK, **more: object) -> ParagraphStyle:
    """Return a style of paragraphs in ``FONT``; ``size`` in points."""
    return ParagraphStyle(
        name, fontName=FONT, fontSize=size, leading=size * 1.4, textColor=color, splitLongWords=1, **more
    )


def flowing_table(
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    cell: ParagraphStyle,
    head: ParagraphStyle | None = None,
) -> Flowable:
    """Return a table of texts that wrap, and that goes on over pages; a text may be longer than a page.

    ``shares`` are the columns' shares of the page's width. With ``head`` the first row is set in
    it, and stands again on every page.
    """
    widths = [share * WIDTH for share in shares]
    body: list[Sequence[Flowable | str]] = []
    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("LEFTPADDING", (0, 0), (-1, -1), _LEFT),
        ("RIGHTPADDING", (0, 0), (-1, -1), _RIGHT),
    ]
    for number, row in enumerate(rows):
        set_in, line = (head, (0.8, INK)) if head is not None and number == 0 else (cell, (0.3, RULE))
        first = len(body)
        columns = [list(_pieces(text, set_in, width)) for text, width in zip(row, widths, strict=True)]
        body += zip_longest(*columns, fillvalue="")
        last = len(body) - 1
        style += [
            ("TOPPADDING", (0, first), (-1, first), 1.6),
            ("BOTTOMPADDING", (0, last), (-1, last), 2.4),
            ("LINEBELOW", (0, last), (-1, last), *line),
        ]
    return LongTable(body, colWidths=widths, repeatRows=0 if head is None else 1, style=TableStyle(style))


def _pieces(text: str, style: ParagraphStyle, width: float) -> Iterator[Paragraph]:
    """Return a text of a column as paragraphs of at most ``_LINES`` lines: no row of a table may be
    taller than a page."""
    for part in _portions(text):
        paragraph = Paragraph(escape(part).replace("\n", "<br/>"), style)
        height = _LINES * style.leading
        while len(cut := paragraph.split(width - _LEFT - _RIGHT, height)) == 2:
            yield cut[0]
            paragraph = cut[1]
        yield paragraph


def _portions(text: str) -> Iterator[str]:
    """Cut a text where its lines end: a paragraph is wrapped anew with each cut, which takes long for a
    long one."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and (len(lines) == _LINES or sum(map(len, lines)) + len(line) > _LETTERS):
            yield "\n".join(lines)
            lines = []
        lines.append(line)
    yield "\n".join(lines)


def draw_frame(canvas: Canvas, foot: str, page: str, marks: Sequence[str]) -> None:
    """Draw what stands on every page: a line at its foot, the page's number, and marks at its top."""
    canvas.saveState()
    canvas.setFont(FONT, 7.5)
    canvas.setFillColor(FAINT)
    left, right = MARGIN, A4[0] - MARGIN
    canvas.drawString(left, 10 * mm, foot)
    canvas.drawRightString(right, 10 * mm, page)
    for mark in marks:
        wide = pdfmetrics.stringWidth(mark, FONT, 9) + 8
        canvas.setStrokeColor(ALARM)
        canvas.rect(right - wide, A4[1] - 15 * mm, wide, 14, stroke=1, fill=0)
        canvas.setFillColor(ALARM)
        canvas.setFont(FONT, 9)
        canvas.drawString(right - wide + 4, A4[1] - 15 * mm + 4, mark)
    canvas.restoreState()

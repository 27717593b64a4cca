"""A decision note as a PDF to print: A4, in vi, en or ja."""

from typing import Final
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Circle, Drawing, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from luylau.power.paper import (
    ALARM,
    FAINT,
    FONT,
    INK,
    RULE,
    WIDTH,
    draw_frame,
    flowing_table,
    printed,
    register_font,
    text_style,
)
from luylau.siting.answer.drawing import placed
from luylau.siting.answer.note_parts import Map, Note, Rows, Words

_HIGH: Final = 105 * mm
_BLUE: Final = HexColor("#0b5fa5")


def note_pdf(note: Note) -> bytes:
    """Return the note as a PDF. The same note gives the same bytes."""
    register_font()
    wrap = "CJK" if note.language == "ja" else None
    title = text_style("title", 17, spaceAfter=2 * mm, wordWrap=wrap)
    head = text_style("head", 12, spaceBefore=5 * mm, spaceAfter=2 * mm, wordWrap=wrap, keepWithNext=1)
    text = text_style("text", 9.5, spaceAfter=1.5 * mm, wordWrap=wrap)
    alarm = text_style("alarm", 9.5, ALARM, spaceAfter=1.5 * mm, wordWrap=wrap)
    cell = text_style("cell", 8, wordWrap=wrap)
    faint = text_style("faint", 8, FAINT, wordWrap=wrap)
    story: list[Flowable] = [Paragraph(escape(note.title), title), Paragraph(escape(note.question), text)]
    for part in note.parts:
        story.append(Paragraph(escape(part.heading), head))
        for one in part.body:
            match one:
                case Words():
                    story.append(Paragraph(escape(one.text), alarm if one.alarm else text))
                case Rows():
                    story += [
                        flowing_table((one.head, *one.rows), one.shares, cell, faint),
                        Spacer(1, 3 * mm),
                    ]
                case Map():
                    story += [_drawn(one), Paragraph(escape(one.words), faint)]

    def frame(canvas: Canvas, page: SimpleDocTemplate) -> None:
        draw_frame(canvas, note.foot, note.page(page.page), [])

    return printed(story, frame, title=note.title, language=note.language)


def _drawn(of: Map) -> Drawing:
    drawing = Drawing(WIDTH, _HIGH)
    drawing.add(Rect(0, 0, WIDTH, _HIGH, fillColor=None, strokeColor=RULE))
    units, left, chosen = placed(of, WIDTH, _HIGH)
    for x, y in units:
        drawing.add(Circle(x, _HIGH - y, 1.4, fillColor=RULE, strokeColor=None))
    for x, y in left:
        drawing.add(Rect(x - 2, _HIGH - y - 2, 4, 4, fillColor=None, strokeColor=FAINT, strokeWidth=0.6))
    for number, (x, y) in enumerate(chosen, start=1):
        drawing.add(Circle(x, _HIGH - y, 2.4, fillColor=_BLUE, strokeColor=None))
        label = String(x + 3.5, _HIGH - y - 2, str(number), fontName=FONT, fontSize=6.5, fillColor=INK)
        drawing.add(label)
    return drawing

"""A decision note as one HTML page: no scripts, nothing loaded from elsewhere, fit to be printed."""

from html import escape
from typing import Final

from luylau.siting.answer.drawing import placed
from luylau.siting.answer.note_parts import Map, Note, Rows, Words

_WIDE, _HIGH = 900.0, 560.0
_STYLE: Final = """
body { font: 1rem/1.5 system-ui, 'Noto Sans', 'Noto Sans JP', sans-serif; color: #1a2330; background: #fff;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem }
h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .5rem 0 }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid #c8d0da }
svg { width: 100%; height: auto; border: 1px solid #c8d0da }
.alarm { color: #a3271c; font-weight: 600 }
.foot { color: #5b6675; font-size: .85rem; margin-top: 2rem }
@media print { body { margin: 0; max-width: none } }
"""


def note_html(note: Note) -> bytes:
    """Return the note as an HTML page. The same note gives the same bytes."""
    parts = [
        f'<!doctype html><html lang="{note.language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(note.title)}</title><style>{_STYLE}</style></head><body><main>",
        f"<h1>{escape(note.title)}</h1><p><em>{escape(note.question)}</em></p>",
    ]
    for part in note.parts:
        parts.append(f"<section><h2>{escape(part.heading)}</h2>")
        for one in part.body:
            match one:
                case Words():
                    mark = ' class="alarm"' if one.alarm else ""
                    parts.append(f"<p{mark}>{escape(one.text)}</p>")
                case Rows():
                    parts.append(_table(one))
                case Map():
                    parts.append(_map(one))
        parts.append("</section>")
    parts.append(f'<p class="foot">{escape(note.foot)}</p></main></body></html>')
    return "".join(parts).encode()


def _table(rows: Rows) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in rows.head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _map(of: Map) -> str:
    units, left, chosen = placed(of, _WIDE, _HIGH)
    drawn = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#c8d0da"/>' for x, y in units]
    drawn += [
        f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="none" stroke="#5b6675"/>'
        for x, y in left
    ]
    for number, (x, y) in enumerate(chosen, start=1):
        drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#0b5fa5"/>')
        drawn.append(f'<text x="{x + 7:.1f}" y="{y + 4:.1f}" font-size="12" fill="#1a2330">{number}</text>')
    label = escape(of.words, quote=True)
    return (
        f'<svg viewBox="0 0 {_WIDE:.0f} {_HIGH:.0f}" role="img" aria-label="{label}">{"".join(drawn)}</svg>'
        f"<p>{label}</p>"
    )

"""On which line of a TOML file each ``[[name]]`` table begins, so that a fault can point at it.

The standard library's reader keeps no line numbers. ``table_lines`` walks over the text as TOML's grammar
does, as far as needed to tell a header from the same letters inside a string, a comment or an array.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_HEADER = re.compile(r"""[ \t]*\[\[[ \t]*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_.-]+))[ \t]*\]\]""")
_QUOTES = ('"""', "'''", '"', "'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines of a file: of a table's header, and of the tables' within it by their name; 0 for unknown."""

    head: int = 0
    parts: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def of(self, table: str, number: int) -> int:
        """Return the line of a table within, else that of the header."""
        known = self.parts.get(table, ())
        return known[number] if number < len(known) else self.head


def nested_lines(
    text: str, name: str, parts: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> list[Lines]:
    """Return where each ``[[name]]`` of a document stands, with its ``[[name.part]]``; ``rows`` is what they
    hold. 0 for inline arrays, which have no headers."""
    heads = table_lines(text, name)
    if len(heads) != len(rows):
        return [Lines()] * len(rows)
    found: list[dict[str, list[int]]] = [{} for _ in rows]
    for part in parts:
        given = [row.get(part, []) for row in rows]
        counts = [len(one) if isinstance(one, list) else 0 for one in given]
        lines = table_lines(text, f"{name}.{part}")
        if len(lines) != sum(counts):
            continue
        begin = 0
        for number, count in enumerate(counts):
            found[number][part] = lines[begin : begin + count]
            begin += count
    return [Lines(head=head, parts=of_it) for head, of_it in zip(heads, found, strict=True)]


def table_lines(text: str, name: str) -> list[int]:
    """Return the line (from 1) of each ``[[name]]`` header of a TOML document that can be read.

    A dotted name ("playbook.step") is found where it is written without blanks and quotation marks.
    """
    found: list[int] = []
    at, line, depth = 0, 1, 0
    fresh = True
    while at < len(text):
        if fresh and depth == 0 and (header := _HEADER.match(text, at)):
            if next(part for part in header.groups() if part is not None) == name:
                found.append(line)
            at = header.end()
        fresh = False
        quote = next((mark for mark in _QUOTES if text.startswith(mark, at)), "")
        if quote:
            end = _string_end(text, at + len(quote), quote)
            line += text.count("\n", at, end)
            at = end
            continue
        letter = text[at : at + 1]
        if letter == "#":
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
            continue
        if letter == "\n":
            line, fresh = line + 1, True
        elif letter in ("[", "{"):
            depth += 1
        elif letter in ("]", "}"):
            depth -= 1
        at += 1
    return found


def _string_end(text: str, at: int, quote: str) -> int:
    escapes = quote[0] == '"'
    while at < len(text):
        if escapes and text[at] == "\\":
            at += 2
        elif text.startswith(quote, at):
            at += len(quote)
            # Up to two quotation marks may stand right before the closing three.
            while len(quote) == 3 and text.startswith(quote[0], at):
                at += 1
            return at
        else:
            at += 1
    return at

"""On which line of a TOML file each ``[[name]]`` table begins, so that a fault can point at it.

The standard library's reader keeps no line numbers. This walks over the text as TOML's grammar does, as far
as needed to tell a header from the same letters inside a string, a comment or an array.
"""

import re

_HEADER = re.compile(r"""[ \t]*\[\[[ \t]*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))[ \t]*\]\]""")
_QUOTES = ('"""', "'''", '"', "'")


def table_lines(text: str, name: str) -> list[int]:
    """Return the line (from 1) of each ``[[name]]`` header of a TOML document that can be read."""
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

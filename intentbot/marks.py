r"""Entity marks in a sentence, as Rasa writes them: ``when will [84512](order_number) arrive``.

A backslash takes the meaning from a bracket: ``\[``. Brackets that no ``(name)`` follows are plain text.
"""

from __future__ import annotations

import re

from intentbot.errors import SentenceError
from intentbot.intents import EntityMark, Example
from intentbot.places import Place

_PIECE = re.compile(r"\\([\\\[\](){}])|\[((?:\\.|[^\[\]\\])*)\]\(([^()]*)\)")
_ESCAPED = re.compile(r"\\([\\\[\](){}])")
_SPECIAL = re.compile(r"([\\\[\]])")
_NOWHERE = Place()
_NAME = re.compile(r"[A-Za-z_]\w*")


def read_example(written: str, place: Place = _NOWHERE) -> Example:
    """Return the example an editor wrote, its marks taken out of the text.

    Raises
    ------
    SentenceError
        When a mark has no words or its name is no entity name.
    """
    if "[" not in written and "\\" not in written:
        return Example(written, (), place)
    text, end = "", 0
    marks: list[EntityMark] = []
    for piece in _PIECE.finditer(written):
        text += written[end : piece.start()]
        end = piece.end()
        if piece[1] is not None:
            text += piece[1]
            continue
        words, entity = _ESCAPED.sub(r"\1", piece[2]), piece[3]
        _check_mark(piece[0], words, entity, piece.start() + 1)
        marks.append(EntityMark(len(text), len(text) + len(words), entity))
        text += words
    return Example(text + written[end:], tuple(marks), place)


def write_example(example: Example) -> str:
    """Return how an editor writes the example: `read_example` of it gives the same example."""
    written, end = "", 0
    for mark in example.marks:
        words = _escape(example.text[mark.start : mark.end])
        written += f"{_escape(example.text[end : mark.start])}[{words}]({mark.entity})"
        end = mark.end
    return written + _escape(example.text[end:])


def _check_mark(piece: str, words: str, entity: str, column: int) -> None:
    if not words.strip():
        raise SentenceError(f'"{piece}" marks no words.', "Write the words between the brackets.", column=column)
    if not _NAME.fullmatch(entity):
        what = f'"{entity}" in "{piece}" is no entity name.'
        fix = r"Write [words](entity_name); if it is plain text, write \[ for the bracket."
        raise SentenceError(what, fix, column=column)


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)

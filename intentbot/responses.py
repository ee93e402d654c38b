"""The answers of an intent: reading their ``{names}``, filling them, and choosing one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from intentbot.errors import SentenceError
from intentbot.intents import Button, Response
from intentbot.predictions import Message

_PIECE = re.compile(r"(?P<literal>[^{}]+)|(?P<brace>\{\{|\}\})|\{(?P<name>[^\W\d][\w-]*)\}|(?P<broken>[{}])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a response's text: words to say, or the name of an entity to fill in.

    Attributes
    ----------
    text : str
        The words, or the name without its braces.
    is_name : bool
    column : int
        Where the piece begins in the text, counted from 1.
    """

    text: str
    is_name: bool
    column: int


def parse_text(text: str) -> list[Piece]:
    """Return the pieces of a response's text, in order.

    ``{name}`` is a name: a letter or underscore, then letters, digits, ``_`` and ``-``.
    ``{{`` and ``}}`` stand for one brace each.

    Raises
    ------
    SentenceError
        For a brace that neither names an entity nor is doubled; `column` says where it stands.
    """
    pieces = []
    for match in _PIECE.finditer(text):
        column = match.start() + 1
        if match["broken"]:
            raise _syntax_error(text, column)
        if match["name"]:
            pieces.append(Piece(match["name"], True, column))
        else:
            pieces.append(Piece(match["literal"] or match["brace"][0], False, column))
    return pieces


@lru_cache(maxsize=4096)
def names_in(text: str) -> tuple[str, ...]:
    """Return the names a response's text needs, each once, in the order of first use.

    Raises
    ------
    SentenceError
        As `parse_text`.
    """
    return tuple(dict.fromkeys(piece.text for piece in parse_text(text) if piece.is_name))


def names_of(response: Response) -> tuple[str, ...]:
    """Return the names that a response needs in its text, buttons and image, each once.

    Raises
    ------
    SentenceError
        As `parse_text`.
    """
    buttons = (part for button in response.buttons for part in (button.title, button.message))
    parts = (response.text, *buttons, response.image)
    return tuple(dict.fromkeys(name for part in parts for name in names_in(part)))


def fill(text: str, values: Mapping[str, str]) -> str | None:
    """Return `text` with every ``{name}`` replaced by its value; None where a name has no value.

    One pass: braces inside a value are said as they are. Values are plain text in every place, an address
    too; whoever shows them escapes them as HTML or as a URL needs.

    Raises
    ------
    SentenceError
        As `parse_text`.
    """
    if "{" not in text and "}" not in text:
        return text
    pieces = parse_text(text)
    if any(piece.is_name and piece.text not in values for piece in pieces):
        return None
    return "".join(values[piece.text] if piece.is_name else piece.text for piece in pieces)


def choose(
    responses: Sequence[Response],
    values: Mapping[str, str],
    *,
    channel: str | None,
    language: str | None,
    turn_seed: int,
) -> Message | None:
    """Return one response, filled; None where none can be used.

    A response can be used when all its conditions hold and all its names have a value. The most specific
    are preferred: first those with the most conditions, then those that use a value over those that use none.
    Among equals the seed decides, so that seeds that follow each other go through all of them in turn.

    Parameters
    ----------
    responses : sequence of Response
    values : mapping of str to str
        What is known: the value of each entity.
    channel, language : str or None
        What ``when`` is compared with, upper and lower case alike; None where unknown, and then no condition
        on it holds.
    turn_seed : int
        Such as the number of the turn.

    Raises
    ------
    SentenceError
        As `parse_text`; responses that validate have none.
    """
    facts = {"channel": channel, "language": language}
    usable: dict[tuple[int, bool], list[Response]] = {}
    for response in responses:
        names = names_of(response)
        if _holds(response, facts) and all(name in values for name in names):
            usable.setdefault((len(response.when), bool(names)), []).append(response)
    if not usable:
        return None
    most_specific = usable[max(usable)]
    return _filled(most_specific[turn_seed % len(most_specific)], values)


def _holds(response: Response, facts: Mapping[str, str | None]) -> bool:
    return all(_is_same(facts.get(key), wanted) for key, wanted in response.when)


def _is_same(fact: str | None, wanted: str) -> bool:
    return fact is not None and fact.casefold() == wanted.casefold()


def _filled(response: Response, values: Mapping[str, str]) -> Message:
    # The names were seen to have values, so `fill` returns text for each part.
    return Message(
        text=fill(response.text, values) or "",
        buttons=tuple(
            Button(fill(button.title, values) or "", fill(button.message, values) or "") for button in response.buttons
        ),
        image=fill(response.image, values) or "",
    )


def _syntax_error(text: str, column: int) -> SentenceError:
    if text[column - 1] == "}":
        return SentenceError("the response has a } without its {.", "Write }} to say a brace.", column=column)
    end = text.find("}", column)
    if end < 0:
        return SentenceError(
            "the response has a { without its }.", "Add the }, or write {{ to say a brace.", column=column
        )
    what = f"the response has {text[column - 1 : end + 1]}, which is not a name in braces."
    fix = "Write letters, digits and _ between the braces, or {{ and }} to say braces."
    return SentenceError(what, fix, column=column)

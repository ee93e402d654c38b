"""The answers of an intent: reading their ``{names}``, filling them, and choosing one."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from intentbot.answers import ANY, Button, Condition, Link, Response
from intentbot.errors import SentenceError
from intentbot.places import Place
from intentbot.predictions import Message

_PIECE = re.compile(r"(?P<literal>[^{}]+)|(?P<brace>\{\{|\}\})|\{(?P<name>[^\W\d][\w-]*)\}|(?P<broken>[{}])")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


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


@lru_cache(maxsize=4096)
def parse_text(text: str) -> tuple[Piece, ...]:
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
    return tuple(pieces)


@lru_cache(maxsize=4096)
def names_in(text: str) -> tuple[str, ...]:
    """Return the names a response's text needs, each once, in the order of first use.

    Raises
    ------
    SentenceError
        As `parse_text`.
    """
    return tuple(dict.fromkeys(piece.text for piece in parse_text(text) if piece.is_name))


@lru_cache(maxsize=4096)
def names_of(response: Response) -> tuple[str, ...]:
    """Return the names that a response needs in its text, buttons, links, image and custom part, each once.

    Raises
    ------
    SentenceError
        As `parse_text`.
    """
    return tuple(dict.fromkeys(name for part in parts_of(response) for name in names_in(part)))


def parts_of(response: Response) -> Iterator[str]:
    """Yield every text of a response in which names may stand, the answer itself first."""
    yield response.text
    for button in response.buttons:
        yield from (button.title, button.message)
    for link in response.links:
        yield from (link.title, link.url)
    yield response.image
    if response.custom:
        yield from _texts_in(json.loads(response.custom))


def fill(text: str, values: Mapping[str, str], spoken: Callable[[str], str] | None = None) -> str | None:
    """Return `text` with every ``{name}`` replaced by its value; None where a name has no value.

    One pass: braces inside a value are said as they are. Values are plain text in every place, an address
    too; whoever shows them escapes them as HTML or as a URL needs.

    Parameters
    ----------
    text : str
    values : mapping of str to str
    spoken : callable, optional
        Returns how the value of a name is said in the language of the answer. Within an address the value itself is
        kept.

    Raises
    ------
    SentenceError
        As `parse_text`.
    """
    if "{" not in text and "}" not in text:
        return text
    filled = ""
    for piece in parse_text(text):
        if not piece.is_name:
            filled += piece.text
        elif piece.text not in values:
            return None
        elif spoken is None or _ends_in_address(filled):
            filled += values[piece.text]
        else:
            filled += spoken(piece.text)
    return filled


def _ends_in_address(text: str) -> bool:
    last = text[-1:].strip() and text.rsplit(None, 1)[-1]
    return "://" in last or last.startswith(("mailto:", "tel:"))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when a response is chosen and filled.

    Attributes
    ----------
    values : mapping of str to str
        What names in responses stand for: slots, entities of the message, results of an action.
    spoken : callable or None
        Returns how the value of a name is said in the language of the answer; None where it is said as it is.
    channel, language : str or None
        None where unknown: then no condition on it holds.
    entities, slots, results : mapping of str to str
        What conditions on each look at.
    contexts : collection of str
        The names of those that are open.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    spoken: Callable[[str], str] | None = None
    channel: str | None = None
    language: str | None = None
    entities: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, str] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    contexts: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A response that was chosen: its bubbles, and by which number it is remembered as just said."""

    messages: tuple[Message, ...]
    number: int


def choose(responses: Sequence[Response], facts: Facts, *, turn_seed: int, said: Sequence[int] = ()) -> Chosen | None:
    """Return one response, filled; None where none can be used.

    A response can be used when all its conditions hold and all its names have a value. The most specific
    are preferred: first those with the most conditions, then those that use a value over those that use none.
    Among equals the seed decides, so that seeds that follow each other go through all of them in turn; one that was
    just said waits until the others were.

    Parameters
    ----------
    responses : sequence of Response
    facts : Facts
    turn_seed : int
        Such as the number of the turn.
    said : sequence of int
        `Chosen.number` of what was said last, the latest last.

    Raises
    ------
    SentenceError
        As `parse_text`; responses that validate have none.
    """
    usable: dict[tuple[int, bool], list[Response]] = {}
    for response in responses:
        names = names_of(response)
        if holds(response.when, facts) and all(name in facts.values for name in names):
            usable.setdefault((len(response.when), bool(names)), []).append(response)
    if not usable:
        return None
    best = max(usable)
    equals = usable[best]
    first = turn_seed % len(equals)
    in_turn = [(number_of(response), response) for response in equals[first:] + equals[:first]]
    latest = {number: place for place, number in enumerate(said)}
    number, response = min(in_turn, key=lambda one: latest.get(one[0], -1))
    _, has_names = best
    return Chosen(_filled(response, facts) if has_names else _plain(response, response.place), number)


def number_of(response: Response) -> int:
    """Return the number by which a response is remembered as said: equal for equal texts."""
    return zlib.crc32(response.text.encode("utf-8", "replace"))


def holds(conditions: Iterable[Condition], facts: Facts) -> bool:
    """Whether all conditions hold."""
    return all(_is_met(condition, facts) != condition.is_negated for condition in conditions)


def _is_met(condition: Condition, facts: Facts) -> bool:
    match condition.kind:
        case "channel":
            value = facts.channel
        case "language":
            value = facts.language
        case "entity":
            value = facts.entities.get(condition.name)
        case "slot":
            value = facts.slots.get(condition.name)
        case "result":
            value = facts.results.get(condition.name)
        case _:
            value = condition.name if condition.name in facts.contexts else None
    return value is not None and any(wanted == ANY or is_same(value, wanted) for wanted in condition.values)


def is_same(value: str, wanted: str) -> bool:
    """Whether two values are the same, upper and lower case alike."""
    return value == wanted or value.casefold() == wanted.casefold()


@lru_cache(maxsize=4096)
def _plain(response: Response, place: Place) -> tuple[Message, ...]:
    """Return a response without names as it is always said. The place is named, as equal responses differ in it."""
    return _filled(response, Facts())


def _filled(response: Response, facts: Facts) -> tuple[Message, ...]:
    # The names were seen to have values, so `fill` returns text for each part.
    def said(text: str) -> str:
        return fill(text, facts.values, facts.spoken) or ""

    def plain(text: str) -> str:
        return fill(text, facts.values) or ""

    # The editor's blank lines part messages, those of a customer's own words do not.
    *before, last = map(said, _BLANK_LINE.split(response.text))
    whole = Message(
        text=last,
        buttons=tuple(Button(said(button.title), plain(button.message)) for button in response.buttons),
        links=tuple(Link(said(link.title), plain(link.url)) for link in response.links),
        image=plain(response.image),
        custom=_filled_in(json.loads(response.custom), plain) if response.custom else {},
        place=response.place,
    )
    return (*(Message(text, place=response.place) for text in before), whole)


def _filled_in(value: Any, plain: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [_filled_in(item, plain) for item in value]
    return {key: _filled_in(item, plain) for key, item in value.items()} if isinstance(value, dict) else value


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(item)


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

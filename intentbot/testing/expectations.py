"""Compares what a turn of a dialogue expects with what the bot said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from intentbot.dialogues import ANYTHING, NONE, Turn
from intentbot.predictions import Reply
from intentbot.responses import is_same

# Formatted numbers and right-to-left texts have marks in them that nobody sees or types.
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something that does not hold after a turn.

    Attributes
    ----------
    kind : {"bot", "intent", "slot", "context", "buttons", "decided_by", "language", "handover"}
    expected, got : str
        Ready to be read; for ``bot``, the texts as they are compared. Empty for a slot that is not known, and for no
        contexts or buttons.
    name : str
        Which slot; empty otherwise.
    n_alternatives : int
        How many other texts would have done, of which `expected` is the nearest.
    """

    kind: str
    expected: str
    got: str
    name: str = ""
    n_alternatives: int = 0


def compare(turn: Turn, reply: Reply) -> tuple[Mismatch, ...]:
    """Return all that a turn expects and that does not hold, in the order in which it is written."""
    return tuple(_mismatches(turn, reply))


def _mismatches(turn: Turn, reply: Reply) -> Iterator[Mismatch]:
    if turn.bot:
        yield from _compare_said(turn, reply)
    if turn.intent is not None and turn.intent != (reply.intent or NONE):
        yield Mismatch("intent", turn.intent, reply.intent or NONE)
    for slot, value in turn.slots.items():
        got = reply.slots.get(slot)
        if not _is_value(value, got):
            yield Mismatch("slot", value, got or "", slot)
    if turn.context is not None and set(turn.context) != set(reply.context):
        yield Mismatch("context", ", ".join(sorted(turn.context)), ", ".join(sorted(reply.context)))
    if turn.buttons is not None:
        titles = [button.title for message in reply.messages for button in message.buttons]
        if [comparable(title) for title in turn.buttons] != [comparable(title) for title in titles]:
            yield Mismatch("buttons", _bracketed(turn.buttons), _bracketed(titles))
    if turn.decided_by and turn.decided_by != reply.decided_by:
        yield Mismatch("decided_by", turn.decided_by, reply.decided_by)
    if turn.language and turn.language != reply.language:
        yield Mismatch("language", turn.language, reply.language)
    reason = reply.handover.reason if reply.handover else NONE
    if turn.handover is not None and turn.handover != reason and (turn.handover != ANYTHING or reason == NONE):
        yield Mismatch("handover", turn.handover, reason)


def _compare_said(turn: Turn, reply: Reply) -> Iterator[Mismatch]:
    said = comparable(reply.text)
    texts = [comparable(text) for text in turn.bot]
    if any(matches(text, said) for text in texts):
        return
    nearest = max(texts, key=lambda text: fuzz.ratio(text, said))
    yield Mismatch("bot", nearest, said, n_alternatives=len(texts) - 1)


def comparable(text: str) -> str:
    """Return a text as it is compared: without marks that nobody sees, and with one space for any number of them."""
    return " ".join(_UNSEEN.sub("", text).split())


def matches(pattern: str, text: str) -> bool:
    """Return whether a text is the pattern, in which ``*`` stands for anything, also for nothing.

    Each part between two stars is looked for from where the one before it ended, so it takes no longer than reading
    the text once for each part.
    """
    first, *parts = pattern.split(ANYTHING)
    if not parts:
        return pattern == text
    last = parts.pop()
    if not text.startswith(first) or not text[len(first) :].endswith(last):
        return False
    start, end = len(first), len(text) - len(last)
    for part in parts:
        found = text.find(part, start, end)
        if found < 0:
            return False
        start = found + len(part)
    return start <= end


def _is_value(wanted: str, got: str | None) -> bool:
    if not wanted:
        return not got
    return got is not None and (wanted == ANYTHING or is_same(comparable(got), comparable(wanted)))


def _bracketed(titles: list[str] | tuple[str, ...]) -> str:
    return " ".join(f"[{title}]" for title in titles)

"""A played dialogue as it is read: who said what, and under each turn what is not as expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from intentbot.cli.console import Style, paint
from intentbot.dialogues import ANYTHING, NONE
from intentbot.predictions import Message
from intentbot.renderings.summary import visible
from intentbot.testing.expectations import Mismatch
from intentbot.testing.rehearsal import PlayedDialogue, PlayedTurn
from intentbot.testing.word_diff import Words, word_diff

Painter: TypeAlias = Callable[[str, Style], str]
"""Gives a text a style, or leaves it as it is."""

_KINDS = {"decided_by": "decided by", "handover": "hand-over"}


def transcript(played: PlayedDialogue, *, painter: Painter = paint, is_whole: bool = False) -> str:
    """Return a dialogue as text, each turn with what is not as expected under it.

    Without colours, words that differ stand in brackets.

    Parameters
    ----------
    played : PlayedDialogue
    painter : callable
        By default one that colours what goes to a terminal.
    is_whole : bool
        Whether turns after the last mismatch are told too.
    """
    last = max((i for i, turn in enumerate(played.turns) if turn.mismatches), default=len(played.turns) - 1)
    shown = played.turns if is_whole else played.turns[: last + 1]
    return "\n".join(line for turn in shown for line in _turn(turn, painter))


def plain(text: str, style: Style) -> str:
    """Return the text without a style."""
    return text


def _turn(played: PlayedTurn, painter: Painter) -> Iterator[str]:
    user = visible(played.turn.user).strip() or painter("(nothing)", "dim")
    yield f"    {painter('user', 'dim')}  {user}"
    for message in played.reply.messages:
        yield from _message(message, painter)
    if played.mismatches:
        place = f"{painter(f'{played.turn.place}:', 'bold')} " if played.turn.place.path else ""
        yield f"      {place}{painter('not as expected', 'red')}"
    for mismatch in played.mismatches:
        for line in _told(mismatch, played, painter):
            yield f"        {line}"
    for action in played.missing if played.mismatches else ():
        yield f'        the action "{action}" failed, as the dialogue gives nothing for it under actions:'


def _message(message: Message, painter: Painter) -> Iterator[str]:
    lines = [visible(line).strip() for line in message.text.splitlines() if line.strip()] or [""]
    extras = [f"[{visible(button.title)}]" for button in message.buttons]
    extras += [f"<{visible(link.url)}>" for link in message.links]
    extras += [f"<{visible(message.image)}>"] if message.image else []
    last = len(lines) - 1
    for i, line in enumerate(lines):
        speaker = painter("bot ", "dim") if i == 0 else "    "
        tail = "".join(f"  {painter(extra, 'cyan')}" for extra in extras) if i == last else ""
        yield f"    {speaker}  {line}{tail}".rstrip()


def _told(mismatch: Mismatch, played: PlayedTurn, painter: Painter) -> Iterator[str]:
    if mismatch.kind == "bot":
        expected, said = word_diff(visible(mismatch.expected), visible(mismatch.got))
        yield f"expected  {_marked(expected, 'green', painter)}"
        yield f"said      {_marked(said, 'red', painter)}"
        if mismatch.n_alternatives:
            others = "another text" if mismatch.n_alternatives == 1 else f"{mismatch.n_alternatives} other texts"
            yield f"          {painter(f'({others} would do; this is the nearest)', 'dim')}"
        return
    kind = _KINDS.get(mismatch.kind, mismatch.kind)
    noun = f"slot {mismatch.name}" if mismatch.name else kind
    wanted = _worded(mismatch.expected, noun, is_wanted=True)
    got = _worded(mismatch.got, noun, is_wanted=False) + (_why(played) if mismatch.kind == "intent" else "")
    yield f"expected  {painter(wanted, 'green')}, got {painter(got, 'red')}"


def _worded(value: str, noun: str, *, is_wanted: bool) -> str:
    """Return a value in words, with what it is of where it is the expected one."""
    if noun.startswith("slot "):
        shown = "not known" if not value else "any value" if value == ANYTHING else f'"{visible(value)}"'
        return f"{noun} {shown}" if is_wanted else shown
    if value in ("", NONE):
        plural = {"context": "no open context"}.get(noun, f"no {noun}")
        return plural if is_wanted else "none"
    shown = "any" if value == ANYTHING else visible(value)
    return f"{noun} {shown}" if is_wanted else shown


def _why(played: PlayedTurn) -> str:
    reply = played.reply
    nearest = f", nearest {reply.ranking[0].intent}" if reply.intent is None and reply.ranking else ""
    return f" (decided by {reply.decided_by}, confidence {reply.confidence:.2f}{nearest})"


def _marked(pieces: Iterable[Words], style: Style, painter: Painter) -> str:
    found = list(pieces)
    # Where everything differs, brackets around everything tell nothing.
    is_marked = len(found) > 1 and painter("x", style) == "x"
    return "".join(
        f"[{text}]" if differs and is_marked else painter(text, style) if differs else text for text, differs in found
    )

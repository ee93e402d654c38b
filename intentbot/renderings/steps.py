"""Advice in words: a section for each kind, each entry with its sentences, for every rendering alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from intentbot.advice import Advice, Cited, Lonely, Merge, Split, Suspect, Twins
from intentbot.growth import Gain, Growth
from intentbot.renderings.summary import counted, percent

_MOST_ODDS = 1_000
_N_OF_GROUP = 3


@dataclass(frozen=True, slots=True)
class Name:
    """The name of an intent within words."""

    intent: str


Words = tuple["str | Name", ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: in words, and the sentences it is about."""

    words: Words
    examples: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Things to do of one kind, the most urgent first; `hint` says how."""

    title: str
    hint: str
    steps: tuple[Step, ...]


def sections(advice: Advice | None) -> tuple[Section, ...]:
    """Return the advice by kind, without the kinds of which there is none."""
    if advice is None:
        return ()
    every = (
        Section(
            "In the wrong intent?",
            "To a bot that has not seen them, these examples look like another intent. Read each: move it, word it "
            "more clearly, or leave it where it is right.",
            tuple(map(_suspect, advice.suspects)),
        ),
        Section(
            "The same words in two intents",
            "One sentence cannot mean two things. Keep it where it belongs, or make the difference clear.",
            tuple(map(_twins, advice.twins)),
        ),
        Section(
            "Write more like these",
            "These examples were not understood, and no other example of their intent is worded like them. Write two "
            "or three more in the same vein; where one belongs elsewhere, move it.",
            tuple(_lonely(advice.lonely)),
        ),
        Section(
            "One intent instead of two?",
            "These are mixed up both ways, far beyond chance. If their answers can be the same, make them one.",
            tuple(map(_merge, advice.merges)),
        ),
        Section(
            "Two intents instead of one?",
            "The examples fall into two groups. If customers want two different things, make two intents.",
            tuple(map(_split, advice.splits)),
        ),
    )
    return tuple(section for section in every if section.steps)


def foretold(growth: Growth) -> str:
    """Return in one sentence what more examples are worth."""
    gain = growth.gain
    what = f"{growth.n_more} more examples in every intent"
    if gain.likely < 0.005:
        return f"{what} are worth less than half a point: better sort out the mix-ups than write more of the same."
    return f"{what} are worth about {points(gain)}."


def points(gain: float | Gain) -> str:
    """Return a gain, with its range where it has one: ``4 points (2 to 6)``; with one decimal where it is small."""
    if not isinstance(gain, Gain):
        return f"{100 * gain:.{_digits(gain)}f} points"
    low, high = (f"{100 * share:.{_digits(gain.likely)}f}" for share in (gain.low, gain.high))
    return f"{points(gain.likely)} ({low} to {high})"


def _digits(gain: float) -> int:
    return 1 if gain < 0.0295 else 0


def _suspect(found: Suspect) -> Step:
    odds = f"over {_MOST_ODDS:,}" if found.odds > _MOST_ODDS else f"{found.odds:.0f}"
    words = ("in ", Name(found.example.intent), ", looks like ", Name(found.looks_like), f" ({odds} times likelier)")
    return Step(words, (found.example,))


def _twins(found: Twins) -> Step:
    alike = "the same" if found.similarity == 1 else f"{found.similarity:.0%} alike"
    return Step(
        (Name(found.first.intent), " and ", Name(found.second.intent), f": {alike}"), (found.first, found.second)
    )


def _lonely(found: Sequence[Lonely]) -> Iterator[Step]:
    for intent, group in groupby(found, key=lambda lonely: lonely.example.intent):
        yield Step((Name(intent),), tuple(lonely.example for lonely in group))


def _merge(found: Merge) -> Step:
    gain = f"{100 * found.gain:.1f}"
    mixed = f": {found.n_mixed} of {counted(found.n_rows, 'sentence')} mixed up; as one, about {gain} points more right"
    return Step((Name(found.first), " and ", Name(found.second), mixed))


def _split(found: Split) -> Step:
    sizes = f": {len(found.first)} and {len(found.second)} examples; found again {percent(found.strength)} of the time"
    return Step((Name(found.intent), sizes), (*found.first[:_N_OF_GROUP], *found.second[:_N_OF_GROUP]))

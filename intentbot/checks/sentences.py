"""Examples that stand twice, or nearly the same in two intents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from intentbot.errors import Problem
from intentbot.fuzzy import near_duplicates
from intentbot.intents import Example, Intent, IntentSet
from intentbot.places import Place
from intentbot.text import comparison_key

_FIX = "Keep it where it belongs; a sentence can mean only one thing."


@dataclass(frozen=True, slots=True)
class _Sentence:
    intent: Intent
    example: Example


def check_sentences(intents: IntentSet, *, is_curated: bool) -> Iterator[Problem]:
    """Yield examples that stand twice in an intent, in two intents, or nearly the same in two intents."""
    first: dict[str, _Sentence] = {}
    severity: Literal["error", "warning"] = "error" if is_curated else "warning"
    for intent in intents:
        for example in intent.examples:
            one = _Sentence(intent, example)
            earlier = first.setdefault(comparison_key(example.text), one)
            if earlier is one:
                continue
            if earlier.intent is intent:
                what = f'the example "{example.text}" stands here and on line {earlier.example.place.line}.'
                yield _problem(example.place, what, "Delete one of them.", "duplicate-example", "warning")
            elif _share_language(earlier, one, intents) and _may_both_answer(earlier, one):
                what = f'the example "{example.text}" of "{intent.name}" is also one of "{earlier.intent.name}"'
                yield _problem(example.place, f"{what} ({earlier.example.place}).", _FIX, "example-conflict", severity)
    yield from _check_near(list(first.values()), intents)


def _check_near(sentences: list[_Sentence], intents: IntentSet) -> Iterator[Problem]:
    names = [one.intent.name for one in sentences]
    for pair in near_duplicates([one.example.text for one in sentences], names):
        earlier, later = sentences[pair.first], sentences[pair.second]
        if not (_share_language(earlier, later, intents) and _may_both_answer(earlier, later)):
            continue
        what = (
            f'the example "{later.example.text}" of "{later.intent.name}" is almost '
            f'"{earlier.example.text}" of "{earlier.intent.name}" ({earlier.example.place}).'
        )
        fix = "Make the difference clear, or keep only one of them."
        yield _problem(later.example.place, what, fix, "near-duplicate", "warning")


def _share_language(one: _Sentence, other: _Sentence, intents: IntentSet) -> bool:
    usual = intents.bot.language
    return (one.example.language or usual) == (other.example.language or usual)


def _may_both_answer(one: _Sentence, other: _Sentence) -> bool:
    """Whether the same sentence could mean both: not where different contexts tell which is meant."""
    return one.intent.context == other.intent.context


def _problem(place: Place, what: str, fix: str, code: str, severity: Literal["error", "warning"]) -> Problem:
    return Problem(place.path, place.line, place.column, what, fix, code, severity)

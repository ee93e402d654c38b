"""All checks of a set of intents."""

from __future__ import annotations

from collections.abc import Iterator

from intentbot.checks.answers import check_answers, check_conditions, check_languages
from intentbot.checks.conversation import check_conversation
from intentbot.checks.dialogues import check_dialogues
from intentbot.checks.names import check_names
from intentbot.checks.patterns import check_patterns
from intentbot.checks.sentences import check_sentences
from intentbot.checks.synonyms import check_synonyms
from intentbot.checks.templates import check_templates
from intentbot.checks.tests import check_tests
from intentbot.errors import Problem
from intentbot.intents import OUT_OF_SCOPE, Intent, IntentSet
from intentbot.text import comparison_key

_FEW_EXAMPLES = 5
_REPORT_KEYS = ("accuracy", "macro avg", "weighted avg", "intentbot")


def check_set(intents: IntentSet, path: str, *, is_curated: bool) -> Iterator[Problem]:
    """Yield every problem of a set of intents.

    Parameters
    ----------
    intents : IntentSet
    path : str
        Named where the whole set is meant.
    is_curated : bool
        Whether an editor writes these files (YAML). Tables and foreign files come from elsewhere: there, the same
        sentence in two intents is a warning, not an error.
    """
    yield from _check_count(intents, path)
    yield from _check_names(intents)
    yield from _check_titles(intents)
    yield from _check_examples(intents)
    yield from check_sentences(intents, is_curated=is_curated)
    yield from check_tests(intents)
    yield from check_patterns(intents)
    yield from check_templates(intents)
    yield from check_names(intents)
    yield from check_synonyms(intents)
    yield from check_answers(intents, is_curated=is_curated)
    yield from check_conditions(intents)
    yield from check_languages(intents)
    yield from check_conversation(intents)
    yield from check_dialogues(intents, intents.dialogues)


def _check_count(intents: IntentSet, path: str) -> Iterator[Problem]:
    found = intents.in_scope
    if not found:
        yield Problem(path, 0, 0, "there are no intents.", "Write at least two under intents:.", "no-intents")
    elif len(found) == 1:
        place = found[0].place
        what = f'"{found[0].name}" is the only intent, so there is nothing to tell apart.'
        yield Problem(place.path, place.line, place.column, what, "Write at least one more.", "one-intent")


def _check_names(intents: IntentSet) -> Iterator[Problem]:
    for intent in intents:
        if intent.name in _REPORT_KEYS:
            what = f'"{intent.name}" cannot be the name of an intent: reports use it for a figure of their own.'
            place = intent.place
            yield Problem(place.path, place.line, place.column, what, "Choose another name.", "intent-name")


def _check_titles(intents: IntentSet) -> Iterator[Problem]:
    first: dict[tuple[str, str], Intent] = {}
    for intent in intents.in_scope:
        language = intent.language or intents.bot.language
        other = first.setdefault((language, comparison_key(intent.shown_title)), intent)
        if other is not intent:
            place = intent.place
            what = f'"{intent.name}" has the title "{intent.shown_title}", as has "{other.name}" at {other.place}.'
            fix = 'Give it another: "Did you mean A or B?" shows titles.'
            yield Problem(place.path, place.line, place.column, what, fix, "duplicate-title", "warning")


def _check_examples(intents: IntentSet) -> Iterator[Problem]:
    for intent in intents:
        place, count = intent.place, len(intent.examples)
        if intent.templates or count >= _FEW_EXAMPLES or (intent.name == OUT_OF_SCOPE and intent.tests and not count):
            continue
        if not count:
            what = f'intent "{intent.name}" has no examples and no templates.'
            fix = "Write at least 10 sentences as customers would under examples:."
            yield Problem(place.path, place.line, place.column, what, fix, "no-examples")
        else:
            sentences = "example" if count == 1 else "examples"
            what = f'intent "{intent.name}" has only {count} {sentences}.'
            fix = f"Write at least {_FEW_EXAMPLES}, better 10 to 20."
            yield Problem(place.path, place.line, place.column, what, fix, "few-examples", "warning")

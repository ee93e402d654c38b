"""What speaks against making a sentence an example."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intentbot.intents import Example, IntentSet
from intentbot.text import comparison_key

_TAKEN_OUT = re.compile(r"\[(?:email|phone|card|iban)\]", re.IGNORECASE)


def same_sentence(known: IntentSet, key: str, language: str = "") -> dict[str, Example]:
    """Return the intents that have a sentence as an example, in one language or in any, and the example."""
    return {
        intent.name: example
        for intent in known
        for example in intent.examples
        if comparison_key(example.text) == key
        and (not language or (example.language or known.bot.language) == language)
    }


def doubts(known: IntentSet, sentence: str, *, into: str, language: str = "") -> Iterator[str]:
    """Yield what speaks against writing a sentence into an intent: where else it stands, and what is missing in it.

    Parameters
    ----------
    known : IntentSet
        The intent files as they are.
    sentence : str
    into : str
        The name of the intent.
    language : str
        Only examples of this one count; all where empty.
    """
    key = comparison_key(sentence)
    for other, example in same_sentence(known, key, language).items():
        if other != into:
            yield f"It is an example of {other} already: {example.place}. In two intents it counts for neither."
    for intent in known:
        for test in intent.tests:
            if comparison_key(test.text) == key:
                yield f"It is a test of {intent.name}: {test.place}. As an example, too, it would test nothing."
    if found := _TAKEN_OUT.search(sentence):
        yield f"It has {found[0]} in it, for something personal that was taken out: write it as customers would."

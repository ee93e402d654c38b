"""Habits of a model that an editor should know: one word that decides where it should not.

A name decides where it is enough: a message of nothing else gets the intent. Any other word does where nothing else is
enough: many examples of the intent are taken for another, or refused, once it is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from intentbot.classifier import Classifier
from intentbot.explain.phrases import Sentence
from intentbot.intents import EntityDefinition
from intentbot.text import normalise, tokenise

LEAST_EXAMPLES = 3
"""Examples of an intent that must have a word, or be lost without it, before it is told."""

SOME, MOST = 0.3, 0.6
"""The share of an intent's examples that must have a name, or be lost without an everyday word; and without any other.
Chosen by reading what they bring up on the starter bot and on CLINC150 with ten examples an intent."""

EVERYDAY = 0.25
"""A word that stands in the examples of this share of the intents says nothing of any one of them."""

FEWEST_INTENTS = 8
"""With fewer intents a word that two of them share would be an everyday word."""

N_TRIED = 2
"""Words left out of each example, one at a time: those that speak most for its intent."""


@dataclass(frozen=True, slots=True)
class Habit:
    """A word that decides for an intent.

    Attributes
    ----------
    kind : {"name", "everyday", "narrow"}
        A value of an entity, such as a product; a word that stands in examples of very many intents; or any other,
        without which most of the intent's examples are lost.
    intent : str
    word : str
    entity : str
        Which entity has the word, for a name.
    n_with, n_lost, n_examples : int
        How many of the intent's examples have the word, and how many are lost without it.
    """

    kind: Literal["name", "everyday", "narrow"]
    intent: str
    word: str
    entity: str
    n_with: int
    n_lost: int
    n_examples: int


def habits_of(
    classifier: Classifier, sentences: Mapping[str, Sequence[Sentence]], entities: Sequence[EntityDefinition]
) -> tuple[Habit, ...]:
    """Return the words that decide where they should not, the narrow ones last."""
    names, everyday = _names(entities), _everyday_words(sentences)
    found = []
    for intent, examples in sentences.items():
        lost = Counter(word for sentence in examples for word in _decisive(classifier, sentence, intent))
        having = Counter(word for sentence in examples for word in set(sentence.tokens))
        for word, n_with in having.items():
            kind: Literal["name", "everyday", "narrow"]
            kind = "everyday" if word in everyday else "name" if word in names else "narrow"
            count = n_with if kind == "name" else lost[word]
            if count < max(LEAST_EXAMPLES, (MOST if kind == "narrow" else SOME) * len(examples)):
                continue
            if kind != "name" or _is_enough(classifier, word, intent):
                found.append(
                    Habit(kind, intent, word, names[word] if kind == "name" else "", n_with, lost[word], len(examples))
                )
    return tuple(sorted(found, key=lambda habit: (habit.kind == "narrow", -habit.n_lost, habit.intent, habit.word)))


def _is_enough(classifier: Classifier, word: str, intent: str) -> bool:
    prediction = classifier.predict(word)
    return prediction.intent == intent and prediction.accepted


def _decisive(classifier: Classifier, sentence: Sentence, intent: str) -> Iterator[str]:
    """Yield the words of an example without which it is lost."""
    strongest = sorted(set(sentence.tokens), key=lambda token: -_evidence(sentence, token))[:N_TRIED]
    own = classifier.predict(" ".join(sentence.tokens))
    if own.intent != intent or not own.accepted:
        return
    for word in strongest:
        rest = [token for token in sentence.tokens if token != word]
        if rest:
            without = classifier.predict(" ".join(rest))
            if without.intent != intent or not without.accepted:
                yield word


def _evidence(sentence: Sentence, token: str) -> float:
    return float(sum(given for one, given in zip(sentence.tokens, sentence.evidence, strict=True) if one == token))


def _names(entities: Sequence[EntityDefinition]) -> dict[str, str]:
    """Return the listed values of one word, each with its entity: a part of a longer one is no name."""
    return {
        tokens[0]: entity.name
        for entity in entities
        for value, synonyms in entity.values
        for text in (value, *synonyms)
        if len(tokens := tokenise(normalise(text))) == 1
    }


def _everyday_words(sentences: Mapping[str, Sequence[Sentence]]) -> set[str]:
    if len(sentences) < FEWEST_INTENTS:
        return set()
    spread = Counter(token for examples in sentences.values() for token in {t for one in examples for t in one.tokens})
    return {token for token, n_intents in spread.items() if n_intents >= EVERYDAY * len(sentences)}

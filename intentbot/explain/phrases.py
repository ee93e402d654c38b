"""The phrases that stand for an intent: those of its examples that carry most of the evidence for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

LONGEST = 3
"""Words of a phrase at most: so many the network's filters see at once."""

N_PHRASES = 5
"""Phrases of an intent, at most."""


LEAST_SHARE = 0.02
"""A phrase with less than this share of the evidence stands for nothing."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """An example of an intent, and how far each of its words speaks for the intent.

    Attributes
    ----------
    tokens : tuple of str
    evidence : ndarray of shape (T,)
        See `Explanation.evidence`.
    """

    tokens: tuple[str, ...]
    evidence: np.ndarray


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together in examples of an intent.

    Attributes
    ----------
    text : str
    n_examples : int
        In how many examples it stands.
    share : float
        Its part of all that speaks for the intent in its examples, in [0, 1]; words that a phrase before it has
        taken are not counted again.
    """

    text: str
    n_examples: int
    share: float


def phrases_of(sentences: Sequence[Sentence]) -> tuple[Phrase, ...]:
    """Return the phrases that stand for an intent, the weightiest first.

    Each is the one with the most evidence left when the words of those before it are set aside. A longer phrase is
    taken where the words mostly stand together, for it has the evidence of all.
    """
    left = [np.maximum(sentence.evidence, 0.0) for sentence in sentences]
    total = sum(float(evidence.sum()) for evidence in left)
    places: dict[tuple[str, ...], list[tuple[int, slice]]] = {}
    for number, sentence in enumerate(sentences):
        for part in _stretches(len(sentence.tokens)):
            found = places.setdefault(sentence.tokens[part], [])
            # "bye bye bye" has "bye bye" once: no word counts twice.
            if not found or found[-1][0] < number or found[-1][1].stop <= part.start:
                found.append((number, part))
    counts = {phrase: len({number for number, _ in found}) for phrase, found in places.items()}
    # What stands in one example alone stands for nothing, unless there are hardly any examples.
    least = min(2, max(counts.values(), default=0))
    repeated = {phrase: found for phrase, found in places.items() if counts[phrase] >= least}
    chosen: list[Phrase] = []
    while repeated and total > 0 and len(chosen) < N_PHRASES:
        weights = {
            phrase: sum(float(left[number][part].sum()) for number, part in found) for phrase, found in repeated.items()
        }
        best = max(weights, key=lambda phrase: (weights[phrase], -len(phrase), phrase))
        if weights[best] < LEAST_SHARE * total:
            break
        chosen.append(Phrase(" ".join(best), counts[best], weights[best] / total))
        for number, part in repeated.pop(best):
            left[number][part] = 0.0
    return tuple(chosen)


def _stretches(length: int) -> Iterator[slice]:
    for n_words in range(1, LONGEST + 1):
        for start in range(length - n_words + 1):
            yield slice(start, start + n_words)

"""What would have to change in a message for another outcome; each change is tried, none is guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from intentbot.classifier import Classifier
from intentbot.explain.nearest import Neighbour
from intentbot.explanation import Explanation
from intentbot.predictions import Prediction
from intentbot.text import normalise, tokenise

MOST_WORDS = 3
"""So many words are taken away or added at most: a change of more is another message."""

N_OTHERS = 2
"""So many other intents are tried, the likeliest ones."""

N_TRIED = 40
"""So many words are tried as an addition."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the message and what the classifier makes of it then.

    Attributes
    ----------
    without, added : tuple of str
        The words taken away, as they were written, or the words put at its end; one of both is empty.
    text : str
        The changed message.
    prediction : Prediction
        Of the changed message.
    """

    without: tuple[str, ...]
    added: tuple[str, ...]
    text: str
    prediction: Prediction


def changes(classifier: Classifier, explanation: Explanation, neighbours: Sequence[Neighbour]) -> tuple[Change, ...]:
    """Return changes of the message that lead to one of the next intents, or make the bot answer what it refused.

    Of a message of which nothing is known there are none: any word would decide.

    Parameters
    ----------
    classifier : Classifier
    explanation : Explanation
        Of the message.
    neighbours : sequence of Neighbour
        Examples whose words may be added.
    """
    prediction = classifier.predict(explanation.text)
    if explanation.scoring.is_strange:
        return ()
    found: list[Change | None] = []
    if not prediction.accepted:
        order = sorted(range(len(explanation.words)), key=lambda i: explanation.words[i].familiarity)
        unknown = [i for i in order if explanation.words[i].familiarity < 1] or order

        def is_answered(one: Prediction) -> bool:
            return one.accepted

        found += [
            _without(classifier, explanation, unknown, is_answered),
            _with(classifier, explanation, _words_of(neighbours, explanation.intent), is_answered),
        ]
    for other, _ in prediction.ranking[1 : 1 + N_OTHERS]:
        evidence = explanation.evidence(against=other)
        strongest = [int(i) for i in (-evidence).argsort() if evidence[i] > 0]

        def is_other(one: Prediction, wanted: str = other) -> bool:
            return one.intent == wanted

        found += [
            _without(classifier, explanation, strongest, is_other),
            _with(classifier, explanation, _words_of(neighbours, other), is_other),
        ]
    return tuple(change for change in found if change)


def _without(
    classifier: Classifier, explanation: Explanation, order: Sequence[int], is_wanted: Callable[[Prediction], bool]
) -> Change | None:
    """Return the first of ever larger cuts, words in this order, that leads to what is wanted."""
    words, text = explanation.words, explanation.text
    for n_cut in range(1, min(MOST_WORDS, len(words) - 1, len(order)) + 1):
        cut = set(order[:n_cut])
        kept = [text[word.start : word.end] for i, word in enumerate(words) if i not in cut]
        prediction = classifier.predict(" ".join(kept))
        if is_wanted(prediction):
            taken = tuple(text[words[i].start : words[i].end] for i in sorted(cut))
            return Change(taken, (), " ".join(kept), prediction)
    return None


def _with(
    classifier: Classifier, explanation: Explanation, words: Iterable[str], is_wanted: Callable[[Prediction], bool]
) -> Change | None:
    """Return the addition of one word that leads to what is wanted, of several the one that leads there surest."""
    known = {word.token for word in explanation.words}
    found = []
    for word in dict.fromkeys(word for word in words if word not in known):
        text = f"{explanation.text.strip()} {word}"
        prediction = classifier.predict(text)
        if is_wanted(prediction):
            found.append(Change((), (word,), text, prediction))
    return max(found, key=lambda change: change.prediction.score * change.prediction.confidence, default=None)


def _words_of(neighbours: Sequence[Neighbour], intent: str) -> list[str]:
    """Return the words of the nearest examples of an intent, those of the nearest first."""
    texts = [neighbour.example.text for neighbour in neighbours if neighbour.intent == intent]
    return list(dict.fromkeys(word for text in texts for word in tokenise(normalise(text))))[:N_TRIED]

"""The examples that are most like a message, in the eyes of the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from intentbot.classifier import Classifier
from intentbot.explanation import Explanation
from intentbot.intents import OUT_OF_SCOPE, Example
from intentbot.text import normalise, tokenise

N_INTENTS = 20
"""Examples of so many intents are compared, the likeliest ones: a near example of another would make it likely too."""

N_EXAMPLES = 2_000
"""At most so many examples are compared, which takes a tenth of a second: those that share the most words."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An example that is like the message.

    Attributes
    ----------
    example : Example
        With its place in the files.
    intent : str
    similarity : float
        Cosine of what the network finds in both beyond what it finds in all, in [0, 1].
    """

    example: Example
    intent: str
    similarity: float


def nearest(
    classifier: Classifier, explanation: Explanation, examples: Mapping[str, Sequence[Example]], *, n_shown: int = 5
) -> tuple[Neighbour, ...]:
    """Return the examples most like an explained message, most like first; none for one of which nothing is known."""
    tokens = [word.token for word in explanation.words]
    if explanation.scoring.is_strange:
        return ()
    likeliest = np.argsort(-explanation.logits, kind="stable")[:N_INTENTS]
    names = [*(explanation.labels[i] for i in likeliest), OUT_OF_SCOPE]
    candidates = [(name, example) for name in names for example in examples.get(name, ())]
    read = [tokenise(normalise(example.text)) for _, example in candidates]
    if len(candidates) > N_EXAMPLES:
        shared = np.array([len(set(tokens).intersection(words)) for words in read])
        closest = np.argsort(-shared, kind="stable")[:N_EXAMPLES]
        candidates, read = [candidates[i] for i in closest], [read[i] for i in closest]
    kept = [(name, example, words) for (name, example), words in zip(candidates, read, strict=True) if words]
    if not kept:
        return ()
    features = np.stack([classifier.features(tokens), *(classifier.features(words) for _, _, words in kept)])
    # What all sentences have in common would make any two alike.
    features -= features.mean(axis=0)
    features /= np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)
    likeness = np.clip(features[1:] @ features[0], 0.0, 1.0)
    found = [Neighbour(kept[i][1], kept[i][0], float(likeness[i])) for i in np.argsort(-likeness, kind="stable")]
    return tuple(found[:n_shown])

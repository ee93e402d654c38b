"""What a model says of messages, in the one shape in which an export is held against it.

Shapes: N messages, C intents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from intentbot.classifier import Classifier


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What a model, or an export of it, says of messages.

    Attributes
    ----------
    intents : tuple of str
        The best label of each message.
    probabilities : ndarray of shape (N, C)
        Calibrated, in the order of the model's labels.
    scores : ndarray of shape (N,)
        How likely each message is in scope, in [0, 1].
    accepted : ndarray of shape (N,), bool
        Whether the bot would answer it.
    n_as_ids : int, default=0
        Of how many messages the runtime was asked the ids and not the text, since it is known to read them otherwise.
    """

    intents: tuple[str, ...]
    probabilities: np.ndarray
    scores: np.ndarray
    accepted: np.ndarray
    n_as_ids: int = 0


def answers_of(classifier: Classifier, texts: Sequence[str]) -> Answers:
    """Return what the model itself says of messages, with NumPy alone."""
    found = classifier.predict_all(texts)
    return Answers(
        tuple(prediction.intent for prediction in found),
        np.array([prediction.probabilities for prediction in found]).reshape(len(found), len(classifier.labels)),
        np.array([prediction.score for prediction in found]),
        np.array([prediction.accepted for prediction in found], dtype=np.bool_),
    )


def answers_from(records: Iterable[Mapping[str, Any]], labels: Sequence[str]) -> Answers:
    """Return what records of predictions say, each with the ranking of all labels."""
    intents, probabilities, scores, accepted = [], [], [], []
    for record in records:
        confidences = {ranked["intent"]: ranked["confidence"] for ranked in record["ranking"]}
        intents.append(record["intent"])
        probabilities.append(np.array([confidences[label] for label in labels], dtype=np.float32))
        scores.append(record["score"])
        accepted.append(record["accepted"])
    return Answers(
        tuple(intents),
        np.array(probabilities).reshape(len(intents), len(labels)),
        np.array(scores),
        np.array(accepted, dtype=np.bool_),
    )

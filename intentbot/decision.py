"""What to do with a prediction: answer, ask which intent was meant, or fall back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from intentbot.predictions import Prediction

MAX_OFFERS = 3
"""The most intents that "Did you mean ...?" offers: a longer list is read by nobody."""

WORTH_ASKING = 0.5
"""How likely the offered intents must be together: below, the question is wrong more often than right."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the bot does next.

    Attributes
    ----------
    kind : {"model", "ambiguous", "fallback"}
    intents : tuple of str
        The intent to answer from; the two or three to offer, best first; or none.
    """

    kind: Literal["model", "ambiguous", "fallback"]
    intents: tuple[str, ...] = ()


def decide(prediction: Prediction, *, ambiguity: float) -> Decision:
    """Return whether to answer from the best intent, to ask which one was meant, or to fall back.

    A message that was not accepted falls back. An accepted one is ambiguous where the best two probabilities
    differ by less than `ambiguity`; a third is offered too where it is as close to the best. Where all that
    would be offered is unlikely even together, it falls back.

    Parameters
    ----------
    prediction : Prediction
    ambiguity : float
        A difference of probabilities, in [0, 1]; at 0 the bot never asks.
    """
    if not prediction.accepted:
        return Decision("fallback")
    floor = prediction.confidence - ambiguity
    # Nearly always one intent is far ahead, and nothing need be sorted. A little lower: the comparison is in 32 bits.
    if np.count_nonzero(prediction.probabilities > floor - 1e-6) <= 1:
        return Decision("model", (prediction.intent,))
    best = (-prediction.probabilities).argsort(kind="stable")[:MAX_OFFERS].tolist()
    close = [i for i in best if float(prediction.probabilities[i]) > floor]
    if len(close) <= 1:
        return Decision("model", (prediction.intent,))
    if float(prediction.probabilities[close].sum()) < WORTH_ASKING:
        return Decision("fallback")
    return Decision("ambiguous", tuple(prediction.labels[i] for i in close))

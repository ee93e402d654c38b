"""What to do with a prediction: answer, ask which intent was meant, or fall back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from intentbot.predictions import Prediction

MAX_OFFERS = 3
"""The most intents that "Did you mean ...?" offers: a longer list is read by nobody."""


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
    differ by less than `ambiguity`; a third is offered too where it is as close to the best.

    Parameters
    ----------
    prediction : Prediction
    ambiguity : float
        A difference of probabilities, in [0, 1]; at 0 the bot never asks.
    """
    if not prediction.accepted:
        return Decision("fallback")
    best = np.argsort(-prediction.probabilities, kind="stable")[:MAX_OFFERS].tolist()
    floor = prediction.confidence - ambiguity
    close = tuple(prediction.labels[i] for i in best if float(prediction.probabilities[i]) > floor)
    if len(close) > 1:
        return Decision("ambiguous", close)
    return Decision("model", (prediction.intent,))

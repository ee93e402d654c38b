"""What to do with a prediction: answer, ask which intent was meant, or fall back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from intentbot.predictions import Prediction

MAX_OFFERS = 3
"""The most intents that "Did you mean ...?" offers: a longer list is read by nobody."""

WORTH_SAYING = 0.5
"""How likely the intent that is answered must be, or all that are offered together: below, it is wrong more often than
right."""


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
    differ by less than `ambiguity`; a third is offered too where it is as close to the best. It is also ambiguous
    where the best alone is likelier wrong than right: then so many are offered as are likelier right together. Where
    all that would be offered is unlikely even together, it falls back.

    Parameters
    ----------
    prediction : Prediction
    ambiguity : float
        A difference of probabilities, in [0, 1]; at 0 the bot never asks.
    """
    if not prediction.accepted:
        return Decision("fallback")
    floor = prediction.confidence - ambiguity
    is_likely = prediction.confidence >= WORTH_SAYING or not ambiguity
    # Nearly always one intent is far ahead, and nothing need be sorted. A little lower: the comparison is in 32 bits.
    if is_likely and np.count_nonzero(prediction.probabilities > floor - 1e-6) <= 1:
        return Decision("model", (prediction.intent,))
    best = (-prediction.probabilities).argsort(kind="stable")[:MAX_OFFERS].tolist()
    offered = [i for i in best if float(prediction.probabilities[i]) > floor]
    if len(offered) <= 1:
        if is_likely:
            return Decision("model", (prediction.intent,))
        offered = best[:2] if float(prediction.probabilities[best[:2]].sum()) >= WORTH_SAYING else best
    if float(prediction.probabilities[offered].sum()) < WORTH_SAYING:
        return Decision("fallback")
    return Decision("ambiguous", tuple(prediction.labels[i] for i in offered))

"""How accuracy grows with the number of examples, and what more of them would be worth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """The accuracy, in [0, 1], on sentences held out while so many examples an intent, on average, were learned."""

    n_examples: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Gain:
    """What more examples are likely worth, a difference of accuracy in [0, 1], and a range of it."""

    likely: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class IntentGain:
    """What more examples in one intent are likely worth for its own sentences, a difference of accuracy in [0, 1].

    That is right on average; single intents may gain far more or less.
    """

    intent: str
    n_examples: int
    recall: float
    gain: float


@dataclass(frozen=True, slots=True)
class Growth:
    """A learning curve.

    Attributes
    ----------
    points : tuple of GrowthPoint
        What was measured, the fewest examples first.
    ceiling, factor, exponent : float
        The curve through them: accuracy = ceiling - factor * n_examples ** -exponent.
    n_examples : float
        How many examples an intent has, on average, when nothing is held out.
    n_more : int
        The number of examples that the gains speak of.
    gain : Gain
        For `n_more` examples in every intent.
    intents : tuple of IntentGain
        For `n_more` examples in one intent, the greatest gain first.
    """

    points: tuple[GrowthPoint, ...]
    ceiling: float
    factor: float
    exponent: float
    n_examples: float
    n_more: int
    gain: Gain
    intents: tuple[IntentGain, ...]

    def accuracy(self, n_examples: float) -> float:
        """Return the curve's accuracy at so many examples an intent, in [0, 1]."""
        return max(0.0, self.ceiling - self.factor * float(n_examples**-self.exponent))

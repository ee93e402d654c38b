"""Knowing when not to know: how likely a message is in scope, and from where on it is answered.

The score combines a few signals, each standardised on messages the model had not seen in training. The
strongest is the largest logit of the intents before any normalising: a softmax forgets how far a message
is from everything (docs/benchmarks.md compares the signals).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

SIGNALS = ("peak", "familiarity", "out_of_scope", "length")
"""What the score is made of, in the order of `signals`. The length has no say of its own, it corrects
the peak: where a long message spreads its evidence over more words, the same peak is worth more."""

LIMITS = np.array([np.inf, np.inf, np.inf, 2.0], dtype=np.float32)
"""How many standard deviations of each signal count at most: a letter of two hundred words is not in scope for being
long, nor is a message of one word out of it."""

STRANGE = 0.5
"""Text without any known word, of whose pieces less than this share is known, is out of scope by rule."""


def signals(
    mixed: np.ndarray, *, familiarity: np.ndarray | float, n_tokens: np.ndarray | int, n_intents: int
) -> np.ndarray:
    """Return the signals of messages.

    Parameters
    ----------
    mixed : ndarray of shape (..., C)
        The calibrated logits of network and linear model together.
    familiarity : ndarray of shape (...)
        Mean share of each word that the model knows, in [0, 1].
    n_tokens : ndarray of shape (...)
        How long the messages are.
    n_intents : int
        How many of the labels are intents: `out_of_scope`, where it was learned, is one label more, the last.

    Returns
    -------
    ndarray of shape (..., 4), float32
        The largest logit of an intent, the familiarity, how far the reserved label's logit is above the first, and
        the root of the length.
    """
    result = np.zeros((*mixed.shape[:-1], len(SIGNALS)), dtype=np.float32)
    result[..., 0] = np.maximum.reduce(mixed[..., :n_intents], axis=-1)
    result[..., 1] = familiarity
    if n_intents < mixed.shape[-1]:
        result[..., 2] = mixed[..., -1] - result[..., 0]
    result[..., 3] = np.sqrt(n_tokens)
    return result


def log_odds(score: float) -> float:
    """Return a score of [0, 1] before the logistic function, at most 40 away from 0."""
    within = min(max(score, 1e-17), 1 - 1e-16)
    return math.log(within / (1 - within))


@dataclass(frozen=True, slots=True, eq=False)
class Rejection:
    """How signals become a score, and the score from which on a message is answered.

    Attributes
    ----------
    centre, scale : ndarray of shape (4,)
        Mean and standard deviation of each signal on held-out in-scope rows.
    weights : ndarray of shape (4,)
        What a standard deviation of each signal is worth.
    bias : float
    threshold : float
        In [0, 1]: refuses a chosen share of held-out in-scope rows (`training.false_rejection`).
    handicaps : ndarray of shape (C,)
        By how much each intent's scores (before the logistic function) are lowered, or raised where it is negative:
        one threshold for all is then each intent's own. Zeros unless `training.intent_thresholds` says otherwise.
    """

    centre: np.ndarray
    scale: np.ndarray
    weights: np.ndarray
    bias: float
    threshold: float
    handicaps: np.ndarray
    _limits: tuple[tuple[float, float, float], ...] = field(init=False, repr=False)
    _low: np.ndarray = field(init=False, repr=False)
    _high: np.ndarray = field(init=False, repr=False)
    _slopes: np.ndarray = field(init=False, repr=False)
    _start: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_low", self.centre - LIMITS * self.scale)
        object.__setattr__(self, "_high", self.centre + LIMITS * self.scale)
        slopes = self.weights / self.scale
        object.__setattr__(self, "_slopes", slopes)
        object.__setattr__(self, "_start", self.bias - float(self.centre @ slopes))
        limits = zip(slopes.tolist(), self._low.tolist(), self._high.tolist(), strict=True)
        object.__setattr__(self, "_limits", tuple(limits))

    def weigh(self, found: np.ndarray) -> np.ndarray:
        """Return the weighted sum of signals of shape (..., 4): shape (...), whatever the intent."""
        found = np.minimum(np.maximum(found, self._low), self._high)
        result: np.ndarray = found @ self._slopes + self._start
        return result

    def shares(self, found: np.ndarray) -> np.ndarray:
        """Return what each signal gives to the weighted sum, above an ordinary message's: shape (..., 4)."""
        within = np.minimum(np.maximum(found, self._low), self._high)
        result: np.ndarray = (within - self.centre) * self._slopes
        return result

    def score(self, found: np.ndarray, best: np.ndarray | int) -> np.ndarray:
        """Return how likely messages are in scope.

        Parameters
        ----------
        found : ndarray of shape (..., 4)
            Their signals.
        best : ndarray of shape (...), int
            The numbers of their likeliest intents.

        Returns
        -------
        ndarray of shape (...)
            In [0, 1].
        """
        # The logistic function, written so that nothing overflows.
        result: np.ndarray = 0.5 + 0.5 * np.tanh(0.5 * (self.weigh(found) - self.handicaps[best]))
        return result

    def score_one(self, found: Sequence[float], best: int) -> float:
        """Return how likely one message is in scope: what `score` says, from plain numbers in a fifth of the time."""
        weighed = self._start - float(self.handicaps[best])
        for value, (slope, low, high) in zip(found, self._limits, strict=True):
            weighed += slope * min(max(value, low), high)
        return 0.5 + 0.5 * math.tanh(0.5 * weighed)

"""From held-out rows: how much each model counts, calibrated; what a score is; and the threshold."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from intentbot.classifier import Mix
from intentbot.rejection import LIMITS, Rejection, signals

WEIGHTS = (1.0, 0.2, -0.5)
"""What a standard deviation of each signal but the length is worth where no out-of-scope examples say better. Chosen on
validation rows and on intents left out (docs/benchmarks.md); the third is a guess, which learned weights replace."""

USUAL_MIX = np.array([0.3, 0.8])
"""What the factors of network and linear model come to on the public sets; where rows are few, they stay near it."""

USUAL_BIAS = 2.0
"""The score of an ordinary message in scope is then 0.88."""

LEAST_SCALE = np.array([0.1, 0.02, 0.1, 0.1], dtype=np.float32)
"""Standard deviations count as at least this: where all held-out words are known, a new one proves little."""

USUAL_RISE = -0.3
"""By how much the peak rises with a standard deviation of length on the public sets, where intents are many."""

ROWS_OF_DOUBT = 10
"""An intent of so many held-out rows gets half of its own threshold's distance from the common one; what so many rows
say of the peak's rise counts as much as the usual one."""

ENOUGH_NEW = 20
"""Held-out in-scope rows that repeat no learned one, from which on they alone set the threshold."""

ENOUGH_OUT_OF_SCOPE = 30
"""Out-of-scope rows from which on the weights are learned from them."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """What the models say of rows they did not learn from.

    Attributes
    ----------
    network, linear : ndarray of shape (N, C), float32
        Logits.
    familiarity : ndarray of shape (N,)
        In [0, 1].
    n_tokens : ndarray of shape (N,), int64
    targets : ndarray of shape (N,), int64
    rows : ndarray of shape (N,), int64
        Their numbers among the training rows.
    is_repeat : ndarray of shape (N,), bool
        Whether the models learned a row that says nearly the same; see `intentbot.training.repeats`.
    """

    network: np.ndarray
    linear: np.ndarray
    familiarity: np.ndarray
    n_tokens: np.ndarray
    targets: np.ndarray
    rows: np.ndarray
    is_repeat: np.ndarray

    def __getitem__(self, chosen: np.ndarray) -> HeldOut:
        """Return the rows chosen by an array of places or a mask."""
        return HeldOut(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def only(self, n_intents: int) -> HeldOut:
        """Return the in-scope rows, and of their logits those of the first `n_intents` labels."""
        chosen = self[self.targets < n_intents]
        return replace(chosen, network=chosen.network[:, :n_intents], linear=chosen.linear[:, :n_intents])

    def mixed(self, mix: Mix) -> np.ndarray:
        """Return the logits of both together, of shape (N, C)."""
        result: np.ndarray = mix.network * self.network + mix.linear * self.linear
        return result

    def signals(self, mix: Mix, n_intents: int) -> np.ndarray:
        """Return what the score is made of, of shape (N, 4); see `intentbot.rejection.signals`."""
        return signals(self.mixed(mix), familiarity=self.familiarity, n_tokens=self.n_tokens, n_intents=n_intents)


def fit_mix(held_out: HeldOut, n_intents: int) -> Mix:
    """Return the factors that make the held-out in-scope rows likeliest among the intents.

    A convex problem in two numbers. The first `n_intents` columns are intents; rows of others do not count.
    """
    held_out = held_out.only(n_intents)

    def surprise(factors: np.ndarray) -> tuple[float, np.ndarray]:
        logits = factors[0] * held_out.network + factors[1] * held_out.linear
        logits -= logits.max(axis=1, keepdims=True)
        probabilities = np.exp(logits)
        totals = probabilities.sum(axis=1, keepdims=True)
        probabilities /= totals
        places = np.arange(len(logits)), held_out.targets
        slopes = [
            ((probabilities * model).sum(axis=1) - model[places]).mean()
            for model in (held_out.network, held_out.linear)
        ]
        away = factors - USUAL_MIX
        loss = (np.log(totals[:, 0]) - logits[places]).mean() + np.square(away).sum() / len(logits)
        return float(loss), np.array(slopes) + 2 * away / len(logits)

    found = minimize(surprise, USUAL_MIX, jac=True, method="L-BFGS-B", bounds=[(0.01, 20), (0.01, 20)])
    return Mix(network=float(found.x[0]), linear=float(found.x[1]))


def fit_rejection(
    held_out: HeldOut, mix: Mix, *, n_intents: int, false_rejection: float, intent_thresholds: float = 0.0
) -> Rejection:
    """Return the rejection that refuses a share of `false_rejection` of new in-scope rows.

    Parameters
    ----------
    held_out : HeldOut
    mix : Mix
    n_intents : int
        How many of the labels are intents; they come first.
    false_rejection : float
        In (0, 1).
    intent_thresholds : float
        In [0, 1]: how far each intent gets a threshold of its own; see `_handicaps`.
    """
    found = held_out.signals(mix, n_intents)
    in_scope = held_out.targets < n_intents
    centre = found[in_scope].mean(axis=0)
    scale = np.maximum(found[in_scope].std(axis=0), LEAST_SCALE)
    standard = np.clip((found - centre) / scale, -LIMITS, LIMITS)
    rise = _rise(standard[in_scope])
    others, bias = WEIGHTS, USUAL_BIAS
    if (~in_scope).sum() >= ENOUGH_OUT_OF_SCOPE:
        others, bias = _learned_weights(standard, in_scope, rise)
    # What the length makes of the peak is taken off; it has no say of its own.
    weights = np.array([*others, -rise * others[0]], dtype=np.float32)
    level = Rejection(centre, scale, weights, bias, 0.0, np.zeros(n_intents, dtype=np.float32))
    handicaps = intent_thresholds * _handicaps(level.weigh(found[in_scope]), held_out.targets[in_scope], n_intents)
    uneven = replace(level, handicaps=handicaps.astype(np.float32))
    best = held_out.mixed(mix)[in_scope, :n_intents].argmax(axis=1)
    scores = uneven.score(found[in_scope], best)
    return replace(uneven, threshold=_threshold(scores, held_out.is_repeat[in_scope], false_rejection))


def _threshold(scores: np.ndarray, is_repeat: np.ndarray, false_rejection: float) -> float:
    """Return the score under which a share of `false_rejection` of new in-scope messages should lie."""
    # A row whose like was learned is recognised more easily than a customer's own words will be.
    new = scores[~is_repeat]
    # The usual quantile lies half a row too high at both ends: of 50 held-out rows it refuses 7 % where 5 % are asked
    # for. This one is right for new rows of the same kind.
    return float(np.quantile(new if len(new) >= ENOUGH_NEW else scores, false_rejection, method="weibull"))


def _handicaps(weighed: np.ndarray, targets: np.ndarray, n_intents: int) -> np.ndarray:
    """Return how far each intent's rows are above the mean, shrunk to it the more the fewer they are; shape (C,)."""
    n_rows = np.bincount(targets, minlength=n_intents)
    above = np.bincount(targets, weights=weighed - weighed.mean(), minlength=n_intents)
    return np.asarray(above / (n_rows + ROWS_OF_DOUBT))


def _rise(standard: np.ndarray) -> float:
    """Return by how much the peak of in-scope rows rises with their length, in standard deviations of each.

    With many intents it falls, as a long message spreads its evidence; with few of few examples it may rise. A
    regression, drawn to the usual rise where rows are few.
    """
    peaks, lengths = standard[:, 0], standard[:, 3]
    return float((lengths @ peaks + ROWS_OF_DOUBT * USUAL_RISE) / (lengths @ lengths + ROWS_OF_DOUBT))


def _learned_weights(
    standard: np.ndarray, in_scope: np.ndarray, rise: float
) -> tuple[tuple[float, float, float], float]:
    """Return the weights and the bias that tell rows in scope from others, by their standardised signals."""
    # That an editor's out-of-scope examples are short says nothing of customers' messages.
    corrected = standard[:, :3] - standard[:, 3:] * np.array([rise, 0, 0])
    model = LogisticRegression(C=1.0, class_weight="balanced").fit(corrected, in_scope)
    peak, familiarity, out_of_scope = model.coef_[0]
    return (peak, familiarity, out_of_scope), float(model.intercept_[0])

"""The learning curve: held-out runs on growing shares of the examples, and what it says of more of them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from intentbot.errors import EvaluationError
from intentbot.growth import Gain, Growth, GrowthPoint, IntentGain
from intentbot.training.calibrate import HeldOut, fit_mix
from intentbot.training.learn import Learner
from intentbot.training.power_law import PowerLaws, fit_power_laws
from intentbot.training.split import share_of

SHARES = (0.25, 0.5, 0.75)
"""Shares of the examples learned from beside all of them; together they cost one and a half cross-validations."""

LEAST_EXAMPLES = 5
"""Examples an intent, on average; of fewer, a quarter is none."""

LEAST_ROWS = 5
"""Sentences of an intent below which nothing is said of it alone."""

STEPS = (100, 50, 20, 10, 5)
"""What is foretold: the largest of these that at most doubles the examples there are."""

_DRAWS = 400
_RANGE = (0.05, 0.95)


def refuse_few(learner: Learner) -> None:
    """Raise where there are too few examples for a curve, before anything is trained.

    Raises
    ------
    EvaluationError
    """
    sizes = _sizes(learner)
    if sizes.mean() < LEAST_EXAMPLES:
        raise EvaluationError(
            f"a learning curve needs {LEAST_EXAMPLES} examples an intent on average; there are {sizes.mean():.1f}.",
            "Write more examples, or leave out --learning-curve.",
        )


def measure_growth(learner: Learner, folds: np.ndarray, whole: HeldOut) -> Growth:
    """Return the learning curve of the learner's sentences.

    Parameters
    ----------
    learner : Learner
    folds : ndarray of shape (N,)
        The folds of cross-validation.
    whole : HeldOut
        What cross-validation on all examples said of every row.
    """
    chosen = np.unique(folds).tolist()
    with warnings.catch_warnings():
        # A quarter of few examples is one of each intent, which scikit-learn takes for a mistake of ours.
        warnings.filterwarnings("ignore", "The number of unique classes", UserWarning)
        held_out = [learner.hold_out(folds, chosen, share=share)[0] for share in SHARES]
    targets = _targets(learner)
    inside = np.flatnonzero(targets < len(learner.labels))
    right = np.stack([_right(learner, folds, one) for one in (*held_out, whole)])[:, inside]
    n_learned = np.array([_n_learned(learner, folds, share) for share in (*SHARES, 1.0)])
    return foretell(right, targets[inside], labels=learner.labels, n_learned=n_learned, sizes=_sizes(learner))


def foretell(
    right: np.ndarray, targets: np.ndarray, *, labels: Sequence[str], n_learned: np.ndarray, sizes: np.ndarray
) -> Growth:
    """Return what more examples would be worth.

    A curve is fitted to the accuracies. The range is that of many draws: of the intents, with replacement, since the
    sentences of one intent are alike; and of the luck in which sentences were learned, a binomial error on each
    accuracy. From 5 to 95 % of the draws lie in it.

    An intent is taken to lose the same part of its errors as all intents do on their way from as many examples to so
    many more. Its errors are few, so they are drawn towards the average, the more so the fewer sentences it has (an
    empirical Bayes estimate).

    Parameters
    ----------
    right : ndarray of shape (K, N), bool
        Whether each held-out sentence was understood, for each size of the training.
    targets : ndarray of shape (N,)
        The intent of each sentence; every intent has one.
    labels : sequence of str
        The intents' names.
    n_learned : ndarray of shape (K,)
        Examples an intent that were learned from, on average.
    sizes : ndarray of shape (C,)
        How many examples each intent has.
    """
    random = np.random.default_rng(0)
    n_labels, n_examples = len(labels), float(sizes.mean())
    n_more = next((step for step in STEPS if step <= n_examples), STEPS[-1])
    support = np.bincount(targets, minlength=n_labels)
    n_right = np.stack([np.bincount(targets, weights=row, minlength=n_labels) for row in right])
    # The first draw is what was measured, the others what might have been.
    draws = np.concatenate(
        [np.ones((1, n_labels)), random.multinomial(n_labels, np.full(n_labels, 1 / n_labels), _DRAWS)]
    )
    accuracies = (draws @ n_right.T) / (draws @ support)[:, None]
    luck = random.normal(size=accuracies.shape) * np.sqrt(accuracies * (1 - accuracies) / right.shape[1])
    luck[0] = 0
    laws = fit_power_laws(n_learned, np.clip(accuracies + luck, 0, 1))
    own = _intent_gains(support - n_right[-1], support, sizes, laws=laws, n_more=n_more)
    found = [
        IntentGain(labels[i], int(sizes[i]), float(n_right[-1, i] / support[i]), float(own[i]))
        for i in np.flatnonzero(support >= LEAST_ROWS).tolist()
    ]
    return Growth(
        points=tuple(GrowthPoint(float(n), float(row.mean())) for n, row in zip(n_learned, right, strict=True)),
        ceiling=float(laws.ceiling[0]),
        factor=float(laws.factor[0]),
        exponent=float(laws.exponent[0]),
        n_examples=n_examples,
        n_more=n_more,
        gain=_gain(laws.errors(n_examples) - laws.errors(n_examples + n_more)),
        intents=tuple(sorted(found, key=lambda one: (-one.gain, one.intent))),
    )


def _intent_gains(
    n_wrong: np.ndarray, support: np.ndarray, sizes: np.ndarray, *, laws: PowerLaws, n_more: int
) -> np.ndarray:
    """Return what each intent gains, of shape (C,), from its wrong sentences of shape (C,)."""
    average = float(n_wrong.sum() / support.sum())
    pull = _pull(n_wrong, support, average)
    rates = (n_wrong + pull * average) / (support + pull)
    before, after = (laws.errors(n[:, None].astype(np.float64))[:, 0] for n in (sizes, sizes + n_more))
    return np.asarray(rates * (1 - after / before))


def _pull(wrong: np.ndarray, counts: np.ndarray, average: float) -> float:
    """Return how many sentences of average error rate each intent is given beside its own.

    The beta distribution whose variance is what intents differ by beyond chance (Casella 1985, An introduction to
    empirical Bayes data analysis, The American Statistician 39).
    """
    seen = counts > 0
    chance = average * (1 - average)
    between = np.var(wrong[seen] / counts[seen]) - (chance / counts[seen]).mean()
    return float(np.clip(chance / max(between, 1e-9) - 1, 1.0, 1_000.0))


def _gain(draws: np.ndarray) -> Gain:
    low, high = np.quantile(draws[1:], _RANGE)
    return Gain(float(draws[0]), float(min(low, draws[0])), float(max(high, draws[0])))


def _sizes(learner: Learner) -> np.ndarray:
    n_intents = len(learner.labels)
    return np.bincount(_targets(learner), minlength=n_intents)[:n_intents]


def _targets(learner: Learner) -> np.ndarray:
    """Return the label number of each sentence; variants made of them do not count as examples."""
    return learner.rows.targets[: len(learner.sentences)]


def _n_learned(learner: Learner, folds: np.ndarray, share: float) -> float:
    """Return how many examples an intent were learned from in the runs on a share, on average."""
    targets, n_intents = _targets(learner), len(learner.labels)
    runs = [share_of(folds != fold, targets, share, learner.settings.seed) for fold in np.unique(folds)]
    return float(np.mean([(targets[learned] < n_intents).sum() for learned in runs])) / n_intents


def _right(learner: Learner, folds: np.ndarray, held_out: HeldOut) -> np.ndarray:
    """Return whether each of the learner's rows was understood, shape (N,)."""
    n_intents, right = len(learner.labels), np.zeros(len(folds), dtype=bool)
    for fold in np.unique(folds):
        mine = folds[held_out.rows] == fold
        mix = fit_mix(held_out[~mine], n_intents)
        part = held_out[mine]
        right[part.rows] = part.mixed(mix)[:, :n_intents].argmax(axis=1) == part.targets
    return right

"""The curve that accuracy follows as examples are added."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_EXPONENTS = np.linspace(0.1, 1.5, 29)


@dataclass(frozen=True, slots=True, eq=False)
class PowerLaws:
    """Curves accuracy = ceiling - factor * n ** -exponent, one an element; arrays of shape (R,)."""

    ceiling: np.ndarray
    factor: np.ndarray
    exponent: np.ndarray

    def errors(self, n_examples: np.ndarray | float) -> np.ndarray:
        """Return the share of errors at so many examples: of shape (R,), or (I, R) for `n_examples` of shape (I, 1)."""
        return np.asarray(np.clip(1 - self.ceiling + self.factor * n_examples**-self.exponent, 1e-6, 1.0))


def fit_power_laws(n_examples: np.ndarray, accuracies: np.ndarray) -> PowerLaws:
    """Return the curves of least squares through measured accuracies; never falling, and never above 1.

    Parameters
    ----------
    n_examples : ndarray of shape (K,)
        At least two different numbers.
    accuracies : ndarray of shape (R, K)
        In [0, 1]; each row is fitted by itself.

    References
    ----------
    Figueroa et al. (2012), Predicting sample size required for classification performance, BMC Medical Informatics and
    Decision Making 12; Hestness et al. (2017), Deep learning scaling is predictable, empirically, arXiv:1712.00409.
    """
    best = np.full(len(accuracies), np.inf)
    fitted = np.zeros((3, len(accuracies)))
    mean = accuracies.mean(axis=1)
    for exponent in _EXPONENTS:
        x = n_examples**-exponent
        # For one exponent the curve is a straight line in x, with a sign that is known.
        slope = (accuracies - mean[:, None]) @ (x - x.mean()) / np.square(x - x.mean()).sum()
        factor = np.maximum(0.0, -slope)
        ceiling = mean + factor * x.mean()
        too_high = ceiling > 1
        factor = np.where(too_high, (1 - accuracies) @ x / np.square(x).sum(), factor)
        ceiling = np.minimum(ceiling, 1.0)
        misfit = np.square(ceiling[:, None] - factor[:, None] * x - accuracies).sum(axis=1)
        better = misfit < best
        best = np.where(better, misfit, best)
        fitted = np.where(better, np.stack([ceiling, factor, np.full_like(factor, exponent)]), fitted)
    return PowerLaws(*fitted)

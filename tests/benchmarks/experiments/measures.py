"""How good experts are together, and how sure a difference is."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize


def fit_factors(experts: Sequence[np.ndarray], targets: np.ndarray) -> np.ndarray:
    """Return the factor of each expert's logits, of shape (N, C), that makes the targets likeliest; it is convex."""
    stacked = np.stack(experts).astype(np.float64)
    stacked -= stacked.max(axis=2, keepdims=True)
    right = stacked[:, np.arange(len(targets)), targets]

    def surprise(factors: np.ndarray) -> tuple[float, np.ndarray]:
        logits = np.tensordot(factors, stacked, axes=1)
        logits -= logits.max(axis=1, keepdims=True)
        chances = np.exp(logits)
        totals = chances.sum(axis=1, keepdims=True)
        chances /= totals
        slopes = np.array([(chances * expert).sum(axis=1).mean() for expert in stacked]) - right.mean(axis=1)
        loss = np.log(totals[:, 0]) - logits[np.arange(len(targets)), targets]
        return float(loss.mean()), slopes

    start = np.full(len(experts), 0.5)
    return minimize(surprise, start, jac=True, method="L-BFGS-B", bounds=[(0.0, 50.0)] * len(experts)).x


def mixed_right(experts: Sequence[np.ndarray], targets: np.ndarray, n_judged: int) -> tuple[np.ndarray, np.ndarray]:
    """Return which rows the experts together get right, and the mean factors.

    Each half of the judged rows is mixed by factors fitted on the other half, so that every experiment is seen at its
    best mix and none is judged by rows it was fitted to. Rows after the first `n_judged` are those again, with
    typos and then with courtesies.
    """
    right = np.zeros(len(targets), dtype=bool)
    half = np.arange(len(targets)) % n_judged % 2
    all_factors = []
    for part in (0, 1):
        fitted = np.flatnonzero(half[:n_judged] != part)
        factors = fit_factors([expert[fitted] for expert in experts], targets[fitted])
        asked = half == part
        mixed = sum(factor * expert[asked] for factor, expert in zip(factors, experts, strict=True))
        right[asked] = mixed.argmax(axis=1) == targets[asked]
        all_factors.append(factors)
    return right, np.mean(all_factors, axis=0)


def packed(right: np.ndarray) -> str:
    """Return which rows are right as hexadecimal digits, a bit a row."""
    return np.packbits(right).tobytes().hex()


def unpacked(digits: str, n_rows: int) -> np.ndarray:
    """Return what `packed` was given, of shape (n_rows,), bool."""
    return np.unpackbits(np.frombuffer(bytes.fromhex(digits), dtype=np.uint8))[:n_rows].astype(bool)


def paired(first: np.ndarray, second: np.ndarray) -> tuple[float, float]:
    """Return by how much the share of right rows grows from `first` to `second`, and its standard error (McNemar's)."""
    changes = second.astype(np.int64) - first.astype(np.int64)
    return float(changes.mean()), float(changes.std() / math.sqrt(len(changes)))

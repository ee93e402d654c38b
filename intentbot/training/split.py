"""Splitting training rows: stratified by label, equal sentences always on one side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def stratified_folds(targets: np.ndarray, groups: Sequence[str], n_folds: int, seed: int) -> np.ndarray:
    """Return the fold of each row, from 0 to `n_folds` - 1.

    Each label's rows are dealt out evenly; rows of one group (the same sentence word for word) share a fold.

    Parameters
    ----------
    targets : ndarray of shape (N,)
        Label numbers.
    groups : sequence of str
        What rows that belong together have in common, such as `text.comparison_key`.
    n_folds : int
    seed : int

    Returns
    -------
    ndarray of shape (N,), int64
    """
    random = np.random.default_rng(seed)
    members: dict[str, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    folds = np.zeros(len(targets), dtype=np.int64)
    by_label: dict[int, list[list[int]]] = {}
    for rows in members.values():
        by_label.setdefault(int(targets[rows[0]]), []).append(rows)
    start = 0
    for label in sorted(by_label):
        bunch = by_label[label]
        for place in random.permutation(len(bunch)):
            folds[bunch[place]] = start % n_folds
            start += 1
    return folds


def share_of(chosen: np.ndarray, targets: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Return a mask with a share of the chosen rows: the same share of each label, at least one row of it.

    A larger share has all rows of a smaller one.

    Parameters
    ----------
    chosen : ndarray of shape (N,), bool
    targets : ndarray
        The label number of each row; more than N may follow.
    share : float
        In [0, 1].
    seed : int
    """
    shuffled = np.random.default_rng(seed).permutation(np.flatnonzero(chosen))
    by_label = shuffled[np.argsort(targets[shuffled], kind="stable")]
    _, starts, counts = np.unique(targets[by_label], return_index=True, return_counts=True)
    places = np.arange(len(by_label)) - np.repeat(starts, counts)
    kept = np.zeros_like(chosen)
    kept[by_label[places < np.repeat(np.maximum(1, np.rint(share * counts)), counts)]] = True
    return kept

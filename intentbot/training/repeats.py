"""Held-out rows that repeat a learned one nearly word for word: they say little about new messages."""

from __future__ import annotations

import numpy as np
from scipy import sparse

ALIKE = 0.9
"""From this cosine of TF-IDF vectors of words on a row repeats another (docs/benchmarks.md)."""


def repeats(row_words: sparse.csr_matrix, targets: np.ndarray, learn: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Return which of the rows numbered `rest` repeat a row of the same label among those numbered `learn`.

    Parameters
    ----------
    row_words : sparse matrix of shape (N, words)
        1 where a row has the word.
    targets : ndarray of shape (N,)
        Label numbers.
    learn, rest : ndarray of int

    Returns
    -------
    ndarray of shape (len(rest),), bool
    """
    documents = np.asarray(row_words[learn].sum(axis=0)).ravel()
    weighted = row_words @ sparse.diags(np.log((1 + len(learn)) / (1 + documents)) + 1)
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    units = (sparse.diags(1 / np.maximum(lengths, 1e-12)) @ weighted).tocsr()
    result = np.zeros(len(rest), dtype=bool)
    for label in np.unique(targets[rest]):
        mine, known = targets[rest] == label, learn[targets[learn] == label]
        if len(known):
            nearest = (units[rest[mine]] @ units[known].T).max(axis=1)
            result[mine] = nearest.toarray().ravel() >= ALIKE
    return result

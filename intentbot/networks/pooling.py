"""From what was found at each word to the features of a message, and from its logits back to the words.

Shapes: T tokens, U units, C labels.
"""

from __future__ import annotations

import numpy as np


def pool(found: np.ndarray) -> np.ndarray:
    """Return max, then mean (the sum over the root of T) of each unit: shape (2U,) from units of shape (T, U)."""
    return np.concatenate([found.max(axis=0), found.sum(axis=0) * np.float32(len(found) ** -0.5)])


def shares(found: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return what was found at each place gives to each logit; over all places it sums up to the logit without bias.

    A unit's maximum is the doing of the place where it stands, its mean that of every place.

    Parameters
    ----------
    found : ndarray of shape (T, U)
    weights : ndarray of shape (C, 2U)
        Of the head, for maxima and means.

    Returns
    -------
    ndarray of shape (T, C)
    """
    n_units = found.shape[1]
    of_maximum, of_mean = weights[:, :n_units], weights[:, n_units:]
    result: np.ndarray = (found * is_winner(found)) @ of_maximum.T + found @ of_mean.T * len(found) ** -0.5
    return result


def is_winner(found: np.ndarray) -> np.ndarray:
    """Return at which place each unit is at its maximum, the first of equals: one True in each column of (T, U)."""
    result: np.ndarray = np.arange(len(found))[:, None] == found.argmax(axis=0)
    return result

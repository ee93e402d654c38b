"""Whether the examples of an intent fall into two groups."""

from __future__ import annotations

import numpy as np

LEAST_EXAMPLES = 20
"""Fewer examples fall into groups by chance."""

LEAST_STRENGTH = 0.9
"""The prediction strength from which two groups count; Tibshirani and Walther propose 0.8 to 0.9."""

LEAST_GROUP = 0.2
"""The share of the examples that the smaller group must have."""

_REPEATS = 20
_STARTS = 4
_ROUNDS = 20


def two_groups(alike: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the two groups that some sentences fall into, and how surely they would be found again.

    Half of the sentences are put into two groups, and so is the other half; the strength is how many pairs that stand
    together in a group of the one half stand together by the other half's groups too, for the worse group, on average
    over random halves.

    Parameters
    ----------
    alike : ndarray of shape (N, N)
        The cosine of each two sentences.

    Returns
    -------
    groups : ndarray of shape (N,)
        0 or 1.
    strength : float
        In [0, 1]; 0 where one of the groups is small.

    References
    ----------
    Tibshirani and Walther (2005), Cluster validation by prediction strength, Journal of Computational and Graphical
    Statistics 14. The groups are those of spherical k-means (Dhillon and Modha 2001).
    """
    random = np.random.default_rng(0)
    groups = _groups(alike, random)
    if np.bincount(groups, minlength=2).min() < LEAST_GROUP * len(alike):
        return groups, 0.0
    strengths = [_strength(alike, random.permutation(len(alike)), random) for _ in range(_REPEATS)]
    return groups, float(np.mean(strengths))


def _groups(alike: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return the groups, 0 or 1, that are the most alike within, of several starts."""
    best, groups = -np.inf, np.zeros(len(alike), dtype=np.int64)
    for _ in range(_STARTS):
        start = int(random.integers(len(alike)))
        # From one sentence and the one least like it.
        found = (alike[:, int(alike[start].argmin())] > alike[:, start]).astype(np.int64)
        for _ in range(_ROUNDS):
            pull = _pull(alike, found, alike)
            moved = pull.argmax(axis=1)
            if (moved == found).all():
                break
            found = moved
        likeness = float(pull.max(axis=1).sum())
        if likeness > best:
            best, groups = likeness, found
    return groups


def _pull(towards: np.ndarray, groups: np.ndarray, within: np.ndarray) -> np.ndarray:
    """Return the cosine of sentences with the middle of each group, shape (N, 2), from cosines of sentences alone."""
    member = np.stack([groups == 0, groups == 1], axis=1).astype(towards.dtype)
    lengths = np.sqrt(np.maximum(np.einsum("ik,ij,jk->k", member, within, member), 1e-12))
    pull: np.ndarray = (towards @ member) / lengths
    return np.where(member.any(axis=0), pull, -1.0)


def _strength(alike: np.ndarray, order: np.ndarray, random: np.random.Generator) -> float:
    one, other = order[: len(order) // 2], order[len(order) // 2 :]
    learned = _groups(alike[np.ix_(one, one)], random)
    said = _pull(alike[np.ix_(other, one)], learned, alike[np.ix_(one, one)]).argmax(axis=1)
    found = _groups(alike[np.ix_(other, other)], random)
    shares = []
    for group in (0, 1):
        sizes = np.bincount(said[found == group], minlength=2)
        n = int(sizes.sum())
        if n < 2:
            return 0.0
        shares.append(float((sizes * (sizes - 1)).sum()) / (n * (n - 1)))
    return min(shares)

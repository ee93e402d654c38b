"""What every fit has in common: seeds, batches, and how the learning rate rises and falls."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from contextlib import contextmanager

import keras
import numpy as np

BUCKET = 16
"""Batches that are drawn together and sorted by length, so that little padding is computed."""


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Seed every random choice of Keras, and give back the caller's own random numbers afterwards."""
    python, numpy = random.getstate(), np.random.get_state()
    keras.utils.set_random_seed(seed)
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)


def batches(rows: np.ndarray, lengths: np.ndarray, size: int, generator: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield all rows in random batches of at most `size`, each of rows about as long as one another.

    Parameters
    ----------
    rows : ndarray of int
    lengths : ndarray of int
        The length of each row, by its number.
    size : int
    generator : Generator
    """
    order = generator.permutation(rows)
    sections = np.split(order, range(size * BUCKET, len(order), size * BUCKET))
    order = np.concatenate([section[np.argsort(lengths[section], kind="stable")] for section in sections])
    found = [order[start : start + size] for start in range(0, len(order), size)]
    for place in generator.permutation(len(found)):
        yield found[place]


def rate(step: int, total: int, *, peak: float, warm_up: float) -> float:
    """Return the learning rate of a step: it rises to `peak` over a share of all steps, then falls along a cosine."""
    warm = max(1, round(warm_up * total))
    if step < warm:
        return peak * (step + 1) / warm
    return peak * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, total - warm)))

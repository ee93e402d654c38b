"""Adversarial training: sentences are learned once more, with their words' vectors moved where it hurts most.

References
----------
Miyato, Dai and Goodfellow (2017), Adversarial Training Methods for Semi-Supervised Text Classification,
arXiv:1605.07725.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf


def disturbed(vectors: Any, ids: Any, *, losses: Callable[[Any], Any], distance: float) -> Any:
    """Return the mean of each sentence's loss and of its loss with its vectors moved, of shape (B,).

    Parameters
    ----------
    vectors : tensor of shape (B, T, D)
        Of the words; 0 for padding.
    ids : tensor of shape (B, T)
        0 for padding.
    losses : function
        Returns the losses, of shape (B,), of vectors of shape (B, T, D).
    distance : float
        How far each sentence moves along the gradient of its loss, as a share of the usual length of so many words.
    """
    still = tf.stop_gradient(vectors)
    with tf.GradientTape() as tape:
        tape.watch(still)
        found = losses(still)
    slopes = tf.stop_gradient(tape.gradient(found, still))
    # Adds nothing, and tells the vectors these slopes: they need not be found twice.
    found += tf.reduce_sum(slopes * (vectors - still), axis=[1, 2])
    steepness = tf.sqrt(tf.reduce_sum(slopes**2, axis=[1, 2], keepdims=True)) + 1e-12
    n_words = tf.reduce_sum(tf.cast(ids > 0, tf.float32), axis=1)[:, None, None]
    spread = tf.reduce_mean(still**2)
    usual = tf.sqrt(spread * n_words * tf.cast(tf.shape(vectors)[2], tf.float32))
    return 0.5 * found + 0.5 * losses(vectors + distance * usual * slopes / steepness)

"""Other losses: what the network is asked for at each step."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from tests.benchmarks.experiments.fitting import Loss, VariedFitter


def per_class_sigmoid(scale: float) -> Loss:
    """Return the sum of each class's own yes-or-no loss, as Rasa's `constrain_similarities`."""

    def loss(fitter: VariedFitter, ids: Any, wanted: Any) -> Any:
        logits = fitter.network(ids, training=True)
        return scale * tf.reduce_mean(tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(wanted, logits), axis=1))

    return loss


def sigmoid_and_softmax(fitter: VariedFitter, ids: Any, wanted: Any) -> Any:
    """Return half of the cross entropy and half of the per-class sigmoid loss."""
    logits = fitter.network(ids, training=True)
    each = tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(wanted, logits), axis=1)
    return tf.reduce_mean(0.5 * tf.nn.softmax_cross_entropy_with_logits(wanted, logits) + 0.5 * each)


def agreeing_dropouts(strength: float) -> Loss:
    """Return R-Drop (Liang et al. 2021, arXiv:2106.14448): two passes must agree in both directions."""

    def loss(fitter: VariedFitter, ids: Any, wanted: Any) -> Any:
        both = fitter.network(tf.concat([ids, ids], axis=0), training=True)
        right = tf.nn.softmax_cross_entropy_with_logits(tf.concat([wanted, wanted], axis=0), both)
        one, other = tf.split(tf.nn.log_softmax(both), 2)
        apart = tf.reduce_sum((tf.exp(one) - tf.exp(other)) * (one - other), axis=1)
        return tf.reduce_mean(right) + strength * 0.5 * tf.reduce_mean(apart)

    return loss


def drawn_together(strength: float, warmth: float) -> Loss:
    """Return cross entropy and supervised contrast of the pooled features (Khosla et al. 2020, arXiv:2004.11362)."""

    def loss(fitter: VariedFitter, ids: Any, wanted: Any) -> Any:
        network = fitter.network
        twice = tf.concat([ids, ids], axis=0)
        labels = tf.concat([wanted, wanted], axis=0)
        features = network.hide_feature(network.pooled(twice, training=True), training=True)
        right = tf.nn.softmax_cross_entropy_with_logits(labels, network.head(features))
        directions = tf.nn.l2_normalize(features, axis=1)
        similar = tf.matmul(directions, directions, transpose_b=True) / warmth
        own = tf.eye(tf.shape(twice)[0])
        same = tf.matmul(labels, labels, transpose_b=True) * (1 - own)
        chances = similar - tf.reduce_logsumexp(similar - 1e9 * own, axis=1, keepdims=True)
        contrast = -tf.reduce_sum(same * chances, axis=1) / tf.reduce_sum(same, axis=1)
        return tf.reduce_mean(right) + strength * tf.reduce_mean(contrast)

    return loss

"""Adversarial training: what it moves, and when."""

import tensorflow as tf

from intentbot.settings import TrainingSettings
from intentbot.training.disturbance import disturbed
from intentbot.training.plan import plan_for


def test_vectors_move_up_the_loss_and_padding_stays() -> None:
    """Each sentence's loss counts half as it is and half from where it is worse; padding is not moved."""
    vectors, ids = tf.constant([[[1.0, 0.0], [0.0, 0.0]]]), tf.constant([[5, 0]])
    seen = []

    def losses(place: tf.Tensor) -> tf.Tensor:
        seen.append(place.numpy())
        return tf.reduce_sum(place[:, 0] * [3.0, 4.0], axis=1)

    loss = disturbed(vectors, ids, losses=losses, distance=0.5)
    moved = seen[-1] - vectors.numpy()
    assert moved[0, 1].tolist() == [0.0, 0.0]
    assert abs(moved[0, 0, 1] / moved[0, 0, 0] - 4 / 3) < 1e-5
    assert abs(float(loss[0]) - (3 + 0.5 * float((moved[0, 0] * [3, 4]).sum()))) < 1e-5
    assert float(loss[0]) > 3


def test_what_is_learned_from_a_disturbance_is_the_slope_of_both_losses() -> None:
    """Weights and vectors follow half of each sentence's loss as it is and half of its loss where it was moved to."""
    vectors = tf.reshape(tf.sin(tf.range(24.0)), [2, 3, 4])
    ids, weights = tf.constant([[5, 2, 0], [1, 3, 4]]), tf.reshape(tf.cos(tf.range(8.0)), [4, 2])
    seen = []

    def losses(place: tf.Tensor) -> tf.Tensor:
        seen.append(tf.stop_gradient(place))
        return tf.reduce_logsumexp(tf.reduce_sum(tf.nn.relu(place @ weights), axis=1), axis=1)

    with tf.GradientTape() as tape:
        tape.watch([vectors, weights])
        loss = tf.reduce_sum(disturbed(vectors, ids, losses=losses, distance=0.5))
    slopes, moved = tape.gradient(loss, [vectors, weights]), seen[-1] - vectors
    with tf.GradientTape() as tape:
        tape.watch([vectors, weights])
        plain = 0.5 * tf.reduce_sum(losses(vectors) + losses(vectors + moved))
    assert abs(float(loss - plain)) < 1e-5
    for slope, wanted in zip(slopes, tape.gradient(plain, [vectors, weights]), strict=True):
        assert float(tf.reduce_max(tf.abs(slope - wanted))) < 1e-5 < float(tf.reduce_max(tf.abs(wanted)))


def test_many_sentences_are_learned_as_they_are() -> None:
    """Vectors are disturbed of up to 3,000 sentences, where the settings do not say otherwise."""
    assert plan_for(3_000, TrainingSettings())[1].disturbance == TrainingSettings().disturbance > 0
    assert plan_for(3_001, TrainingSettings())[1].disturbance == 0
    assert plan_for(10, TrainingSettings(disturbance=0))[1].disturbance == 0

"""Learning from other models, and from messages without labels."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from intentbot.progress import Silence
from intentbot.training.optimisers import FusedAdamW
from intentbot.training.split import stratified_folds
from intentbot.training.word_vectors import pad
from tests.benchmarks.experiments.experiment import Expert, Reference, fit, linear_logits
from tests.benchmarks.experiments.fitting import VariedFitter, slopes_of
from tests.benchmarks.experiments.shapes import Shape
from tests.benchmarks.experiments.trials import Trial

CONFIDENCE = 1.5
"""What the usual mix, of a small set, is multiplied by as a teacher: about calibrated, a little surer."""

LONGER = 1.5
"""Steps of the network that also learns from unlabelled rows, as a multiple of the default's."""


def _chances(logits: np.ndarray, factor: float) -> np.ndarray:
    logits = factor * logits.astype(np.float64)
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (chances / chances.sum(axis=1, keepdims=True)).astype(np.float32)


def out_of_fold(share: float, factor: float) -> Expert:
    """Return the network that learns, for a share, what linear models of the other rows say of each row."""

    def network(trial: Trial, reference: Reference) -> np.ndarray:
        n_labels, learned = len(trial.labels), trial.learned
        wanted = np.eye(n_labels, dtype=np.float32)[trial.rows.targets]
        keys = [" ".join(trial.rows.tokens[row]) for row in learned]
        folds = stratified_folds(trial.rows.targets[learned], keys, 5, trial.settings.seed)
        for fold in range(5):
            rest = learned[folds == fold]
            said = _chances(linear_logits(trial, learned[folds != fold], rest), factor)
            wanted[rest] = (1 - share) * wanted[rest] + share * said
        fitter = VariedFitter(trial, wanted=wanted)
        fit(fitter, trial)
        return fitter.logits(trial.answered)

    return network


def taught_network(trial: Trial, reference: Reference) -> np.ndarray:
    """Return the network that learns, besides, what the default bot says of the unlabelled rows."""
    targets, learned, unlabelled = trial.rows.targets, trial.learned, trial.unlabelled
    wanted = np.eye(len(trial.labels), dtype=np.float32)[targets]
    said = 0.3 * reference.logits[unlabelled].astype(np.float32) + 0.8 * linear_logits(trial, learned, unlabelled)
    wanted[unlabelled] = _chances(said, CONFIDENCE)
    fitter = VariedFitter(trial, wanted=wanted)
    rows = np.concatenate([np.tile(learned, max(1, round(len(unlabelled) / len(learned)))), unlabelled])
    epochs = max(4, round(LONGER * trial.settings.epochs * len(learned) / len(rows)))
    fitter.fit(rows, rows[:0], epochs=epochs, progress=Silence())
    return fitter.logits(trial.answered)


def gaps_first(epochs: int, with_unlabelled: bool) -> Expert:
    """Return the network whose vectors and filters first learn to tell which word was left out of a sentence."""

    def network(trial: Trial, reference: Reference) -> np.ndarray:
        fitter = VariedFitter(trial, build=Shape)
        network = fitter.network
        _fill_gaps(network, trial, epochs, with_unlabelled)
        head = {id(variable) for variable in network.head.weights}
        fitter.start_from(
            start if id(variable) in head else variable.numpy()
            for start, variable in zip(fitter.start, network.weights, strict=True)
        )
        fit(fitter, trial)
        # Words that only unlabelled rows have were learned as well.
        network.front.hide(trial.rows.table)
        return fitter.logits(trial.answered)

    return network


def _fill_gaps(network: Shape, trial: Trial, epochs: int, with_unlabelled: bool) -> None:
    rows = np.concatenate([trial.learned, trial.unlabelled]) if with_unlabelled else trial.learned
    rows = np.array([row for row in rows if len(trial.rows.ids[row]) > 1])
    words = np.unique(np.concatenate([trial.rows.ids[row] for row in rows]))
    guess = keras.Sequential([keras.layers.Dense(128), keras.layers.Dense(len(words))])
    guess.build((None, network.head.kernel.shape[0]))
    head = {id(variable) for variable in network.head.trainable_variables}
    variables = [one for one in network.trainable_variables if id(one) not in head] + guess.trainable_variables
    optimiser = FusedAdamW(1e-3)
    optimiser.build(variables)

    @tf.function(input_signature=[tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None], tf.int32)])
    def step(ids: Any, missing: Any) -> None:
        with tf.GradientTape() as tape:
            logits = guess(network.pooled(ids, training=True))
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(missing, logits))
        optimiser.apply(slopes_of(tape, loss, variables), variables)

    random = np.random.default_rng(trial.settings.seed)
    for _ in range(epochs):
        order = random.permutation(rows)
        for start in range(0, len(order), 64):
            ids = pad([trial.rows.ids[row] for row in order[start : start + 64]])
            places = (random.random(len(ids)) * (ids > 0).sum(axis=1)).astype(np.int64)
            missing = ids[np.arange(len(ids)), places]
            ids[np.arange(len(ids)), places] = 0
            step(ids, np.searchsorted(words, missing).astype(np.int32))

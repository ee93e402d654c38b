"""The package's fitter with another network, another loss, or weights averaged over its steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from intentbot.training.fit import NetworkFitter
from intentbot.training.networks.network import KerasNetwork
from intentbot.training.optimisers import FusedAdamW
from tests.benchmarks.experiments.experiment import Expert, Reference, fit
from tests.benchmarks.experiments.trials import Trial

Loss = Callable[["VariedFitter", Any, Any], Any]
"""Returns the loss of ids of shape (B, T) and wanted probabilities of shape (B, C), for one step."""

Build = Callable[[Trial], KerasNetwork]
"""Makes a network of another kind."""


class VariedFitter(NetworkFitter):
    """The package's fitter with parts of it replaced.

    Parameters
    ----------
    trial : Trial
    build : Build, optional
        The network; the package's without.
    loss : Loss, optional
        The loss; cross entropy without.
    wanted : ndarray of shape (N, C), float32, optional
        What each row should be, where it is not its label alone.
    averaging : float
        Share of the averaged weights that one step keeps; 0: the last weights count.
    ascent : float
        How far the weights are moved up the loss before each step (Foret et al. 2021); 0: not at all.
    """

    def __init__(
        self,
        trial: Trial,
        *,
        build: Build | None = None,
        loss: Loss | None = None,
        wanted: np.ndarray | None = None,
        averaging: float = 0.0,
        ascent: float = 0.0,
    ) -> None:
        rows, n_labels, settings = trial.rows, len(trial.labels), trial.settings
        super().__init__(rows, n_labels, settings=settings)
        if build:
            keras.utils.set_random_seed(settings.seed)
            self.network = build(trial)
            self._start = self.network.get_weights()
            self.optimiser = FusedAdamW(settings.learning_rate, weight_decay=settings.weight_decay)
            self.optimiser.build(self.network.trainable_variables)
        # Row numbers take the place of targets, so that each row may have wanted probabilities of its own.
        self.loss, self.averaging, self.ascent = loss or cross_entropy, averaging, ascent
        self.wanted = np.eye(n_labels, dtype=np.float32)[rows.targets] if wanted is None else wanted
        self.averages = [tf.Variable(tf.zeros_like(v), trainable=False) for v in self.network.trainable_variables]
        self.steps = tf.Variable(0.0, trainable=False)
        self.rows = replace(rows, targets=np.arange(len(rows)))
        ids, numbers = tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None], tf.int32)
        self._wanted = tf.constant(self.wanted)
        self._step = tf.function(self._learn, input_signature=[ids, numbers])
        self._logits = tf.function(self.network, input_signature=[ids])

    @property
    def start(self) -> list[np.ndarray]:
        """The weights that training starts from."""
        return self._start

    def start_from(self, weights: Iterable[np.ndarray]) -> None:
        """Let training start from other weights."""
        self._start = list(weights)

    def take_average(self) -> None:
        """Put the averaged weights in the place of the last."""
        for variable, average in zip(self.network.trainable_variables, self.averages, strict=True):
            variable.assign(average / (1 - self.averaging**self.steps))

    def _learn(self, ids: Any, numbers: Any) -> None:
        wanted = tf.gather(self._wanted, numbers)
        variables = self.network.trainable_variables
        with tf.GradientTape() as tape:
            loss = self.loss(self, ids, wanted)
        slopes = slopes_of(tape, loss, variables)
        if self.ascent:
            moves = [self.ascent * slope / (tf.linalg.global_norm(slopes) + 1e-12) for slope in slopes]
            for variable, move in zip(variables, moves, strict=True):
                variable.assign_add(move)
            with tf.GradientTape() as tape:
                loss = self.loss(self, ids, wanted)
            slopes = slopes_of(tape, loss, variables)
            for variable, move in zip(variables, moves, strict=True):
                variable.assign_sub(move)
        self.optimiser.apply(slopes, variables)
        if self.averaging:
            self.steps.assign_add(1.0)
            for variable, average in zip(variables, self.averages, strict=True):
                average.assign(self.averaging * average + (1 - self.averaging) * variable)


def slopes_of(tape: tf.GradientTape, loss: Any, variables: Sequence[Any]) -> list[Any]:
    """Return the gradients; 0 for a layer of the package's network that a shape leaves aside."""
    slopes = tape.gradient(loss, variables)
    pairs = zip(slopes, variables, strict=True)
    return [tf.zeros_like(variable) if slope is None else tf.convert_to_tensor(slope) for slope, variable in pairs]


def cross_entropy(fitter: VariedFitter, ids: Any, wanted: Any) -> Any:
    """Return the package's loss."""
    return tf.reduce_mean(fitter.whole_losses(ids, wanted))


def varied(
    *, build: Build | None = None, loss: Loss | None = None, averaging: float = 0.0, ascent: float = 0.0
) -> Expert:
    """Return an expert: the network with parts of its training replaced."""

    def network(trial: Trial, reference: Reference) -> np.ndarray:
        fitter = VariedFitter(trial, build=build, loss=loss, averaging=averaging, ascent=ascent)
        fit(fitter, trial)
        if averaging:
            fitter.take_average()
        return fitter.logits(trial.answered)

    return network

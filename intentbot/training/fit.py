"""Fitting the network: batches, learning rate, early stopping."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from intentbot.encoder import Encoder
from intentbot.errors import TrainingError
from intentbot.progress import Progress
from intentbot.settings import TrainingSettings
from intentbot.training.courtesies import with_courtesies
from intentbot.training.devices import own_share, strategy
from intentbot.training.disturbance import disturbed
from intentbot.training.encoding import EncodedRows
from intentbot.training.lesson import Lesson
from intentbot.training.networks.network import KerasNetwork
from intentbot.training.optimisers import optimiser_of
from intentbot.training.schedule import batches, rate, seeded
from intentbot.training.word_vectors import pad

WARM_UP = 0.1
"""Share of the steps in which the learning rate rises; then it falls to zero along a cosine."""

PATIENCE = 10
"""Epochs without a better held-out loss after which training stops."""

_TEMPERATURES = np.geomspace(0.5, 8, 13)[:, None, None]

_LOGITS_AT_A_TIME = 1_000_000

_ROWS_AT_A_TIME = 64
"""Sentences asked at a time: they come by their length, so that fewer of them need less padding."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What one run of training came to.

    Attributes
    ----------
    epochs : int
        As many as were planned, or the best one's number where training stopped early.
    held_out_loss : float
        The best, in nats, at its best temperature: sure or modest, what counts is the order. NaN with none held out.
    """

    epochs: int
    held_out_loss: float


class NetworkFitter:
    """One network whose training step is compiled once and run from the same start as often as folds need.

    Parameters
    ----------
    rows : EncodedRows
    n_labels : int
    settings : TrainingSettings
    encoder : Encoder, optional
        What the network starts from; `rows` know its words.
    """

    def __init__(
        self, rows: EncodedRows, n_labels: int, *, settings: TrainingSettings, encoder: Encoder | None = None
    ) -> None:
        self.rows, self.settings, self.n_labels = rows, settings, n_labels
        self._encoder = encoder
        self.network = self._new_network(settings.seed)
        with strategy().scope():
            self.optimiser = optimiser_of(settings)
            self.optimiser.build(self.network.trainable_variables)
        self._start = self.network.get_weights()
        ids, targets = tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None], tf.int32)
        wanted = tf.TensorSpec([None, n_labels], tf.float32)
        self._step = tf.function(self._learn_together, input_signature=[ids, targets], autograph=False)
        self._step_of_lesson = tf.function(self._learn_together, input_signature=[ids, wanted], autograph=False)
        self._logits = tf.function(self.network, input_signature=[ids], autograph=False)

    def fit(
        self,
        learn: np.ndarray,
        held_out: np.ndarray,
        *,
        epochs: int,
        progress: Progress,
        seed: int | None = None,
        lesson: Lesson | None = None,
    ) -> Fit:
        """Train from the start on the rows numbered `learn`, stopping early by those numbered `held_out`.

        What only held-out rows contain is hidden, as it will be in a customer's new message.

        Parameters
        ----------
        learn, held_out : ndarray of int
        epochs : int
        progress : Progress
        seed : int, optional
            Another start than that of the settings.
        lesson : Lesson, optional
            Learned instead of the rows and their labels; it has no words but theirs.
        """
        self._start_over(learn, seed)
        generator = np.random.default_rng(self.settings.seed if seed is None else seed)
        numbers = np.arange(len(lesson.ids)) if lesson else learn
        sentences = lesson.ids if lesson else self.rows.ids
        n_batches = math.ceil(len(numbers) / self.settings.batch_size)
        best_loss, best_epoch, step = math.inf, 0, 0
        for epoch in range(1, epochs + 1):
            ids = with_courtesies(
                sentences, numbers, self.rows.courtesies, share=self.settings.courtesies, random=generator
            )
            lengths = np.array([len(sentence) for sentence in ids])
            for batch in batches(numbers, lengths, self.settings.batch_size, generator):
                peak = self.settings.learning_rate
                self.optimiser.learning_rate.assign(rate(step, epochs * n_batches, peak=peak, warm_up=WARM_UP))
                self._take_step(batch, ids, lesson)
                step += 1
            loss = self._loss(held_out) if len(held_out) else math.nan
            progress.advance(f"held-out loss {loss:.3f}" if len(held_out) else "")
            if len(held_out) and not math.isfinite(loss):
                raise TrainingError(
                    f"the network did not learn: after epoch {epoch} its loss is no number.",
                    "Lower training.learning_rate, or leave it out.",
                )
            if loss < best_loss:
                best_loss, best_epoch = loss, epoch
            elif epoch - best_epoch >= PATIENCE and len(held_out):
                return Fit(best_epoch, best_loss)
        return Fit(epochs, best_loss if len(held_out) else math.nan)

    def logits(self, row_numbers: Sequence[int] | np.ndarray) -> np.ndarray:
        """Return the network's logits of the rows of these numbers, of shape (N, C), float32."""
        return self._logits_of([self.rows.ids[row] for row in row_numbers])

    def probabilities(self, ids: Sequence[np.ndarray]) -> np.ndarray:
        """Return the probability of each label for sentences of these word ids, of shape (N, C), float32."""
        logits = self._logits_of(ids)
        return np.asarray(tf.nn.softmax(logits) if self.settings.loss == "softmax" else tf.sigmoid(logits))

    def _start_over(self, learn: np.ndarray, seed: int | None) -> None:
        self.network.set_weights(self._start if seed is None else self._new_network(seed).get_weights())
        for variable in self.optimiser.variables:
            variable.assign(tf.zeros_like(variable))
        self.network.front.hide(self.rows.table.seen_in([self.rows.ids[i] for i in learn]))

    def _take_step(self, batch: np.ndarray, ids: Sequence[np.ndarray], lesson: Lesson | None) -> None:
        padded = pad([ids[i] for i in batch])
        if lesson:
            self._step_of_lesson(padded, lesson.wanted(batch, self.n_labels))
        else:
            self._step(padded, self.rows.targets[batch].astype(np.int32))

    def _new_network(self, seed: int) -> KerasNetwork:
        vocabulary = self.rows.vocabulary
        n_words, n_pieces = len(vocabulary.words), len(vocabulary.pieces) + len(vocabulary.other_pieces)
        if self._encoder:
            n_words += len(vocabulary.others)
        with strategy().scope(), seeded(seed):
            network = KerasNetwork(self.rows.table, n_words, n_pieces, self.n_labels, settings=self.settings)
        if self._encoder:
            network.start_from(self._encoder, vocabulary)
        return network

    def _logits_of(self, ids: Sequence[np.ndarray]) -> np.ndarray:
        result = np.zeros((len(ids), self.n_labels), dtype=np.float32)
        order = np.argsort([len(words) for words in ids], kind="stable")
        for start in range(0, len(order), _ROWS_AT_A_TIME):
            chunk = order[start : start + _ROWS_AT_A_TIME]
            result[chunk] = self._logits(pad([ids[i] for i in chunk])).numpy()
        return result

    def _learn_together(self, ids: Any, targets: Any) -> None:
        strategy().run(self._learn, args=(ids, targets))

    def _learn(self, ids: Any, targets: Any) -> None:
        smoothing = self.settings.label_smoothing
        ids, targets, share = own_share(ids, targets)
        with tf.GradientTape() as tape:
            # Whole numbers are labels; a row of probabilities for each sentence is what a lesson wants.
            is_certain = targets.dtype == tf.int32
            if is_certain and 0 < self.settings.sampled_softmax < self.n_labels:
                losses = self._sampled_losses(ids, targets)
            else:
                wanted = tf.one_hot(targets, self.n_labels) if is_certain else targets
                wanted = wanted * (1 - smoothing) + smoothing / self.n_labels
                losses = self.whole_losses(ids, wanted, disturbs=is_certain)
            loss = share * tf.reduce_mean(losses)
        variables = self.network.trainable_variables
        self.optimiser.apply(tape.gradient(loss, variables), variables)

    def whole_losses(self, ids: Any, wanted: Any, *, disturbs: bool = True) -> Any:
        """Return the losses of ids of shape (B, T) against wanted probabilities of shape (B, C), as (B,)."""

        def losses(vectors: Any) -> Any:
            features = self.network.features(ids, training=True, vectors=vectors)
            return self._surprise(wanted, self.network.head(features))

        vectors = self.network.front(ids, training=True)
        if not (disturbs and self.settings.disturbance):
            return losses(vectors)
        return disturbed(vectors, ids, losses=losses, distance=self.settings.disturbance)

    def _surprise(self, wanted: Any, logits: Any) -> Any:
        """Return the loss of each row, of shape (B,), for probabilities `wanted` of shape (B, C)."""
        if self.settings.loss == "softmax":
            return tf.nn.softmax_cross_entropy_with_logits(wanted, logits)
        return tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(wanted, logits), axis=1)

    def _sampled_losses(self, ids: Any, targets: Any) -> Any:
        """Return the losses against some labels, drawn for the whole batch (Jean et al. 2015, arXiv:1412.2007)."""
        wanted, head, n_drawn = tf.cast(targets, tf.int64)[:, None], self.network.head, self.settings.sampled_softmax
        drawn = tf.random.uniform_candidate_sampler(
            wanted, num_true=1, num_sampled=n_drawn, unique=True, range_max=self.n_labels
        )
        return tf.nn.sampled_softmax_loss(
            weights=tf.transpose(head.kernel),
            biases=head.bias,
            labels=wanted,
            inputs=self.network.features(ids, training=True),
            num_sampled=n_drawn,
            num_classes=self.n_labels,
            sampled_values=drawn,
        )

    def _loss(self, row_numbers: np.ndarray) -> float:
        # A part at a time: for thousands of intents, thirteen times all logits would not fit into memory.
        n_parts = math.ceil(len(row_numbers) * self.n_labels / _LOGITS_AT_A_TIME)
        losses = [self._losses(part) for part in np.array_split(row_numbers, n_parts)]
        return float(np.concatenate(losses, axis=1).mean(axis=1).min())

    def _losses(self, row_numbers: np.ndarray) -> np.ndarray:
        scaled = self.logits(row_numbers) / _TEMPERATURES
        right = np.take_along_axis(scaled, self.rows.targets[row_numbers][None, :, None], axis=2)[..., 0]
        return np.asarray(np.logaddexp.reduce(scaled, axis=2) - right)

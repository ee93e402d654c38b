"""A whole network in Keras, as it learns: the front, one of the middles, pooling, and the head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from intentbot.encoder import Encoder
from intentbot.networks.head import Head
from intentbot.networks.network import Network
from intentbot.settings import TrainingSettings
from intentbot.training.encoding import WordTable
from intentbot.training.networks.cnn import KerasConvolutions
from intentbot.training.networks.lstm import KerasLstm
from intentbot.training.networks.transformer import KerasTransformer
from intentbot.training.word_vectors import WordVectors
from intentbot.vocabulary import Vocabulary

MIDDLES: dict[str, Callable[[TrainingSettings], Any]] = {
    "cnn": KerasConvolutions,
    "lstm": KerasLstm,
    "transformer": KerasTransformer,
}
"""The middle of each choice of ``training.network``. Each says how many `n_units` it finds at a word."""

_FAR = 1e9
"""Taken from what is found at padding, so that no maximum lies there."""


class KerasNetwork(keras.Model):  # type: ignore[misc]
    """Word vectors, a middle that reads them in their order, max and mean pooling, and a linear layer to the labels.

    The same sums as `intentbot.networks.network.Network`, which serves it: a test and every export hold them together.
    """

    def __init__(
        self, table: WordTable, n_words: int, n_pieces: int, n_labels: int, *, settings: TrainingSettings
    ) -> None:
        super().__init__()
        self.front = WordVectors(table, n_words, n_pieces, settings)
        self.hide_vector = keras.layers.Dropout(settings.embedding_dropout)
        self.middle = MIDDLES[settings.network](settings)
        self.hide_feature = keras.layers.Dropout(settings.dropout)
        self.head = keras.layers.Dense(n_labels)
        self.head.build((None, 2 * self.middle.n_units))

    def call(self, ids: Any, training: bool = False) -> Any:
        """Return the logits of ids of shape (B, T), 0 for padding, as (B, C)."""
        return self.head(self.features(ids, training=training))

    def features(self, ids: Any, training: bool = False, vectors: Any = None) -> Any:
        """Return what the head reads of ids of shape (B, T), as (B, U); `vectors` take the place of the words' own."""
        mask = tf.cast(ids > 0, tf.float32)[:, :, None]
        vectors = self.front(ids, training=training) if vectors is None else vectors
        vectors = self.hide_vector(vectors * mask, training=training)
        found = self.middle(vectors, mask, training=training)
        root = tf.sqrt(tf.maximum(tf.reduce_sum(mask, axis=1), 1.0))
        highest = tf.reduce_max(found - (1.0 - mask) * _FAR, axis=1)
        features = tf.concat([highest, tf.reduce_sum(found * mask, axis=1) / root], axis=1)
        return self.hide_feature(features, training=training)

    def start_from(self, encoder: Encoder, vocabulary: Vocabulary) -> None:
        """Take what an encoder has learned; its words and pieces stand somewhere in `vocabulary`."""
        places = [
            np.array([row[entry] for entry in entries], dtype=np.int64)
            for entries, row in (
                (encoder.vocabulary.words, _rows_of(vocabulary.words, vocabulary.others)),
                (encoder.vocabulary.pieces, _rows_of(vocabulary.pieces, vocabulary.other_pieces)),
            )
        ]
        self.front.start_from(encoder.front, *places)
        self.middle.start_from(encoder.middle)

    def lower(self, amounts: np.ndarray) -> None:
        """Take an amount of shape (C,) off the logits of each label."""
        self.head.bias.assign(self.head.bias - amounts)

    def to_numpy(self) -> Network:
        """Return the network as it serves; the vectors of words and pieces are rounded in both from now on."""
        head = Head.of_layer(np.asarray(self.head.kernel), np.asarray(self.head.bias))
        return Network(self.front.to_numpy(), self.middle.to_numpy(), head)


def _rows_of(own: Sequence[str], others: Sequence[str]) -> dict[str, int]:
    return {entry: row for row, entry in enumerate((*own, *others))}

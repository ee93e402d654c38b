"""The bidirectional LSTM in Keras, as it learns.

References
----------
Hochreiter and Schmidhuber (1997), Long Short-Term Memory. Graves and Schmidhuber (2005), Framewise Phoneme
Classification with Bidirectional LSTM. Bachlechner et al. (2020), ReZero is All You Need, arXiv:2003.04887, for layers
that begin as nothing.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from intentbot.networks.lstm import Lstm
from intentbot.settings import TrainingSettings


class KerasLstm(keras.layers.Layer):  # type: ignore[misc]
    """An LSTM that reads a message forwards, one that reads it backwards, and a layer that sees one word at a time.

    The states begin to count from nothing, so that words are learned before their context.
    """

    def __init__(self, settings: TrainingSettings) -> None:
        super().__init__()
        self.both = keras.layers.Bidirectional(keras.layers.LSTM(settings.filters, return_sequences=True))
        self.both.build((None, None, settings.embedding_size))
        self.gain = self.add_weight(name="gain", shape=(2 * settings.filters,), initializer="zeros")
        self.word = keras.layers.Dense(2 * settings.filters, activation="relu")
        self.word.build((None, None, settings.embedding_size))
        self.n_units = 4 * settings.filters

    def call(self, vectors: Any, mask: Any, training: bool = False) -> Any:
        """Return the states of both directions and each word's own units, (B, T, 4H), for vectors of (B, T, D)."""
        states = self.both(vectors, mask=mask[:, :, 0] > 0, training=training)
        return tf.concat([states * self.gain, self.word(vectors)], axis=2)

    def to_numpy(self) -> Lstm:
        """Return the layer as it serves."""
        cells = (self.both.forward_layer.cell, self.both.backward_layer.cell)
        return Lstm.of_layers(
            [np.asarray(cell.kernel) for cell in cells],
            [np.asarray(cell.recurrent_kernel) for cell in cells],
            [np.asarray(cell.bias) for cell in cells],
            gain=np.asarray(self.gain),
            word=np.asarray(self.word.kernel),
            word_bias=np.asarray(self.word.bias),
        )

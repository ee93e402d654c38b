"""The convolutional middle in Keras, as it learns.

References
----------
Kim (2014), Convolutional Neural Networks for Sentence Classification, arXiv:1408.5882.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from intentbot.networks.cnn import WIDTHS, Convolutions
from intentbot.settings import TrainingSettings


class KerasConvolutions(keras.layers.Layer):  # type: ignore[misc]
    """Convolutions of the widths 1 to 3, each with a ReLU, side by side."""

    def __init__(self, settings: TrainingSettings) -> None:
        super().__init__()
        self.layers = [
            keras.layers.Conv1D(settings.filters, width, padding="same", activation="relu") for width in WIDTHS
        ]
        for layer in self.layers:
            layer.build((None, None, settings.embedding_size))
        self.n_units = len(WIDTHS) * settings.filters

    def call(self, vectors: Any, mask: Any, training: bool = False) -> Any:
        """Return what each filter finds at each word, of shape (B, T, 3F), for vectors of shape (B, T, D)."""
        return tf.concat([layer(vectors) for layer in self.layers], axis=2)

    def start_from(self, middle: Convolutions) -> None:
        """Take the weights of convolutions of the same size that have learned."""
        one, two, three_here, two_before, three_before, three_after = np.split(middle.columns, 6, axis=1)
        kernels = ([one], [two, two_before], [three_after, three_here, three_before])
        for layer, slices, bias in zip(self.layers, kernels, np.split(middle.bias, 3), strict=True):
            layer.set_weights([np.stack(slices), bias])

    def to_numpy(self) -> Convolutions:
        """Return the layers as they serve."""
        return Convolutions.of_layers(
            [np.asarray(layer.kernel) for layer in self.layers], [np.asarray(layer.bias) for layer in self.layers]
        )

"""The convolutional middle as it serves: NumPy alone, most of it computed once a word.

Convolution is linear in each word's vector, so a word's products with every kernel column are computed
once and kept (`word_products`). A message is then a few shifted additions and two poolings (`pool`).

Shapes: T tokens, D embedding, F filters of each width.

References
----------
Kim (2014), Convolutional Neural Networks for Sentence Classification, arXiv:1408.5882.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from intentbot.networks.pooling import is_winner

WIDTHS = (1, 2, 3)
"""How many neighbouring words a filter sees: customers write short messages."""


@dataclass(frozen=True, slots=True, eq=False)
class Convolutions:
    """Convolutions of the widths 1, 2 and 3, each with a ReLU, laid out as they serve.

    Attributes
    ----------
    columns : ndarray of shape (D, 6F), float32
        The kernels' slices side by side: first what a word gives to its own place (widths 1, 2, 3), then to the place
        before it (widths 2, 3), then to the place after it (width 3).
    bias : ndarray of shape (3F,), float32
        Of the widths 1, 2 and 3.
    """

    columns: np.ndarray
    bias: np.ndarray
    _zeros: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_zeros", np.zeros_like(self.bias))

    @classmethod
    def of_layers(cls, kernels: Sequence[np.ndarray], biases: Sequence[np.ndarray]) -> Convolutions:
        """Return the middle of trained layers.

        Parameters
        ----------
        kernels : sequence of three ndarrays of shape (width, D, F)
            Of convolutions of the widths 1, 2 and 3 with "same" padding.
        biases : sequence of three ndarrays of shape (F,)
        """
        one, two, three = kernels
        slices = [one[0], two[0], three[1], two[1], three[2], three[0]]
        return cls(np.ascontiguousarray(np.concatenate(slices, axis=1)), np.concatenate(biases))

    @property
    def n_products(self) -> int:
        """Kept of each word, 6F."""
        return len(self.columns[0])

    def word_products(self, vector: np.ndarray) -> np.ndarray:
        """Return what a word of this vector gives to itself and its neighbours, of shape (6F,), float32."""
        products: np.ndarray = vector @ self.columns
        products[: len(self.bias)] += self.bias
        return products

    def pool(self, products: np.ndarray) -> np.ndarray:
        """Return the features of a message: max of each filter, then mean (sum over the root of T).

        Parameters
        ----------
        products : ndarray of shape (T, 6F), float32
            The rows of `word_products` in the order of the words. T may not be 0.

        Returns
        -------
        ndarray of shape (6F,), float32
        """
        f = len(self.bias) // 3
        # Copied: NumPy adds arrays that do not share memory in half the time.
        places = products[:, : 3 * f].copy()
        places[:-1, f:] += products[1:, 3 * f : 5 * f]
        places[1:, 2 * f :] += products[:-1, 5 * f :]
        # A row of zeros, not the number: only two arrays are compared with vector instructions.
        np.maximum(places, self._zeros, out=places)
        features = np.empty(6 * f, dtype=np.float32)
        np.maximum.reduce(places, axis=0, out=features[: 3 * f])
        mean = features[3 * f :]
        np.add.reduce(places, axis=0, out=mean)
        mean *= np.float32(len(products) ** -0.5)
        return features

    def shares(self, products: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return what each word gives to each logit; see `Middle.shares`.

        What a filter found in a window goes to the words of that window, to each what it gave to the sum. The
        filter's bias is theirs in equal parts. A filter that the ReLU silenced found nothing.
        """
        f, length = len(self.bias) // 3, len(products)
        own, before, after = products[:, : 3 * f] - self.bias, products[1:, 3 * f : 5 * f], products[:-1, 5 * f :]
        n_words = np.ones((length, 3 * f), dtype=np.float32)
        n_words[:-1, f:] += 1
        n_words[1:, 2 * f :] += 1
        bias = self.bias / n_words
        places = own + self.bias
        places[:-1, f:] += before
        places[1:, 2 * f :] += after
        works = places > 0
        mean = works * np.float32(length**-0.5)
        result = np.zeros((length, len(weights)), dtype=np.float32)
        for counts, kernel in ((works & is_winner(places), weights[:, : 3 * f]), (mean, weights[:, 3 * f :])):
            result += (own + bias) * counts @ kernel.T
            result[1:] += (before + bias[:-1, f:]) * counts[:-1, f:] @ kernel[:, f:].T
            result[:-1] += (after + bias[1:, 2 * f :]) * counts[1:, 2 * f :] @ kernel[:, 2 * f :].T
        return result

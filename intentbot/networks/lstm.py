"""The recurrent middle as it serves: a long short-term memory that reads a message in both directions.

Beside its states, each word itself gives features, as a convolution of width 1 does: a memory alone needs more
sentences than most bots have. These, and what a word gives to all gates, are computed once a word and kept
(`word_products`). A message is then one small matrix product a word, both directions at a time (`pool`): its cost grows
with its length.

Shapes: T tokens, D embedding, H units of each direction.

References
----------
Hochreiter and Schmidhuber (1997), Long Short-Term Memory. Graves and Schmidhuber (2005), Framewise Phoneme
Classification with Bidirectional LSTM. Lai et al. (2015), Recurrent Convolutional Neural Networks for Text
Classification, for the word between its contexts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intentbot.networks.pooling import pool, shares


@dataclass(frozen=True, slots=True, eq=False)
class Lstm:
    """A bidirectional LSTM beside a layer with a ReLU that sees one word, laid out as they serve.

    A logistic function is a hyperbolic tangent of half its argument, halved and shifted. With these halves in the
    weights, one call of `tanh` serves all gates.

    Attributes
    ----------
    columns : ndarray of shape (D, 10H), float32
        What a word gives to the gates: forwards input, forget and output gate and candidate, then the same backwards;
        then to the 2H units that see it alone.
    bias : ndarray of shape (10H,), float32
    recurrent : ndarray of shape (2, H, 4H), float32
        What the state of a direction gives to its gates at the next word.
    gain : ndarray of shape (2H,), float32
        How much each state counts as a feature, forwards and backwards.
    """

    columns: np.ndarray
    bias: np.ndarray
    recurrent: np.ndarray
    gain: np.ndarray

    @classmethod
    def of_layers(
        cls,
        kernels: Sequence[np.ndarray],
        recurrent: Sequence[np.ndarray],
        biases: Sequence[np.ndarray],
        *,
        gain: np.ndarray,
        word: np.ndarray,
        word_bias: np.ndarray,
    ) -> Lstm:
        """Return the middle of trained layers: those of an LSTM forwards and backwards, and the one of single words.

        Parameters
        ----------
        kernels : sequence of two ndarrays of shape (D, 4H)
            For input gate, forget gate, candidate and output gate, in the order of Keras.
        recurrent : sequence of two ndarrays of shape (H, 4H)
        biases : sequence of two ndarrays of shape (4H,)
        gain : ndarray of shape (2H,)
        word, word_bias : ndarray of shape (D, 2H) and (2H,)
        """

        def laid_out(gates: np.ndarray) -> np.ndarray:
            into, forget, candidate, out = np.split(gates, 4, axis=-1)
            return np.concatenate([into / 2, forget / 2, out / 2, candidate], axis=-1)

        return cls(
            columns=np.concatenate([*map(laid_out, kernels), word], axis=1),
            bias=np.concatenate([*map(laid_out, biases), word_bias]),
            recurrent=np.stack([laid_out(kernel) for kernel in recurrent]),
            gain=gain,
        )

    @property
    def n_products(self) -> int:
        """Kept of each word, 10H."""
        return len(self.bias)

    def word_products(self, vector: np.ndarray) -> np.ndarray:
        """Return what a word of this vector gives to all gates, and its own features, of shape (10H,), float32."""
        products: np.ndarray = vector @ self.columns
        products += self.bias
        features = products[8 * self.recurrent.shape[1] :]
        np.maximum(features, 0, out=features)
        return products

    def pool(self, products: np.ndarray) -> np.ndarray:
        """Return the features of a message: max of each unit, then mean (sum over the root of T).

        Parameters
        ----------
        products : ndarray of shape (T, 10H), float32
            The rows of `word_products` in the order of the words. T may not be 0.

        Returns
        -------
        ndarray of shape (8H,), float32
        """
        return pool(self._find(products))

    def shares(self, products: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return what the states at each word, and the word itself, give to each logit; see `Middle.shares`."""
        return shares(self._find(products), weights)

    def _find(self, products: np.ndarray) -> np.ndarray:
        """Return the states of both directions at each word, and the units that see it alone, of shape (T, 4H)."""
        h, length = self.recurrent.shape[1], len(products)
        # The last word comes first for the direction that reads backwards.
        given = np.stack([products[:, : 4 * h], products[::-1, 4 * h : 8 * h]], axis=1)
        states = np.empty((length, 2, h), dtype=np.float32)
        memory = np.zeros((2, h), dtype=np.float32)
        for place in range(length):
            gates = given[place]
            if place:
                gates += np.matmul(states[place - 1, :, None], self.recurrent)[:, 0]
            np.tanh(gates, out=gates)
            open_share = gates[:, : 3 * h]
            open_share += np.float32(1)
            open_share *= np.float32(0.5)
            memory *= gates[:, h : 2 * h]
            memory += gates[:, :h] * gates[:, 3 * h :]
            np.multiply(np.tanh(memory), gates[:, 2 * h : 3 * h], out=states[place])
        return np.concatenate([states.reshape(length, 2 * h) * self.gain, products[:, 8 * h :]], axis=1)

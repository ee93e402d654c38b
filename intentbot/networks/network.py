"""A network as it serves: word vectors, a middle that reads them in their order, and a linear head.

The middles differ; what comes before and after them does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np

from intentbot.networks.cnn import Convolutions
from intentbot.networks.front import Front
from intentbot.networks.head import Head
from intentbot.networks.lstm import Lstm
from intentbot.networks.transformer import Transformer


class Middle(Protocol):
    """What reads the words of a message in their order.

    Every one is a dataclass of arrays alone, which stand in the model folder under the names of its fields.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def n_products(self) -> int:
        """How many numbers `word_products` gives."""

    def word_products(self, vector: np.ndarray) -> np.ndarray:
        """Return all of a word that does not depend on its neighbours: computed once a word and kept.

        Parameters
        ----------
        vector : ndarray of shape (D,), float32

        Returns
        -------
        ndarray of shape (n_products,), float32
        """

    def pool(self, products: np.ndarray) -> np.ndarray:
        """Return the features of a message: the max of each unit over its words, then the sum over the root of T.

        Parameters
        ----------
        products : ndarray of shape (T, n_products), float32
            The rows of `word_products` in the order of the words. T may not be 0.

        Returns
        -------
        ndarray of shape (2 * units,), float32
        """

    def shares(self, products: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return what each word gives to each logit: over the words, the shares sum up to the logit without its bias.

        What a unit found at a place is that word's doing; of a convolution, it goes to the words of its window by
        what each of them gave.

        Parameters
        ----------
        products : ndarray of shape (T, n_products), float32
            As for `pool`.
        weights : ndarray of shape (C, 2 * units), float32
            Of the head.

        Returns
        -------
        ndarray of shape (T, C)
        """


MIDDLES: dict[str, type[Convolutions] | type[Lstm] | type[Transformer]] = {
    "cnn": Convolutions,
    "lstm": Lstm,
    "transformer": Transformer,
}
"""The middle of each choice of ``training.network``."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Front, middle and head, of sizes that fit."""

    front: Front
    middle: Middle
    head: Head

    def word_products(self, word_row: int, piece_rows: list[int]) -> np.ndarray:
        """Return what a word gives to any message it stands in: its row (-1: none) and its pieces' rows."""
        return self.middle.word_products(self.front.word_vector(word_row, piece_rows))

    def logits(self, products: np.ndarray) -> np.ndarray:
        """Return the logits of every label, of shape (C,), for a message's words, one row of `word_products` each."""
        return self.head.logits(self.middle.pool(products))

    def shares(self, products: np.ndarray, contrasts: np.ndarray | None = None) -> np.ndarray:
        """Return what each word gives to each logit, of shape (T, C), or to weighted sums of logits, of shape (T, K).

        Parameters
        ----------
        products : ndarray of shape (T, n_products), float32
        contrasts : ndarray of shape (K, C), float32, optional
            The weights of the logits.
        """
        weights = self.head.weights if contrasts is None else contrasts @ self.head.weights
        return self.middle.shares(products, weights)

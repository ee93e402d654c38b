"""The linear model beside the network: TF-IDF over words and pieces, computed a word at a time.

A message's features are the sum of its distinct words' features, divided by the root of the sum of
their squared lengths. That norm leaves out what two words share, so both sums can be kept per word;
it is as accurate as the exact norm (docs/benchmarks.md).

Shapes: V words, S pieces, C labels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class LinearWeights:
    """The weights of the linear model.

    Attributes
    ----------
    words : ndarray of shape (V, C), int8
        Coefficients times inverse document frequency, a row for each word, over the row's scale.
    pieces : ndarray of shape (S, C), int8
        The same for each piece.
    word_scale, piece_scale : ndarray of shape (V,) and (S,), float32
        What a row's numbers are multiplied by.
    word_idf, piece_idf : ndarray of shape (V,) and (S,), float32
        Inverse document frequencies.
    intercept : ndarray of shape (C,), float32
    """

    words: np.ndarray
    pieces: np.ndarray
    word_scale: np.ndarray
    piece_scale: np.ndarray
    word_idf: np.ndarray
    piece_idf: np.ndarray
    intercept: np.ndarray

    @classmethod
    def of_coefficients(
        cls,
        *,
        words: np.ndarray,
        pieces: np.ndarray,
        word_idf: np.ndarray,
        piece_idf: np.ndarray,
        intercept: np.ndarray,
    ) -> LinearWeights:
        """Return the weights with each row of coefficients (of shape (V, C) and (S, C)) rounded to 8 bits."""
        word_scale, piece_scale = _scale(words), _scale(pieces)
        return cls(
            words=np.rint(words / word_scale[:, None]).astype(np.int8),
            pieces=np.rint(pieces / piece_scale[:, None]).astype(np.int8),
            word_scale=word_scale,
            piece_scale=piece_scale,
            word_idf=word_idf.astype(np.float32),
            piece_idf=piece_idf.astype(np.float32),
            intercept=intercept.astype(np.float32),
        )

    def word_contribution(self, word_row: int, piece_rows: list[int]) -> np.ndarray:
        """Return what a word adds before the norm, of shape (C + 1,): C contributions, then its squared length."""
        contribution = np.zeros(len(self.intercept) + 1, dtype=np.float32)
        # What only a file of word vectors or an encoder knows has no coefficients.
        piece_rows = [row for row in piece_rows if row < len(self.pieces)]
        if piece_rows:
            contribution[:-1] = self.piece_scale[piece_rows] @ self.pieces[piece_rows].astype(np.float32)
            contribution[-1] = np.square(self.piece_idf[piece_rows]).sum()
        if 0 <= word_row < len(self.words):
            contribution[:-1] += self.word_scale[word_row] * self.words[word_row]
            contribution[-1] += self.word_idf[word_row] ** 2
        return contribution

    def logits(self, contributions: np.ndarray) -> np.ndarray:
        """Return the logits of a message, shape (C,), from its distinct words' contributions of shape (T, C + 1)."""
        total = np.add.reduce(contributions, axis=0)
        squared_length = total[-1]
        if squared_length <= 0.0:
            return self.intercept
        return np.asarray(total[:-1] / np.sqrt(squared_length) + self.intercept)

    def shares(self, contributions: np.ndarray) -> np.ndarray:
        """Return what each distinct word gives to each logit, of shape (T, C): logits are the intercept and their sum.

        The norm, in which all words have a part, is taken as it is.
        """
        squared_length = contributions[:, -1].sum()
        return np.asarray(contributions[:, :-1] / np.sqrt(squared_length if squared_length > 0 else 1.0))


def _scale(rows: np.ndarray) -> np.ndarray:
    largest = np.abs(rows).max(axis=1, initial=1e-12)
    return np.asarray(largest / np.iinfo(np.int8).max, dtype=np.float32)

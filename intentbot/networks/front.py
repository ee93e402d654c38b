"""A word's vector, the beginning of every network: what the word itself says and what its pieces say.

Shapes: V words, S pieces, D embedding.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """The vectors of words and pieces.

    Attributes
    ----------
    words : ndarray of shape (V, D), float16
        A row for each word of the vocabulary.
    pieces : ndarray of shape (S, D), float16
        A row for each piece of the vocabulary.
    """

    words: np.ndarray
    pieces: np.ndarray

    def word_vector(self, word_row: int, piece_rows: list[int]) -> np.ndarray:
        """Return a word's vector, of shape (D,): its own row (-1: none) and its pieces over the root of their count."""
        vector = np.zeros(self.words.shape[1], dtype=np.float32)
        if piece_rows:
            vector += self.pieces[piece_rows].astype(np.float32).sum(axis=0) / np.float32(np.sqrt(len(piece_rows)))
        if word_row >= 0:
            vector += self.words[word_row]
        return vector

"""What a network learns where labels are not certain: sentences, and how likely a few labels of each are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intentbot.training.encoding import EncodedRows


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """Sentences, and the probabilities that a network should give to their labels.

    Attributes
    ----------
    ids : tuple of ndarray of int32
        The word ids of each sentence.
    labels : ndarray of shape (N, K), int32
        K labels for each; a label that stands there twice gets both its shares.
    shares : ndarray of shape (N, K), float32
        The probability of each of these; all other labels have none.
    """

    ids: tuple[np.ndarray, ...]
    labels: np.ndarray
    shares: np.ndarray

    @classmethod
    def of_rows(cls, rows: EncodedRows, numbers: np.ndarray) -> Lesson:
        """Return the rows of these numbers, certain of their labels."""
        labels = rows.targets[numbers][:, None].astype(np.int32)
        return cls(tuple(rows.ids[number] for number in numbers), labels, np.ones(labels.shape, dtype=np.float32))

    def joined_by(self, other: Lesson) -> Lesson:
        """Return these sentences, then those of another lesson."""
        n_labels = max(self.labels.shape[1], other.labels.shape[1])

        def together(one: np.ndarray, two: np.ndarray) -> np.ndarray:
            # What is filled up has no share.
            return np.concatenate([np.pad(part, ((0, 0), (0, n_labels - part.shape[1]))) for part in (one, two)])

        labels, shares = together(self.labels, other.labels), together(self.shares, other.shares)
        return Lesson(self.ids + other.ids, labels, shares)

    def wanted(self, numbers: np.ndarray, n_labels: int) -> np.ndarray:
        """Return the probability of every label for the sentences of these numbers, of shape (B, C), float32."""
        wanted = np.zeros((len(numbers), n_labels), dtype=np.float32)
        np.add.at(wanted, (np.arange(len(numbers))[:, None], self.labels[numbers]), self.shares[numbers])
        return wanted

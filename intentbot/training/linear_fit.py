"""Fitting the linear model that stands beside the network: scikit-learn's logistic regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from intentbot.linear import LinearWeights
from intentbot.training.encoding import EncodedRows

INVERSE_PENALTY = 30.0
"""Inverse strength of the penalty; the best of 1, 10, 30 and 100 (docs/benchmarks.md)."""


@dataclass(frozen=True, slots=True, eq=False)
class LinearFeatures:
    """The TF-IDF features of all rows: one column a word, then one a piece.

    Attributes
    ----------
    counts : sparse matrix of shape (N, V + S)
        How often each row has each word and piece, words that repeat counted once.
    word_features : sparse matrix of shape (words, V + S)
        1 where a word has the feature.
    row_words : sparse matrix of shape (N, words)
        1 where a row has the word.
    n_words : int
        V, how many of the columns are words.
    """

    counts: sparse.csr_matrix
    word_features: sparse.csr_matrix
    row_words: sparse.csr_matrix
    n_words: int

    @classmethod
    def of(cls, rows: EncodedRows) -> LinearFeatures:
        """Return the features of encoded rows."""
        table, n_words = rows.table, len(rows.vocabulary.words)
        owners = np.repeat(np.arange(len(table.word_rows)), np.diff(table.starts))
        known = np.flatnonzero(table.familiar_words)
        at = np.concatenate([known, owners[table.familiar_pieces]])
        columns = np.concatenate([table.word_rows[known], table.piece_rows[table.familiar_pieces] + n_words])
        shape = (len(table.word_rows), n_words + len(rows.vocabulary.pieces))
        features = sparse.csr_matrix((np.ones(len(at), np.float32), (at, columns)), shape)
        distinct = [np.unique(ids) for ids in rows.ids]
        lengths = np.cumsum([0, *(len(ids) for ids in distinct)])
        flat = np.concatenate([*distinct, np.zeros(0, np.int32)])
        row_words = sparse.csr_matrix((np.ones(len(flat), np.float32), flat, lengths), (len(rows), shape[0]))
        return cls((row_words @ features).tocsr(), features, row_words, n_words)

    def idf(self, learn: np.ndarray) -> np.ndarray:
        """Return the smoothed inverse document frequency of each feature in these rows, 0 for those not in them."""
        documents = np.asarray((self.counts[learn] > 0).sum(axis=0)).ravel()
        idf = np.log((1 + len(learn)) / (1 + documents)) + 1
        return np.where(documents > 0, idf, 0.0).astype(np.float32)

    def weighted(self, row_numbers: np.ndarray, idf: np.ndarray) -> sparse.csr_matrix:
        """Return the normalised TF-IDF features of these rows; see `intentbot.linear` for the norm."""
        squared = self.row_words[row_numbers] @ (self.word_features @ np.square(idf))
        scale = 1 / np.sqrt(np.maximum(squared, 1e-12))
        return (sparse.diags(scale.astype(np.float32)) @ self.counts[row_numbers] @ sparse.diags(idf)).tocsr()


@dataclass(frozen=True, slots=True, eq=False)
class LinearFit:
    """A fitted linear model: coefficients of shape (features, C), intercept of shape (C,), and its features' IDF."""

    coefficients: np.ndarray
    intercept: np.ndarray
    idf: np.ndarray
    n_words: int

    def logits(self, features: LinearFeatures, row_numbers: np.ndarray) -> np.ndarray:
        """Return the logits of the rows of these numbers, of shape (N, C)."""
        weighted = features.weighted(row_numbers, self.idf)
        return np.asarray(weighted @ self.coefficients + self.intercept, dtype=np.float32)

    def to_numpy(self) -> LinearWeights:
        """Return the weights as they serve, rounded to 8 bits."""
        scaled = self.coefficients * self.idf[:, None]
        return LinearWeights.of_coefficients(
            words=scaled[: self.n_words],
            pieces=scaled[self.n_words :],
            word_idf=self.idf[: self.n_words],
            piece_idf=self.idf[self.n_words :],
            intercept=self.intercept,
        )


def fit_linear(features: LinearFeatures, targets: np.ndarray, learn: np.ndarray, n_labels: int) -> LinearFit:
    """Return the linear model fitted to the rows numbered `learn`."""
    idf = features.idf(learn)
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=200)
    model.fit(features.weighted(learn, idf), targets[learn])
    coefficients = np.zeros((len(idf), n_labels), dtype=np.float32)
    intercept = np.full(n_labels, -20.0, dtype=np.float32)
    if len(model.classes_) == 2:
        coefficients[:, model.classes_] = np.stack([-model.coef_[0], model.coef_[0]], axis=1) / 2
        intercept[model.classes_] = np.array([-model.intercept_[0], model.intercept_[0]]) / 2
    else:
        coefficients[:, model.classes_] = model.coef_.T
        intercept[model.classes_] = model.intercept_
    return LinearFit(coefficients, intercept, idf, features.n_words)

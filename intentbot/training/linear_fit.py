"""Fitting the linear model that stands beside the network: scikit-learn's logistic regression."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from intentbot.linear import LinearWeights
from intentbot.progress import Progress
from intentbot.training.encoding import EncodedRows
from intentbot.training.linear_steps import fit_in_steps

INVERSE_PENALTY = 30.0
"""Inverse strength of the penalty; the best of 1, 10, 30 and 100 (docs/benchmarks.md)."""

MAX_SOLVED = 5_000_000
"""Sentences times intents up to which all are looked at at once. CLINC150's 2.25 million take 22 seconds of a core, and
the time grows with both; BANKING77 has 0.8 million."""

MAX_COEFFICIENTS = 200_000_000
"""Features times intents from which on there is no linear model: it would add 200 MB to the model, and need 1.6 GB (the
coefficients and Adagrad's sums) to be learned. 100,000 synthetic sentences in 1,000 intents come to 58 million."""

MAX_TURNED = 2_000
"""Rows up to which the solver is given as many columns as there are rows, instead of the features."""

SHORTEST_AXIS = 1e-9
"""Squared length under which an axis is rounding, as a share of the longest."""

_ROWS_AT_A_TIME = 10_000
"""Rows whose pieces are counted at a time: a row has 150 of them or more."""


@dataclass(frozen=True, slots=True, eq=False)
class LinearFeatures:
    """The TF-IDF features of all rows: one column a word, then one a piece.

    Attributes
    ----------
    word_features : sparse matrix of shape (words, V + S)
        1 where a word has the feature.
    row_words : sparse matrix of shape (N, words)
        1 where a row has the word.
    n_words : int
        V, how many of the columns are words.
    """

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
        return cls(features, row_words, n_words)

    def counts(self, row_numbers: np.ndarray) -> sparse.csr_matrix:
        """Return how often each row has each word and piece, words that repeat counted once; of shape (N, V + S)."""
        return (self.row_words[row_numbers] @ self.word_features).tocsr()

    def idf(self, learn: np.ndarray) -> np.ndarray:
        """Return the smoothed inverse document frequency of each feature in these rows, 0 for those not in them."""
        documents = np.zeros(self.word_features.shape[1], dtype=np.int64)
        for start in range(0, len(learn), _ROWS_AT_A_TIME):
            documents += np.bincount(
                self.counts(learn[start : start + _ROWS_AT_A_TIME]).indices, minlength=len(documents)
            )
        idf = np.log((1 + len(learn)) / (1 + documents)) + 1
        return np.where(documents > 0, idf, 0.0).astype(np.float32)

    def weighted(self, row_numbers: np.ndarray, idf: np.ndarray) -> sparse.csr_matrix:
        """Return the normalised TF-IDF features of these rows; see `intentbot.linear` for the norm."""
        scale = self._scale(row_numbers, idf)
        return (scale @ self.counts(row_numbers) @ sparse.diags(idf)).tocsr()

    def by_word(self, row_numbers: np.ndarray, idf: np.ndarray) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """Return two matrices whose product is `weighted`: the words of these rows, and the features of each word."""
        words = (self._scale(row_numbers, idf) @ self.row_words[row_numbers]).tocsr()
        return words, (self.word_features @ sparse.diags(idf)).tocsr()

    def _scale(self, row_numbers: np.ndarray, idf: np.ndarray) -> sparse.dia_matrix:
        squared = self.row_words[row_numbers] @ (self.word_features @ np.square(idf))
        return sparse.diags((1 / np.sqrt(np.maximum(squared, 1e-12))).astype(np.float32))


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

    def lowered(self, amounts: np.ndarray) -> LinearFit:
        """Return it with an amount of shape (C,) off the logits of each label."""
        return replace(self, intercept=self.intercept - amounts)

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


def fit_linear(
    features: LinearFeatures, targets: np.ndarray, learn: np.ndarray, *, n_labels: int, seed: int, progress: Progress
) -> LinearFit | None:
    """Return the linear model fitted to the rows numbered `learn`; None where it would be too large to keep."""
    idf = features.idf(learn)
    if len(idf) * n_labels > MAX_COEFFICIENTS:
        return None
    if len(learn) * n_labels > MAX_SOLVED:
        progress.start("linear model", 10)
        row_words, word_features = features.by_word(learn, idf)
        coefficients, intercept = fit_in_steps(
            row_words, word_features, targets=targets[learn], n_labels=n_labels, seed=seed, progress=progress
        )
        return LinearFit(coefficients, intercept, idf, features.n_words)
    progress.start("linear model", 1)
    model = _solve(features.weighted(learn, idf), targets[learn])
    progress.advance()
    coefficients = np.zeros((len(idf), n_labels), dtype=np.float32)
    intercept = np.full(n_labels, -20.0, dtype=np.float32)
    if len(model.classes_) == 2:
        coefficients[:, model.classes_] = np.stack([-model.coef_[0], model.coef_[0]], axis=1) / 2
        intercept[model.classes_] = np.array([-model.intercept_[0], model.intercept_[0]]) / 2
    else:
        coefficients[:, model.classes_] = model.coef_.T
        intercept[model.classes_] = model.intercept_
    return LinearFit(coefficients, intercept, idf, features.n_words)


def _solve(learned: sparse.csr_matrix, targets: np.ndarray) -> LogisticRegression:
    """Return the logistic regression of rows of features.

    The best coefficients are sums of the rows, times something. Where rows are few, the rows are turned to lie along as
    many axes as they span, and the coefficients are sought on these: the same ones, as a turn changes no angle and no
    length, in hundreds of numbers an intent instead of thousands.
    """
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=200)
    if len(targets) > MAX_TURNED:
        return model.fit(learned, targets)
    exact = learned.astype(np.float64)
    squares, axes = np.linalg.eigh((exact @ exact.T).toarray())
    # Rows that repeat others span nothing.
    spanned = squares > SHORTEST_AXIS * squares[-1]
    lengths, axes = np.sqrt(squares[spanned]), axes[:, spanned]
    model.fit(axes * lengths, targets)
    model.coef_ = (model.coef_ / lengths) @ (exact.T @ axes).T
    return model

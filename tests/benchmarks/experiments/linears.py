"""Other linear models, and experts that stand beside both."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from intentbot.training.linear_fit import INVERSE_PENALTY, LinearFeatures
from intentbot.training.logit_adjustment import head_starts
from tests.benchmarks.experiments.experiment import Expert, Reference
from tests.benchmarks.experiments.trials import Trial


def _logistic(learned: sparse.csr_matrix, targets: np.ndarray, asked: sparse.csr_matrix, penalty: float) -> np.ndarray:
    model = LogisticRegression(C=penalty, max_iter=200).fit(learned, targets)
    starts = head_starts(targets, n_intents=len(model.classes_), n_labels=len(model.classes_))
    return np.asarray(model.decision_function(asked) - starts, dtype=np.float32)


def _tfidf(trial: Trial) -> tuple[sparse.csr_matrix, np.ndarray, sparse.csr_matrix]:
    idf = trial.features.idf(trial.learned)
    learned, asked = (trial.features.weighted(rows, idf) for rows in (trial.learned, trial.answered))
    return learned, trial.rows.targets[trial.learned], asked


def penalty(inverse: float) -> Expert:
    """Return the linear model with another inverse penalty."""

    def linear(trial: Trial, reference: Reference) -> np.ndarray:
        return _logistic(*_tfidf(trial), inverse)

    return linear


def kinds_weighted(trial: Trial, words: float, stems: float, lengths: tuple[float, ...]) -> np.ndarray:
    """Return a weight for each feature by its kind: a word, a stem, or a run of 2, 3, 4, 5 characters."""
    by_length = dict(enumerate(lengths, 2))
    pieces = trial.rows.vocabulary.pieces
    kinds = [stems if piece[0] == "=" and len(piece) > 1 else by_length.get(len(piece), 1.0) for piece in pieces]
    return np.concatenate([np.full(trial.features.n_words, words), kinds]).astype(np.float32)


def weighted_kinds(words: float, stems: float, lengths: tuple[float, ...]) -> Expert:
    """Return the linear model whose TF-IDF features are multiplied by a weight of their kind before the norm."""

    def linear(trial: Trial, reference: Reference) -> np.ndarray:
        idf = trial.features.idf(trial.learned) * kinds_weighted(trial, words, stems, lengths)
        learned, asked = (trial.features.weighted(rows, idf) for rows in (trial.learned, trial.answered))
        return _logistic(learned, trial.rows.targets[trial.learned], asked, INVERSE_PENALTY)

    return linear


def idf_power(power: float) -> Expert:
    """Return the linear model with inverse document frequencies raised to a power."""

    def linear(trial: Trial, reference: Reference) -> np.ndarray:
        idf = trial.features.idf(trial.learned) ** power * (trial.features.idf(trial.learned) > 0)
        learned, asked = (trial.features.weighted(rows, idf) for rows in (trial.learned, trial.answered))
        return _logistic(learned, trial.rows.targets[trial.learned], asked, INVERSE_PENALTY)

    return linear


def margins(trial: Trial, reference: Reference) -> np.ndarray:
    """Return the margins of a linear support vector machine on the same features."""
    learned, targets, asked = _tfidf(trial)
    return np.asarray(LinearSVC(C=1.0, random_state=0).fit(learned, targets).decision_function(asked), np.float32)


def naive_bayes_weighted(trial: Trial, reference: Reference) -> np.ndarray:
    """Return NB-SVM (Wang and Manning 2012) with logistic regression: features times each intent's log-count ratio."""
    learned, targets, asked = _tfidf(trial)
    present, found = learned > 0, []
    everywhere = np.asarray(present.sum(axis=0)).ravel()
    for label in range(len(trial.labels)):
        mine = targets == label
        inside = np.asarray(present[mine].sum(axis=0)).ravel()
        ratio = np.log((inside + 1) / (mine.sum() + 2)) - np.log((everywhere - inside + 1) / ((~mine).sum() + 2))
        scale = sparse.diags(ratio.astype(np.float32))
        model = LogisticRegression(C=1.0, solver="liblinear").fit(learned @ scale, mine)
        found.append(model.decision_function(asked @ scale))
    return np.stack(found, axis=1).astype(np.float32)


def hidden_words(copies: int, share: float) -> Expert:
    """Return the linear model that also learns from copies of each row with a share of its words left out."""

    def linear(trial: Trial, reference: Reference) -> np.ndarray:
        random = np.random.default_rng(trial.settings.seed)
        features, learned = trial.features, trial.learned
        idf = features.idf(learned)
        whole = features.row_words[learned]
        parts = [whole]
        for _ in range(copies):
            part = whole.copy()
            part.data = (random.random(len(part.data)) >= share).astype(np.float32)
            parts.append(part)
        together = sparse.vstack(parts).tocsr()
        together.eliminate_zeros()
        more = LinearFeatures(features.word_features, together, features.n_words)
        targets = np.tile(trial.rows.targets[learned], copies + 1)
        asked = features.weighted(trial.answered, idf)
        return _logistic(more.weighted(np.arange(len(targets)), idf), targets, asked, INVERSE_PENALTY)

    return linear


def _pairs(trial: Trial, window: int) -> sparse.csr_matrix:
    """Return which pairs of words, up to so many places apart, each row has, with IDF; unlearned pairs do not count."""
    columns: dict[tuple[str, str], int] = {}
    at, which = [], []
    for row, tokens in enumerate(trial.rows.tokens):
        padded = ("<", *tokens, ">")
        for place, word in enumerate(padded):
            for other in padded[place + 1 : place + 1 + window]:
                if row < trial.n_learned:
                    columns.setdefault((word, other), len(columns))
                if (word, other) in columns:
                    at.append(row)
                    which.append(columns[word, other])
    shape = (len(trial.rows), len(columns))
    counts = sparse.csr_matrix((np.ones(len(at), np.float32), (at, which)), shape)
    counts.data[:] = 1.0
    documents = np.asarray(counts[trial.learned].sum(axis=0)).ravel()
    return counts @ sparse.diags((np.log((1 + trial.n_learned) / (1 + documents)) + 1).astype(np.float32))


def word_pairs(window: int) -> Expert:
    """Return the linear model with pairs of neighbouring words as further features."""

    def linear(trial: Trial, reference: Reference) -> np.ndarray:
        idf = trial.features.idf(trial.learned)
        single = trial.features.counts(np.arange(len(trial.rows))) @ sparse.diags(idf)
        everything = sparse.hstack([single, _pairs(trial, window)]).tocsr()
        lengths = np.sqrt(np.asarray(everything.multiply(everything).sum(axis=1)).ravel())
        everything = (sparse.diags((1 / np.maximum(lengths, 1e-6)).astype(np.float32)) @ everything).tocsr()
        targets = trial.rows.targets[trial.learned]
        return _logistic(everything[trial.learned], targets, everything[trial.answered], INVERSE_PENALTY)

    return linear


def only_pairs(window: int) -> Expert:
    """Return a linear model of pairs of words alone."""

    def linear(trial: Trial, reference: Reference) -> np.ndarray:
        pairs = _pairs(trial, window)
        lengths = np.sqrt(np.asarray(pairs.multiply(pairs).sum(axis=1)).ravel())
        pairs = (sparse.diags((1 / np.maximum(lengths, 1e-6)).astype(np.float32)) @ pairs).tocsr()
        targets = trial.rows.targets[trial.learned]
        return _logistic(pairs[trial.learned], targets, pairs[trial.answered], INVERSE_PENALTY)

    return linear


def _votes(targets: np.ndarray, similar: np.ndarray, n_labels: int, sharpness: float) -> np.ndarray:
    """Return log-votes of learned rows, each by the exponential of its similarity, of shape (N, C)."""
    votes = np.exp(sharpness * (similar - 1.0)) @ np.eye(n_labels, dtype=np.float32)[targets]
    return np.log(votes + 1e-9).astype(np.float32)


def nearest_tfidf(sharpness: float) -> Expert:
    """Return votes of the learned rows by the cosine of their TF-IDF features."""

    def nearest(trial: Trial, reference: Reference) -> np.ndarray:
        learned, targets, asked = _tfidf(trial)
        return _votes(targets, (asked @ learned.T).toarray(), len(trial.labels), sharpness)

    return nearest


def _directions(reference: Reference, trial: Trial) -> tuple[np.ndarray, np.ndarray]:
    features = reference.features.astype(np.float32)
    features -= features[: trial.n_learned].mean(axis=0)
    features /= np.linalg.norm(features, axis=1, keepdims=True) + 1e-6
    return features[: trial.n_learned], features[trial.n_learned :]


def nearest_features(sharpness: float) -> Expert:
    """Return votes of the learned rows by the cosine of the network's pooled features."""

    def nearest(trial: Trial, reference: Reference) -> np.ndarray:
        learned, asked = _directions(reference, trial)
        targets = trial.rows.targets[trial.learned]
        return _votes(targets, asked @ learned.T, len(trial.labels), sharpness)

    return nearest


def prototypes(trial: Trial, reference: Reference) -> np.ndarray:
    """Return the cosine to the mean of each intent's pooled features, times 10 (Snell et al. 2017)."""
    learned, asked = _directions(reference, trial)
    targets = trial.rows.targets[trial.learned]
    means = np.stack([learned[targets == label].mean(axis=0) for label in range(len(trial.labels))])
    means /= np.linalg.norm(means, axis=1, keepdims=True) + 1e-6
    return 10 * asked @ means.T


def tfidf_prototypes(trial: Trial, reference: Reference) -> np.ndarray:
    """Return the cosine to the mean of each intent's TF-IDF features, times 10."""
    learned, targets, asked = _tfidf(trial)
    means = np.stack([np.asarray(learned[targets == label].mean(axis=0)).ravel() for label in range(len(trial.labels))])
    means /= np.linalg.norm(means, axis=1, keepdims=True) + 1e-6
    return np.asarray(10 * (asked @ means.T), dtype=np.float32)

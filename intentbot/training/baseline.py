"""The linear baseline every report shows beside the bot: TF-IDF and a support vector machine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.svm import LinearSVC

from intentbot.training.sentences import Sentence

NAME = "TF-IDF (words 1-2, characters 2-5) + linear SVM"

MAX_CELLS = 5_000_000
"""Sentences times intents from which on it is left out: one machine for each intent, each of which sees every sentence.
CLINC150's 2.25 million take 10 seconds; 100 million would take hours."""


def is_affordable(n_sentences: int, n_intents: int) -> bool:
    """Return whether the baseline of so many sentences and intents is fitted in a minute or less."""
    return n_sentences * n_intents <= MAX_CELLS


def fit_baseline(sentences: Sequence[Sentence]) -> Pipeline:
    """Return the baseline fitted to sentences."""
    words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"(?u)\w+", sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    model = make_pipeline(make_union(words, characters), LinearSVC(C=1.0, random_state=0))
    return model.fit([sentence.text for sentence in sentences], [sentence.intent for sentence in sentences])


def baseline_labels(sentences: Sequence[Sentence], texts: Sequence[str]) -> list[str]:
    """Return the labels that the baseline fitted to `sentences` gives to `texts`."""
    labels: list[str] = fit_baseline(sentences).predict(texts).tolist()
    return labels


def baseline_scores(model: Pipeline, texts: Sequence[str]) -> np.ndarray:
    """Return the largest margin of each text, of shape (N,): the baseline's measure of being in scope."""
    margins = model.decision_function(texts)
    return np.asarray(margins.max(axis=1) if margins.ndim == 2 else np.abs(margins))

"""The classifier: the fast NumPy pass against a slow and obvious one, and what always holds of a prediction."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.classifier import Classifier, Mix
from intentbot.linear import LinearWeights
from intentbot.networks.cnn import Convolutions
from intentbot.networks.front import Front
from intentbot.networks.head import Head
from intentbot.networks.network import Network
from intentbot.rejection import SIGNALS, Rejection
from intentbot.text import normalise, tokenise
from intentbot.vocabulary import Vocabulary, pieces_of

SENTENCES = [
    "where is my order",
    "track my parcel please",
    "I want my money back",
    "ok",
    "退款 在 哪里",
    "my my order my",
]
LABELS = ("refund", "track", "yes")


D, F, C = 8, 5, len(LABELS)


@pytest.fixture(scope="module")
def layers() -> dict[str, Any]:
    """Return layers of random weights, as training leaves them."""
    random = np.random.default_rng(1)

    def draw(*shape: int) -> np.ndarray:
        return random.normal(size=shape).astype(np.float32)

    return {
        "kernels": (draw(1, D, F), draw(2, D, F), draw(3, D, F)),
        "biases": (draw(F), draw(F), draw(F)),
        "dense": draw(6 * F, C),
        "dense_bias": draw(C),
    }


@pytest.fixture(scope="module")
def classifier(layers: dict[str, Any]) -> Classifier:
    """Return a classifier of random weights: its arithmetic is what is tested."""
    random = np.random.default_rng(0)
    vocabulary = Vocabulary.of([tokenise(normalise(text)) for text in SENTENCES[:4]], languages=["en"])
    v, s, c = len(vocabulary.words), len(vocabulary.pieces), C

    def draw(*shape: int) -> np.ndarray:
        return random.normal(size=shape).astype(np.float32)

    front = Front(draw(v, D).astype(np.float16), draw(s, D).astype(np.float16))
    middle = Convolutions.of_layers(layers["kernels"], layers["biases"])
    network = Network(front, middle, Head.of_layer(layers["dense"], layers["dense_bias"]))
    linear = LinearWeights.of_coefficients(
        words=draw(v, c),
        pieces=draw(s, c),
        word_idf=np.abs(draw(v)) + 1,
        piece_idf=np.abs(draw(s)) + 1,
        intercept=draw(c),
    )
    ones = np.ones(len(SIGNALS), dtype=np.float32)
    return Classifier(
        LABELS,
        vocabulary,
        network,
        linear,
        Mix(0.7, 1.2),
        Rejection(ones, ones, ones, 0.0, 0.5, np.zeros(len(LABELS), dtype=np.float32)),
    )


def slow_network(classifier: Classifier, layers: dict[str, Any], tokens: list[str]) -> np.ndarray:
    """Return the network's logits, written down word by word and window by window."""
    weights, vocabulary = classifier.network.front, classifier.vocabulary
    vectors = []
    for token in tokens:
        vector = np.zeros(weights.words.shape[1])
        known = [vocabulary.pieces.index(p) for p in pieces_of(token) if p in vocabulary.pieces]
        if known:
            vector += weights.pieces[known].astype(float).sum(axis=0) / np.sqrt(len(known))
        if token in vocabulary.words:
            vector += weights.words[vocabulary.words.index(token)].astype(float)
        vectors.append(vector)
    highest, means = [], []
    for width, kernel, bias in zip((1, 2, 3), layers["kernels"], layers["biases"], strict=True):
        before = (width - 1) // 2
        values = []
        for place in range(len(tokens)):
            value = bias.astype(float)
            for k in range(width):
                if 0 <= place + k - before < len(tokens):
                    value = value + vectors[place + k - before] @ kernel[k].astype(float)
            values.append(np.maximum(value, 0))
        highest.append(np.max(values, axis=0))
        means.append(np.sum(values, axis=0) / np.sqrt(len(tokens)))
    return np.concatenate(highest + means) @ layers["dense"] + layers["dense_bias"]


def slow_linear(classifier: Classifier, tokens: list[str]) -> np.ndarray:
    """Return the linear model's logits from the definition of its features."""
    weights, vocabulary = classifier.linear, classifier.vocabulary
    total, squared = np.zeros(len(LABELS)), 0.0
    for token in set(tokens):
        for piece in pieces_of(token):
            if piece in vocabulary.pieces:
                row = vocabulary.pieces.index(piece)
                total = total + weights.pieces[row] * float(weights.piece_scale[row])
                squared += float(weights.piece_idf[row]) ** 2
        if token in vocabulary.words:
            row = vocabulary.words.index(token)
            total = total + weights.words[row] * float(weights.word_scale[row])
            squared += float(weights.word_idf[row]) ** 2
    return total / np.sqrt(squared) + weights.intercept


@pytest.mark.parametrize("text", SENTENCES)
def test_the_fast_pass_equals_the_slow_one(classifier: Classifier, layers: dict[str, Any], text: str) -> None:
    """Caching a word's products changes nothing but the time."""
    tokens = tokenise(normalise(text))
    for _ in range(2):
        evidence = classifier.examine(tokens)
        assert np.allclose(evidence.network, slow_network(classifier, layers, tokens), rtol=1e-4, atol=1e-4)
    if any(set(pieces_of(token)) & set(classifier.vocabulary.pieces) for token in tokens):
        assert np.allclose(evidence.linear, slow_linear(classifier, tokens), rtol=1e-3, atol=1e-3)


def test_eight_bits_are_enough() -> None:
    """Rounded coefficients stay within half a step of what was learned, row by row."""
    rows = np.random.default_rng(2).normal(size=(20, 7)).astype(np.float32) * np.logspace(-3, 3, 20)[:, None]
    idf = np.ones(20)
    weights = LinearWeights.of_coefficients(words=rows, pieces=rows, word_idf=idf, piece_idf=idf, intercept=np.zeros(7))
    restored = weights.words * weights.word_scale[:, None]
    assert (np.abs(restored - rows) <= np.abs(rows).max(axis=1, keepdims=True) / 127 * 0.51).all()


@given(text=st.text())
def test_probabilities_are_probabilities(classifier: Classifier, text: str) -> None:
    """For any text they lie in [0, 1], sum to 1, and the best label's is the confidence."""
    prediction = classifier.predict(text)
    assert prediction.probabilities.min() >= 0
    assert prediction.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert prediction.ranking[0] == (prediction.intent, prediction.confidence)
    assert 0 <= prediction.score <= 1


@given(texts=st.lists(st.text(max_size=40), max_size=6))
def test_a_prediction_does_not_depend_on_the_others(classifier: Classifier, texts: list[str]) -> None:
    """Each message of a batch is classified as if alone."""
    for together, text in zip(classifier.predict_all(texts), texts, strict=True):
        alone = classifier.predict(text)
        assert (together.probabilities == alone.probabilities).all()
        assert (together.intent, together.score) == (alone.intent, alone.score)


@pytest.mark.parametrize("text", ["", "😀", "xqzkv wvvbq", "!!!"])
def test_text_without_any_known_word_is_refused(classifier: Classifier, text: str) -> None:
    """What has nothing in common with the examples has score 0."""
    assert classifier.predict(text).score == 0.0
    assert not classifier.predict(text).accepted


def test_the_cache_is_bounded(classifier: Classifier) -> None:
    """However many different words come, only so many are kept."""
    for number in range(5000):
        classifier.predict(f"word{number}")
    assert len(classifier._words) <= 4096

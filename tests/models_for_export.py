"""Models of random weights, made without training: the arithmetic of an export is what is tested with them."""

from __future__ import annotations

import numpy as np

from intentbot.answers import Response
from intentbot.classifier import Classifier, Mix
from intentbot.files.examples import pack_examples
from intentbot.files.model_folder import Model
from intentbot.intents import Example, Intent, IntentSet
from intentbot.linear import LinearWeights
from intentbot.networks.cnn import Convolutions
from intentbot.networks.front import Front
from intentbot.networks.head import Head
from intentbot.networks.lstm import Lstm
from intentbot.networks.network import Middle, Network
from intentbot.networks.transformer import REACH, Transformer
from intentbot.rejection import SIGNALS, Rejection
from intentbot.settings import TrainingSettings
from intentbot.text import comparison_key, normalise, tokenise
from intentbot.vocabulary import Vocabulary

EXAMPLES = {
    "refund": ("I want my money back", "refunds please", "退款 在 哪里"),
    "größe_ändern": ("Größe ändern", "une taille très différente", "my my shirt my"),
    "追踪": ("where is my order", "track my parcel please", "hello kitty, where are you going"),
    "yes": ("ok", "yes yes", "sure"),
}
"""Sentences of four intents; names with letters of other scripts, which every target has to carry."""

STRANGERS = ("reimbursement of lost parcels", "мой заказ")
"""Text whose words and pieces have vectors and no coefficients, as a file of word vectors leaves them."""


def random_model(
    network: str = "cnn", *, learns_out_of_scope: bool = True, has_linear: bool = True, has_others: bool = True
) -> Model:
    """Return a model of random weights that `write_model` can write.

    Parameters
    ----------
    network : {"cnn", "lstm", "transformer"}
    learns_out_of_scope : bool, default=True
        Whether there is a logit of `out_of_scope` after those of the intents.
    has_linear : bool, default=True
    has_others : bool, default=True
        Whether the vocabulary has words and pieces of no sentence of its own.
    """
    vocabulary = _vocabulary(has_others)
    n_logits = len(EXAMPLES) + learns_out_of_scope
    random = np.random.default_rng(len(network))
    classifier = Classifier(
        tuple(EXAMPLES),
        vocabulary,
        _network(network, vocabulary, n_logits, random),
        _linear(vocabulary, n_logits, random) if has_linear else None,
        Mix(0.4, 1.2 if has_linear else 0.0),
        _rejection(random),
    )
    intents = IntentSet(tuple(_intent(name, texts) for name, texts in EXAMPLES.items()))
    exact = {comparison_key(text): name for name, texts in EXAMPLES.items() for text in texts}
    settings = TrainingSettings(network=network)
    return Model(classifier, intents, exact, pack_examples(intents), settings, "0" * 64, "{}", {})


def _intent(name: str, texts: tuple[str, ...]) -> Intent:
    return Intent(name, examples=tuple(Example(text) for text in texts), responses=(Response(f"About {name}."),))


def _vocabulary(has_others: bool) -> Vocabulary:
    def of(texts: list[str]) -> Vocabulary:
        return Vocabulary.of([tokenise(normalise(text)) for text in texts], languages=("en", "de"))

    own = of([text for texts in EXAMPLES.values() for text in texts])
    return own.joined_by(of(list(STRANGERS))) if has_others else own


def _draw(random: np.random.Generator, *shape: int, scale: float = 0.3) -> np.ndarray:
    return random.normal(size=shape, scale=scale).astype(np.float32)


def _network(name: str, vocabulary: Vocabulary, n_logits: int, random: np.random.Generator) -> Network:
    n_words = len(vocabulary.words) + len(vocabulary.others)
    n_pieces = len(vocabulary.pieces) + len(vocabulary.other_pieces)
    size = 8
    front = Front(
        _draw(random, n_words, size).astype(np.float16), _draw(random, n_pieces, size, scale=1).astype(np.float16)
    )
    middle = {"cnn": _convolutions, "lstm": _lstm, "transformer": _transformer}[name](size, random)
    words = np.stack([middle.word_products(_draw(random, size))])
    head = Head(_draw(random, n_logits, len(middle.pool(words))), _draw(random, n_logits))
    return Network(front, middle, head)


def _convolutions(size: int, random: np.random.Generator) -> Middle:
    n_filters = 5
    return Convolutions(_draw(random, size, 6 * n_filters), _draw(random, 3 * n_filters))


def _lstm(size: int, random: np.random.Generator) -> Middle:
    h = 6
    return Lstm(
        columns=_draw(random, size, 10 * h),
        bias=_draw(random, 10 * h),
        recurrent=_draw(random, 2, h, 4 * h),
        gain=_draw(random, 2 * h, scale=1),
    )


def _transformer(size: int, random: np.random.Generator) -> Middle:
    n_heads, joined, hidden, units = 2, 6, 10, 7
    shapes = {
        "attention": (size, 3 * joined),
        "near": (n_heads, 2 * REACH + 1),
        "joined": (joined, size),
        "wide": (size, hidden),
        "narrow": (hidden, size),
        "last": (size, units),
        "word": (size, units),
    }
    weights = {name: _draw(random, *shape) for name, shape in shapes.items()}
    biases = {f"{name}_bias": _draw(random, shape[1]) for name, shape in shapes.items() if name != "near"}
    return Transformer(**weights, **biases)


def _linear(vocabulary: Vocabulary, n_logits: int, random: np.random.Generator) -> LinearWeights:
    n_words, n_pieces = len(vocabulary.words), len(vocabulary.pieces)
    return LinearWeights.of_coefficients(
        words=_draw(random, n_words, n_logits, scale=1),
        pieces=_draw(random, n_pieces, n_logits, scale=1),
        word_idf=np.abs(_draw(random, n_words)) + 1,
        piece_idf=np.abs(_draw(random, n_pieces)) + 1,
        intercept=_draw(random, n_logits),
    )


def _rejection(random: np.random.Generator) -> Rejection:
    centre = np.array([1.5, 0.8, -0.5, 2.0], dtype=np.float32)
    scale = np.array([1.2, 0.3, 1.5, 0.4], dtype=np.float32)
    weights = np.array([1.2, 0.7, -0.8, -0.3], dtype=np.float32)
    assert len(centre) == len(SIGNALS)
    return Rejection(centre, scale, weights, 0.2, 0.45, _draw(random, len(EXAMPLES)))

"""The networks: what serves in NumPy against a slow, obvious pass and against what learned in Keras."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intentbot.bot import IntentBot
from intentbot.networks.lstm import Lstm
from intentbot.networks.network import MIDDLES, Middle
from intentbot.networks.transformer import REACH, WINDOW, Transformer
from intentbot.progress import Silence
from intentbot.settings import TrainingSettings
from intentbot.sources import read_intents
from intentbot.training import train
from intentbot.training.distil import N_MADE, fit_distilled, made_of
from intentbot.training.learn import Learner
from intentbot.training.lesson import Lesson
from intentbot.training.plan import plan_for
from intentbot.training.sentences import sentences_of

D, UNITS = 10, 12
NETWORKS = sorted(MIDDLES)
LENGTHS = st.lists(st.one_of(st.integers(1, 9), st.sampled_from([WINDOW, 2 * WINDOW + 5])), min_size=1, max_size=3)


@cache
def keras_middle(name: str) -> Any:
    """Return a middle in Keras with random weights in every place."""
    from intentbot.training.networks.network import MIDDLES as KERAS_MIDDLES

    middle = KERAS_MIDDLES[name](TrainingSettings(embedding_size=D, filters=UNITS))
    random = np.random.default_rng(0)
    for variable in middle.trainable_variables:
        variable.assign(random.normal(size=variable.shape, scale=0.3))
    return middle


@cache
def keras_pass(name: str) -> Any:
    """Return its forward pass, compiled: it takes vectors of shape (B, T, D) and a mask of shape (B, T, 1)."""
    import tensorflow as tf

    shape = [tf.TensorSpec([None, None, size], tf.float32) for size in (D, 1)]
    return tf.function(keras_middle(name), input_signature=shape)


@cache
def numpy_middle(name: str) -> Middle:
    """Return the same middle as it serves."""
    middle: Middle = keras_middle(name).to_numpy()
    return middle


def draw_messages(lengths: list[int]) -> list[np.ndarray]:
    """Return the word vectors of messages."""
    random = np.random.default_rng(sum(lengths))
    return [random.normal(size=(length, D)).astype(np.float32) for length in lengths]


def served(middle: Middle, words: np.ndarray) -> np.ndarray:
    """Return the features of a message as they are served."""
    return middle.pool(np.stack([middle.word_products(word) for word in words]))


def pooled(found: np.ndarray) -> np.ndarray:
    """Return max and mean of what was found at each word."""
    return np.concatenate([found.max(axis=0), found.sum(axis=0) / np.sqrt(len(found))])


def slow_lstm(middle: Lstm, words: np.ndarray) -> np.ndarray:
    """Return the features of a message from the definition of the gates, one word and direction at a time."""
    h = middle.recurrent.shape[1]
    given = words.astype(float) @ middle.columns + middle.bias
    states = []
    for direction, order in enumerate((range(len(words)), range(len(words))[::-1])):
        state, memory = np.zeros(h), np.zeros(h)
        found: dict[int, np.ndarray] = {}
        for place in order:
            gates = given[place, direction * 4 * h : (direction + 1) * 4 * h] + state @ middle.recurrent[direction]
            into, forget, out = (1 / (1 + np.exp(-2 * gate)) for gate in np.split(gates[: 3 * h], 3))
            memory = forget * memory + into * np.tanh(gates[3 * h :])
            state = out * np.tanh(memory)
            found[place] = state
        states.append(np.stack([found[place] for place in range(len(words))]))
    read = np.concatenate(states, axis=1) * middle.gain
    return pooled(np.concatenate([read, np.maximum(given[:, 8 * h :], 0)], axis=1))


def slow_transformer(middle: Transformer, words: np.ndarray) -> np.ndarray:
    """Return the features of a message with every pair of words written out."""
    n_heads, found = len(middle.near), []
    given = [np.split(word.astype(float) @ middle.attention + middle.attention_bias, 3) for word in words]
    parts = [[np.split(part, n_heads) for part in word] for word in given]
    for place, word in enumerate(words.astype(float)):
        first = place - place % WINDOW
        window = range(first, min(first + WINDOW, len(words)))
        heads = []
        for head in range(n_heads):
            near = {at: middle.near[head][np.clip(at - place, -REACH, REACH) + REACH] for at in window}
            weights = {at: np.exp(parts[place][0][head] @ parts[at][1][head] + near[at]) for at in window}
            heads.append(sum(weights[at] * parts[at][2][head] for at in window) / sum(weights.values()))
        read = word + np.concatenate(heads) @ middle.joined + middle.joined_bias
        hidden = np.maximum(read @ middle.wide + middle.wide_bias, 0)
        read = read + hidden @ middle.narrow + middle.narrow_bias
        units = np.concatenate([read @ middle.last + middle.last_bias, word @ middle.word + middle.word_bias])
        found.append(np.maximum(units, 0))
    return pooled(np.stack(found))


@settings(max_examples=6)
@given(lengths=LENGTHS)
@pytest.mark.parametrize("name", NETWORKS)
def test_what_serves_is_what_learned(name: str, lengths: list[int]) -> None:
    """NumPy gives each message alone what Keras gives it beside others, padded, however long they are."""
    messages = draw_messages(lengths)
    padded = np.zeros((len(lengths), max(lengths), D), dtype=np.float32)
    mask = np.zeros((len(lengths), max(lengths), 1), dtype=np.float32)
    for row, words in enumerate(messages):
        padded[row, : len(words)], mask[row, : len(words)] = words, 1
    found = keras_pass(name)(padded, mask).numpy()
    for row, words in enumerate(messages):
        wanted = pooled(found[row, : len(words)])
        assert np.abs(served(numpy_middle(name), words) - wanted).max() <= 1e-5 * np.abs(wanted).max()


@pytest.mark.parametrize("length", [1, 2, 9, WINDOW, WINDOW + 1, 2 * WINDOW + 5])
def test_the_fast_passes_equal_the_slow_ones(length: int) -> None:
    """What is kept of words, and both directions and all heads at a time, changes nothing but the time."""
    (words,) = draw_messages([length])
    lstm, transformer = numpy_middle("lstm"), numpy_middle("transformer")
    assert isinstance(lstm, Lstm) and isinstance(transformer, Transformer)
    assert np.allclose(served(lstm, words), slow_lstm(lstm, words), rtol=1e-5, atol=1e-5)
    assert np.allclose(served(transformer, words), slow_transformer(transformer, words), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(
    "settings",
    [
        {"network": "lstm", "quality": "fast", "loss": "sigmoid", "epochs": "12"},
        {"network": "transformer", "epochs": "8"},
    ],
)
def test_what_is_chosen_learns_and_is_read_back(settings: dict[str, str], intents_folder: Path, tmp_path: Path) -> None:
    """Trained, written and read again a bot knows its own sentences, and a message means the same in any company."""
    bot = train(intents_folder, tmp_path / "model", settings=settings)
    again = IntentBot.load(tmp_path / "model")
    texts = ["wher is my parcel", "", "refund refund please " * 60, "speak to a person now"]
    for one, other in zip(bot.classify(texts), again.classify(texts[::-1])[::-1], strict=True):
        assert (one.probabilities == other.probabilities).all()
        assert one.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert bot.classify(["wher is my parcel"])[0].intent == "track_order"


def test_weights_decay_with_adamw_alone() -> None:
    """With nothing to learn from, AdamW pulls weights to zero, and the other optimisers leave them."""
    import keras

    from intentbot.training.optimisers import optimiser_of

    left = {}
    for name in ("adamw", "adam", "sgd"):
        variable = keras.Variable(np.ones(3, np.float32))
        optimiser = optimiser_of(TrainingSettings(optimizer=name, learning_rate=0.1, weight_decay=0.5))
        optimiser.apply([np.zeros(3, np.float32)], [variable])
        left[name] = float(np.asarray(variable)[0])
    assert left == {"adamw": pytest.approx(0.95), "adam": 1, "sgd": 1}


def test_what_is_left_open_is_chosen() -> None:
    """Each network and size has its own numbers, another quality its own epochs, and what is written stays."""
    medium, large = (plan_for(500, TrainingSettings(size=size))[1] for size in ("medium", "large"))
    assert (medium.embedding_size, medium.filters, medium.learning_rate) == (128, 256, 2e-3)
    assert large.filters > medium.filters
    assert plan_for(500, TrainingSettings(network="lstm"))[1].filters != medium.filters
    assert plan_for(500, TrainingSettings(quality="fast"))[1].epochs < medium.epochs
    written = TrainingSettings(size="large", filters=24, learning_rate=0.5, epochs=3)
    assert plan_for(500, written)[1] == replace(written, embedding_size=large.embedding_size, batch_size=32)


def test_a_student_learns_what_its_teachers_know(intents_folder: Path) -> None:
    """One network, taught by others that learned the sentences, knows them as well, and how sure to be of them."""
    settings = TrainingSettings(filters=16, embedding_size=16, epochs=30, quality="best")
    learner = Learner(
        sentences_of(read_intents(intents_folder), settings), languages=("en",), settings=settings, progress=Silence()
    )
    everything = np.arange(len(learner.rows))
    fit_distilled(learner.fitter, everything, everything[:0], epochs=learner.epochs, progress=Silence())
    chances = learner.fitter.probabilities(learner.rows.ids)
    assert (chances.argmax(axis=1) == learner.rows.targets).mean() > 0.7
    assert chances.max(axis=1).mean() < 0.99


@given(lengths=st.lists(st.integers(1, 5), min_size=1, max_size=6), seed=st.integers(0, 9))
def test_made_sentences_are_made_of_known_words(lengths: list[int], seed: int) -> None:
    """What teachers are asked about has at least one word, and none that no sentence has."""
    random = np.random.default_rng(seed)
    known = [random.integers(1, 50, length) for length in lengths]
    made = made_of(known, random)
    assert len(made) == N_MADE * len(known)
    assert all(len(words) for words in made)
    assert set(np.concatenate(made)) <= set(np.concatenate(known))


def test_a_lesson_wants_what_it_was_told() -> None:
    """Shares of the same label add up, what is not named has none, and joined lessons keep what each wants."""
    words = (np.array([1, 2], np.int32),)
    sure = Lesson(words, np.array([[2]], np.int32), np.array([[1.0]], np.float32))
    unsure = Lesson(words, np.array([[0, 1, 0]], np.int32), np.array([[0.25, 0.5, 0.25]], np.float32))
    wanted = sure.joined_by(unsure).wanted(np.array([0, 1, 1]), 4)
    assert wanted.tolist() == [[0, 0, 1, 0], [0.5, 0.5, 0, 0], [0.5, 0.5, 0, 0]]

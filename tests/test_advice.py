"""What editors are advised to do, from probabilities of rows held out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from intentbot.advice import Advice
from intentbot.places import Place
from intentbot.training.advice import advise, suspects
from intentbot.training.grouping import LEAST_STRENGTH, two_groups
from intentbot.training.sentences import Sentence

LABELS = ("cancel", "refund", "track")


def sure(taken: list[int], chance: float = 0.99) -> np.ndarray:
    """Return probabilities that are `chance` for one label of each row and even among the others."""
    chances = np.full((len(taken), len(LABELS)), (1 - chance) / (len(LABELS) - 1))
    chances[np.arange(len(taken)), taken] = chance
    return chances


def advice_on(texts: list[str], intents: list[int], chances: np.ndarray, lines: list[int] | None = None) -> Advice:
    lines = lines or list(range(1, len(texts) + 1))
    sentences = [
        Sentence(text, LABELS[intent], Place("a.yaml", line))
        for text, intent, line in zip(texts, intents, lines, strict=True)
    ]
    words = sorted({word for text in texts for word in text.split()})
    counts = np.array([[float(word in text.split()) for word in words] for text in texts])
    features = sparse.csr_matrix(counts / np.linalg.norm(counts, axis=1, keepdims=True))
    return advise(sentences, LABELS, chances=chances, features=features)


@given(st.integers(0, 1000))
def test_changed_labels_are_found(seed: int) -> None:
    """Of rows that are clear but for a few changed labels, exactly those are suspected."""
    random = np.random.default_rng(seed)
    true = np.repeat([0, 1, 2], 20)
    given_labels = true.copy()
    changed = random.choice(60, 4, replace=False)
    given_labels[changed] = (true[changed] + 1) % 3
    chances = random.dirichlet([0.5, 0.5, 0.5], 60) * 0.005 + 0.995 * np.eye(3)[true]
    assert set(suspects(chances, given_labels)) == set(changed)


def test_a_hard_example_is_no_suspect() -> None:
    """A row that is taken for another label, but not surely, is left alone; the surest suspect comes first."""
    targets = np.array([0, 0, 0, 1, 1, 1])
    chances = sure([0, 0, 0, 1, 1, 1])
    chances[2] = [0.3, 0.6, 0.1]
    assert not len(suspects(chances, targets))
    chances[1], chances[2] = [0.001, 0.989, 0.01], [0.0001, 0.9899, 0.01]
    assert suspects(chances, targets).tolist() == [2, 1]


def test_a_suspect_is_named_with_its_line() -> None:
    """The advice says where the example stands and what it looks like; a template's sentences are named once."""
    texts = [f"where is parcel {i}" for i in range(5)] + [f"money back {i}" for i in range(5)]
    intents = [2] * 5 + [1] * 3 + [2, 2]
    found = advice_on(texts, intents, sure([2] * 5 + [1] * 5), lines=[1, 2, 3, 4, 5, 6, 7, 8, 9, 9]).suspects
    assert [(one.example.text, str(one.example.place), one.looks_like) for one in found] == [
        ("money back 3", "a.yaml:9", "refund")
    ]
    assert found[0].odds == pytest.approx(198)


def test_an_example_without_company_is_lonely() -> None:
    """What is not understood and shares no word with its intent should get company; its neighbours should not."""
    texts = [f"where is my parcel {word}" for word in "abcdefgh"] + ["shipment status"] + ["money back"] * 3
    chances = sure([2] * 8 + [0] + [1] * 3, chance=0.7)
    found = advice_on(texts, [2] * 9 + [1] * 3, chances).lonely
    assert [(one.example.text, one.taken_for) for one in found] == [("shipment status", "cancel")]


def test_the_same_words_in_two_intents_are_twins() -> None:
    """Equal sentences come first, then those that differ in a letter."""
    texts = ["stop my order", "Stop my order!", "i want a refund for the kettle", "i want a refund for that kettle"]
    found = advice_on(texts, [0, 2, 1, 0], sure([0, 2, 1, 0])).twins
    assert [(one.first.place.line, one.second.place.line) for one in found] == [(1, 2), (3, 4)]
    assert found[0].similarity == 1 > found[1].similarity > 0.9


@pytest.mark.parametrize(("there", "back", "proposed"), [(9, 8, True), (14, 1, False), (2, 2, False), (0, 0, False)])
def test_intents_mixed_up_both_ways_are_to_merge(there: int, back: int, proposed: bool) -> None:
    """A merger is proposed where both are often taken for each other; not where one is, nor for a slip or two."""
    intents = [0] * 20 + [1] * 20 + [2] * 20
    taken = [1] * there + [0] * (20 - there) + [0] * back + [1] * (20 - back) + [2] * 20
    found = advice_on([f"sentence {i}" for i in range(60)], intents, sure(taken, 0.6)).merges
    assert [(one.first, one.second, one.n_mixed) for one in found] == [("cancel", "refund", there + back)] * proposed
    if proposed:
        assert found[0].gain == pytest.approx(17 / 60)


def clouds(n_groups: int, seed: int, n_rows: int = 40) -> np.ndarray:
    """Return the cosines of rows around so many directions."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(n_rows, 30)) * 0.15
    rows[np.arange(n_rows), np.arange(n_rows) % n_groups] += 1
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows @ rows.T)


@given(st.integers(0, 1000))
def test_two_groups_are_told_from_one(seed: int) -> None:
    """Rows around two directions are put into their groups, surely; rows around one are not."""
    groups, strength = two_groups(clouds(2, seed))
    assert strength >= LEAST_STRENGTH
    assert len(set(groups[::2])) == len(set(groups[1::2])) == 1
    assert two_groups(clouds(1, seed))[1] < LEAST_STRENGTH


def test_an_intent_of_two_meanings_is_to_split() -> None:
    """An intent with two sets of sentences that share no words is proposed to be two."""
    texts = [f"where is parcel {i % 7}" for i in range(12)] + [f"cancel subscription please {i % 5}" for i in range(12)]
    texts += [f"refund {i}" for i in range(24)]
    (found,) = advice_on(texts, [0] * 24 + [1] * 24, sure([0] * 24 + [1] * 24)).splits
    assert found.intent == "cancel"
    assert {len(found.first), len(found.second)} == {12}

"""Intents with more examples than others are no likelier for that."""

import numpy as np
import pytest

from intentbot.intents import OUT_OF_SCOPE
from intentbot.progress import Silence
from intentbot.settings import TrainingSettings
from intentbot.training.learn import Learner
from intentbot.training.logit_adjustment import head_starts
from intentbot.training.sentences import Sentence

QUICK = {"epochs": "6", "filters": "16", "embedding_size": "16", "subword_dropout": "0"}

THINGS = ("card", "loan", "account", "cheque")
DEEDS = ("open", "close", "change", "check", "find", "explain", "print", "send", "share", "keep")


def test_what_outnumbers_the_others_loses_as_much() -> None:
    """Twice the mean loses ln 2, the mean loses nothing; nor does an intent without examples, or what is no intent."""
    targets = np.repeat([0, 1, 3, 4], [4, 2, 6, 50])
    expected = [0.0, np.log(1 / 2), 0.0, np.log(3 / 2), 0.0]
    assert head_starts(targets, n_intents=4, n_labels=5) == pytest.approx(np.array(expected), abs=1e-6)


def test_even_intents_lose_nothing() -> None:
    """Where every intent has as many examples, nothing changes."""
    assert not head_starts(np.arange(12) % 4, n_intents=4, n_labels=4).any()


@pytest.mark.parametrize("quality", ["fast", "best"])
def test_the_larger_intent_is_less_preferred(quality: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the examples make an intent about ten times as likely, unless that is taken off."""
    adjusted = _odds_of_the_larger(quality)
    monkeypatch.setattr("intentbot.training.learn.head_starts", lambda *_, n_labels, **__: np.zeros(n_labels))
    assert 5 * adjusted < _odds_of_the_larger(quality) < 40 * adjusted


def _odds_of_the_larger(quality: str) -> float:
    """Return how much likelier the larger of two intents is, for a message that says neither."""
    sentences = [Sentence(f"please {deed} my {thing}", "larger") for deed in DEEDS for thing in THINGS]
    sentences += [Sentence(f"please {deed} the weather", "smaller") for deed in DEEDS[:6]]
    sentences += [Sentence(f"who {deed}s football", OUT_OF_SCOPE) for deed in DEEDS]
    settings = TrainingSettings.read({**QUICK, "quality": quality})
    learner = Learner(sentences, languages=("en",), settings=settings, progress=Silence())
    larger, smaller = learner.learn().classifier.predict("please").probabilities
    return float(larger / smaller)

"""From signals to a score and a threshold."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.rejection import Rejection, signals

ORDINARY = Rejection(
    centre=np.array([5, 0.9, 0, 3], dtype=np.float32),
    scale=np.array([2, 0.1, 1, 0.5], dtype=np.float32),
    weights=np.array([1, 0.2, -0.5, 0.4], dtype=np.float32),
    bias=2.0,
    threshold=0.5,
    handicaps=np.zeros(2, dtype=np.float32),
)


def score(peak: float, n_tokens: int) -> float:
    """Return the score of a message of known words."""
    found = signals(np.array([0.0, peak], dtype=np.float32), familiarity=1.0, n_tokens=n_tokens, n_intents=2)
    return float(ORDINARY.score(found, 1))


def test_the_same_peak_is_worth_more_in_a_longer_message() -> None:
    """A long message spreads its evidence over more words, so its score is higher for the same logit."""
    assert score(2, 6) < score(2, 9) < score(2, 14) < score(3, 14)


def test_length_alone_is_no_reason() -> None:
    """Beyond two standard deviations the length counts no more: a letter is not in scope for being long."""
    assert score(2, 15) < score(2, 16) == score(2, 200)
    assert score(2, 1) == score(2, 4) < score(2, 5)


@given(
    peak=st.floats(-30, 30),
    familiarity=st.floats(0, 1),
    out_of_scope=st.floats(-20, 20),
    n_tokens=st.integers(1, 400),
    handicap=st.floats(-2, 2),
)
def test_one_message_scores_as_among_many(
    peak: float, familiarity: float, out_of_scope: float, n_tokens: int, handicap: float
) -> None:
    """The quick way to score one message gives what the scoring of many gives."""
    rejection = replace(ORDINARY, handicaps=np.array([0, handicap], dtype=np.float32))
    mixed = np.array([[peak - 1, peak, peak + out_of_scope]], dtype=np.float32)
    found = signals(mixed, familiarity=np.array([familiarity]), n_tokens=np.array([n_tokens]), n_intents=2)
    alone = rejection.score_one((peak, familiarity, out_of_scope, n_tokens**0.5), 1)
    assert alone == pytest.approx(float(rejection.score(found, np.array([1]))[0]), abs=1e-5)

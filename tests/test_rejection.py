"""From signals to a score and a threshold."""

import numpy as np

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

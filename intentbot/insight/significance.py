"""Whether a difference is more than chance. Everything is for many observations, where the normal law holds well."""

from __future__ import annotations

import math
from collections.abc import Sequence

from intentbot.insight.tallies import Tally

FEWEST = 30
"""How many observations a test asks for on each side: from there on the normal law is near enough."""

FEWEST_EXPECTED = 5
"""How many a share must let expect on each side, for the same reason (Cochran 1952)."""

FALSE_ALARMS = 0.05
"""Which share of the changes that are told may be chance, over all that were looked at."""


def difference_of_scores(one: Tally, other: Tally) -> float:
    """Return the probability that two averages of scores differ so much by chance.

    References
    ----------
    Welch (1947), The generalization of "Student's" problem when several different population variances are involved.
    """
    if min(one.n_scores, other.n_scores) < FEWEST or one.score is None or other.score is None:
        return 1.0
    spread = math.sqrt(one.score_variance / one.n_scores + other.score_variance / other.n_scores)
    return _tail(abs(one.score - other.score) / spread) if spread else float(one.score == other.score)


def difference_of_shares(count: int, n: int, other_count: int, other_n: int) -> float:
    """Return the probability that two shares differ so much by chance: the test of two proportions, pooled."""
    if min(n, other_n) < FEWEST:
        return 1.0
    pooled = (count + other_count) / (n + other_n)
    if pooled * min(n, other_n) < FEWEST_EXPECTED:
        return 1.0
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / other_n))
    return _tail(abs(count / n - other_count / other_n) / spread) if spread else 1.0


def surprise(count: int, n: int, other_count: int, other_n: int) -> float:
    """Return how surprising it is that something is so frequent here and there: G squared, 0 for the same rate.

    From 15.13 on it would happen by chance once in 10,000 times. It holds for rare things, unlike the normal law.

    References
    ----------
    Dunning (1993), Accurate Methods for the Statistics of Surprise and Coincidence.
    """
    if not n or not other_n:
        return 0.0
    rate = (count + other_count) / (n + other_n)
    return 2 * sum(
        observed * math.log(observed / expected)
        for observed, expected in (
            (count, n * rate),
            (n - count, n * (1 - rate)),
            (other_count, other_n * rate),
            (other_n - other_count, other_n * (1 - rate)),
        )
        if observed
    )


def discoveries(chances: Sequence[float], rate: float = FALSE_ALARMS) -> list[bool]:
    """Return which of many differences are told, so that of those no more than `rate` are chance on average.

    References
    ----------
    Benjamini and Hochberg (1995), Controlling the false discovery rate.
    """
    ranked = sorted(chances)
    limits = [chance for i, chance in enumerate(ranked) if chance <= rate * (i + 1) / len(ranked)]
    return [bool(limits) and chance <= limits[-1] for chance in chances]


def _tail(deviations: float) -> float:
    """Return the probability of being so many standard deviations off, to either side."""
    return math.erfc(deviations / math.sqrt(2))

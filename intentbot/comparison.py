"""Two bots on the same sentences: which is better, and whether chance explains the difference."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from intentbot.errors import EvaluationError
from intentbot.intents import OUT_OF_SCOPE
from intentbot.report import Row

LEVEL = 0.05
"""Differences that chance alone brings about less often than this count as real."""

_Z = 1.959964
"""The normal quantile of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How two bots, A and B, do on the same sentences.

    Attributes
    ----------
    n_rows : int
    right_a : int
        How many A gets right.
    gained, lost : int
        How many only B gets right, and how many only A does.
    p_value : float
        How often chance alone would make them differ at least so much, in [0, 1]; see `mcnemar`.
    """

    n_rows: int
    right_a: int
    gained: int
    lost: int
    p_value: float

    @property
    def right_b(self) -> int:
        """How many B gets right."""
        return self.right_a + self.gained - self.lost

    @property
    def share_a(self) -> float:
        """The share that A gets right, in [0, 1]."""
        return self.right_a / self.n_rows

    @property
    def share_b(self) -> float:
        """The share that B gets right, in [0, 1]."""
        return self.right_b / self.n_rows

    @property
    def gain(self) -> float:
        """The share of B less that of A, in [-1, 1]."""
        return (self.gained - self.lost) / self.n_rows

    @property
    def interval(self) -> tuple[float, float]:
        """Where the gain lies with a probability of 95 %.

        References
        ----------
        Agresti and Min (2005), Simple improved confidence intervals for comparing matched proportions, Statistics in
        Medicine 24: half a sentence is added to each of the four cells.
        """
        n_rows, gained, lost = self.n_rows + 2, self.gained + 0.5, self.lost + 0.5
        gain = (gained - lost) / n_rows
        reach = _Z * math.sqrt((gained + lost) / n_rows - gain**2) / math.sqrt(n_rows)
        return max(-1.0, gain - reach), min(1.0, gain + reach)

    @property
    def verdict(self) -> Literal["better", "worse", "unclear"]:
        """What B is, where `p_value` is under `LEVEL`."""
        if self.p_value >= LEVEL or self.gained == self.lost:
            return "unclear"
        return "better" if self.gained > self.lost else "worse"


@dataclass(frozen=True, slots=True)
class IntentDifference:
    """How A and B do on the sentences of one intent; the p value is corrected for the number of intents."""

    intent: str
    difference: Difference


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence, and what became of it with A and with B."""

    a: Row
    b: Row


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes where B takes the place of A.

    Attributes
    ----------
    name_a, name_b : str
        What was compared, as the user wrote it.
    understood : Difference
        On in-scope sentences; right is that the best intent is the expected one. This decides the verdict.
    answered : Difference
        On in-scope sentences; right is that the bot also answers from it instead of falling back.
    refused : Difference or None
        On out-of-scope sentences; right is that the bot does not answer. None without such sentences.
    intents : tuple of IntentDifference
        Those with any sentence that changed, the greatest change first.
    gained, lost : tuple of Pair
        The in-scope sentences that only B, or only A, understands.
    n_left_out : int
        Sentences that only one of the two was asked.
    """

    name_a: str
    name_b: str
    understood: Difference
    answered: Difference
    refused: Difference | None
    intents: tuple[IntentDifference, ...]
    gained: tuple[Pair, ...]
    lost: tuple[Pair, ...]
    n_left_out: int


def compare(a: Sequence[Row], b: Sequence[Row], *, name_a: str = "A", name_b: str = "B") -> Comparison:
    """Return how B's rows differ from A's on the sentences that both were asked.

    Raises
    ------
    EvaluationError
        Where they have no in-scope sentence in common.
    """
    pairs, n_left_out = _paired(a, b)
    inside = [pair for pair in pairs if pair.a.expected != OUT_OF_SCOPE]
    outside = [pair for pair in pairs if pair.a.expected == OUT_OF_SCOPE]
    if not inside:
        raise EvaluationError(
            f"{name_a} and {name_b} were not asked the same sentences, so they cannot be compared.",
            "Test both on the same file.",
        )
    return Comparison(
        name_a=name_a,
        name_b=name_b,
        understood=_difference(inside, _is_understood),
        answered=_difference(inside, lambda row: row.accepted and _is_understood(row)),
        refused=_difference(outside, lambda row: not row.accepted) if outside else None,
        intents=_by_intent(inside),
        gained=tuple(pair for pair in inside if pair.a.is_error and not pair.b.is_error),
        lost=tuple(pair for pair in inside if pair.b.is_error and not pair.a.is_error),
        n_left_out=n_left_out,
    )


def mcnemar(gained: int, lost: int) -> float:
    """Return how often chance alone would split the changed sentences at least so unevenly, in [0, 1].

    The exact, two-sided test: were both bots equally good, each sentence that only one of them gets right would be
    A's or B's like the fall of a coin.

    References
    ----------
    McNemar (1947), Note on the sampling error of the difference between correlated proportions, Psychometrika 12.
    Dietterich (1998), Approximate statistical tests for comparing supervised classification learning algorithms,
    Neural Computation 10, recommends it for two models that are each trained once.
    """
    n, fewer = gained + lost, min(gained, lost)
    logs = [math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) for i in range(fewer + 1)]
    return min(1.0, 2 * math.fsum(math.exp(log - n * math.log(2)) for log in logs))


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p values that may be compared with a level though there are many of them, in the same order.

    References
    ----------
    Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6.
    """
    corrected, highest = [1.0] * len(p_values), 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        corrected[place] = highest
    return corrected


def _paired(a: Sequence[Row], b: Sequence[Row]) -> tuple[list[Pair], int]:
    """Return the rows of the same sentence and expected intent in pairs, and how many rows have no partner."""
    waiting: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in reversed(a):
        waiting[row.text, row.expected].append(row)
    pairs = [Pair(waiting[row.text, row.expected].pop(), row) for row in b if waiting[row.text, row.expected]]
    return pairs, len(a) + len(b) - 2 * len(pairs)


def _is_understood(row: Row) -> bool:
    return not row.is_error


def _difference(pairs: Sequence[Pair], is_right: Callable[[Row], bool]) -> Difference:
    outcomes = [(is_right(pair.a), is_right(pair.b)) for pair in pairs]
    gained, lost = outcomes.count((False, True)), outcomes.count((True, False))
    return Difference(len(pairs), sum(right for right, _ in outcomes), gained, lost, mcnemar(gained, lost))


def _by_intent(pairs: Sequence[Pair]) -> tuple[IntentDifference, ...]:
    by_intent: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_intent[pair.a.expected].append(pair)
    found = {intent: _difference(own, _is_understood) for intent, own in by_intent.items()}
    changed = {intent: one for intent, one in found.items() if one.gained or one.lost}
    corrected = holm([one.p_value for one in changed.values()])
    intents = [
        IntentDifference(intent, replace(one, p_value=p_value))
        for (intent, one), p_value in zip(changed.items(), corrected, strict=True)
    ]
    return tuple(sorted(intents, key=lambda one: (one.difference.lost - one.difference.gained, one.intent)))

"""What an evaluation found: how good the bot is, in total and intent by intent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from intentbot.advice import Advice
from intentbot.growth import Growth
from intentbot.places import Place

REFUSALS = (0.01, 0.03, 0.05, 0.1, 0.2)
"""Shares of mistaken refusals whose price a report names."""


@dataclass(frozen=True, slots=True)
class IntentScore:
    """Precision, recall and F1 of one intent, in [0, 1], and how many test rows it has.

    `refused` is the share of them that the model's threshold refuses, None in reports that do not say.
    """

    intent: str
    precision: float
    recall: float
    f1: float
    support: int
    confused_with: tuple[tuple[str, int], ...] = ()
    refused: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One test sentence and what became of it.

    `expected` and `predicted` are labels; `predicted` is the best label whether accepted or not.
    `confidence` and `score` are in [0, 1].
    """

    text: str
    expected: str
    predicted: str
    confidence: float
    score: float
    accepted: bool
    place: Place = field(default_factory=Place)

    @property
    def is_error(self) -> bool:
        """Whether the best label is not the expected one."""
        return self.expected != self.predicted


@dataclass(frozen=True, slots=True)
class ConfusedPair:
    """Rows of intent `expected` that were taken for `predicted`."""

    expected: str
    predicted: str
    rows: tuple[Row, ...]


def confused_pairs(errors: Iterable[Row]) -> tuple[ConfusedPair, ...]:
    """Return the error rows grouped by what was expected and predicted, the most frequent pair first."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in errors:
        groups.setdefault((row.expected, row.predicted), []).append(row)
    order = sorted(groups, key=lambda names: (-len(groups[names]), names))
    return tuple(ConfusedPair(*names, rows=tuple(groups[names])) for names in order)


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Of the rows whose confidence lies in [low, high): how many, their mean confidence, the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class ThresholdPoint:
    """What a threshold would do.

    `false_rejection` is the share of in-scope rows refused; `accuracy` the share of in-scope rows answered
    rightly (accepted and right); `out_of_scope_recall` the share of out-of-scope rows refused, None without any.
    """

    threshold: float
    false_rejection: float
    accuracy: float
    out_of_scope_recall: float | None

    @property
    def precision(self) -> float:
        """The share of the answered in-scope rows that is answered rightly, in [0, 1]; 1 where none is answered."""
        answered = 1 - self.false_rejection
        return min(1.0, self.accuracy / answered) if answered > 0 else 1.0


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """How well out-of-scope rows are told apart.

    `recall` is the share of them refused at the model's threshold, `false_rejection` the share of in-scope rows
    refused there, `recall_at_5` the recall where 5 % of the test's own in-scope rows are refused; all in [0, 1].
    `answered` are the out-of-scope rows that were accepted, the highest score first.
    """

    support: int
    auroc: float
    recall: float
    false_rejection: float
    recall_at_5: float
    answered: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Averages:
    """Precision, recall and F1 averaged over intents."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """The linear TF-IDF model's figures on the same rows, in [0, 1]."""

    name: str
    accuracy: float
    macro_f1: float
    auroc: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """How good the bot is on a set of test rows (in-scope rows unless said otherwise).

    Attributes
    ----------
    method : str
        ``"5-fold cross-validation"`` or ``"test file"``.
    source : str
        What was tested on, as the user wrote it.
    accuracy : float
        Share of in-scope rows whose best label is right, in [0, 1].
    intents : tuple of IntentScore
        In the order of their names.
    calibration_error : float
        Expected calibration error over 15 bins of equal width, in [0, 1] (Guo et al. 2017, arXiv:1706.04599).
    threshold : float
        The model's acceptance threshold, in [0, 1].
    confusion : tuple of tuple of int
        Rows are expected, columns predicted, both in the order of `labels`. Empty where there are more than 2,000.
    settings : mapping
        What was trained, for the record (library versions, settings, seeds).
    rows : tuple of Row
        Every row, out of scope too, so that two reports can be compared sentence by sentence.
    advice : Advice or None
        What editors could do next; None where the sentences tested are not those that were learned from.
    growth : Growth or None
        What more examples would be worth, where that was asked for.
    """

    method: str
    source: str
    n_rows: int
    labels: tuple[str, ...]
    accuracy: float
    macro: Averages
    weighted: Averages
    intents: tuple[IntentScore, ...]
    confused: tuple[ConfusedPair, ...]
    errors: tuple[Row, ...]
    confusion: tuple[tuple[int, ...], ...]
    calibration_error: float
    reliability: tuple[ReliabilityBin, ...]
    threshold: float
    threshold_curve: tuple[ThresholdPoint, ...]
    out_of_scope: OutOfScope | None = None
    baseline: Baseline | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    advice: Advice | None = None
    growth: Growth | None = None

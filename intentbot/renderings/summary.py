"""What every rendering says about a report, in words for the people who write the intents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intentbot.intents import OUT_OF_SCOPE
from intentbot.report import REFUSALS, ConfusedPair, IntentScore, Report, Row, ThresholdPoint

LONGEST_SENTENCE = 240
"""Characters of a sentence that are shown; the CSV of errors has the whole of it."""

# Control characters could move a terminal's cursor, and direction marks could turn the rest of a line around.
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline figure.

    `value` and `baseline` are ready to print; `baseline`, the linear model's, is empty where it has none.
    """

    name: str
    value: str
    baseline: str
    meaning: str


def percent(share: float) -> str:
    """Return a share in [0, 1] as a percentage with one decimal."""
    return f"{100 * share:.1f}%"


def one_line(text: str) -> str:
    """Return a sentence as one line without control characters, cut to `LONGEST_SENTENCE`."""
    line = visible(text).strip()
    return line if len(line) <= LONGEST_SENTENCE else line[: LONGEST_SENTENCE - 1] + "…"


def visible(text: str) -> str:
    """Return text without line breaks, control characters and direction marks, uncut."""
    return _UNSEEN.sub(" ", text)


def counted(n: int, noun: str) -> str:
    """Return a number with its noun: ``1 sentence``, ``2 sentences``."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def at_threshold(report: Report) -> ThresholdPoint:
    """Return the point of the threshold curve that the model uses."""
    return min(report.threshold_curve, key=lambda point: abs(point.threshold - report.threshold))


@dataclass(frozen=True, slots=True)
class Choice:
    """What the bot would do at a threshold; `is_own` marks the model's."""

    point: ThresholdPoint
    is_own: bool


CHOICE_HEAD = ("Refused by mistake", "Answered rightly", "Answered wrongly", "Right when it answers")
OUT_OF_SCOPE_HEAD = "Out of scope, refused"
CHOICE_ADVICE = (
    "To choose another line, write the share of mistaken refusals that you can bear as training.false_rejection."
)


def choices(report: Report) -> tuple[Choice, ...]:
    """Return what the model's threshold does and what others would, the one that refuses least first."""
    own = at_threshold(report)
    found = [
        max((point for point in report.threshold_curve if point.false_rejection <= share + 1e-9), key=_threshold)
        for share in REFUSALS
        if report.threshold_curve[0].false_rejection <= share
    ]
    # On few rows several shares come to the same.
    others = {point.false_rejection: point for point in found if point.false_rejection != own.false_rejection}
    return tuple(Choice(point, point is own) for point in sorted([own, *others.values()], key=_threshold))


def choice_cells(choice: Choice) -> list[str]:
    """Return a choice ready to print, under `CHOICE_HEAD` and, where there are such rows, `OUT_OF_SCOPE_HEAD`."""
    point = choice.point
    wrong = max(0.0, 1 - point.accuracy - point.false_rejection)
    refused = percent(point.false_rejection) + (" (now)" if choice.is_own else "")
    cells = [refused, percent(point.accuracy), percent(wrong), percent(point.precision)]
    return cells if point.out_of_scope_recall is None else [*cells, percent(point.out_of_scope_recall)]


def choice_head(report: Report) -> list[str]:
    """Return the headings of `choice_cells`."""
    return [*CHOICE_HEAD, OUT_OF_SCOPE_HEAD] if report.out_of_scope else [*CHOICE_HEAD]


def refused_share(score: IntentScore) -> str:
    """Return the share of an intent's sentences that is refused, ready to print."""
    return "–" if score.refused is None else percent(score.refused)


def _threshold(point: ThresholdPoint) -> float:
    return point.threshold


def figures(report: Report) -> tuple[Figure, ...]:
    """Return the headline figures, the linear baseline's beside where it has them."""
    baseline, point = report.baseline, at_threshold(report)
    shown = [
        Figure(
            "Accuracy",
            percent(report.accuracy),
            percent(baseline.accuracy) if baseline else "",
            "Sentences whose best intent is the right one.",
        ),
        Figure(
            "Macro F1",
            percent(report.macro.f1),
            percent(baseline.macro_f1) if baseline else "",
            "Precision and recall in one figure; every intent counts the same, small or large.",
        ),
        Figure(
            "Refused by mistake",
            percent(point.false_rejection),
            "",
            "Sentences the bot should answer but falls back on.",
        ),
        Figure(
            "Calibration error",
            percent(report.calibration_error),
            "",
            "How far the confidence is from the truth, on average. Under 5% is good.",
        ),
    ]
    return (*shown, *_out_of_scope_figures(report))


def _out_of_scope_figures(report: Report) -> tuple[Figure, ...]:
    found, baseline = report.out_of_scope, report.baseline
    if found is None:
        return ()
    return (
        Figure(
            "Out-of-scope recall",
            percent(found.recall),
            "",
            f"Share refused of {counted(found.support, 'sentence')} that the bot must not answer.",
        ),
        Figure(
            "Out-of-scope recall at 5%",
            percent(found.recall_at_5),
            "",
            "The same, if 5% of the sentences it should answer were refused by mistake.",
        ),
        Figure(
            "AUROC",
            f"{found.auroc:.3f}",
            f"{baseline.auroc:.3f}" if baseline and baseline.auroc is not None else "",
            "How well in scope is told from out of scope: 0.5 is guessing, 1 is perfect.",
        ),
    )


def worst_intents(report: Report) -> tuple[IntentScore, ...]:
    """Return the intents that have test rows and are not perfect, the lowest F1 first."""
    imperfect = (score for score in report.intents if score.support and score.f1 < 1)
    return tuple(sorted(imperfect, key=lambda score: (score.f1, -score.support, score.intent)))


def untested_intents(report: Report) -> tuple[str, ...]:
    """Return the intents the model knows that no test row expects."""
    tested = {score.intent for score in report.intents if score.support}
    return tuple(label for label in report.labels if label not in tested and label != OUT_OF_SCOPE)


def mistakes(report: Report) -> tuple[Row, ...]:
    """Return every row that went wrong: wrong intents, then out-of-scope rows that were answered."""
    return (*report.errors, *(report.out_of_scope.answered if report.out_of_scope else ()))


def n_intents(report: Report) -> int:
    """Return how many intents the model can answer."""
    return sum(label != OUT_OF_SCOPE for label in report.labels)


def way_back(pair: ConfusedPair, report: Report) -> int:
    """Return how many sentences were confused the other way round."""
    if not report.confusion:
        ends = pair.predicted, pair.expected
        return sum(len(other.rows) for other in report.confused if (other.expected, other.predicted) == ends)
    return report.confusion[report.labels.index(pair.predicted)][report.labels.index(pair.expected)]


def advice(pair: ConfusedPair, report: Report) -> str:
    """Return what to do about a confused pair beyond adding examples; empty where that is all."""
    if pair.predicted == OUT_OF_SCOPE:
        return "Look for similar sentences among the out-of-scope examples."
    if 3 * way_back(pair, report) >= len(pair.rows):
        return "Mixed up both ways: decide which sentences belong where and move examples, or make the two one intent."
    return ""

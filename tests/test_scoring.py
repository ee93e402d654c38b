"""From test rows to a report."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import classification_report, roc_auc_score

from intentbot.errors import EvaluationError
from intentbot.intents import OUT_OF_SCOPE
from intentbot.places import Place
from intentbot.report import Report, Row
from intentbot.training.scoring import score_rows

LABELS = ("cancel", "refund", "track")


def row(expected: str, predicted: str, confidence: float = 0.9, score: float | None = None) -> Row:
    score = confidence if score is None else score
    accepted = score >= 0.5 and predicted != OUT_OF_SCOPE
    return Row(f"{expected} as {predicted}", expected, predicted, confidence, score, accepted, Place("t.csv", 2, 1))


def scored(rows: list[Row], threshold: float = 0.5) -> Report:
    return score_rows(rows, LABELS, method="test file", source="t.csv", threshold=threshold)


unit = st.floats(0, 1)
in_scope_rows = st.lists(
    st.builds(row, st.sampled_from(LABELS), st.sampled_from((*LABELS, OUT_OF_SCOPE, "late")), unit), min_size=1
)
out_of_scope_rows = st.lists(st.builds(row, st.just(OUT_OF_SCOPE), st.sampled_from((*LABELS, OUT_OF_SCOPE)), unit))


@settings(max_examples=40, deadline=None)
@given(in_scope_rows)
def test_scores_are_scikit_learns(rows):
    """Every figure of every label is the one of scikit-learn's own report on the same rows."""
    report = scored(rows)
    theirs = classification_report(
        [row.expected for row in rows], [row.predicted for row in rows], output_dict=True, zero_division=0
    )
    assert report.accuracy == pytest.approx(sum(not row.is_error for row in rows) / len(rows))
    for score in report.intents:
        expected = theirs.pop(score.intent)
        assert score.f1 == pytest.approx(expected["f1-score"])
        assert (score.precision, score.recall) == pytest.approx((expected["precision"], expected["recall"]))
        assert score.support == expected["support"]
    assert report.macro.f1 == pytest.approx(theirs.pop("macro avg")["f1-score"])
    assert report.weighted.precision == pytest.approx(theirs.pop("weighted avg")["precision"])
    assert set(theirs) == {"accuracy"}


@settings(max_examples=40, deadline=None)
@given(in_scope_rows, out_of_scope_rows, unit)
def test_the_curve_follows_the_threshold(rows, outside, threshold):
    """A higher threshold never refuses fewer; the curve has the model's own threshold and at most 101 points."""
    curve = scored(rows + outside, threshold).threshold_curve
    assert len(curve) <= 101
    assert threshold in {point.threshold for point in curve}
    for before, after in pairwise(curve):
        assert before.threshold < after.threshold
        assert before.false_rejection <= after.false_rejection
        assert before.accuracy >= after.accuracy
        assert (before.out_of_scope_recall or 0) <= (after.out_of_scope_recall or 0)


@settings(max_examples=40, deadline=None)
@given(in_scope_rows)
def test_calibration_error_is_the_slow_sum(rows):
    """The calibration error is what fifteen bins counted by hand give."""
    slow = 0.0
    for i in range(15):
        low, high = i / 15, (i + 1) / 15
        inside = [row for row in rows if low <= row.confidence < high or (i == 14 and row.confidence == 1)]
        gap = sum(row.confidence for row in inside) - sum(not row.is_error for row in inside)
        slow += abs(gap) / len(rows)
    report = scored(rows)
    assert report.calibration_error == pytest.approx(slow)
    assert sum(bin.count for bin in report.reliability) == len(rows)


def test_an_in_scope_row_taken_for_out_of_scope_is_an_error():
    """Calling a customer's question out of scope is wrong, and refused at every threshold."""
    report = scored([row("track", OUT_OF_SCOPE, 0.99), row("track", "track")])
    assert [error.predicted for error in report.errors] == [OUT_OF_SCOPE]
    assert report.threshold_curve[0].false_rejection == 0.5
    assert OUT_OF_SCOPE in report.labels


def test_an_intents_refusals_are_counted():
    """Each intent says which share of its sentences is refused, whatever they were taken for."""
    rows = [row("track", "track", 0.9), row("track", "refund", 0.1), row("refund", "refund", 0.2)]
    assert {score.intent: score.refused for score in scored(rows).intents} == {"track": 0.5, "refund": 1.0}


def test_out_of_scope_rows_count_apart():
    """Out-of-scope rows change neither accuracy nor the intents' scores; those answered are listed, surest first."""
    rows = [row("track", "track", 0.9), row("refund", "refund", 0.6)]
    outside = [row(OUT_OF_SCOPE, "track", 0.7), row(OUT_OF_SCOPE, "track", 0.8), row(OUT_OF_SCOPE, "track", 0.1)]
    report = scored(rows + outside)
    assert report.intents == scored(rows).intents
    assert (report.n_rows, report.accuracy) == (2, 1.0)
    found = report.out_of_scope
    assert found.recall == pytest.approx(1 / 3)
    assert found.auroc == pytest.approx(roc_auc_score([1, 1, 0, 0, 0], [0.9, 0.6, 0.7, 0.8, 0.1]))
    assert [row.score for row in found.answered] == [0.8, 0.7]


def test_recall_at_5_refuses_one_in_twenty():
    """The recall at 5 % is taken where one of twenty in-scope rows is refused, and no more."""
    rows = [row("track", "track", 0.3 + 0.01 * i) for i in range(20)]
    outside = [row(OUT_OF_SCOPE, "track", score) for score in (0.05, 0.305, 0.315, 0.9)]
    assert scored(rows + outside).out_of_scope.recall_at_5 == 0.5


def test_confused_pairs_come_most_frequent_first():
    """Errors are grouped by what was taken for what, with their rows, and named beside the intent."""
    report = scored([row("track", "refund"), row("track", "cancel"), row("track", "refund"), row("refund", "refund")])
    assert [(pair.expected, pair.predicted, len(pair.rows)) for pair in report.confused] == [
        ("track", "refund", 2),
        ("track", "cancel", 1),
    ]
    by_name = {score.intent: score for score in report.intents}
    assert by_name["track"].confused_with == (("refund", 2), ("cancel", 1))
    assert report.confusion[report.labels.index("track")][report.labels.index("refund")] == 2


def test_an_untested_intent_does_not_lower_the_averages():
    """An intent no row expects or was given stands among the labels, but has no score and counts in no average."""
    report = scored([row("track", "track")])
    assert report.labels == LABELS
    assert [score.intent for score in report.intents] == ["track"]
    assert report.macro.f1 == 1


@pytest.mark.parametrize("rows", [[], [row(OUT_OF_SCOPE, "track")]])
def test_nothing_in_scope_is_an_error(rows):
    """Without an in-scope row there is nothing to score, and the message says what to add."""
    with pytest.raises(EvaluationError, match="Add test sentences"):
        scored(rows)

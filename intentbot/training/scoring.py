"""From test rows to a report: scikit-learn's scores, calibration, and what the threshold does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support, roc_auc_score

from intentbot.errors import EvaluationError
from intentbot.intents import OUT_OF_SCOPE
from intentbot.report import (
    REFUSALS,
    Averages,
    Baseline,
    IntentScore,
    OutOfScope,
    ReliabilityBin,
    Report,
    Row,
    ThresholdPoint,
    confused_pairs,
)

N_BINS = 15
"""Bins of the calibration error, as in Guo et al. (2017), arXiv:1706.04599."""

EVEN_THRESHOLDS = 51
QUANTILE_THRESHOLDS = 44
"""With the model's own and those of `REFUSALS`, 101 points at most: an even grid, and more of them where the scores lie
close together."""

MAX_MATRIX = 2_000
"""Labels up to which a report has a confusion matrix: of 10,000, it would have 100 million cells, nearly all zero."""


def score_rows(
    rows: Sequence[Row],
    labels: Sequence[str],
    *,
    method: str,
    source: str,
    threshold: float,
    baseline: Baseline | None = None,
    settings: Mapping[str, object] | None = None,
) -> Report:
    """Return the report on test rows.

    Parameters
    ----------
    rows : sequence of Row
        Rows whose `expected` is ``out_of_scope`` count for `Report.out_of_scope` alone, all others for the rest.
    labels : sequence of str
        The intents the model knows. Those that no row expects are in the report's `labels`; like scikit-learn's
        report, its scores and averages are over the labels that some row expects or was given.
    method, source : str
        How and on what it was tested, as the report says it.
    threshold : float
        The model's acceptance threshold, in [0, 1].
    baseline : Baseline, optional
        The linear model's figures on the same rows.
    settings : mapping, optional
        What was trained, for the record.

    Raises
    ------
    EvaluationError
        Where no row is in scope.
    """
    in_scope = [row for row in rows if row.expected != OUT_OF_SCOPE]
    if not in_scope:
        found = f"all {len(rows)} rows are out of scope" if rows else "there are no rows"
        raise EvaluationError(f"{source}: {found}.", "Add test sentences of the intents that the bot should answer.")
    out_of_scope = [row for row in rows if row.expected == OUT_OF_SCOPE]
    occurring = {row.expected for row in in_scope} | {row.predicted for row in in_scope}
    known = tuple(sorted(occurring | (set(labels) - {OUT_OF_SCOPE})))
    errors = tuple(row for row in in_scope if row.is_error)
    reliability = _reliability(in_scope)
    return Report(
        method=method,
        source=source,
        n_rows=len(in_scope),
        labels=known,
        accuracy=1 - len(errors) / len(in_scope),
        macro=_average(in_scope, "macro"),
        weighted=_average(in_scope, "weighted"),
        intents=_intent_scores(in_scope, sorted(occurring)),
        confused=confused_pairs(errors),
        errors=errors,
        confusion=_confusion(in_scope, known),
        calibration_error=sum(bin.count * abs(bin.confidence - bin.accuracy) for bin in reliability) / len(in_scope),
        reliability=reliability,
        threshold=threshold,
        threshold_curve=_threshold_curve(in_scope, out_of_scope, threshold),
        out_of_scope=_out_of_scope(in_scope, out_of_scope) if out_of_scope else None,
        baseline=baseline,
        settings=dict(settings or {}),
        rows=tuple(rows),
    )


def _expected(rows: Sequence[Row]) -> list[str]:
    return [row.expected for row in rows]


def _predicted(rows: Sequence[Row]) -> list[str]:
    return [row.predicted for row in rows]


def _average(rows: Sequence[Row], average: str) -> Averages:
    precision, recall, f1, _ = precision_recall_fscore_support(
        _expected(rows), _predicted(rows), average=average, zero_division=0
    )
    return Averages(float(precision), float(recall), float(f1), len(rows))


def _intent_scores(rows: Sequence[Row], names: list[str]) -> tuple[IntentScore, ...]:
    columns = precision_recall_fscore_support(_expected(rows), _predicted(rows), labels=names, zero_division=0)
    confused: dict[str, Counter[str]] = {name: Counter() for name in names}
    refused = Counter(row.expected for row in rows if not row.accepted)
    for row in rows:
        if row.is_error:
            confused[row.expected][row.predicted] += 1
    return tuple(
        IntentScore(
            intent=name,
            precision=float(precision),
            recall=float(recall),
            f1=float(f1),
            support=int(support),
            confused_with=tuple(sorted(confused[name].items(), key=lambda item: (-item[1], item[0]))),
            refused=refused[name] / int(support) if support else None,
        )
        for name, precision, recall, f1, support in zip(names, *columns, strict=True)
    )


def _confusion(rows: Sequence[Row], names: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
    if len(names) > MAX_MATRIX:
        return ()
    counts = confusion_matrix(_expected(rows), _predicted(rows), labels=list(names))
    return tuple(tuple(int(count) for count in line) for line in counts)


def _reliability(rows: Sequence[Row]) -> tuple[ReliabilityBin, ...]:
    confidence = np.array([row.confidence for row in rows], dtype=np.float64)
    right = np.array([not row.is_error for row in rows], dtype=np.float64)
    edges = np.linspace(0, 1, N_BINS + 1)
    # A confidence of exactly 1 belongs to the last bin.
    places = np.clip(np.searchsorted(edges, confidence, side="right") - 1, 0, N_BINS - 1)
    counts = np.bincount(places, minlength=N_BINS)
    shares = np.maximum(counts, 1)
    mean_confidence = np.bincount(places, weights=confidence, minlength=N_BINS) / shares
    mean_right = np.bincount(places, weights=right, minlength=N_BINS) / shares
    return tuple(
        ReliabilityBin(
            float(edges[i]), float(edges[i + 1]), int(counts[i]), float(mean_confidence[i]), float(mean_right[i])
        )
        for i in range(N_BINS)
    )


def _acceptance(rows: Sequence[Row]) -> np.ndarray:
    """Return the score that the threshold is held against: -1 where the best label itself is a refusal."""
    return np.array([-1.0 if row.predicted == OUT_OF_SCOPE else row.score for row in rows], dtype=np.float64)


def _threshold_curve(
    in_scope: Sequence[Row], out_of_scope: Sequence[Row], threshold: float
) -> tuple[ThresholdPoint, ...]:
    scores, out_scores = _acceptance(in_scope), _acceptance(out_of_scope)
    right = np.array([not row.is_error for row in in_scope])
    every = np.clip(np.concatenate([scores, out_scores]), 0, 1)
    quantiles = np.quantile(every, np.linspace(0, 1, QUANTILE_THRESHOLDS))
    # The highest thresholds that refuse at most these shares.
    chosen = np.sort(every[: len(scores)])[[int(share * len(scores) + 1e-9) for share in REFUSALS]]
    grid = np.unique(np.concatenate([np.linspace(0, 1, EVEN_THRESHOLDS), quantiles, chosen, [threshold]]))
    return tuple(
        ThresholdPoint(
            threshold=float(point),
            false_rejection=float(np.mean(scores < point)),
            accuracy=float(np.mean(right & (scores >= point))),
            out_of_scope_recall=float(np.mean(out_scores < point)) if out_of_scope else None,
        )
        for point in grid
    )


def _out_of_scope(in_scope: Sequence[Row], out_of_scope: Sequence[Row]) -> OutOfScope:
    scores = [row.score for row in (*in_scope, *out_of_scope)]
    is_in_scope = [True] * len(in_scope) + [False] * len(out_of_scope)
    # The highest threshold that refuses at most one in twenty of the in-scope rows.
    at_5 = max(0.0, float(np.sort(_acceptance(in_scope))[len(in_scope) // 20]))
    answered = sorted((row for row in out_of_scope if row.accepted), key=lambda row: (-row.score, row.text))
    return OutOfScope(
        support=len(out_of_scope),
        auroc=float(roc_auc_score(is_in_scope, scores)),
        recall=1 - len(answered) / len(out_of_scope),
        false_rejection=float(np.mean([not row.accepted for row in in_scope])),
        recall_at_5=float(np.mean(_acceptance(out_of_scope) < at_5)),
        answered=tuple(answered),
    )

"""A report as JSON, to and fro."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from intentbot.errors import EvaluationError
from intentbot.places import Place
from intentbot.renderings.advice_json import read_advice, read_growth
from intentbot.report import (
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

N_CONFUSED = 2
"""Intents named under ``confused_with``; other tools that read such reports expect at most two."""

KEPT_ROWS = 100_000
"""Rows written at most, about 12 MB. A report on more has its errors and figures, and cannot be compared."""


def to_json(report: Report) -> str:
    """Return the report as JSON: the keys of scikit-learn's ``classification_report(output_dict=True)`` and ours.

    Each label has ``precision``, ``recall``, ``f1-score``, ``support`` and ``confused_with``; then come
    ``accuracy``, ``macro avg`` and ``weighted avg``. Everything else, and all of the above once more in a form
    that no intent's name can clash with, stands under ``intentbot``.
    """
    document: dict[str, object] = {
        score.intent: {**_scores(score), "confused_with": dict(score.confused_with[:N_CONFUSED])}
        for score in report.intents
    }
    document["accuracy"] = report.accuracy
    document["macro avg"] = _scores(report.macro)
    document["weighted avg"] = _scores(report.weighted)
    document["intentbot"] = _ours(report)
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False, default=str) + "\n"


def from_json(text: str) -> Report:
    """Return the report that `to_json` wrote.

    Raises
    ------
    EvaluationError
        Where the text is not such a report.
    """
    try:
        return _read(json.loads(text)["intentbot"])
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise EvaluationError(
            f"this is not a report of intentbot ({type(error).__name__}: {error}).",
            "Write it anew: intentbot evaluate MODEL --test FILE -o FOLDER",
        ) from None


def _scores(score: IntentScore | Averages) -> dict[str, float]:
    return {
        "precision": score.precision,
        "recall": score.recall,
        "f1-score": score.f1,
        "support": score.support,
    }


def _ours(report: Report) -> dict[str, object]:
    ours = asdict(replace(report, rows=()))
    ours["rows"] = _packed(report.rows) if len(report.rows) <= KEPT_ROWS else None
    # The pairs' rows are the errors, grouped; a matrix of 150 intents is nearly all zeros.
    ours["confused"] = [
        {"expected": pair.expected, "predicted": pair.predicted, "count": len(pair.rows)} for pair in report.confused
    ]
    ours["confusion"] = [
        [row, column, count]
        for row, counts in enumerate(report.confusion)
        for column, count in enumerate(counts)
        if count
    ]
    return ours


def _read(ours: dict[str, Any]) -> Report:
    errors = tuple(_row(row) for row in ours["errors"])
    out_of_scope = ours["out_of_scope"]
    if out_of_scope is not None:
        out_of_scope = OutOfScope(
            **{**out_of_scope, "answered": tuple(_row(row) for row in out_of_scope["answered"])},
        )
    return Report(
        method=ours["method"],
        source=ours["source"],
        n_rows=ours["n_rows"],
        labels=tuple(ours["labels"]),
        accuracy=ours["accuracy"],
        macro=Averages(**ours["macro"]),
        weighted=Averages(**ours["weighted"]),
        intents=tuple(_intent_score(score) for score in ours["intents"]),
        confused=confused_pairs(errors),
        errors=errors,
        confusion=_matrix(ours["confusion"], len(ours["labels"])),
        calibration_error=ours["calibration_error"],
        reliability=tuple(ReliabilityBin(**bin) for bin in ours["reliability"]),
        threshold=ours["threshold"],
        threshold_curve=tuple(ThresholdPoint(**point) for point in ours["threshold_curve"]),
        out_of_scope=out_of_scope,
        baseline=Baseline(**ours["baseline"]) if ours["baseline"] is not None else None,
        settings=ours["settings"],
        rows=tuple(_unpacked(ours.get("rows"))),
        advice=read_advice(ours["advice"]) if ours.get("advice") else None,
        growth=read_growth(ours["growth"]) if ours.get("growth") else None,
    )


def _row(written: dict[str, Any]) -> Row:
    return Row(**{**written, "place": Place(**written["place"])})


def _packed(rows: Sequence[Row]) -> dict[str, object]:
    """Return rows as lists without keys, names and paths written once: a third of the size."""
    names: dict[str, int] = {}
    paths: dict[str, int] = {}
    written = [
        [
            row.text,
            names.setdefault(row.expected, len(names)),
            names.setdefault(row.predicted, len(names)),
            row.confidence,
            row.score,
            int(row.accepted),
            paths.setdefault(row.place.path, len(paths)),
            row.place.line,
            row.place.column,
        ]
        for row in rows
    ]
    return {"names": list(names), "paths": list(paths), "rows": written}


def _unpacked(written: Mapping[str, Any] | None) -> Iterator[Row]:
    # Reports of version 0.1, and very large ones, have no rows.
    if not written:
        return
    names, paths = written["names"], written["paths"]
    for text, expected, predicted, confidence, score, accepted, path, line, column in written["rows"]:
        place = Place(paths[path], line, column)
        yield Row(text, names[expected], names[predicted], confidence, score, bool(accepted), place)


def _intent_score(written: dict[str, Any]) -> IntentScore:
    return IntentScore(**{**written, "confused_with": tuple((name, n) for name, n in written["confused_with"])})


def _matrix(cells: list[list[int]], size: int) -> tuple[tuple[int, ...], ...]:
    if not cells:
        return ()
    matrix = [[0] * size for _ in range(size)]
    for row, column, count in cells:
        matrix[row][column] = count
    return tuple(tuple(counts) for counts in matrix)

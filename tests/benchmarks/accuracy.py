"""How often each system is right, how honest its confidence is, and what it does out of scope."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

from tests.benchmarks.courtesies import with_courtesies
from tests.benchmarks.data import (
    LabelledSet,
    keyboard_mash,
    lower_case,
    random_strings,
    read_rows,
    with_typos,
    without_punctuation,
)
from tests.benchmarks.machine import memory_mb
from tests.benchmarks.peers import Trained, TrainedBot, import_libraries, train_system

N_BINS = 15
FALSE_REJECTION = 0.05
"""Where out-of-scope recall is read: so many of the in-scope test rows are refused."""


def measure(labelled: LabelledSet, system: str, *, data: Path, model: Path, seed: int, fast: bool) -> dict[str, float]:
    """Return the figures of one system on one set. Call it in a process of its own: it measures its memory.

    Shares are in [0, 1], times end in ``_s``, memory in ``_mb``.
    """
    rows = labelled.train_rows(data)
    began = perf_counter()
    import_libraries(system)
    imported = perf_counter()
    trained = train_system(system, rows, model, seed=seed, fast=fast)
    figures = {
        "import_s": imported - began,
        "train_s": perf_counter() - imported,
        "train_peak_mb": memory_mb("VmHWM"),
        "train_rows": float(len(rows)),
        "intents": float(len(set(rows.labels))),
    }
    figures |= _in_scope(trained, labelled, data, seed)
    if labelled.out_of_scope:
        figures |= _out_of_scope(trained, labelled, data)
    if isinstance(trained, TrainedBot):
        for name, strings in (("random", random_strings(seed)), ("mash", keyboard_mash(seed))):
            decisions = trained.decisions(strings)
            figures[f"{name}_fallback"] = 1 - decisions["answered"] / len(strings)
            figures[f"{name}_asked"] = decisions["asked"] / len(strings)
    return figures


def _in_scope(trained: Trained, labelled: LabelledSet, data: Path, seed: int) -> dict[str, float]:
    rows = labelled.test_rows(data)
    found = trained.guess(rows.texts)
    figures = {"test_rows": float(len(rows)), "accuracy": _accuracy(found.labels, rows.labels)}
    if found.confidences is not None:
        figures["calibration_error"] = calibration_error(found.confidences, _right(found.labels, rows.labels))
    if found.accepted is not None:
        figures["false_rejection"] = float(1 - found.accepted.mean())
    if labelled.has_variants:
        variants = (
            ("typo", with_typos(rows.texts, seed)),
            ("lower", lower_case(rows.texts)),
            ("unpunctuated", without_punctuation(rows.texts)),
            ("courteous", with_courtesies(rows.texts, rows.language, seed)),
        )
        for name, texts in variants:
            figures[f"accuracy_{name}"] = _accuracy(trained.guess(texts).labels, rows.labels)
    return figures


def _out_of_scope(trained: Trained, labelled: LabelledSet, data: Path) -> dict[str, float]:
    inside = trained.guess(labelled.test_rows(data).texts)
    outside = trained.guess(read_rows(data / labelled.out_of_scope).texts)
    threshold = float(np.quantile(inside.scores, FALSE_REJECTION))
    figures = {
        "auroc": auroc(inside.scores, outside.scores),
        "oos_recall_at_5": float((outside.scores < threshold).mean()),
    }
    if outside.accepted is not None:
        figures["oos_recall"] = float(1 - outside.accepted.mean())
    return figures


def auroc(inside: np.ndarray, outside: np.ndarray) -> float:
    """Return how often an in-scope score is above an out-of-scope one, ties counting half; in [0, 1]."""
    ordered = np.sort(outside)
    below = np.searchsorted(ordered, inside, side="left")
    not_above = np.searchsorted(ordered, inside, side="right")
    return float((below + not_above).mean() / (2 * len(outside)))


def calibration_error(confidences: np.ndarray, right: np.ndarray) -> float:
    """Return the expected calibration error over 15 equal bins (Guo et al. 2017, arXiv:1706.04599); in [0, 1]."""
    bins = np.minimum((confidences * N_BINS).astype(np.int64), N_BINS - 1)
    gaps = np.bincount(bins, weights=confidences - right, minlength=N_BINS)
    return float(np.abs(gaps).sum() / len(right))


def _right(labels: Sequence[str], expected: Sequence[str]) -> np.ndarray:
    return np.array([label == other for label, other in zip(labels, expected, strict=True)], dtype=np.float64)


def _accuracy(labels: Sequence[str], expected: Sequence[str]) -> float:
    return float(_right(labels, expected).mean())

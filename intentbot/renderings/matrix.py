"""The confusion matrix, cut down to the intents that are confused and put in an order people can read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intentbot.report import Report

N_SHOWN = 42
"""Intents shown at most: as many as fit a screen of 1,300 pixels with readable counts."""

ALL_SHOWN = 20
"""Up to this many intents are all shown, confused or not."""

_LEVELS = (0.05, 0.1, 0.2, 0.35)
_FADING = 0.6


@dataclass(frozen=True, slots=True)
class Cell:
    """How many sentences of one intent were taken for another.

    `level` is 0 for none and 1 to 5 by the share of the expected intent's sentences.
    """

    predicted: str
    count: int
    share: float
    level: int
    is_right: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One expected intent: its sentences by predicted intent, and how many went to intents that are not shown."""

    expected: str
    support: int
    cells: tuple[Cell, ...]
    elsewhere: int
    starts_group: bool


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """The part of the confusion matrix that is shown, confused intents side by side.

    `n_hidden` intents are left out; `n_hidden_errors` errors lie outside the cells shown.
    """

    names: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    n_hidden: int
    n_hidden_errors: int


def confusion_matrix(report: Report) -> ConfusionMatrix:
    """Return the matrix of the intents most often confused; of all where there are few, of none where too many."""
    if not report.confusion:
        return ConfusionMatrix((), (), len(report.labels), len(report.errors))
    counts = np.array(report.confusion, dtype=np.int64)
    mixed = counts + counts.T
    np.fill_diagonal(mixed, 0)
    shown = _shown(mixed)
    order, starts = _ordered(mixed, shown)
    names = tuple(report.labels[i] for i in order)
    rows = tuple(_row(report, counts, order, place, i in starts) for place, i in enumerate(order))
    within = sum(cell.count for row in rows for cell in row.cells if not cell.is_right)
    return ConfusionMatrix(names, rows, len(counts) - len(order), len(report.errors) - within)


def _shown(mixed: np.ndarray) -> list[int]:
    """Return the intents to show: those of the most frequent pairs, whole pairs at a time."""
    if len(mixed) <= ALL_SHOWN:
        return list(range(len(mixed)))
    firsts, seconds = np.nonzero(np.triu(mixed))
    pairs = sorted(zip(firsts.tolist(), seconds.tolist(), strict=True), key=lambda pair: (-mixed[pair], pair))
    shown: dict[int, None] = {}
    for pair in pairs:
        wider = {**shown, **dict.fromkeys(pair)}
        if len(wider) <= N_SHOWN:
            shown = wider
    return sorted(shown)


def _ordered(mixed: np.ndarray, shown: list[int]) -> tuple[list[int], set[int]]:
    """Return the intents in reading order, and which of them begin a group.

    Each next intent is the one most confused with those just placed; a group ends where none
    is by a tenth of the strongest mix-up.
    """
    totals = mixed[np.ix_(shown, shown)].sum(axis=1)
    left = {i: int(total) for i, total in zip(shown, totals, strict=True)}
    near = max(1.0, 0.1 * mixed.max())
    pull = np.zeros(len(mixed))
    order: list[int] = []
    starts: set[int] = set()
    while left:
        best = max(left, key=lambda i: (pull[i], left[i], -i))
        if pull[best] < near:
            starts.add(best)
        order.append(best)
        del left[best]
        pull = pull * _FADING + mixed[best]
    return order, starts


def _row(report: Report, counts: np.ndarray, order: list[int], place: int, starts_group: bool) -> MatrixRow:
    expected = order[place]
    support = int(counts[expected].sum())
    cells = tuple(
        Cell(
            predicted=report.labels[i],
            count=int(counts[expected, i]),
            share=int(counts[expected, i]) / max(support, 1),
            level=_level(int(counts[expected, i]), support),
            is_right=i == expected,
        )
        for i in order
    )
    elsewhere = support - sum(cell.count for cell in cells)
    return MatrixRow(report.labels[expected], support, cells, elsewhere, starts_group)


def _level(count: int, support: int) -> int:
    return 1 + sum(count / support >= limit for limit in _LEVELS) if count else 0

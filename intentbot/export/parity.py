"""Holds an export against the model it was made of: the same answers, or it is not written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intentbot.errors import ExportError
from intentbot.export.answers import Answers

TOLERANCE = 1e-4
"""How far probabilities and scores may differ. 32-bit sums taken in another order differ by some 1e-6."""


@dataclass(frozen=True, slots=True)
class Parity:
    """How near an export's answers are to the model's.

    Attributes
    ----------
    n_rows : int
        Messages compared.
    difference : float
        The largest difference of a probability or a score.
    n_as_ids : int
        Of how many messages the ids were asked and not the text; see `Answers`.
    """

    n_rows: int
    difference: float
    n_as_ids: int


def hold_against(texts: Sequence[str], expected: Answers, found: Answers, *, threshold: float, runtime: str) -> Parity:
    """Return how near the answers are.

    A label may differ only where the two best are equally likely within `TOLERANCE`, and acceptance only where the
    score is as near to the threshold: there the last digit decides.

    Raises
    ------
    ExportError
        Where any differs by more, with the message that shows it.
    """
    if found.probabilities.shape != expected.probabilities.shape:
        raise ExportError(f"{runtime} gave answers of another shape than the model's.", "Please report this.")
    apart = np.abs(found.probabilities - expected.probabilities).max(axis=1, initial=0.0)
    # What is no number is as far away as can be.
    apart = np.nan_to_num(np.maximum(apart, np.abs(found.scores - expected.scores)), nan=np.inf)
    best = np.sort(expected.probabilities, axis=1)
    is_tied = best[:, -1] - best[:, -2] <= TOLERANCE
    is_on_edge = np.abs(expected.scores - threshold) <= TOLERANCE
    other_label = np.array([one != other for one, other in zip(found.intents, expected.intents, strict=True)], np.bool_)
    wrong = (apart > TOLERANCE) | (other_label & ~is_tied) | ((found.accepted != expected.accepted) & ~is_on_edge)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[apart[wrong].argmax()])
        raise ExportError(
            f"{runtime} answers {wrong.sum():,} of {len(texts):,} messages otherwise than the model: {texts[row]!r} is "
            f"{found.intents[row]!r} there and {expected.intents[row]!r} here (difference {apart[row]:.1e}).",
            "Nothing was written. Please report this, with the message and the versions of the libraries.",
        )
    return Parity(len(texts), float(apart.max(initial=0.0)), found.n_as_ids)

"""Explanations as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intentbot.explain.whole_model import ModelExplanation
from intentbot.explain.why import Why
from intentbot.explanation import Explanation
from intentbot.renderings.summary import visible
from intentbot.renderings.templates import page_environment
from intentbot.renderings.why_words import (
    change_sentence,
    habit_advice,
    habit_sentence,
    score_reasons,
    verdict,
)

N_INTENTS = 3
"""Intents shown beside each other, the likeliest ones."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a message: a word with what it did, or what stands between two words, which did nothing.

    Attributes
    ----------
    text : str
    evidence : float
        How far it speaks for the best intent.
    strength : int
        The same on a scale from -5 to 5.
    width : float
        The length of its bar, in percent.
    shares : tuple of float
        What it gives to the logit of each intent shown.
    """

    text: str
    evidence: float = 0.0
    strength: int = 0
    width: float = 0.0
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """An intent whose logit is taken apart: its name and probability, what it has before any word, and the sum."""

    intent: str
    confidence: float
    constant: float
    logit: float


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A message as the page shows it: what is said of it, its pieces, the columns of its table, and sentences."""

    why: Why
    verdict: str
    pieces: tuple[Piece, ...] = ()
    columns: tuple[Column, ...] = ()
    score: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


def to_html(whys: Sequence[Why], *, against: str = "") -> str:
    """Return a page on why messages are answered as they are; everything in it is escaped."""
    return (
        page_environment()
        .get_template("why.html")
        .render(
            title="Why did it say that?",
            whys=[_shown(why, against) for why in whys],
            against=against or "the average intent",
            model=None,
        )
    )


def model_to_html(found: ModelExplanation) -> str:
    """Return a page on what a model goes by."""
    habits = [(habit_sentence(habit), habit_advice(habit)) for habit in found.habits]
    return (
        page_environment()
        .get_template("why.html")
        .render(title="What the bot goes by", whys=[], against="", model=found, habits=habits)
    )


def _shown(why: Why, against: str) -> Shown:
    explanation, prediction = why.explanation, why.reply.prediction
    if explanation is None or prediction is None:
        return Shown(why, verdict(why))
    columns = tuple(
        Column(intent, chance, float(explanation.constant[place]), float(explanation.logits[place]))
        for intent, chance in prediction.likeliest(N_INTENTS)
        for place in [explanation.labels.index(intent)]
    )
    return Shown(
        why,
        verdict(why),
        pieces=_pieces(explanation, explanation.evidence(against=against), columns),
        columns=columns,
        score=tuple(score_reasons(explanation)),
        changes=tuple(change_sentence(change) for change in why.changes),
    )


def _pieces(explanation: Explanation, evidence: np.ndarray, columns: Sequence[Column]) -> tuple[Piece, ...]:
    places = [explanation.labels.index(column.intent) for column in columns]
    scale = float(np.abs(evidence).max(initial=0.0)) or 1.0
    pieces, end = [], 0
    for word, given, shares in zip(explanation.words, evidence, explanation.shares, strict=True):
        pieces.append(Piece(visible(explanation.text[end : word.start])))
        part = float(given) / scale
        written = visible(explanation.text[word.start : word.end])
        pieces.append(
            Piece(written, float(given), round(5 * part), 100 * abs(part), tuple(float(shares[i]) for i in places))
        )
        end = word.end
    return (*pieces, Piece(visible(explanation.text[end:])))

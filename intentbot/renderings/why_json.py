"""An explanation as JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from intentbot.explain.whole_model import ModelExplanation
from intentbot.explain.why import Why
from intentbot.explanation import Explanation
from intentbot.renderings.why_words import habit_advice, habit_sentence, verdict

N_INTENTS = 5
"""Intents with the shares of every word, the likeliest ones."""


def to_record(why: Why, *, against: str = "", methods: Mapping[str, Sequence[float]] | None = None) -> dict[str, Any]:
    """Return why a message is answered as it is.

    Of each of the likeliest intents, ``constant`` and the ``shares`` of the words add up to the ``logit``.

    Parameters
    ----------
    why : Why
    against : str, optional
        The intent against which the evidence of words is taken; the average of all otherwise.
    methods : mapping of str to sequence of float, optional
        The weights of words that LIME or SHAP found.
    """
    reply, prediction = why.reply, why.reply.prediction
    record: dict[str, Any] = {
        "message": why.text,
        "intent": reply.intent,
        "decided_by": reply.decided_by,
        "verdict": verdict(why),
        "text": reply.text,
    }
    if prediction is None or why.explanation is None:
        return record
    scoring = why.explanation.scoring
    return {
        **record,
        "best": prediction.intent,
        "confidence": prediction.confidence,
        "score": prediction.score,
        "accepted": prediction.accepted,
        "words": [asdict(word) for word in why.explanation.words],
        "against": against or None,
        "evidence": why.explanation.evidence(against=against).tolist(),
        "ranking": _ranking(why.explanation, dict(prediction.likeliest(N_INTENTS))),
        **{name: list(map(float, weights)) for name, weights in (methods or {}).items()},
        "scoring": {**asdict(scoring), "log_odds": None if scoring.is_strange else scoring.log_odds},
        "repeats": str(why.repeats.place) if why.repeats else None,
        "nearest": [
            {
                "text": one.example.text,
                "intent": one.intent,
                "similarity": one.similarity,
                "place": str(one.example.place),
            }
            for one in why.neighbours
        ],
        "changes": [
            {
                "without": list(one.without),
                "with": list(one.added),
                "message": one.text,
                "intent": one.reply.intent,
                "confidence": one.reply.confidence,
                "decided_by": one.reply.decided_by,
            }
            for one in why.changes
        ],
    }


def model_to_record(found: ModelExplanation) -> dict[str, Any]:
    """Return what a model goes by."""
    return {
        "intents": [asdict(one) for one in found.intents],
        "habits": [
            {**asdict(habit), "what": habit_sentence(habit), "fix": habit_advice(habit)} for habit in found.habits
        ],
    }


def _ranking(explanation: Explanation, chances: Mapping[str, float]) -> list[dict[str, Any]]:
    places = {intent: explanation.labels.index(intent) for intent in chances}
    return [
        {
            "intent": intent,
            "confidence": chances[intent],
            "logit": float(explanation.logits[place]),
            "constant": float(explanation.constant[place]),
            "shares": explanation.shares[:, place].tolist(),
        }
        for intent, place in places.items()
    ]

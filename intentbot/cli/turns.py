"""What the bot made of a message, in a few short lines under its answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intentbot.cli.console import on_one_line

if TYPE_CHECKING:
    from intentbot.predictions import Prediction, Reply

N_WORDS = 4
"""The most words that are named: they decide most messages."""

WORTH_NAMING = 0.1
"""The least that a word must give to the decision, in logits, to be named: less changes a confidence by under 3 %."""

_OTHER_REASONS = {
    "exact": "it is an example, word for word",
    "slot": "it answers what the bot had asked",
    "button": "it chooses what the bot had offered",
    "empty": "there is nothing in it",
}


def turn_lines(reply: Reply, threshold: float, *, repeats: str = "") -> Iterator[str]:
    """Yield what was understood, what is remembered where anything is, and why.

    Parameters
    ----------
    reply : Reply
    threshold : float
        The score from which on the bot answers, in [0, 1].
    repeats : str, optional
        The intent that is not answered and has the message as an example.
    """
    yield f"[{_understood(reply, threshold)}]"
    remembered = _remembered(reply)
    if remembered:
        yield f"[{remembered}]"
    yield f"[because it is an example of {repeats}, word for word]" if repeats else f"[{_reason(reply)}]"


def _understood(reply: Reply, threshold: float) -> str:
    nearest = "" if reply.intent or reply.prediction is None else f", nearest {reply.prediction.intent}"
    scored = f", score {reply.prediction.score:.3f} of {threshold:.3f} needed" if reply.prediction else ""
    entities = "".join(f", {found.entity}={on_one_line(found.value)}" for found in reply.entities)
    intent = f"{reply.intent or 'no intent'}{nearest}"
    return f"{intent}, confidence {reply.confidence:.3f}{scored}, decided by {reply.decided_by}{entities}"


def _remembered(reply: Reply) -> str:
    """Return the slots that are known and the contexts that are open, and whether a person takes over."""
    slots = ", ".join(f"{name}={on_one_line(value)}" for name, value in reply.slots.items())
    parts = (
        f"slots: {slots}" if slots else "",
        f"context: {', '.join(reply.context)}" if reply.context else "",
        f"hand-over: {on_one_line(reply.handover.reason)}" if reply.handover else "",
    )
    return "; ".join(filter(None, parts))


def _reason(reply: Reply) -> str:
    known = _OTHER_REASONS.get(reply.decided_by)
    if known or reply.prediction is None:
        return f"because {known or 'nothing was understood'}"
    return _words(reply.prediction)


def _words(prediction: Prediction) -> str:
    """Return the words that speak most for the best intent, and those that no example has."""
    explanation = prediction.explain()
    evidence = explanation.evidence(prediction.intent)
    order = sorted(range(len(explanation.words)), key=lambda number: -float(evidence[number]))
    shown = [
        f"{explanation.words[number].token} ({float(evidence[number]):+.1f})"
        for number in order[:N_WORDS]
        if evidence[number] >= WORTH_NAMING
    ]
    strange = dict.fromkeys(word.token for word in explanation.words if word.familiarity < 1)
    unknown = f"; in no example: {', '.join(list(strange)[:N_WORDS])}" if strange else ""
    return f"because of: {', '.join(shown) or 'no word in particular'}{unknown}"

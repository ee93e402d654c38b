"""What becomes of a prediction: an answer, a question, or the fallback."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from intentbot.decision import Decision, decide
from intentbot.predictions import Prediction


def prediction(accepted: bool = True, **probabilities: float) -> Prediction:
    """Return a prediction of these labels; the best is the first of the highest."""
    labels, values = tuple(probabilities), np.array(list(probabilities.values()), np.float32)
    best = int(values.argmax())
    return Prediction(labels[best], float(values[best]), 0.9, accepted, labels, values)


def test_a_clear_winner_is_answered() -> None:
    """An accepted message with one likely intent is answered from it."""
    assert decide(prediction(a=0.2, b=0.7, c=0.1), ambiguity=0.1) == Decision("model", ("b",))


def test_a_message_that_is_not_accepted_falls_back() -> None:
    """Below the threshold nothing is answered and nothing offered, however sure the classifier is."""
    assert decide(prediction(False, a=0.99, b=0.01), ambiguity=0.1) == Decision("fallback")


def test_a_near_tie_is_asked_about() -> None:
    """Two intents close to each other are offered, the better first; a third that is further away is not."""
    assert decide(prediction(a=0.38, b=0.42, c=0.2), ambiguity=0.1) == Decision("ambiguous", ("b", "a"))


def test_at_most_three_are_offered() -> None:
    """A third is offered where it is as close, a fourth never."""
    assert decide(prediction(a=0.25, b=0.25, c=0.25, d=0.25), ambiguity=0.1).intents == ("a", "b", "c")


def test_no_question_is_asked_that_is_probably_wrong() -> None:
    """Where all that would be offered is unlikely even together, the bot says that it did not understand."""
    spread = {name: 0.1 for name in "abcdefghij"}
    assert decide(prediction(**spread), ambiguity=0.05) == Decision("fallback")


def test_a_guess_that_is_likelier_wrong_is_a_question() -> None:
    """The best of many unlikely intents is not answered: as many are offered as are likelier right than wrong."""
    assert decide(prediction(a=0.4, b=0.2, c=0.2, d=0.2), ambiguity=0.1) == Decision("ambiguous", ("a", "b"))
    assert decide(prediction(a=0.28, b=0.16, c=0.16, d=0.2, e=0.2), ambiguity=0.05).intents == ("a", "d", "e")
    assert decide(prediction(a=0.5, b=0.3, c=0.2), ambiguity=0.1) == Decision("model", ("a",))
    spread = {name: 0.07 for name in "bcdefghijk"}
    assert decide(prediction(a=0.3, **spread), ambiguity=0.1) == Decision("fallback")


def test_who_wants_no_questions_gets_guesses() -> None:
    """With an ambiguity of 0 the bot never asks, however unlikely its guess."""
    assert decide(prediction(a=0.25, b=0.25, c=0.25, d=0.25), ambiguity=0) == Decision("model", ("a",))


def test_a_bot_of_one_intent_never_asks() -> None:
    """With one label there is nothing to choose between."""
    assert decide(prediction(a=1.0), ambiguity=1.0) == Decision("model", ("a",))


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=9), st.floats(0, 1), st.booleans())
def test_every_decision_is_well_formed(weights: list[float], ambiguity: float, accepted: bool) -> None:
    """Fallback names no intent, an answer one, a question two or three, the best first."""
    names = "abcdefghi"[: len(weights)]
    made = prediction(accepted, **{name: weight / sum(weights) for name, weight in zip(names, weights, strict=True)})
    decision = decide(made, ambiguity=ambiguity)
    assert len(decision.intents) in {"fallback": (0,), "model": (1,), "ambiguous": (2, 3)}[decision.kind]
    assert decision.intents[:1] in ((), (made.intent,))

"""What the bot says: predictions, entities found, and replies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np

from intentbot.answers import Button, Link
from intentbot.errors import ExplanationError
from intentbot.explanation import Explanation
from intentbot.places import Place
from intentbot.sessions import Line

DecidedBy = Literal["exact", "model", "slot", "button", "ambiguous", "fallback", "empty"]


class RankedIntent(NamedTuple):
    """A label and its calibrated probability, in [0, 1]."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What the classifier makes of one message.

    Attributes
    ----------
    intent : str
        The best label, accepted or not; never `out_of_scope`, which is what `score` speaks of.
    confidence : float
        Its calibrated probability among the intents, in [0, 1].
    score : float
        How likely the message is in scope, in [0, 1].
    accepted : bool
        Whether `score` is at or above the model's threshold.
    labels : tuple of str
    probabilities : ndarray of shape (C,), float32
        In the order of `labels`; they sum to 1.
    text : str
        The message.
    explainer : callable or None
        Returns why a message gets its prediction: `Classifier.explain`. It is not copied or sent along.
    """

    intent: str
    confidence: float
    score: float
    accepted: bool
    labels: tuple[str, ...] = field(repr=False)
    probabilities: np.ndarray = field(repr=False)
    text: str = field(default="", repr=False)
    explainer: Callable[[str], Explanation] | None = field(default=None, repr=False)
    _ranked: dict[int, tuple[RankedIntent, ...]] = field(init=False, repr=False, default_factory=dict)

    def __reduce__(self) -> tuple[type[Prediction], tuple[object, ...]]:
        # Whoever sends a prediction to another process does not mean to send the model.
        told = (self.intent, self.confidence, self.score, self.accepted, self.labels, self.probabilities, self.text)
        return Prediction, told

    def explain(self) -> Explanation:
        """Return why: what each word gave to each intent, so that the shares add up to the logits.

        Raises
        ------
        ExplanationError
            Where no classifier made the prediction, or it comes from another process.
        """
        if self.explainer is None:
            raise ExplanationError(
                "the classifier that made this prediction is not here.",
                "Explain what classify() returned, or ask again.",
            )
        return self.explainer(self.text)

    @property
    def ranking(self) -> tuple[RankedIntent, ...]:
        """Every label with its probability, best first."""
        return self.likeliest(len(self.labels))

    def likeliest(self, n_labels: int) -> tuple[RankedIntent, ...]:
        """Return the first `n_labels` of the ranking, or all where there are fewer."""
        ranked = self._ranked.get(n_labels)
        if ranked is None:
            order = (-self.probabilities).argsort(kind="stable")[:n_labels]
            sure = self.probabilities[order].tolist()
            ranked = tuple(RankedIntent(self.labels[i], p) for i, p in zip(order.tolist(), sure, strict=True))
            self._ranked[n_labels] = ranked
        return ranked


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """A part of a message that names something.

    Attributes
    ----------
    entity : str
        Which entity, such as ``order_number``.
    value : str
        What it stands for: the list value whose synonym was written, else the words themselves.
    text : str
        The words as the customer wrote them.
    start, end : int
        Their place in the message, in characters; ``message[start:end] == text``.
    confidence : float
        1.0, or the similarity in [0, 1] where a typo was forgiven.
    """

    entity: str
    value: str
    text: str
    start: int
    end: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Message:
    """One bubble of the bot's answer.

    Attributes
    ----------
    text : str
    buttons : tuple of Button
    links : tuple of Link
    image : str
        An address; empty for none.
    custom : mapping of str to anything JSON has
        What an editor wrote for a channel; empty for nothing.
    place : Place
        Where the response stands in the intent files; empty where the words are the bot's own.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    links: tuple[Link, ...] = ()
    image: str = ""
    custom: Mapping[str, Any] = field(default_factory=dict)
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class HandOver:
    """A conversation that a person should take over.

    Attributes
    ----------
    reason : str
        What an editor wrote under ``handover:`` of an intent; else ``misses`` or ``gave_up``.
    intent : str
        The intent that led to it; empty for none.
    is_open : bool
        Whether somebody is there, by the opening hours.
    is_delivered : bool
        Whether the webhook took it; True where there is none.
    slots : mapping of str to str
        What the customer told.
    transcript : tuple of Line
        What was said last, this turn included.
    """

    reason: str
    intent: str = ""
    is_open: bool = True
    is_delivered: bool = True
    slots: Mapping[str, str] = field(default_factory=dict)
    transcript: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Reply:
    """The bot's answer to one message, and why it was chosen.

    Attributes
    ----------
    text : str
        All that the bot says, messages joined by a blank line.
    messages : tuple of Message
        The same as bubbles, with buttons and images.
    intent : str or None
        None when the bot did not answer from an intent.
    confidence : float
        The best label's calibrated probability, in [0, 1].
    entities : tuple of FoundEntity
        In the order of their places.
    decided_by : {"exact", "model", "slot", "button", "ambiguous", "fallback", "empty"}
    prediction : Prediction or None
        What the classifier said; None where it was not asked (an empty message).
    slots : mapping of str to str
        What is known after it: the value of each slot, as actions get it.
    context : tuple of str
        The contexts that are open for the next message.
    language : str
        The language it answers in.
    handover : HandOver or None
        Not None where a person should take over from here.
    suggested : tuple of str
        The intents it offers to choose from, as in "Did you mean ...?"; empty for none.
    """

    messages: tuple[Message, ...]
    intent: str | None
    confidence: float
    entities: tuple[FoundEntity, ...]
    decided_by: DecidedBy
    prediction: Prediction | None = field(default=None, repr=False)
    slots: Mapping[str, str] = field(default_factory=dict)
    context: tuple[str, ...] = ()
    language: str = ""
    handover: HandOver | None = None
    suggested: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All that the bot says, messages joined by a blank line."""
        return "\n\n".join(message.text for message in self.messages)

    @property
    def ranking(self) -> tuple[RankedIntent, ...]:
        """Every label with its probability, best first; empty where the classifier was not asked."""
        return self.prediction.ranking if self.prediction else ()

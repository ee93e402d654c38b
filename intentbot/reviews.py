"""What the bot missed, and what people decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from intentbot.turns import Feedback, Turn

ReviewKind = Literal["accept", "new", "out_of_scope", "dismiss"]
"""Put among an intent's examples, made a new intent of, put under `out_of_scope`, or left without consequence."""

Reason = Literal["fallback", "unsure", "not_taken", "thumbs_down", "handover"]
"""Why a turn is a miss; see `Miss.reasons`."""

REASONS: Mapping[Reason, str] = MappingProxyType(
    {
        "fallback": "not understood",
        "unsure": "unsure",
        "not_taken": "“did you mean” not taken",
        "thumbs_down": "thumbs down",
        "handover": "handed over",
    }
)
"""Each reason in words."""


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on an answer counts as a sure one.

    Attributes
    ----------
    confidence : float
        The least calibrated probability of the intent, in [0, 1].
    score : float
        The least score, in [0, 1].
    """

    confidence: float = 0.5
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """A turn that may have gone wrong, and what came of it.

    Attributes
    ----------
    turn : Turn
    feedback : Feedback or None
    next_intent : str
        The intent that the next turn of the conversation was answered from; empty for none.
    next_decided_by : str
        Who decided about it.
    """

    turn: Turn
    feedback: Feedback | None = None
    next_intent: str = ""
    next_decided_by: str = ""

    @property
    def chosen(self) -> str:
        """The intent whose button of "Did you mean ...?" the customer pressed; empty for none."""
        return self.next_intent if self.is_taken and self.next_decided_by == "button" else ""

    @property
    def is_taken(self) -> bool:
        """Whether the customer took one of the intents that were offered, by its button or in words."""
        return self.next_intent in self.turn.suggested

    def reasons(self, limits: Limits) -> tuple[Reason, ...]:
        """Return why it is a miss: the bot did not answer, or the customer did not like or not take what it said."""
        turn = self.turn
        is_sure = turn.decided_by in ("exact", "button", "slot", "empty")
        is_low = turn.confidence < limits.confidence or (turn.score is not None and turn.score < limits.score)
        found: tuple[tuple[Reason, bool], ...] = (
            ("fallback", turn.decided_by == "fallback"),
            ("unsure", turn.decided_by == "model" and is_low),
            ("not_taken", turn.decided_by != "fallback" and bool(turn.suggested) and not self.is_taken),
            ("thumbs_down", self.feedback is not None and self.feedback.value < 0),
            ("handover", bool(turn.handover) and not is_sure),
        )
        return tuple(reason for reason, holds in found if holds)


@dataclass(frozen=True, slots=True)
class Misses:
    """The latest misses, newest first; `is_cut` where there are more than were looked at."""

    found: tuple[Miss, ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether the misses may be others: how many turns were decided about, and all that may add a miss."""

    n_reviewed: int
    others: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """What somebody decided about some misses.

    Attributes
    ----------
    id : str
    at : float
        In seconds since 1970.
    author : str
        Who decided.
    kind : {"accept", "new", "out_of_scope", "dismiss"}
    intent : str
        Into which intent the sentences went; empty where they were dismissed.
    sentence : str
        The first of them.
    edit : str
        What was written into which files, as JSON; see `review.decisions`.
    undone_at : float or None
    undone_by : str
        Who took it back; empty for nobody.
    """

    id: str
    at: float
    author: str
    kind: ReviewKind
    intent: str = ""
    sentence: str = ""
    edit: str = ""
    undone_at: float | None = None
    undone_by: str = ""

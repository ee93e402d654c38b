"""What the bot is going to do about a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from intentbot.conversation.slots import Refusal
from intentbot.intents import FollowUp
from intentbot.predictions import DecidedBy
from intentbot.sessions import Known, Question


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do about a message.

    Attributes
    ----------
    decided_by : {"exact", "model", "slot", "button", "ambiguous", "fallback", "empty"}
    intent : str
        The intent it is about; empty for none.
    answers : bool
        Whether the intent's response is said, after its action.
    follow_up : FollowUp or None
        The short answer to the topic that it is.
    says : {"", "cancelled", "gave_up", "fallback", "ambiguous", "suggestion"}
        What is said of the bot's own.
    offered : tuple of str
        The intents that are offered.
    refusal : Refusal or None
        Why the answer to the open question is not accepted.
    slots : tuple of Known
        What is known after it.
    questions : tuple of Question
        What the bot waits for after it; the last one is put to the customer.
    resumes : bool
        Whether that question was put before, and something else came between.
    defers : bool
        Whether that question waits a turn longer, as the answer itself ends with one.
    misses : int
        How many messages in a row were not understood, this one included.
    handover : str
        Why a person takes over, apart from what the intent says; empty for no reason.
    """

    decided_by: DecidedBy
    intent: str = ""
    answers: bool = False
    follow_up: FollowUp | None = None
    says: Literal["", "cancelled", "gave_up", "fallback", "ambiguous", "suggestion"] = ""
    offered: tuple[str, ...] = ()
    refusal: Refusal | None = None
    slots: tuple[Known, ...] = ()
    questions: tuple[Question, ...] = ()
    resumes: bool = False
    defers: bool = False
    misses: int = 0
    handover: str = ""

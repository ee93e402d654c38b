"""What is kept of a conversation for those who run the bot: its turns, and what customers thought of them."""

from __future__ import annotations

from dataclasses import dataclass

from intentbot.predictions import RankedIntent


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a customer and the bot's answer to it, as they are kept.

    Attributes
    ----------
    id : str
        32 letters of a UUID, unique among all turns.
    at : float
        When it was answered, in seconds since 1970.
    conversation : str
        The conversation's id; never one that personal data can be read from.
    channel : str
        Where it was said, such as ``web`` or ``rest``; empty where nothing told it.
    language : str
    message, answer : str
        What the customer wrote and the bot said, without personal data.
    intent : str
        The intent the bot answered from; empty for none.
    decided_by : str
        As in `Reply.decided_by`.
    confidence : float
        The best label's calibrated probability, in [0, 1].
    score : float or None
        How likely the message is in scope, in [0, 1]; None where the classifier was not asked.
    ranking : tuple of RankedIntent
        The likeliest intents, best first, a few.
    entities : tuple of (str, str)
        The name and the value of each entity found, without personal data.
    suggested : tuple of str
        The intents that "Did you mean ...?" offered; empty for none.
    handover : str
        Why a person was to take over; empty where none was.
    latency_ms : float
        How long the bot took to answer.
    model : str
        The version of the model that answered.
    error_id : str
        Of the failure that kept the bot from answering, as the log has it; empty for none.
    """

    id: str
    at: float
    conversation: str
    message: str
    answer: str
    channel: str = ""
    language: str = ""
    intent: str = ""
    decided_by: str = ""
    confidence: float = 0.0
    score: float | None = None
    ranking: tuple[RankedIntent, ...] = ()
    entities: tuple[tuple[str, str], ...] = ()
    suggested: tuple[str, ...] = ()
    handover: str = ""
    latency_ms: float = 0.0
    model: str = ""
    error_id: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a customer thought of an answer.

    Attributes
    ----------
    turn : str
        The id of the turn.
    at : float
        In seconds since 1970.
    value : int
        1 for a thumb up, -1 for a thumb down.
    comment : str
        Without personal data; empty for none.
    """

    turn: str
    at: float
    value: int
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation in a line, for those who look for one.

    Attributes
    ----------
    id : str
    n_turns : int
    last_at : float
        When its last message was answered, in seconds since 1970.
    channel : str
        Of its last turn.
    last_turn, last_message : str
        The id of its last turn, and what the customer wrote then.
    n_misses : int
        How many messages the bot did not answer from an intent: ``fallback`` and ``ambiguous``.
    n_handovers : int
        How many times a person was to take over.
    n_thumbs_up, n_thumbs_down : int
    """

    id: str
    n_turns: int
    last_at: float
    channel: str = ""
    last_turn: str = ""
    last_message: str = ""
    n_misses: int = 0
    n_handovers: int = 0
    n_thumbs_up: int = 0
    n_thumbs_down: int = 0

"""The nouns of the bot itself: its name and languages, what it says of its own, and when it hands over to a person."""

from __future__ import annotations

from dataclasses import dataclass, field

from intentbot.answers import Response
from intentbot.places import Place

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The days of a week, as opening hours name them."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When people are there to take over.

    Attributes
    ----------
    timezone : str
        A name of the IANA database, such as ``Europe/London``.
    days : tuple of tuple of (str, str)
        Seven, from Monday on: the opening and closing times of each, such as ``("09:00", "17:30")``; none when closed.
        ``24:00`` is the end of the day.
    closed_on : tuple of str
        Days on which nobody is there, as ISO dates.
    """

    timezone: str = "UTC"
    days: tuple[tuple[tuple[str, str], ...], ...] = ((),) * 7
    closed_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Webhook:
    """An HTTP address that is sent JSON.

    Attributes
    ----------
    url : str
        With http:// or https://.
    token_from : str
        The environment variable whose value is sent as a bearer token; empty for none.
    timeout_s : float
        Seconds an attempt may take.
    retries : int
        Attempts after the first one that failed.
    """

    url: str
    token_from: str = ""
    timeout_s: float = 3.0
    retries: int = 0


@dataclass(frozen=True, slots=True)
class HandOverRules:
    """When the bot hands a conversation over to a person, and what it says then.

    Attributes
    ----------
    after_misses : int
        After so many messages in a row that were not understood; 0 for never.
    responses, closed : tuple of Response
        What is said, and what is said when nobody is there; ``{opens}`` is when somebody is.
    hours : OpeningHours or None
        None where somebody always is.
    webhook : Webhook or None
        What is told of it, besides whoever called `reply`.
    """

    after_misses: int = 0
    responses: tuple[Response, ...] = ()
    closed: tuple[Response, ...] = ()
    hours: OpeningHours | None = None
    webhook: Webhook | None = None


@dataclass(frozen=True, slots=True)
class BotProfile:
    """What the ``bot:`` key says: the bot's name, its language, and what it says when no intent answers.

    Where nothing was written, `phrases.phrase` has the words, in the language of the conversation.

    Attributes
    ----------
    ambiguous : tuple of Response
        How it asks which of two intents is meant; ``{first}`` and ``{second}`` stand for their titles.
    fallback : tuple of Response
        What it says when it did not understand.
    suggest_after : int
        From which message in a row that was not understood on the nearest intents are offered; 0 for never.
    cancelled, gave_up, resume : tuple of Response
        What it says when a customer breaks off, when no answer to a question was accepted, and before it comes back
        to a question after answering another one.
    handover : HandOverRules or None
        None where nobody takes over.
    """

    name: str = "Bot"
    language: str = "en"
    ambiguous: tuple[Response, ...] = ()
    fallback: tuple[Response, ...] = ()
    suggest_after: int = 0
    cancelled: tuple[Response, ...] = ()
    gave_up: tuple[Response, ...] = ()
    resume: tuple[Response, ...] = ()
    handover: HandOverRules | None = None


@dataclass(frozen=True, slots=True)
class ActionDefinition:
    """Something outside that an answer needs, such as the state of an order.

    Attributes
    ----------
    name : str
        What intents call it by, and the name of the Python function that is handed over.
    results : tuple of (str, str)
        The names it gives values to, for responses, each with its type: number, money, date, time or ordinal, which are
        said as the language says them; empty for a text.
    webhook : Webhook or None
        Where it is asked; None for a Python function alone.
    timeout_s : float
        Seconds after which a Python function is given up.
    failure : tuple of Response
        What is said when it cannot be had.
    """

    name: str
    results: tuple[tuple[str, str], ...] = ()
    webhook: Webhook | None = None
    timeout_s: float = 3.0
    failure: tuple[Response, ...] = ()
    place: Place = field(default=Place(), compare=False)

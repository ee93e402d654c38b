"""The nouns of what the bot may say: responses, with their conditions, buttons and links."""

from __future__ import annotations

from dataclasses import dataclass, field

from intentbot.places import Place

ANY = "*"
"""In a condition: any value whatever."""

CONDITION_KINDS = ("channel", "language", "entity", "slot", "context", "result")
"""What a condition may ask about."""


@dataclass(frozen=True, slots=True)
class Button:
    """What a person may press: its title, and the message that pressing it sends."""

    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address to open, and what is shown for it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must hold, or with ``unless`` must not hold, for a response to be used.

    Attributes
    ----------
    kind : {"channel", "language", "entity", "slot", "context", "result"}
    values : tuple of str
        One of them must be the value, upper and lower case alike; ``*`` is any value.
    name : str
        Which entity, slot, context or result; empty for channel and language.
    is_negated : bool
        Whether it stands under ``unless``.
    """

    kind: str
    values: tuple[str, ...]
    name: str = ""
    is_negated: bool = False
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Response:
    """One way to answer.

    Attributes
    ----------
    text : str
        The answer; ``{name}`` stands for a value, ``{{`` and ``}}`` for braces. A blank line begins another message.
    when : tuple of Condition
        Conditions that must all hold.
    buttons : tuple of Button
    links : tuple of Link
    image : str
        An address; empty for none.
    custom : str
        A JSON object for the channel to make something of; empty for none.
    """

    text: str
    when: tuple[Condition, ...] = ()
    buttons: tuple[Button, ...] = ()
    links: tuple[Link, ...] = ()
    image: str = ""
    custom: str = ""
    place: Place = field(default=Place(), compare=False)

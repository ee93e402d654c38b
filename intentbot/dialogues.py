"""The nouns of a tested dialogue: what a customer says turn by turn, and what must come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intentbot.places import Place

ANYTHING, NONE = "*", "none"
"""In what a turn expects: any words or any value, and no intent or no hand-over at all."""

FAILS = "fails"
"""In what an action gives: that it cannot be had."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A message, and what must hold after it; what is left empty or None is not looked at.

    Attributes
    ----------
    user : str
        What the customer writes, or the title or message of a button.
    bot : tuple of str
        One of these is what the bot says; ``*`` in it stands for anything, spaces count once.
    intent : str or None
        What answered; ``none`` for no intent.
    slots : mapping of str to str
        What must be known, by slot; an empty value must not be known, ``*`` is any.
    context : tuple of str or None
        The contexts that are open then, and no others.
    buttons : tuple of str or None
        The titles of all that is offered.
    decided_by : str
    language : str
    handover : str or None
        The reason for which it is handed over; ``*`` for any, ``none`` for not at all.
    """

    user: str
    bot: tuple[str, ...] = ()
    intent: str | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    context: tuple[str, ...] | None = None
    buttons: tuple[str, ...] | None = None
    decided_by: str = ""
    language: str = ""
    handover: str | None = None
    place: Place = field(default=Place(), compare=False)

    @property
    def expects_anything(self) -> bool:
        """Whether something must hold after it."""
        lists = (self.context, self.buttons, self.handover, self.intent)
        return bool(self.bot or self.slots or self.decided_by or self.language) or any(x is not None for x in lists)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation that a test plays.

    Attributes
    ----------
    name : str
    turns : tuple of Turn
    channel : str
        Empty for none.
    language : str
        What the customer chose; empty where the bot finds out.
    at : str
        When it happens, such as ``2026-12-24 10:30``; empty for now.
    results : mapping of str to str
        What each action gives, as a JSON object by its name; ``fails`` where it cannot be had.
    """

    name: str
    turns: tuple[Turn, ...]
    channel: str = ""
    language: str = ""
    at: str = ""
    results: Mapping[str, str] = field(default_factory=dict)
    place: Place = field(default=Place(), compare=False)

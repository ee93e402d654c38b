"""Which intents are meant by what somebody types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intentbot.intents import Intent


def find_intents(wanted: str, intents: Mapping[str, Intent]) -> list[str]:
    """Return the intents that are meant by what was typed: by name or title, by a part of one, or by the nearest."""
    from intentbot.fuzzy import suggest

    if wanted in intents:
        return [wanted]
    parts = [name for name, intent in intents.items() if says(wanted, intent)]
    whole = [name for name in parts if wanted.casefold() in (name.casefold(), intents[name].shown_title.casefold())]
    near = suggest(wanted, intents) if not parts else None
    return whole if len(whole) == 1 else [near] if near else parts


def says(typed: str, intent: Intent) -> bool:
    """Whether an intent's name or title has what was typed in it."""
    return typed.casefold() in intent.name.casefold() or typed.casefold() in intent.shown_title.casefold()

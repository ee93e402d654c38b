"""Entity patterns that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator

from intentbot.errors import Problem
from intentbot.intents import IntentSet
from intentbot.patterns import fault

_FIX = r"Write it like '\b\d{5,8}\b', in single quotes, with a bounded number of characters."


def check_patterns(intents: IntentSet) -> Iterator[Problem]:
    """Yield the patterns that do not compile, match nothing at all, or can take very long."""
    for entity in intents.entities:
        why = fault(entity.pattern) if entity.pattern else None
        if why:
            place = entity.place
            what = f'the pattern {entity.pattern!r} of the entity "{entity.name}" {why}.'
            yield Problem(place.path, place.line, place.column, what, _FIX, "bad-pattern")

"""What a conversation knows: the values of slots, each told to the intent that asked for it.

An intent that waits for an answer keeps the values it was told, whatever is said to another one meanwhile: who asks
about a second order in the middle does not change what is done to the first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from intentbot.intents import YES_NO, Intent
from intentbot.sessions import Known


def values_of(slots: Sequence[Known], intent: Intent) -> dict[str, str]:
    """Return the values of an intent's slots: what it was told itself, else what others were told last."""
    if not slots:
        return {}
    entities = {slot.name: slot.entity for slot in intent.slots}
    found = {
        one.slot: one.value
        for one in slots
        if one.intent != intent.name and one.is_remembered and _has(entities, one) and one.entity != YES_NO
    }
    return found | {one.slot: one.value for one in slots if one.intent == intent.name and _has(entities, one)}


def told(slots: Sequence[Known], intent: Intent | None) -> dict[str, str]:
    """Return all values that may be spoken of while an intent answers: what is remembered, and its own."""
    if not slots:
        return {}
    known = {one.slot: one.value for one in slots if one.is_remembered and one.entity != YES_NO}
    return known | (values_of(slots, intent) if intent else {})


def begun(slots: Sequence[Known], intent: Intent, waiting: Collection[str]) -> tuple[Known, ...]:
    """Return what is known when an intent is begun anew.

    It knows what was told last and is remembered; a yes is a yes to one question, and to no other. Intents that wait
    for an answer keep all they were told.

    Parameters
    ----------
    slots : sequence of Known
    intent : Intent
    waiting : collection of str
        The names of the intents that wait for an answer.
    """
    if not slots:
        return ()
    kept = [
        one
        for one in slots
        if one.intent in waiting or (one.is_remembered and one.entity != YES_NO and one.intent != intent.name)
    ]
    latest = {one.slot: one.value for one in slots if one.is_remembered and one.entity != YES_NO}
    entities = {one.slot: one.entity for one in slots}
    inherited = {
        slot.name: latest[slot.name]
        for slot in intent.slots
        if slot.name in latest and entities[slot.name] == slot.entity and slot.is_remembered
    }
    return keep(kept, intent, inherited)


def keep(slots: Sequence[Known], intent: Intent, values: Mapping[str, str]) -> tuple[Known, ...]:
    """Return what is known, with values that an intent was told, the latest last."""
    if not values:
        return tuple(slots)
    own = {slot.name: slot for slot in intent.slots}
    fresh = tuple(
        Known(name, value, own[name].entity, own[name].is_remembered, intent.name) for name, value in values.items()
    )
    return (*(one for one in slots if one.intent != intent.name or one.slot not in values), *fresh)


def corrected(slots: Sequence[Known], intent: Intent, values: Mapping[str, str]) -> tuple[Known, ...]:
    """Return what is known after values were told: where one was another before, what was agreed to is open again."""
    before = values_of(slots, intent)
    is_changed = any(name in before and before[name] != value for name, value in values.items())
    return keep(without_consent(slots, intent) if is_changed else slots, intent, values)


def without_consent(slots: Sequence[Known], intent: Intent) -> tuple[Known, ...]:
    """Return what is known without what a customer agreed to or refused when an intent asked."""
    return tuple(one for one in slots if one.entity != YES_NO or one.intent != intent.name)


def told_last(slots: Sequence[Known], intent: Intent, entity: str = "") -> str:
    """Return the slot of an intent, of an entity or of any, whose value it was told last; empty for none."""
    own = (one for one in reversed(slots) if one.intent == intent.name)
    return next((one.slot for one in own if entity in ("", one.entity)), "")


def _has(entities: Mapping[str, str], known: Known) -> bool:
    return entities.get(known.slot) == known.entity

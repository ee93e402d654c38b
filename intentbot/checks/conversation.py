"""Slots, contexts, follow-ups and actions that cannot work: what a conversation would run into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from intentbot.conversation.context import changes_of
from intentbot.conversation.slots import reader_of
from intentbot.errors import Problem
from intentbot.fuzzy import suggest
from intentbot.intents import TEXT, YES_NO, IntentSet, Slot
from intentbot.patterns import fault
from intentbot.places import Place
from intentbot.responses import is_same

_SOME_DAY = date(2024, 1, 1)


def check_conversation(intents: IntentSet) -> Iterator[Problem]:
    """Yield what is wrong with slots, contexts, follow-ups and actions."""
    yield from _check_slots(intents)
    yield from _check_contexts(intents)
    yield from _check_follow_ups(intents)
    yield from _check_actions(intents)


def _check_slots(intents: IntentSet) -> Iterator[Problem]:
    values = {entity.name: [value for value, _ in entity.values] for entity in intents.entities}
    first: dict[str, Slot] = {}
    for intent in intents:
        for slot in intent.slots:
            known = first.setdefault(slot.name, slot)
            if known.entity != slot.entity:
                what = f'the slot "{slot.name}" is of "{slot.entity}" here and of "{known.entity}" at {known.place}.'
                fix = "Give one of them another name: a value is remembered by the name of its slot."
                yield _problem(slot.place, what, fix, "slot-conflict")
            yield from _check_slot(slot, values.get(slot.entity, []))


def _check_slot(slot: Slot, values: Sequence[str]) -> Iterator[Problem]:
    why = fault(slot.pattern) if slot.pattern else None
    if why:
        what = f'the pattern {slot.pattern!r} of the slot "{slot.name}" {why}.'
        yield _problem(slot.place, what, r"Write it like '\d{5,8}', in single quotes.", "bad-pattern")
    for value in slot.values if values else ():
        if not any(is_same(value, one) for one in values):
            near = suggest(value, values)
            fix = f'Did you mean "{near}"?' if near else f"Write one of {', '.join(values[:5])}."
            yield _problem(
                slot.place,
                f'the slot "{slot.name}" accepts "{value}", which "{slot.entity}" never is.',
                fix,
                "slot-value",
            )
    yield from _check_kind(slot)
    yield from _check_limits(slot)


def _check_kind(slot: Slot) -> Iterator[Problem]:
    """Yield what a slot has and its kind makes no use of."""
    if slot.entity == YES_NO and (slot.values or slot.pattern):
        key = "values" if slot.values else "pattern"
        what = f'the slot "{slot.name}" is yes or no, and has `{key}`.'
        yield _problem(slot.place, what, "Delete it, or give the slot another entity.", "slot-value")
    read = reader_of(slot.entity)
    for value in slot.values if read is not None else ():
        if read is not None and read(value, _SOME_DAY) is None:
            what = f'the slot "{slot.name}" accepts "{value}", which is no {slot.entity}.'
            yield _problem(slot.place, what, "Write it as 3, 12.50 EUR, 2026-12-24 or 15:30.", "slot-value")


def _check_limits(slot: Slot) -> Iterator[Problem]:
    limits = [(key, written) for key, written in (("min", slot.low), ("max", slot.high)) if written]
    read = reader_of(slot.entity)
    if limits and read is None:
        what = f'the slot "{slot.name}" has `{limits[0][0]}`, and "{slot.entity}" has no order.'
        fix = "Only numbers, money, ordinals, dates and times have limits; delete it."
        if slot.entity == TEXT:
            fix = "Customers' own words have none; delete it, or use a pattern."
        yield _problem(slot.place, what, fix, "slot-limit")
        return
    for key, written in limits:
        if read is not None and read(written, _SOME_DAY) is None:
            what = f'`{key}` of the slot "{slot.name}" cannot be "{written}".'
            fix = "Write a number, a date such as 2026-12-24, today or today+14, or a time such as 09:00."
            yield _problem(slot.place, what, fix, "slot-limit")
            return
    if len(limits) == 2 and read is not None:
        low, high = read(slot.low, _SOME_DAY), read(slot.high, _SOME_DAY)
        if low is not None and high is not None and low > high:  # type: ignore[operator]
            what = f'the slot "{slot.name}" accepts nothing: `min` {slot.low} is above `max` {slot.high}.'
            yield _problem(slot.place, what, "Exchange the two.", "slot-limit")


def _check_contexts(intents: IntentSet) -> Iterator[Problem]:
    """Yield intents that no conversation ever reaches."""
    for intent in intents:
        both = set(intent.context.requires) & set(intent.context.excludes)
        if both:
            what = f'intent "{intent.name}" requires the context "{min(both)}" and excludes it, so it never answers.'
            yield _problem(intent.place, what, "Delete one of the two.", "unreachable-intent")
    named = {change.name for intent in intents for change in changes_of(intent)}
    reachable: set[str] = set()
    obtained: set[str] = set()
    while True:
        fresh = [one for one in intents if one.name not in reachable and obtained.issuperset(one.context.requires)]
        if not fresh:
            break
        reachable |= {intent.name for intent in fresh}
        obtained |= {change.name for intent in fresh for change in changes_of(intent)}
    for intent in intents:
        needed = [name for name in intent.context.requires if name not in obtained]
        # What no intent sets at all is told as that.
        if intent.name not in reachable and named.issuperset(needed):
            setters = [one.name for one in intents if needed[0] in {change.name for change in changes_of(one)}]
            others = f"{' and '.join(setters)} can set, and {'they are' if len(setters) > 1 else 'that is'} not reached"
            what = (
                f'intent "{intent.name}" is never reached: it requires the context "{needed[0]}", which only {others}.'
            )
            fix = "Let an intent that needs no context set it."
            yield _problem(intent.place, what, fix, "unreachable-intent")


def _check_follow_ups(intents: IntentSet) -> Iterator[Problem]:
    names = [intent.name for intent in intents.in_scope]
    for intent in intents:
        for follow_up in intent.follow_ups:
            if follow_up.intent and follow_up.intent not in names:
                near = suggest(follow_up.intent, names)
                what = f'the follow-up "{follow_up.answer}" goes on with "{follow_up.intent}", which is no intent.'
                fix = f"Did you mean {near}?" if near else "Write the name of an intent."
                yield _problem(follow_up.place, what, fix, "unknown-intent")


def _check_actions(intents: IntentSet) -> Iterator[Problem]:
    names = [action.name for action in intents.actions]
    used = {intent.action for intent in intents if intent.action}
    for intent in intents:
        if intent.action and intent.action not in names:
            near = suggest(intent.action, names)
            what = f'intent "{intent.name}" has the action "{intent.action}", which is not declared.'
            fix = f"Did you mean {near}?" if near else "Declare it under actions:."
            yield _problem(intent.place, what, fix, "unknown-action")
    for action in intents.actions:
        if action.name not in used:
            place, what = action.place, f'the action "{action.name}" is not used by any intent.'
            yield Problem(place.path, place.line, place.column, what, "Use or delete it.", "unused-action", "warning")


def _problem(place: Place, what: str, fix: str, code: str) -> Problem:
    return Problem(place.path, place.line, place.column, what, fix, code)

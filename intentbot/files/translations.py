"""One intent in several languages, each in a file of its own, becomes one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from intentbot.answers import Condition, Response
from intentbot.errors import Problem
from intentbot.intents import EntityDefinition, FollowUp, Intent, Slot, Translation
from intentbot.places import Place


def add_translation(first: Intent, other: Intent) -> tuple[Intent, list[Problem]]:
    """Return an intent with what it says in another language, and what does not go together.

    What is said counts in the language of its file. What it does (slots, action, context, hand-over) is the same in
    every language, and need stand only in the first file.

    Parameters
    ----------
    first, other : Intent
        Of the same name and of different languages.
    """
    if not first.translations:
        first = _marked(first)
    other = _marked(other)
    slots = {slot.name: slot for slot in first.slots}
    problems = list(_conflicts(first, other))
    for slot in other.slots:
        if slot.name in slots:
            known = slots[slot.name]
            slots[slot.name] = replace(known, ask=known.ask + slot.ask, invalid=known.invalid + slot.invalid)
    follow_ups = {one.answer: one for one in first.follow_ups}
    for one in other.follow_ups:
        known_one = follow_ups.get(one.answer)
        follow_ups[one.answer] = replace(known_one, responses=known_one.responses + one.responses) if known_one else one
    merged = replace(
        first,
        translations=(*first.translations, Translation(other.language, other.title)),
        examples=first.examples + other.examples,
        templates=first.templates + other.templates,
        slots=tuple(slots.values()),
        responses=first.responses + other.responses,
        follow_ups=tuple(follow_ups.values()),
        tests=first.tests + other.tests,
    )
    return merged, problems


def merge_values(first: EntityDefinition, other: EntityDefinition, language: str) -> EntityDefinition:
    """Return an entity's list with the values and synonyms of another language's.

    A value that the first list has too is said there as the first of its synonyms in that language.
    """
    values = {value: list(synonyms) for value, synonyms in first.values}
    spoken = list(first.spoken)
    for value, synonyms in other.values:
        if value in values and synonyms:
            spoken.append((language, value, synonyms[0]))
        known = values.setdefault(value, [])
        known += [synonym for synonym in synonyms if synonym not in known]
    merged = tuple((value, tuple(synonyms)) for value, synonyms in values.items())
    return replace(first, values=merged, spoken=tuple(spoken))


def _conflicts(first: Intent, other: Intent) -> Iterator[Problem]:
    for key, mine, theirs in (
        ("action", first.action, other.action),
        ("handover", first.handover, other.handover),
        ("context", first.context, other.context),
    ):
        if theirs and theirs != mine and theirs != type(other.context)():
            what = f'`{key}` of intent "{first.name}" is not what it is at {first.place}.'
            yield _problem(other.place, what, f"Delete it here: `{key}` counts for every language.")
    yield from _changed_rules(first, other)


def _changed_rules(first: Intent, other: Intent) -> Iterator[Problem]:
    known = {slot.name: slot for slot in first.slots}
    for slot in other.slots:
        if slot.name not in known:
            what = f'intent "{first.name}" has no slot "{slot.name}" at {first.place}.'
            yield _problem(slot.place, what, "Add it there; here, only its question is translated.")
        elif _rules(slot) not in (_rules(known[slot.name]), _rules(Slot(slot.name, slot.name))):
            what = f'the slot "{slot.name}" asks for something else than at {known[slot.name].place}.'
            yield _problem(slot.place, what, "Leave only `ask` and `invalid` here; the rest counts for every language.")
    followed = {one.answer: one for one in first.follow_ups}
    for one in other.follow_ups:
        same = followed.get(one.answer, one)
        if (one.intent, one.sets) not in ((same.intent, same.sets), ("", ())):
            what = f'the follow-up "{one.answer}" of intent "{first.name}" is not what it is at {same.place}.'
            yield _problem(one.place, what, "Leave only its `responses` here; the rest counts for every language.")


def _rules(slot: Slot) -> Slot:
    """Return a slot without what is said of it."""
    return replace(slot, ask=(), invalid=())


def _problem(place: Place, what: str, fix: str) -> Problem:
    return Problem(place.path, place.line, place.column, what, fix, "translation-conflict")


def _marked(intent: Intent) -> Intent:
    """Return an intent all of whose responses are for the language of its file."""
    language = intent.language

    def mark(responses: tuple[Response, ...]) -> tuple[Response, ...]:
        return tuple(
            response
            if any(condition.kind == "language" for condition in response.when)
            else replace(response, when=(*response.when, Condition("language", (language,))))
            for response in responses
        )

    def mark_slot(slot: Slot) -> Slot:
        return replace(slot, ask=mark(slot.ask), invalid=mark(slot.invalid))

    def mark_follow_up(one: FollowUp) -> FollowUp:
        return replace(one, responses=mark(one.responses))

    return replace(
        intent,
        responses=mark(intent.responses),
        slots=tuple(map(mark_slot, intent.slots)),
        follow_ups=tuple(map(mark_follow_up, intent.follow_ups)),
    )

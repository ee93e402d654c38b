"""Entities and contexts that are named but not there, or there but never named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intentbot.answers import Response
from intentbot.checks.answers import said_by
from intentbot.conversation.context import changes_of
from intentbot.errors import Problem, SentenceError
from intentbot.fuzzy import suggest
from intentbot.intents import BUILT_IN_ENTITIES, OWN_WORDS, Intent, IntentSet
from intentbot.places import Place
from intentbot.responses import names_of
from intentbot.template_syntax import EntityName, names, parse


def check_names(intents: IntentSet) -> Iterator[Problem]:
    """Yield unknown entities in marks and slots, entities nothing uses, and contexts that nothing sets."""
    known = dict.fromkeys((*BUILT_IN_ENTITIES, *(entity.name for entity in intents.entities)))
    of_slots = dict.fromkeys((*known, *OWN_WORDS))
    for intent in intents:
        for example in (*intent.examples, *intent.tests):
            for mark in example.marks:
                if mark.entity not in known:
                    yield _unknown(f'the example "{example.text}" marks', mark.entity, known, example.place)
        for slot in intent.slots:
            if slot.entity not in of_slots:
                yield _unknown(f'intent "{intent.name}" has a slot for', slot.entity, of_slots, slot.place)
    used = _used_entities(intents)
    for entity in intents.entities:
        if entity.name not in used:
            what = f'the entity "{entity.name}" is not used in any example, template, slot or response.'
            place = entity.place
            yield Problem(place.path, place.line, place.column, what, "Use or delete it.", "unused-entity", "warning")
    yield from _check_contexts(intents)


def _unknown(said: str, name: str, known: Iterable[str], place: Place) -> Problem:
    near = suggest(name, known)
    fix = f'Did you mean "{near}"?' if near else "Declare it under entities:."
    what = f'{said} the entity "{name}", which is not declared.'
    return Problem(place.path, place.line, place.column, what, fix, "unknown-entity")


def _used_entities(intents: IntentSet) -> set[str]:
    used: set[str] = set()
    for intent in intents:
        used.update(mark.entity for example in (*intent.examples, *intent.tests) for mark in example.marks)
        used.update(slot.entity for slot in intent.slots)
        used.update(name for template in intent.templates for name in _template_entities(template.text))
    used.update(name for rule in intents.rules.values() for name in _template_entities(rule.text))
    for said in said_by(intents):
        used.update(_response_names(said.responses))
    return used


def _template_entities(text: str) -> Iterator[str]:
    try:
        yield from (name.name for name in names(parse(text)) if isinstance(name, EntityName))
    except SentenceError:
        return


def _response_names(responses: Iterable[Response]) -> Iterator[str]:
    for response in responses:
        yield from (condition.name for condition in response.when if condition.kind == "entity")
        try:
            yield from names_of(response)
        except SentenceError:
            continue


def _check_contexts(intents: IntentSet) -> Iterator[Problem]:
    set_names = {change.name for intent in intents for change in changes_of(intent)}
    for intent in intents:
        for name in dict.fromkeys((*intent.context.requires, *intent.context.excludes)):
            if name not in set_names:
                yield _never_set(intent, name, set_names)


def _never_set(intent: Intent, name: str, set_names: set[str]) -> Problem:
    needs = "requires" if name in intent.context.requires else "excludes"
    near = suggest(name, sorted(set_names))
    fix = f'Did you mean "{near}"?' if near else "Let another intent set it, under context: sets:."
    what = f'intent "{intent.name}" {needs} the context "{name}", which no intent sets.'
    place = intent.place
    return Problem(place.path, place.line, place.column, what, fix, "context-never-set", "warning")

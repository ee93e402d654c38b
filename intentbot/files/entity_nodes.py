"""Turns the nodes under ``entities:``, ``rules:`` and ``synonyms:`` into what they name."""

from __future__ import annotations

from dataclasses import replace

from intentbot.files.fields import Fields, is_blank, shorten
from intentbot.files.nodes import Entry, ListNode, MapNode, Node
from intentbot.intents import BUILT_IN_ENTITIES, EntityDefinition, SynonymGroup, Template
from intentbot.text import normalise, tokenise


def read_entities(fields: Fields, node: Node | None, language: str = "") -> tuple[EntityDefinition, ...]:
    """Return the entities under ``entities:``."""
    found = []
    for entry in fields.entries(node, "`entities`") if node else ():
        name = fields.entity_name(entry.key, "an entity")
        if name in BUILT_IN_ENTITIES:
            what = f'the entity "{name}" is built in and cannot be defined anew.'
            fields.error(entry.key, what, "Give yours another name.", "built-in-entity")
        elif name is not None:
            found.append(replace(_read_entity(fields, name, entry), language=language))
    return tuple(found)


def _read_entity(fields: Fields, name: str, entry: Entry) -> EntityDefinition:
    what, place = f'the entity "{name}"', fields.place(entry.key)
    n_before = len(fields.problems)
    keys = fields.keys(entry.value, what, ("pattern", "values"))
    if len(keys) != 1 and len(fields.problems) == n_before:
        fix = "Write {pattern: '...'} or {values: {...}}."
        fields.error(entry.key, f"{what} needs either a pattern or values.", fix, "entity-kind")
    pattern = fields.text(keys["pattern"], f"the pattern of {what}") if "pattern" in keys else None
    if pattern:
        place = fields.place(pattern)
    values = _read_values(fields, keys["values"], what) if "values" in keys else ()
    return EntityDefinition(name, pattern.value if pattern else "", values, place)


def _read_values(fields: Fields, node: Node, what: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if isinstance(node, ListNode):
        return tuple(
            (text.value.strip(), ()) for text in fields.texts(node, f"`values` of {what}", f"a value of {what}")
        )
    if is_blank(node) or (isinstance(node, MapNode) and not node.entries):
        fields.error(node, f"`values` of {what} is empty.", "Write the values, one a line.", "empty-list")
    found = []
    for entry in fields.entries(node, f"`values` of {what}"):
        value = fields.words(entry.key, f"a value of {what}")
        blank = is_blank(entry.value) or (isinstance(entry.value, ListNode) and not entry.value.items)
        synonyms = () if blank else fields.texts(entry.value, f'the synonyms of "{shorten(value)}"', "a synonym")
        if value:
            found.append((value, tuple(text.value.strip() for text in synonyms)))
    return tuple(found)


def read_rules(fields: Fields, node: Node | None) -> dict[str, Template]:
    """Return the named template parts under ``rules:``."""
    found = {}
    for entry in fields.entries(node, "`rules`") if node else ():
        name = fields.entity_name(entry.key, "a rule")
        text = fields.text(entry.value, f'the rule "{shorten(entry.key.value)}"')
        if name is not None and text is not None:
            found[name] = Template(text.value, fields.place(text))
    return found


def read_synonyms(fields: Fields, node: Node | None, language: str) -> tuple[SynonymGroup, ...]:
    """Return the groups of words that mean the same under ``synonyms:``."""
    found = []
    for entry in fields.entries(node, "`synonyms`") if node else ():
        name = fields.words(entry.key, "a word under `synonyms`")
        what = f'the synonyms of "{shorten(name)}"'
        others = tuple(text.value.strip() for text in fields.texts(entry.value, what, "a synonym"))
        for text in (name, *others) if name and others else ():
            if not tokenise(normalise(text)):
                fix = "Write words; signs are no part of what is learned."
                fields.error(entry.key, f'"{shorten(text)}" has no word in it.', fix, "empty-text")
        if name and others:
            found.append(SynonymGroup(name, others, language, fields.place(entry.key)))
    return tuple(found)

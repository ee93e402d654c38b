"""Turns the nodes under ``slots:``, ``follow_ups:`` and ``context:`` of an intent into what a conversation needs."""

from __future__ import annotations

from intentbot.answers import Condition
from intentbot.files.fields import Fields, kind, shorten
from intentbot.files.nodes import Entry, ListNode, Node, TextNode
from intentbot.files.response_nodes import read_conditions, read_responses, read_said
from intentbot.intents import OWN_WORDS, ContextChange, ContextRule, FollowUp, Slot

SLOT_KEYS = ("ask", "entity", "pattern", "values", "min", "max", "invalid", "tries", "required", "remember")
FOLLOW_UP_KEYS = ("responses", "intent", "sets")
ANSWERS = ("yes", "no", "cancel")
_NO_REASONS = ("yes", "no", "true", "false", "on", "off", "never", "none")
_MAX_LIFESPAN, _MAX_TRIES = 1000, 20


def read_slots(fields: Fields, node: Node | None, what: str) -> tuple[Slot, ...]:
    """Return the slots of an intent, in the order in which they are asked."""
    found = []
    for entry in fields.entries(node, f"`slots` of {what}") if node is not None else ():
        name = fields.entity_name(entry.key, "a slot")
        if name is None:
            continue
        if isinstance(entry.value, TextNode) and entry.value.value.strip():
            fix = f'Write {name}: {{ask: "{shorten(entry.value.value)}"}}'
            fields.error(entry.value, f'the slot "{name}" must be a mapping, not a text.', fix, "not-a-mapping")
            continue
        found.append(_read_slot(fields, name, entry))
    return tuple(found)


def _read_slot(fields: Fields, name: str, entry: Entry) -> Slot:
    what = f'the slot "{name}"'
    keys = fields.keys(entry.value, what, SLOT_KEYS)
    entity = fields.text(keys["entity"], f"the entity of {what}") if "entity" in keys else None
    usual = Slot(name, name)
    kind_of_answer = (fields.entity_name(entity, "an entity") if entity else None) or name
    # What somebody said in their own words, or agreed to, is no answer to the next question of the kind.
    is_kept = kind_of_answer not in OWN_WORDS
    values = fields.texts(keys.get("values"), f"`values` of {what}", f"a value of {what}")
    return Slot(
        name=name,
        entity=kind_of_answer,
        ask=read_said(fields, keys.get("ask"), f"the question of {what}"),
        pattern=fields.words(keys.get("pattern"), f"the pattern of {what}"),
        values=tuple(value.value.strip() for value in values),
        low=fields.words(keys.get("min"), f"`min` of {what}"),
        high=fields.words(keys.get("max"), f"`max` of {what}"),
        invalid=read_said(fields, keys.get("invalid"), f"`invalid` of {what}"),
        tries=fields.whole(keys.get("tries"), f"`tries` of {what}", usual.tries, low=1, high=_MAX_TRIES),
        is_required=fields.yes_or_no(keys.get("required"), f"`required` of {what}", usual.is_required),
        is_remembered=fields.yes_or_no(keys.get("remember"), f"`remember` of {what}", is_kept),
        place=fields.place(entry.key),
    )


def read_action(fields: Fields, node: Node | None, what: str) -> tuple[str, tuple[Condition, ...]]:
    """Return the action of an intent, and what must hold for it to be asked; empty where there is none."""
    if node is None:
        return "", ()
    if isinstance(node, TextNode):
        return fields.words(node, f"the action of {what}"), ()
    keys = fields.keys(node, f"the action of {what}", ("name", "when", "unless"))
    if "name" not in keys:
        fix = "Write {name: cancel_order, when: {slots: {sure: yes}}}."
        fields.error(node, f"the action of {what} has no name.", fix, "action-without-name")
        return "", ()
    return fields.words(keys["name"], f"the action of {what}"), read_conditions(fields, keys)


def read_reason(fields: Fields, node: Node | None, what: str) -> str:
    """Return why a person takes over after an intent; empty where none does."""
    reason = fields.words(node, f"the reason for the hand-over of {what}")
    if node is not None and reason.casefold() in _NO_REASONS:
        fix = 'Write why, such as "complaint"; delete the key where nobody takes over.'
        fields.error(node, f'the reason for the hand-over of {what} cannot be "{reason}".', fix, "bad-reason")
        return ""
    return reason


def read_follow_ups(fields: Fields, node: Node | None, what: str) -> tuple[FollowUp, ...]:
    """Return what a yes, a no and a cancel mean right after an intent was answered."""
    found = []
    for answer, inner in fields.keys(node, f"`follow_ups` of {what}", ANSWERS).items() if node is not None else ():
        said = f'the follow-up "{answer}" of {what}'
        if isinstance(inner, TextNode) and inner.value.strip():
            fix = f'Write {answer}: {{responses: ["{shorten(inner.value)}"]}}'
            fields.error(inner, f"{said} must be a mapping, not a text.", fix, "not-a-mapping")
            continue
        keys = fields.keys(inner, said, FOLLOW_UP_KEYS)
        if "responses" not in keys and "intent" not in keys:
            fix = "Write responses: [...] in it, or intent: and the name of the one that goes on."
            fields.error(inner, f"{said} has no responses and no intent.", fix, "empty-follow-up")
            continue
        found.append(
            FollowUp(
                answer,
                read_responses(fields, keys.get("responses"), said),
                fields.words(keys.get("intent"), f"the intent of {said}"),
                _read_changes(fields, keys.get("sets")),
                fields.place(inner),
            )
        )
    return tuple(found)


def read_context(fields: Fields, node: Node | None, what: str) -> ContextRule:
    """Return when an intent is allowed, and which contexts it opens."""
    if node is None:
        return ContextRule()
    keys = fields.keys(node, f"the context of {what}", ("requires", "excludes", "sets"))
    return ContextRule(
        requires=_context_names(fields, keys.get("requires"), "`requires`"),
        excludes=_context_names(fields, keys.get("excludes"), "`excludes`"),
        sets=_read_changes(fields, keys.get("sets")),
    )


def _context_names(fields: Fields, node: Node | None, what: str) -> tuple[str, ...]:
    if isinstance(node, ListNode) and not node.items:
        return ()
    names = (fields.entity_name(text, "a context") for text in fields.texts(node, what, "a context"))
    return tuple(name for name in names if name is not None)


def _read_changes(fields: Fields, node: Node | None) -> tuple[ContextChange, ...]:
    if isinstance(node, ListNode) and not node.items:
        return ()
    found = []
    for item in fields.items(node, "`sets`"):
        keys = {"name": item} if isinstance(item, TextNode) else fields.keys(item, "a context", ("name", "lifespan"))
        written = fields.text(keys["name"], "a context") if "name" in keys else None
        if "name" not in keys:
            fields.error(item, "a context has no name.", "Write {name: order, lifespan: 3}.", "bad-context")
        name = fields.entity_name(written, "a context") if written else None
        if name is not None:
            found.append(ContextChange(name, _lifespan(fields, keys.get("lifespan"))))
    return tuple(found)


def _lifespan(fields: Fields, node: Node | None) -> int:
    usual = ContextChange("").lifespan
    if node is None:
        return usual
    if isinstance(node, TextNode) and node.value.isdecimal() and len(node.value) < 5:
        turns = int(node.value)
        if 1 <= turns <= _MAX_LIFESPAN:
            return turns
    fix = f"Write a whole number of turns from 1 to {_MAX_LIFESPAN}."
    fields.error(node, f"the lifespan of a context cannot be {kind(node)}.", fix, "bad-context")
    return usual

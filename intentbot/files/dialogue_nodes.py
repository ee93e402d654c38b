"""Turns the nodes under ``dialogues:`` into conversations that tests play."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import get_args

from intentbot.dialogues import FAILS, Dialogue, Turn
from intentbot.files.fields import Fields, is_blank, kind, shorten
from intentbot.files.nodes import Entry, ListNode, MapNode, Node, TextNode
from intentbot.fuzzy import suggest
from intentbot.predictions import DecidedBy

DIALOGUE_KEYS = ("turns", "channel", "language", "at", "actions")
TURN_KEYS = (
    *("user", "bot", "intent", "slots", "context"),
    *("buttons", "decided_by", "language", "handover"),
)
DECIDED_BY: tuple[str, ...] = get_args(DecidedBy)

_MAX_NAME = 100
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?")


def read_dialogues(fields: Fields, node: Node | None) -> tuple[Dialogue, ...]:
    """Return the dialogues under ``dialogues:``, in their order."""
    found = []
    for entry in fields.entries(node, "`dialogues`") if node is not None else ():
        name = _name(fields, entry.key)
        dialogue = _read_dialogue(fields, name, entry) if name else None
        if dialogue:
            found.append(dialogue)
    return tuple(found)


def _name(fields: Fields, key: TextNode) -> str:
    name = key.value
    if name.strip() and name == name.strip() and len(name) <= _MAX_NAME and name.isprintable():
        return name
    fix = f"Write one line of 1 to {_MAX_NAME} characters, such as an order number that is corrected."
    fields.error(key, f'"{shorten(name)}" cannot be the name of a dialogue.', fix, "dialogue-name")
    return ""


def _read_dialogue(fields: Fields, name: str, entry: Entry) -> Dialogue | None:
    what, place = f'the dialogue "{shorten(name)}"', fields.place(entry.key)
    if not isinstance(entry.value, MapNode):
        return Dialogue(name, _read_turns(fields, entry.value, what), place=place)
    if any(one.key.value == "user" for one in entry.value.entries):
        fix = "Write a dash before each `user:`, so that the dialogue is a list of turns."
        fields.error(entry.value, f"{what} is a single turn, not a list of them.", fix, "not-a-list")
        return None
    keys = fields.keys(entry.value, what, DIALOGUE_KEYS)
    if "turns" not in keys and len(keys) == len(entry.value.entries):
        fix = "Write turns: in it, and under that a list of what the customer says."
        fields.error(entry.key, f"{what} has no turns.", fix, "no-turns")
    return Dialogue(
        name=name,
        turns=_read_turns(fields, keys.get("turns"), what),
        channel=fields.words(keys.get("channel"), f"the channel of {what}"),
        language=fields.language(keys.get("language"), f"the language of {what}"),
        at=_read_time(fields, keys.get("at"), what),
        results=_read_results(fields, keys.get("actions"), what),
        place=place,
    )


def _read_time(fields: Fields, node: Node | None, what: str) -> str:
    written = fields.words(node, f"`at` of {what}")
    if not written or node is None:
        return ""
    try:
        if _TIME.fullmatch(written):
            return datetime.fromisoformat(written).isoformat(" ", "minutes")
    except ValueError:
        pass
    fix = "Write a day and a time, such as 2026-12-24 10:30."
    fields.error(node, f'`at` of {what} is "{shorten(written)}", which is no point in time.', fix, "bad-time")
    return ""


def _read_results(fields: Fields, node: Node | None, what: str) -> Mapping[str, str]:
    """Return what each action gives, as JSON: texts by name, or null for a name with nothing after it."""
    found = {}
    for entry in fields.entries(node, f"`actions` of {what}") if node is not None else ():
        name, value = entry.key.value, entry.value
        if isinstance(value, MapNode):
            found[name] = json.dumps(_read_values(fields, value, name), ensure_ascii=False)
        elif isinstance(value, TextNode) and value.value.strip() == FAILS:
            found[name] = FAILS
        else:
            said = "nothing" if is_blank(value) else kind(value)
            fix = f"Write what it gives, as {{status: shipped}}; or {FAILS}, where it cannot be had."
            where = entry.key if is_blank(value) else value
            fields.error(where, f'the action "{shorten(name)}" of {what} gives {said}.', fix, "bad-results")
    return found


def _read_values(fields: Fields, node: MapNode, action: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for entry in node.entries:
        if isinstance(entry.value, TextNode):
            found[entry.key.value] = None if is_blank(entry.value) and not entry.value.is_quoted else entry.value.value
        else:
            said = f'"{shorten(entry.key.value)}" of the action "{shorten(action)}" must be one value'
            fix = "Write a text, a number or a date after the colon."
            fields.error(entry.value, f"{said}, not {kind(entry.value)}.", fix, "bad-results")
    return found


def _read_turns(fields: Fields, node: Node | None, what: str) -> tuple[Turn, ...]:
    read = (_read_turn(fields, item, what) for item in fields.items(node, what))
    return tuple(turn for turn in read if turn is not None)


def _read_turn(fields: Fields, node: Node, dialogue: str) -> Turn | None:
    what = f"a turn of {dialogue}"
    if isinstance(node, TextNode) and node.value.strip():
        fix = f'Write user: "{shorten(node.value)}"'
        fields.error(node, f"{what} must be a mapping with `user` in it, not a text.", fix, "not-a-mapping")
        return None
    keys = fields.keys(node, what, TURN_KEYS)
    if "user" not in keys:
        fix = "Write user: and what the customer says; what the bot answers stands in the same turn, as bot:."
        fields.error(node, f"{what} has no user.", fix, "turn-without-user")
        return None
    user = _read_message(fields, keys["user"], what)
    turn = Turn(
        user=user or "",
        bot=_read_said(fields, keys.get("bot"), f"`bot` of {what}"),
        intent=fields.words(keys.get("intent"), f"the intent of {what}") or None,
        slots=_read_slots(fields, keys.get("slots"), what),
        context=_read_names(fields, keys.get("context"), f"`context` of {what}", "a context"),
        buttons=_read_names(fields, keys.get("buttons"), f"`buttons` of {what}", "a button's title"),
        decided_by=_read_decided_by(fields, keys.get("decided_by"), what),
        language=fields.language(keys.get("language"), f"the language of {what}"),
        handover=fields.words(keys.get("handover"), f"the hand-over of {what}") or None,
        place=fields.place(node),
    )
    return turn if user is not None else None


def _read_message(fields: Fields, node: Node, what: str) -> str | None:
    """Return what the customer says; an empty message must be meant, so it needs quotes."""
    if isinstance(node, TextNode) and node.is_quoted and not node.value.strip():
        return node.value
    return fields.words(node, f"`user` of {what}") or None


def _read_said(fields: Fields, node: Node | None, what: str) -> tuple[str, ...]:
    if isinstance(node, ListNode):
        return tuple(text.value.strip() for text in fields.texts(node, what, what))
    words = fields.words(node, what)
    return (words,) if words else ()


def _read_names(fields: Fields, node: Node | None, what: str, item: str) -> tuple[str, ...] | None:
    """Return the names in a list, which may be empty; None where nothing is said of them."""
    if node is None:
        return None
    if isinstance(node, ListNode) and not node.items:
        return ()
    if is_blank(node):
        fields.error(node, f"{what} is empty.", "Write [] for none, or delete the key.", "empty-list")
        return None
    return tuple(text.value.strip() for text in fields.texts(node, what, item)) or None


def _read_slots(fields: Fields, node: Node | None, what: str) -> Mapping[str, str]:
    if node is None:
        return {}
    found = {}
    entries = fields.entries(node, f"`slots` of {what}")
    if not entries and (is_blank(node) or isinstance(node, MapNode)):
        fix = "Write {order_number: 84512}; without a value it must not be known, with * it may be any."
        fields.error(node, f"`slots` of {what} is empty.", fix, "empty-list")
    for entry in entries:
        if isinstance(entry.value, TextNode):
            found[entry.key.value] = entry.value.value.strip()
        else:
            said = f'the slot "{shorten(entry.key.value)}" of {what} must be one value, not {kind(entry.value)}.'
            fields.error(entry.value, said, "Write the value after the colon.", "not-a-text")
    return found


def _read_decided_by(fields: Fields, node: Node | None, what: str) -> str:
    written = fields.words(node, f"`decided_by` of {what}")
    if not written or node is None or written in DECIDED_BY:
        return written
    near = suggest(written, DECIDED_BY)
    fix = f"Did you mean {near}?" if near else f"Write one of {', '.join(DECIDED_BY)}."
    fields.error(node, f'`decided_by` of {what} cannot be "{shorten(written)}".', fix, "bad-decided-by")
    return ""

"""The ``intents.json`` of chatbot tutorials: tags with patterns and responses."""

from __future__ import annotations

from pathlib import Path

from intentbot.answers import Response
from intentbot.errors import Problem
from intentbot.files.fields import Fields
from intentbot.files.json_nodes import read_json
from intentbot.files.nodes import ListNode, MapNode, Node, TextNode
from intentbot.intents import ContextChange, ContextRule, Example, Intent, IntentSet
from intentbot.profile import BotProfile

_KEYS = ("tag", "patterns", "responses", "context_set", "context_filter", "context")
_NO_ANSWER = frozenset({"noanswer", "no_answer", "no-answer", "no answer", "fallback", "default"})


def read_toy_json(path: Path) -> tuple[IntentSet, list[Problem]]:
    """Return the intents of a tutorial's file, and every problem in it.

    An entry called ``noanswer`` or without any pattern gives the fallback its responses. ``context_set`` is
    what the intent sets, ``context_filter`` what it requires; braces in responses are plain text.

    Raises
    ------
    FileError
        When the file cannot be opened.
    """
    file = read_json(path)
    fields = Fields(file.path)
    fields.problems.extend(file.problems)
    intents: dict[str, Intent] = {}
    fallback: list[Response] = []
    for item in _items(fields, file.root):
        intent = _read_item(fields, item)
        if intent is None:
            continue
        if intent.name.lower() in _NO_ANSWER or not intent.examples:
            fallback += intent.responses
        else:
            intents[intent.name] = _join(intents[intent.name], intent) if intent.name in intents else intent
    profile = BotProfile(fallback=tuple(fallback)) if fallback else BotProfile()
    return IntentSet(tuple(intents.values()), bot=profile), fields.problems


def _items(fields: Fields, root: Node | None) -> tuple[Node, ...]:
    if root is None:
        return ()
    if isinstance(root, MapNode):
        found = next((entry.value for entry in root.entries if entry.key.value == "intents"), None)
        if found is None:
            fields.error(root, 'the file has no "intents".', 'Write {"intents": [...]}.', "toy-json")
        return fields.items(found, '"intents"')
    return fields.items(root, "the file")


def _read_item(fields: Fields, node: Node) -> Intent | None:
    if not isinstance(node, MapNode):
        fields.error(node, "an intent must be an object.", 'Write {"tag": ..., "patterns": [...]}.', "toy-json")
        return None
    keys = {entry.key.value: entry.value for entry in node.entries if entry.key.value in _KEYS}
    tag = keys.get("tag")
    if tag is None:
        fields.error(node, 'an intent has no "tag".', 'Write "tag": "its name".', "toy-json")
        return None
    text = fields.text(tag, "a tag")
    name = fields.intent_name(TextNode(text.value.strip(), text.line, text.column)) if text else None
    if name is None:
        return None
    responses = _texts(fields, keys.get("responses"), f'"responses" of "{name}"')
    return Intent(
        name=name,
        examples=tuple(
            Example(pattern.value.strip(), (), fields.place(pattern))
            for pattern in _texts(fields, keys.get("patterns"), f'"patterns" of "{name}"')
        ),
        responses=tuple(Response(_escape(said.value.strip()), place=fields.place(said)) for said in responses),
        context=_read_context(fields, keys),
        place=fields.place(tag),
    )


def _read_context(fields: Fields, keys: dict[str, Node]) -> ContextRule:
    sets = (*_names(fields, keys.get("context_set")), *_names(fields, keys.get("context")))
    return ContextRule(
        requires=_names(fields, keys.get("context_filter")),
        sets=tuple(ContextChange(name) for name in dict.fromkeys(sets)),
    )


def _names(fields: Fields, node: Node | None) -> tuple[str, ...]:
    return tuple(text.value.strip() for text in _texts(fields, node, "a context"))


def _texts(fields: Fields, node: Node | None, what: str) -> tuple[TextNode, ...]:
    """Return the texts that say something; the tutorials write ``[""]``, ``""`` and ``[]`` for none."""
    if node is None or (isinstance(node, ListNode) and not node.items):
        return ()
    items = (node,) if isinstance(node, TextNode) else fields.items(node, what)
    blank_free = (item for item in items if not (isinstance(item, TextNode) and not item.value.strip()))
    read = (fields.text(item, f"an item of {what}") for item in blank_free)
    return tuple(text for text in read if text is not None)


def _join(first: Intent, more: Intent) -> Intent:
    """Return one intent of two entries with the same tag, as the tutorials' scripts treat them."""
    context = ContextRule(
        requires=(*first.context.requires, *more.context.requires), sets=(*first.context.sets, *more.context.sets)
    )
    examples, responses = (*first.examples, *more.examples), (*first.responses, *more.responses)
    return Intent(first.name, examples=examples, responses=responses, context=context, place=first.place)


def _escape(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")

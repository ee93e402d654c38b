"""Turns the nodes under ``responses:``, and what else the bot says, into responses."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from intentbot.answers import Button, Condition, Link, Response
from intentbot.files.fields import Fields, is_blank, shorten
from intentbot.files.nodes import ListNode, MapNode, Node, TextNode

RESPONSE_KEYS = ("text", "when", "unless", "buttons", "links", "image", "custom")
BUTTON_KEYS = ("title", "message")
LINK_KEYS = ("title", "url")
_NAMED = {"entities": "entity", "slots": "slot", "results": "result"}
WHEN_KEYS = ("channel", "language", "entities", "slots", "context", "results")

# What a plain scalar of a `custom` mapping means, as in JSON and in YAML 1.2.
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,17})?(?:[eE][-+]?\d{1,3})?")


def read_responses(fields: Fields, node: Node | None, what: str) -> tuple[Response, ...]:
    """Return the responses of an intent or of the fallback; `what` names it in problems."""
    read = (_read_response(fields, item, what) for item in fields.items(node, f"`responses` of {what}"))
    return tuple(response for response in read if response is not None)


def read_said(fields: Fields, node: Node | None, what: str) -> tuple[Response, ...]:
    """Return what the bot says somewhere: one text, one response, or a list of them; `what` names it in problems."""
    if node is None:
        return ()
    items = node.items if isinstance(node, ListNode) and node.items else (node,)
    read = (_read_response(fields, item, what, noun="") for item in items)
    return tuple(response for response in read if response is not None)


def _read_response(fields: Fields, node: Node, what: str, noun: str = "a response of ") -> Response | None:
    if isinstance(node, TextNode):
        text = fields.text(node, f"{noun}{what}")
        return Response(text.value.strip(), place=fields.place(text)) if text else None
    keys = fields.keys(node, f"{noun}{what}", RESPONSE_KEYS)
    text = fields.text(keys["text"], f"the text of {noun}{what}") if "text" in keys else None
    if "text" not in keys:
        fix = 'Write text: "..." in it; a sentence with ": " in it needs quotes around it.'
        fields.error(node, f"{noun}{what} has no text.", fix, "response-without-text")
    response = Response(
        text=text.value.strip() if text else "",
        when=read_conditions(fields, keys),
        buttons=_read_buttons(fields, keys.get("buttons"), f"{noun}{what}"),
        links=_read_links(fields, keys.get("links"), f"{noun}{what}"),
        image=fields.words(keys.get("image"), f"the image of {noun}{what}"),
        custom=_read_custom(fields, keys.get("custom"), f"{noun}{what}"),
        place=fields.place(text or node),
    )
    return response if text else None


def read_conditions(fields: Fields, keys: Mapping[str, Node]) -> tuple[Condition, ...]:
    """Return the conditions under ``when`` and ``unless`` of a mapping."""
    when, unless = keys.get("when"), keys.get("unless")
    return *_read_conditions(fields, when, "`when`"), *_read_conditions(fields, unless, "`unless`", negated=True)


def _read_conditions(fields: Fields, node: Node | None, what: str, *, negated: bool = False) -> tuple[Condition, ...]:
    if node is None:
        return ()
    found = []
    for key, inner in fields.keys(node, what, WHEN_KEYS).items():
        if key == "context":
            # Each of several contexts must be open, while of a value's alternatives one is enough.
            names = fields.texts(inner, "`context`", "a context") if isinstance(inner, ListNode) else (inner,)
            for name in names:
                context = fields.text(name, "the context")
                if context:
                    found.append(Condition("context", ("*",), context.value.strip(), negated, fields.place(context)))
        elif key in _NAMED:
            for entry in fields.entries(inner, f"`{key}` in {what}"):
                values = _values(fields, entry.value, f'the value of "{shorten(entry.key.value)}"')
                place = fields.place(entry.key)
                if values:
                    found.append(Condition(_NAMED[key], values, entry.key.value.strip(), negated, place))
        else:
            place, values = fields.place(inner), _values(fields, inner, f"the {key}")
            if key == "language" and isinstance(inner, TextNode):
                language = fields.language(inner, "the language")
                values = (language,) if language else ()
            if values:
                found.append(Condition(key, values, "", negated, place))
    return tuple(found)


def _values(fields: Fields, node: Node, what: str) -> tuple[str, ...]:
    texts = fields.texts(node, what, what) if isinstance(node, ListNode) else (fields.text(node, what),)
    return tuple(text.value.strip() for text in texts if text is not None)


def _read_buttons(fields: Fields, node: Node | None, what: str) -> tuple[Button, ...]:
    found = []
    for item in fields.items(node, f"`buttons` of {what}"):
        if isinstance(item, TextNode):
            fix = f"Write {{title: {item.value or 'Yes'}, message: what pressing it sends}}."
            fields.error(item, f'a button must have a title and a message, not "{item.value}".', fix, "bad-button")
            continue
        fix = "Write {title: what is shown, message: what pressing it sends}."
        title, message = _pair(fields, item, BUTTON_KEYS, "a button", fix, "bad-button")
        if title and message:
            found.append(Button(title, message))
    return tuple(found)


def _read_links(fields: Fields, node: Node | None, what: str) -> tuple[Link, ...]:
    found = []
    for item in fields.items(node, f"`links` of {what}"):
        fix = "Write {title: what is shown, url: https://...}."
        if isinstance(item, TextNode):
            fields.error(item, f'a link must have a title and a url, not "{shorten(item.value)}".', fix, "bad-link")
            continue
        title, url = _pair(fields, item, LINK_KEYS, "a link", fix, "bad-link")
        if url and not url.startswith(("https://", "http://", "mailto:", "tel:", "/", "{")):
            fields.error(item, f'"{shorten(url)}" is no address to open.', "Begin it with https://.", "bad-link")
        elif title and url:
            found.append(Link(title, url))
    return tuple(found)


def _pair(fields: Fields, node: Node, known: tuple[str, str], what: str, fix: str, code: str) -> tuple[str, str]:
    """Return the two texts of a button or link; empty where one is missing or wrong."""
    keys = fields.keys(node, what, known)
    missing = [key for key in known if key not in keys]
    if missing:
        fields.error(node, f"{what} has no {' and no '.join(missing)}.", fix, code)
        return "", ""
    first, second = (fields.words(keys[key], f"{what}'s {key}") for key in known)
    return first, second


def _read_custom(fields: Fields, node: Node | None, what: str) -> str:
    """Return a mapping for a channel, as JSON; empty where there is none."""
    if node is None:
        return ""
    if not isinstance(node, MapNode) or not node.entries:
        fix = "Write what the channel needs under it, as name: value lines."
        fields.error(node, f"`custom` of {what} must be a mapping with something in it.", fix, "not-a-mapping")
        return ""
    return json.dumps(plain(node), ensure_ascii=False)


def plain(node: Node) -> Any:
    """Return a node as JSON has it: what is not quoted may be a number, true, false or null, as in YAML 1.2."""
    if isinstance(node, MapNode):
        return {entry.key.value: plain(entry.value) for entry in node.entries}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    if node.is_quoted:
        return node.value
    if node.value in _WORDS:
        return _WORDS[node.value]
    if _NUMBER.fullmatch(node.value):
        return float(node.value) if any(sign in node.value for sign in ".eE") else int(node.value)
    return node.value


def is_empty(node: Node | None) -> bool:
    """Whether there is nothing there: no key, or nothing after it."""
    return node is None or is_blank(node)

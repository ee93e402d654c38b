"""Turns the nodes under ``responses:`` into responses."""

from __future__ import annotations

from intentbot.files.fields import Fields
from intentbot.files.nodes import Node, TextNode
from intentbot.intents import Button, Response

RESPONSE_KEYS = ("text", "when", "buttons", "image")
WHEN_KEYS = ("channel", "language")
BUTTON_KEYS = ("title", "message")


def read_responses(fields: Fields, node: Node | None, what: str) -> tuple[Response, ...]:
    """Return the responses of an intent or of the fallback; `what` names it in problems."""
    read = (_read_response(fields, item, what) for item in fields.items(node, f"`responses` of {what}"))
    return tuple(response for response in read if response is not None)


def _read_response(fields: Fields, node: Node, what: str) -> Response | None:
    if isinstance(node, TextNode):
        text = fields.text(node, f"a response of {what}")
        return Response(text.value.strip(), place=fields.place(text)) if text else None
    keys = fields.keys(node, f"a response of {what}", RESPONSE_KEYS)
    text = fields.text(keys["text"], f"the text of a response of {what}") if "text" in keys else None
    if "text" not in keys:
        fix = 'Write text: "..." in it; a sentence with ": " in it needs quotes around it.'
        fields.error(node, f"a response of {what} has no text.", fix, "response-without-text")
    response = Response(
        text=text.value.strip() if text else "",
        when=_read_when(fields, keys.get("when")),
        buttons=_read_buttons(fields, keys.get("buttons"), what),
        image=fields.words(keys.get("image"), f"the image of a response of {what}"),
        place=fields.place(text or node),
    )
    return response if text else None


def _read_when(fields: Fields, node: Node | None) -> tuple[tuple[str, str], ...]:
    if node is None:
        return ()
    keys = fields.keys(node, "`when`", WHEN_KEYS)
    channel = fields.words(keys.get("channel"), "the channel")
    language = fields.language(keys.get("language"), "the language")
    return tuple((key, value) for key, value in (("channel", channel), ("language", language)) if value)


def _read_buttons(fields: Fields, node: Node | None, what: str) -> tuple[Button, ...]:
    found = []
    for item in fields.items(node, f"`buttons` of a response of {what}"):
        if isinstance(item, TextNode):
            fix = f"Write {{title: {item.value or 'Yes'}, message: what pressing it sends}}."
            fields.error(item, f'a button must have a title and a message, not "{item.value}".', fix, "bad-button")
            continue
        keys = fields.keys(item, "a button", BUTTON_KEYS)
        missing = [key for key in BUTTON_KEYS if key not in keys]
        if missing:
            fix = "Write {title: what is shown, message: what pressing it sends}."
            fields.error(item, f"a button has no {' and no '.join(missing)}.", fix, "bad-button")
            continue
        title, message = (
            fields.words(keys["title"], "a button's title"),
            fields.words(keys["message"], "a button's message"),
        )
        if title and message:
            found.append(Button(title, message))
    return tuple(found)

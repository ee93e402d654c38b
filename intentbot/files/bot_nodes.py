"""Turns the nodes under ``bot:`` and ``training:`` into the bot's profile and its settings."""

from __future__ import annotations

from intentbot.answers import Response
from intentbot.errors import SentenceError, SettingsError
from intentbot.files.fields import Fields, shorten
from intentbot.files.handover_nodes import read_handover
from intentbot.files.nodes import Node, TextNode
from intentbot.files.response_nodes import read_responses, read_said
from intentbot.profile import BotProfile
from intentbot.responses import names_in
from intentbot.settings import TrainingSettings

BOT_KEYS = ("name", "language", "ambiguous", "fallback", "cancelled", "gave_up", "resume", "handover")
_MOST_MISSES = 100


def read_bot(fields: Fields, node: Node) -> BotProfile:
    """Return the profile under ``bot:``; what is missing or wrong is as usual."""
    usual = BotProfile()
    keys = fields.keys(node, "`bot`", BOT_KEYS)
    inner = fields.keys(keys["fallback"], "`fallback`", ("responses", "suggest_after")) if "fallback" in keys else {}
    if "fallback" in keys and "responses" not in inner:
        fix = 'Write fallback: {responses: ["Sorry, I did not get that."]}.'
        fields.error(keys["fallback"], "the fallback has no responses.", fix, "fallback-without-text")
    return BotProfile(
        name=fields.words(keys.get("name"), "the name of the bot") or usual.name,
        language=fields.language(keys.get("language"), "the language of the bot") or usual.language,
        ambiguous=_read_question(fields, keys.get("ambiguous")),
        fallback=read_responses(fields, inner.get("responses"), "the fallback"),
        suggest_after=fields.whole(inner.get("suggest_after"), "`suggest_after`", 0, low=0, high=_MOST_MISSES),
        cancelled=read_said(fields, keys.get("cancelled"), "`cancelled`"),
        gave_up=read_said(fields, keys.get("gave_up"), "`gave_up`"),
        resume=read_said(fields, keys.get("resume"), "`resume`"),
        handover=read_handover(fields, keys.get("handover")),
    )


def _read_question(fields: Fields, node: Node | None) -> tuple[Response, ...]:
    """Return how the bot asks which of two intents is meant; what is wrong is left out."""
    fix = 'Write it like "Did you mean {first} or {second}?".'
    found = []
    for response in read_said(fields, node, "the question `ambiguous`"):
        place = TextNode("", response.place.line, response.place.column)
        try:
            named = set(names_in(response.text))
        except SentenceError as error:
            fields.error(place, f"the question `ambiguous` is written wrongly: {error.what}", fix, "response-braces")
            continue
        if named != {"first", "second"}:
            what = f'the question "{shorten(response.text)}" must name {{first}} and {{second}}, and nothing else.'
            fields.error(place, what, fix, "unknown-name")
            continue
        found.append(response)
    return tuple(found)


def read_training(fields: Fields, node: Node) -> dict[str, str]:
    """Return the settings under ``training:``, as written, those that are wrong left out."""
    found = {}
    for entry in fields.entries(node, "`training`"):
        text = fields.text(entry.value, f"training.{shorten(entry.key.value)}")
        if text is None:
            continue
        try:
            TrainingSettings.read({entry.key.value: text.value})
        except SettingsError as error:
            fields.error(entry.key, error.what, error.fix, "bad-setting")
        else:
            found[entry.key.value] = text.value
    return found

"""Turns the nodes under ``bot:`` and ``training:`` into the bot's profile and its settings."""

from __future__ import annotations

from intentbot.errors import SentenceError, SettingsError
from intentbot.files.fields import Fields, shorten
from intentbot.files.nodes import Node
from intentbot.files.response_nodes import read_responses
from intentbot.intents import BotProfile
from intentbot.responses import names_in
from intentbot.settings import TrainingSettings


def read_bot(fields: Fields, node: Node) -> BotProfile:
    """Return the profile under ``bot:``; what is missing or wrong is as usual."""
    usual = BotProfile()
    keys = fields.keys(node, "`bot`", ("name", "language", "ambiguous", "fallback"))
    fallback = usual.fallback
    if "fallback" in keys:
        inner = fields.keys(keys["fallback"], "`fallback`", ("responses",))
        fallback = read_responses(fields, inner.get("responses"), "the fallback")
        if "responses" not in inner:
            fix = 'Write fallback: {responses: ["Sorry, I did not get that."]}.'
            fields.error(keys["fallback"], "the fallback has no responses.", fix, "fallback-without-text")
    return BotProfile(
        name=fields.words(keys.get("name"), "the name of the bot") or usual.name,
        language=fields.language(keys.get("language"), "the language of the bot") or usual.language,
        ambiguous=_read_question(fields, keys.get("ambiguous")) or usual.ambiguous,
        fallback=fallback or usual.fallback,
    )


def _read_question(fields: Fields, node: Node | None) -> str:
    """Return how the bot asks which of two intents is meant; empty where it is missing or wrong."""
    question = fields.words(node, "the question `ambiguous`")
    if not question or node is None:
        return ""
    fix = 'Write it like "Did you mean {first} or {second}?".'
    try:
        named = set(names_in(question))
    except SentenceError as error:
        fields.error(node, f"the question `ambiguous` is written wrongly: {error.what}", fix, "response-braces")
        return ""
    if named != {"first", "second"}:
        what = f'the question "{shorten(question)}" must name {{first}} and {{second}}, and nothing else.'
        fields.error(node, what, fix, "unknown-name")
        return ""
    return question


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

"""Synonyms that do nothing."""

from __future__ import annotations

from collections.abc import Iterator

from intentbot.errors import Problem
from intentbot.intents import IntentSet
from intentbot.text import comparison_key


def check_synonyms(intents: IntentSet) -> Iterator[Problem]:
    """Yield groups of synonyms none of which stands in an example or template, and say where training uses none."""
    written: dict[str, str] = {}
    for intent in intents:
        texts = [*(one.text for one in intent.examples), *(one.text for one in intent.templates)]
        language = intent.language or intents.bot.language
        written[language] = written.get(language, "") + "".join(f" {comparison_key(text)} \n" for text in texts)
    for group in intents.synonyms:
        place, known = group.place, written.get(group.language or intents.bot.language, "")
        if not any(f" {comparison_key(phrase)} " in known for phrase in (group.name, *group.others)):
            what = f'neither "{group.name}" nor a synonym of it is in any example.'
            yield Problem(place.path, place.line, place.column, what, "Use or delete it.", "unused-synonym", "warning")
    if intents.synonyms and intents.training.get("augment", "0").strip() in ("", "0"):
        place, fix = intents.synonyms[0].place, "Write training: {augment: 2}, or delete `synonyms`."
        what = "synonyms are not used while training.augment is 0."
        yield Problem(place.path, place.line, place.column, what, fix, "idle-synonyms", "warning")

"""Tests of Home Assistant's sentences: ``tests`` with ``sentences``, each of which must reach an intent.

Each sentence becomes a dialogue of one turn. Two layouts are read: the intent under ``intent``, with its slots; and the
newer one, where files stand in a folder of the intent's name and slots stand beside the sentences.

References
----------
https://github.com/home-assistant/intents: ``tests/README.md``, and ``script/intentfest/validate.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from intentbot.dialogues import Dialogue, Turn
from intentbot.files.fields import Fields, is_blank, shorten
from intentbot.files.nodes import ListNode, MapNode, Node, TextNode
from intentbot.formats.unchecked import note_unchecked

_TEST_KEYS = ("sentences", "intent", "slots", "response")
_OUTSIDE = "there is no home here, only what is said"


def read_home_assistant_tests(
    fields: Fields, root: MapNode, intents: Collection[str], languages: Collection[str]
) -> tuple[Dialogue, ...]:
    """Return each sentence of a file as a dialogue.

    Parameters
    ----------
    fields : Fields
        Takes the problems; what cannot be checked is a warning with the code ``not-checked``.
    root : MapNode
        The file.
    intents, languages : collection of str
        Those of the bot that is tested.
    """
    found: list[Dialogue] = []
    keys = {entry.key.value: entry.value for entry in root.entries}
    language = fields.language(keys.get("language"), "the language")
    for entry in root.entries:
        if entry.key.value not in ("language", "tests"):
            note_unchecked(fields, entry.key, f"`{entry.key.value}`", _OUTSIDE)
    if language and language not in languages:
        note_unchecked(fields, keys["language"], f'the language "{language}"', "the bot does not speak it")
        language = ""
    folder = PurePosixPath(fields.path).parent.name
    for item in fields.items(keys.get("tests"), "`tests`"):
        found += _read_test(fields, item, folder if folder in intents else "", language)
    return tuple(found)


def _read_test(fields: Fields, node: Node, folder: str, language: str) -> list[Dialogue]:
    keys = {}
    for entry in fields.entries(node, "a test"):
        keys[entry.key.value] = entry.value
        if entry.key.value not in _TEST_KEYS:
            note_unchecked(fields, entry.key, f"`{entry.key.value}`", _OUTSIDE)
    if "sentences" not in keys:
        fields.error(node, "a test has no sentences.", "Write sentences: and a list of them.", "turn-without-user")
        return []
    intent, slots = _read_intent(fields, keys.get("intent"))
    intent = intent or folder
    if not intent:
        note_unchecked(fields, node, "which intent answers", "neither the test nor its folder names one")
    slots = {**_read_slots(fields, keys.get("slots")), **slots}
    response = keys.get("response")
    nodes = response.items if isinstance(response, ListNode) else (response,) if response else ()
    said = tuple(words for words in (fields.words(one, "the response of a test") for one in nodes) if words)
    written = keys["sentences"]
    sentences = (written,) if isinstance(written, TextNode) else fields.items(written, "`sentences` of a test")
    found = []
    for sentence in sentences:
        text = fields.text(sentence, "a sentence of a test")
        if text:
            words, place = text.value.strip(), fields.place(text)
            turn = Turn(words, said, intent or None, slots, place=place)
            found.append(Dialogue(words, (turn,), language=language, place=place))
    return found


def _read_intent(fields: Fields, node: Node | None) -> tuple[str, Mapping[str, str]]:
    if node is None:
        return "", {}
    if isinstance(node, TextNode):
        return fields.words(node, "the intent of a test"), {}
    keys = {}
    for entry in fields.entries(node, "the intent of a test"):
        keys[entry.key.value] = entry.value
        if entry.key.value not in ("name", "slots"):
            note_unchecked(fields, entry.key, f"`{entry.key.value}` of an intent", _OUTSIDE)
    return fields.words(keys.get("name"), "the name of an intent"), _read_slots(fields, keys.get("slots"))


def _read_slots(fields: Fields, node: Node | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in fields.entries(node, "`slots` of a test") if node is not None and not is_blank(node) else ():
        value = entry.value
        if isinstance(value, MapNode):
            # An older way to write them: {name: {value: Kitchen}}.
            value = {inner.key.value: inner.value for inner in value.entries}.get("value", value)
        if isinstance(value, TextNode) and value.value.strip():
            found[entry.key.value] = value.value.strip()
        else:
            what = f'the slot "{shorten(entry.key.value)}"'
            note_unchecked(fields, entry.key, what, "only a single value can be compared")
    return found

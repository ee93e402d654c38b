"""Turns the nodes of one intent file into what it says: its intents above all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intentbot.errors import Problem, SentenceError
from intentbot.files.bot_nodes import read_bot, read_training
from intentbot.files.entity_nodes import read_entities, read_rules, read_synonyms
from intentbot.files.fields import Fields, is_blank, kind, shorten
from intentbot.files.nodes import Entry, ListNode, MapNode, Node, ParsedFile, TextNode
from intentbot.files.response_nodes import read_responses
from intentbot.intents import (
    OUT_OF_SCOPE,
    BotProfile,
    ContextChange,
    ContextRule,
    EntityDefinition,
    Example,
    Intent,
    Place,
    Slot,
    SynonymGroup,
    Template,
)
from intentbot.marks import read_example

TOP_KEYS = ("language", "intents", "entities", "rules", "synonyms", "bot", "training", "known_failures")
INTENT_KEYS = ("title", "examples", "templates", "slots", "responses", "context", "tests")
OUT_OF_SCOPE_KEYS = ("examples", "templates", "tests")
_MAX_LIFESPAN = 1000


@dataclass(frozen=True, slots=True)
class FileContent:
    """What one file says, with every problem in it; `bot` and `training` are None where the file has no such key."""

    path: str
    intents: tuple[Intent, ...] = ()
    entities: tuple[EntityDefinition, ...] = ()
    rules: Mapping[str, Template] = field(default_factory=dict)
    bot: BotProfile | None = None
    bot_place: Place = field(default=Place())
    training: Mapping[str, str] | None = None
    training_place: Place = field(default=Place())
    known_failures: tuple[Example, ...] = ()
    synonyms: tuple[SynonymGroup, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_content(file: ParsedFile) -> FileContent:
    """Return what a file's nodes say; its own problems come first."""
    fields = Fields(file.path)
    fields.problems.extend(file.problems)
    if file.root is None or is_blank(file.root):
        return FileContent(file.path, problems=file.problems)
    top = fields.keys(file.root, "the file", TOP_KEYS)
    language = fields.language(top.get("language"), "the language")
    bot, training = top.get("bot"), top.get("training")
    return FileContent(
        path=file.path,
        intents=_read_intents(fields, top.get("intents"), language),
        entities=read_entities(fields, top.get("entities")),
        rules=read_rules(fields, top.get("rules")),
        bot=read_bot(fields, bot) if bot else None,
        bot_place=fields.place(bot) if bot else Place(),
        training=read_training(fields, training) if training else None,
        training_place=fields.place(training) if training else Place(),
        known_failures=_read_examples(fields, top.get("known_failures"), "known_failures", "a known failure"),
        synonyms=read_synonyms(fields, top.get("synonyms"), language),
        problems=tuple(fields.problems),
    )


def _section(fields: Fields, node: Node | None, what: str) -> tuple[Entry, ...]:
    return fields.entries(node, what) if node is not None else ()


def _read_intents(fields: Fields, node: Node | None, language: str) -> tuple[Intent, ...]:
    found = []
    for entry in _section(fields, node, "`intents`"):
        name = fields.intent_name(entry.key)
        if name is not None:
            found.append(_read_intent(fields, name, entry, language))
    return tuple(found)


def _read_intent(fields: Fields, name: str, entry: Entry, language: str) -> Intent:
    what = f'intent "{name}"'
    if isinstance(entry.value, ListNode):
        fix = "Write `examples:` under its name, and the list under that."
        fields.error(entry.value, f"{what} must be a mapping, not a list.", fix, "not-a-mapping")
        return Intent(name, place=fields.place(entry.key))
    keys = fields.keys(entry.value, what, INTENT_KEYS)
    if name == OUT_OF_SCOPE:
        _refuse_answers(fields, entry.value)
    return Intent(
        name=name,
        title=fields.words(keys.get("title"), f"the title of {what}"),
        language=language,
        examples=_read_examples(fields, keys.get("examples"), f"`examples` of {what}", f"an example of {what}"),
        templates=_read_templates(fields, keys.get("templates"), what),
        slots=_read_slots(fields, keys.get("slots"), what),
        responses=read_responses(fields, keys.get("responses"), what),
        context=_read_context(fields, keys.get("context"), what),
        tests=_read_examples(fields, keys.get("tests"), f"`tests` of {what}", f"a test of {what}"),
        place=fields.place(entry.key),
    )


def _refuse_answers(fields: Fields, node: Node) -> None:
    for entry in node.entries if isinstance(node, MapNode) else ():
        key = entry.key.value
        if key in INTENT_KEYS and key not in OUT_OF_SCOPE_KEYS:
            what = f'"{OUT_OF_SCOPE}" is reserved for what the bot must not answer, so it has no `{key}`.'
            fix = f"Delete `{key}`, or give the intent another name; the fallback answer stands under bot: fallback:."
            fields.error(entry.key, what, fix, "reserved-intent")


def _read_examples(fields: Fields, node: Node | None, what: str, item: str) -> tuple[Example, ...]:
    if isinstance(node, TextNode) and "\n" in node.value.strip():
        fix = "Delete the | or > and put each sentence on a line of its own after a dash."
        fields.error(node, f"{what} must be a list, not a block of text.", fix, "not-a-list")
        return ()
    found = []
    for text in fields.texts(node, what, item):
        try:
            found.append(read_example(text.value.strip(), fields.place(text)))
        except SentenceError as error:
            place = TextNode("", text.line, text.column + error.column - 1)
            fields.error(place, f"{item} is written wrongly: {error.what}", error.fix, "bad-mark")
    return tuple(found)


def _read_templates(fields: Fields, node: Node | None, what: str) -> tuple[Template, ...]:
    texts = fields.texts(node, f"`templates` of {what}", f"a template of {what}")
    return tuple(Template(text.value, fields.place(text)) for text in texts)


def _read_slots(fields: Fields, node: Node | None, what: str) -> tuple[Slot, ...]:
    found = []
    for entry in _section(fields, node, f"`slots` of {what}"):
        name = fields.entity_name(entry.key, "a slot")
        if name is None:
            continue
        if isinstance(entry.value, TextNode) and entry.value.value.strip():
            fix = f'Write {name}: {{ask: "{shorten(entry.value.value)}"}}'
            fields.error(entry.value, f'the slot "{name}" must be a mapping, not a text.', fix, "not-a-mapping")
            continue
        keys = fields.keys(entry.value, f'the slot "{name}"', ("ask",))
        ask = fields.words(keys.get("ask"), f'the question of the slot "{name}"')
        found.append(Slot(name, ask, fields.place(entry.key)))
    return tuple(found)


def _read_context(fields: Fields, node: Node | None, what: str) -> ContextRule:
    if node is None:
        return ContextRule()
    keys = fields.keys(node, f"the context of {what}", ("requires", "excludes", "sets"))
    return ContextRule(
        requires=_context_names(fields, keys.get("requires"), "`requires`"),
        excludes=_context_names(fields, keys.get("excludes"), "`excludes`"),
        sets=_context_changes(fields, keys.get("sets")),
    )


def _context_names(fields: Fields, node: Node | None, what: str) -> tuple[str, ...]:
    if isinstance(node, ListNode) and not node.items:
        return ()
    names = (fields.entity_name(text, "a context") for text in fields.texts(node, what, "a context"))
    return tuple(name for name in names if name is not None)


def _context_changes(fields: Fields, node: Node | None) -> tuple[ContextChange, ...]:
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

"""Turns the nodes of one intent file into what it says: its intents above all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from intentbot.dialogues import Dialogue
from intentbot.errors import Problem, SentenceError
from intentbot.files.bot_nodes import read_bot, read_training
from intentbot.files.dialogue_nodes import read_dialogues
from intentbot.files.entity_nodes import read_entities, read_rules, read_synonyms
from intentbot.files.fields import Fields, is_blank
from intentbot.files.handover_nodes import read_actions
from intentbot.files.nodes import Entry, ListNode, MapNode, Node, ParsedFile, TextNode
from intentbot.files.response_nodes import read_responses
from intentbot.files.slot_nodes import read_action, read_context, read_follow_ups, read_reason, read_slots
from intentbot.intents import OUT_OF_SCOPE, EntityDefinition, Example, Intent, SynonymGroup, Template
from intentbot.marks import read_example
from intentbot.places import Place
from intentbot.profile import ActionDefinition, BotProfile

TOP_KEYS = (
    *("language", "intents", "entities", "rules", "synonyms", "actions", "bot", "training"),
    *("dialogues", "known_failures"),
)
INTENT_KEYS = (
    *("title", "examples", "templates", "slots", "action", "responses", "follow_ups", "handover", "context", "tests"),
)
OUT_OF_SCOPE_KEYS = ("examples", "templates", "tests")


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
    actions: tuple[ActionDefinition, ...] = ()
    dialogues: tuple[Dialogue, ...] = ()
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
        entities=read_entities(fields, top.get("entities"), language),
        rules=read_rules(fields, top.get("rules")),
        bot=read_bot(fields, bot) if bot else None,
        bot_place=fields.place(bot) if bot else Place(),
        training=read_training(fields, training) if training else None,
        training_place=fields.place(training) if training else Place(),
        known_failures=_read_examples(fields, top.get("known_failures"), "known_failures", "a known failure"),
        synonyms=read_synonyms(fields, top.get("synonyms"), language),
        actions=read_actions(fields, top.get("actions")),
        dialogues=read_dialogues(fields, top.get("dialogues")),
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
    action, action_when = read_action(fields, keys.get("action"), what)
    return Intent(
        name=name,
        title=fields.words(keys.get("title"), f"the title of {what}"),
        language=language,
        examples=_read_examples(
            fields, keys.get("examples"), f"`examples` of {what}", f"an example of {what}", language
        ),
        templates=_read_templates(fields, keys.get("templates"), what),
        slots=read_slots(fields, keys.get("slots"), what),
        action=action,
        action_when=action_when,
        responses=read_responses(fields, keys.get("responses"), what),
        follow_ups=read_follow_ups(fields, keys.get("follow_ups"), what),
        handover=read_reason(fields, keys.get("handover"), what),
        context=read_context(fields, keys.get("context"), what),
        tests=_read_examples(fields, keys.get("tests"), f"`tests` of {what}", f"a test of {what}", language),
        place=fields.place(entry.key),
    )


def _refuse_answers(fields: Fields, node: Node) -> None:
    for entry in node.entries if isinstance(node, MapNode) else ():
        key = entry.key.value
        if key in INTENT_KEYS and key not in OUT_OF_SCOPE_KEYS:
            what = f'"{OUT_OF_SCOPE}" is reserved for what the bot must not answer, so it has no `{key}`.'
            fix = f"Delete `{key}`, or give the intent another name; the fallback answer stands under bot: fallback:."
            fields.error(entry.key, what, fix, "reserved-intent")


def _read_examples(fields: Fields, node: Node | None, what: str, item: str, language: str = "") -> tuple[Example, ...]:
    if isinstance(node, TextNode) and "\n" in node.value.strip():
        fix = "Delete the | or > and put each sentence on a line of its own after a dash."
        fields.error(node, f"{what} must be a list, not a block of text.", fix, "not-a-list")
        return ()
    found = []
    for text in fields.texts(node, what, item):
        try:
            found.append(replace(read_example(text.value.strip(), fields.place(text)), language=language))
        except SentenceError as error:
            place = TextNode("", text.line, text.column + error.column - 1)
            fields.error(place, f"{item} is written wrongly: {error.what}", error.fix, "bad-mark")
    return tuple(found)


def _read_templates(fields: Fields, node: Node | None, what: str) -> tuple[Template, ...]:
    texts = fields.texts(node, f"`templates` of {what}", f"a template of {what}")
    return tuple(Template(text.value, fields.place(text)) for text in texts)

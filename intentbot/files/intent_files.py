"""Reads intent files: a folder of YAML files, or one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from intentbot.dialogues import Dialogue
from intentbot.errors import Problem
from intentbot.files.intent_nodes import FileContent, read_content
from intentbot.files.intent_paths import yaml_files
from intentbot.files.translations import add_translation, merge_values
from intentbot.files.yaml_nodes import read_yaml
from intentbot.intents import EntityDefinition, Intent, IntentSet, SynonymGroup, Template
from intentbot.places import Place
from intentbot.profile import ActionDefinition, BotProfile
from intentbot.text import comparison_key

_T = TypeVar("_T", Template, SynonymGroup, ActionDefinition, Dialogue)
_U = TypeVar("_U")


def read_yaml_intents(source: Path) -> tuple[IntentSet, list[Problem]]:
    """Return what a YAML file, or all those in a folder, say as one set of intents, and every problem in them.

    Raises
    ------
    FileError
        When there is nothing to read.
    """
    return _merge(read_content(read_yaml(file)) for file in yaml_files(source))


def _merge(contents: Iterable[FileContent]) -> tuple[IntentSet, list[Problem]]:
    """Return all files as one set; what may stand only once and stands twice is an error that names both places."""
    read = tuple(contents)
    problems = [problem for content in read for problem in content.problems]
    bot = _only(((content.bot, content.bot_place) for content in read), "bot", problems)
    training = _only(((content.training, content.training_place) for content in read), "training", problems)
    rules: dict[str, Template] = {}
    synonyms: dict[str, SynonymGroup] = {}
    actions: dict[str, ActionDefinition] = {}
    dialogues: dict[str, Dialogue] = {}
    for content in read:
        problems += _add(rules, content.rules, "rule")
        problems += _add(actions, {action.name: action for action in content.actions}, "action")
        for group in content.synonyms:
            problems += _add(synonyms, {_name_of(group): group}, "synonym")
        for dialogue in content.dialogues:
            problems += _add(dialogues, {dialogue.name: dialogue}, "dialogue")
    profile = bot or BotProfile()
    intents = _merge_languages([intent for one in read for intent in one.intents], profile.language, problems)
    merged = IntentSet(
        intents=intents,
        entities=_merge_entities([entity for one in read for entity in one.entities], profile.language, problems),
        rules=rules,
        bot=profile,
        training=training or {},
        known_failures=tuple(failure for content in read for failure in content.known_failures),
        synonyms=tuple(synonyms.values()),
        actions=tuple(actions.values()),
        dialogues=tuple(dialogues.values()),
    )
    return merged, problems


def _merge_languages(read: list[Intent], usual: str, problems: list[Problem]) -> tuple[Intent, ...]:
    """Return each intent once: in several languages it is one, in one language twice an error."""
    found: dict[str, Intent] = {}
    # What an intent does is read from the file of the bot's own language, whatever the files are called.
    for intent in sorted(read, key=lambda intent: (intent.language or usual) != usual):
        first = found.setdefault(intent.name, intent)
        if first is intent:
            continue
        language = intent.language or usual
        if language in (known or usual for known in first.languages):
            problems.append(_twice(f'intent "{intent.name}"', first.place, intent.place))
            continue
        first = replace(first, language=first.language or usual)
        found[intent.name], conflicts = add_translation(first, replace(intent, language=language))
        problems += conflicts
    return tuple(found[name] for name in dict.fromkeys(intent.name for intent in read))


def _merge_entities(read: list[EntityDefinition], usual: str, problems: list[Problem]) -> tuple[EntityDefinition, ...]:
    """Return each entity once: lists in several languages are one list."""
    found: dict[str, EntityDefinition] = {}
    languages: dict[str, set[str]] = {}
    for entity in sorted(read, key=lambda entity: (entity.language or usual) != usual):
        first = found.setdefault(entity.name, entity)
        seen = languages.setdefault(entity.name, set())
        language = entity.language or usual
        if first is not entity:
            if language in seen or first.pattern or entity.pattern:
                problems.append(_twice(f'entity "{entity.name}"', first.place, entity.place))
                continue
            found[entity.name] = merge_values(first, entity, language)
        seen.add(language)
    return tuple(found[name] for name in dict.fromkeys(entity.name for entity in read))


def _only(found: Iterable[tuple[_U | None, Place]], key: str, problems: list[Problem]) -> _U | None:
    """Return what only one file may say."""
    only, first = None, Place()
    for one, place in found:
        if one is not None:
            if only is not None:
                problems.append(_twice(f"`{key}`", first, place))
            else:
                only, first = one, place
    return only


def _name_of(group: SynonymGroup) -> str:
    """Return what two groups of one language may not share."""
    word = comparison_key(group.name)
    return f"{word} ({group.language})" if group.language else word


def _add(known: dict[str, _T], more: Mapping[str, _T], noun: str) -> Iterator[Problem]:
    for name, one in more.items():
        first = known.setdefault(name, one)
        if first is not one:
            yield _twice(f'{noun} "{name}"', first.place, one.place)


def _twice(what: str, first: Place, again: Place) -> Problem:
    said = f"{what} stands here and at {first}; one of them would be lost."
    return Problem(again.path, again.line, again.column, said, "Merge the two, or rename one.", "duplicate-definition")

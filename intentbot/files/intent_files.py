"""Reads intent files: a folder of YAML files, or one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from intentbot.errors import FileError, Problem
from intentbot.files.intent_nodes import FileContent, read_content
from intentbot.files.yaml_nodes import read_yaml
from intentbot.intents import BotProfile, EntityDefinition, Example, Intent, IntentSet, Place, SynonymGroup, Template
from intentbot.text import comparison_key

_YAML = (".yaml", ".yml")
_T = TypeVar("_T", Intent, EntityDefinition, Template, SynonymGroup)


def read_yaml_intents(source: Path) -> tuple[IntentSet, list[Problem]]:
    """Return what a YAML file, or all those in a folder, say as one set of intents, and every problem in them.

    Raises
    ------
    FileError
        When there is nothing to read.
    """
    return _merge(read_content(read_yaml(file)) for file in _yaml_files(source))


def _yaml_files(source: Path) -> list[Path]:
    if os.path.isdir(source):
        files = _walk(source)
        if not files:
            fix = "Make one with: intentbot init DIR"
            raise FileError(f"{source.as_posix()} has no .yaml or .yml file in it.", fix)
        return files
    if not os.path.exists(source):
        raise FileError(
            f"{source.as_posix()} does not exist.", "Check the path, or make a bot with: intentbot init DIR"
        )
    if source.suffix.lower() not in _YAML:
        fix = "Give a folder, or a .yaml, .csv, .tsv or .json file."
        raise FileError(f"{source.as_posix()} is no file of intents.", fix)
    return [source]


def _walk(folder: Path) -> list[Path]:
    def refuse(error: OSError) -> None:
        raise FileError(f"{error.filename} cannot be read: {error.strerror}.", "Check its rights.") from error

    found: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        visible = (name for name in names if not name.startswith(".") and name.lower().endswith(_YAML))
        found.extend(Path(root, name) for name in visible)
    return sorted(found, key=lambda path: path.as_posix())


def _merge(contents: Iterable[FileContent]) -> tuple[IntentSet, list[Problem]]:
    """Return all files as one set; what may stand only once and stands twice is an error that names both places."""
    problems: list[Problem] = []
    intents: dict[str, Intent] = {}
    entities: dict[str, EntityDefinition] = {}
    rules: dict[str, Template] = {}
    synonyms: dict[str, SynonymGroup] = {}
    known_failures: list[Example] = []
    bot, bot_place = BotProfile(), Place()
    training: dict[str, str] = {}
    training_place = Place()
    for content in contents:
        problems += content.problems
        known_failures += content.known_failures
        problems += _add(intents, {intent.name: intent for intent in content.intents}, "intent")
        problems += _add(entities, {entity.name: entity for entity in content.entities}, "entity")
        problems += _add(rules, content.rules, "rule")
        for group in content.synonyms:
            problems += _add(synonyms, {_name_of(group): group}, "synonym")
        if content.bot:
            problems += _once("bot", bot_place, content.bot_place)
            bot, bot_place = content.bot, bot_place if bot_place.line else content.bot_place
        if content.training is not None:
            problems += _once("training", training_place, content.training_place)
            training |= content.training
            training_place = training_place if training_place.line else content.training_place
    merged = IntentSet(
        intents=tuple(intents.values()),
        entities=tuple(entities.values()),
        rules=rules,
        bot=bot,
        training=training,
        known_failures=tuple(known_failures),
        synonyms=tuple(synonyms.values()),
    )
    return merged, problems


def _name_of(group: SynonymGroup) -> str:
    """Return what two groups of one language may not share."""
    word = comparison_key(group.name)
    return f"{word} ({group.language})" if group.language else word


def _add(known: dict[str, _T], more: Mapping[str, _T], noun: str) -> Iterator[Problem]:
    for name, one in more.items():
        first = known.setdefault(name, one)
        if first is not one:
            yield _twice(f'{noun} "{name}"', first.place, one.place)


def _once(key: str, first: Place, again: Place) -> Iterator[Problem]:
    if first.line:
        yield _twice(f"`{key}`", first, again)


def _twice(what: str, first: Place, again: Place) -> Problem:
    said = f"{what} stands here and at {first}; one of them would be lost."
    return Problem(again.path, again.line, again.column, said, "Merge the two, or rename one.", "duplicate-definition")

"""Files of tests that stand apart from the intents: this bot's own dialogues, and those of other systems."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from intentbot.checks.dialogues import check_dialogues
from intentbot.dialogues import Dialogue
from intentbot.errors import FileError, Problem
from intentbot.files.dialogue_nodes import read_dialogues
from intentbot.files.fields import Fields
from intentbot.files.intent_paths import YAML, yaml_files_in
from intentbot.files.nodes import MapNode, ParsedFile
from intentbot.files.yaml_nodes import read_yaml
from intentbot.formats.home_assistant_tests import read_home_assistant_tests
from intentbot.formats.rasa_tests import read_rasa_tests
from intentbot.formats.unchecked import NOT_CHECKED
from intentbot.intents import IntentSet

OWN_KEYS = ("language", "dialogues", "known_failures")


@dataclass(frozen=True, slots=True)
class WrittenTests:
    """What files of tests say.

    Attributes
    ----------
    dialogues : tuple of Dialogue
    known_failures : tuple of str
        The names of those that are known to fail.
    problems : tuple of Problem
        Errors, and as warnings what is not checked.
    """

    dialogues: tuple[Dialogue, ...] = ()
    known_failures: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_tests(paths: Iterable[Path], intents: IntentSet) -> WrittenTests:
    """Return all tests in some files and folders, which are read with all folders inside.

    Parameters
    ----------
    paths : iterable of Path
    intents : IntentSet
        Those of the bot that is tested.

    Raises
    ------
    FileError
        Where there is nothing to read.
    """
    dialogues: list[Dialogue] = []
    known: list[str] = []
    problems: list[Problem] = []
    for path in paths:
        files = _files(path)
        for file in files:
            found = _read_file(read_yaml(file), intents, is_named=file == path)
            dialogues += found.dialogues
            known += found.known_failures
            problems += found.problems
    return WrittenTests(tuple(dialogues), tuple(known), tuple(sorted(set(problems))))


def _files(path: Path) -> list[Path]:
    if not os.path.isdir(path):
        if os.path.exists(path) and path.suffix.lower() not in YAML:
            fix = "Name a .yaml or .yml file, or a folder of them; Rasa's older stories in Markdown are not read."
            raise FileError(f"{path.as_posix()} is no file of tests.", fix)
        return [path]
    found = yaml_files_in(path)
    if not found:
        raise FileError(f"{path.as_posix()} has no .yaml or .yml file in it.", "Name a folder that has tests.")
    return found


def _read_file(file: ParsedFile, intents: IntentSet, *, is_named: bool) -> WrittenTests:
    fields = Fields(file.path)
    fields.problems.extend(file.problems)
    keys = {entry.key.value for entry in file.root.entries} if isinstance(file.root, MapNode) else set()
    names = [intent.name for intent in intents.in_scope]
    dialogues: tuple[Dialogue, ...] = ()
    known: tuple[str, ...] = ()
    if not isinstance(file.root, MapNode) or not keys & {"dialogues", "test_cases", "stories", "tests"}:
        _say_no_tests(fields, file, is_named=is_named)
    elif "dialogues" in keys:
        top = fields.keys(file.root, "a file of dialogues", OWN_KEYS)
        dialogues = read_dialogues(fields, top["dialogues"])
        failures = fields.texts(top.get("known_failures"), "known_failures", "a known failure")
        known = tuple(text.value.strip() for text in failures)
        fields.problems.extend(check_dialogues(intents, dialogues))
    elif "tests" in keys:
        dialogues = read_home_assistant_tests(fields, file.root, names, intents.languages)
    else:
        dialogues = read_rasa_tests(fields, file.root, names)
    return WrittenTests(dialogues, known, tuple(fields.problems))


def _say_no_tests(fields: Fields, file: ParsedFile, *, is_named: bool) -> None:
    """Note that a file has no tests: an error where it was named, else only told, as fixtures stand beside tests."""
    if file.problems and file.root is None:
        return
    what = "the file has no tests that can be read"
    fix = "Tests stand under dialogues:, test_cases: or stories: (Rasa), or tests: (Home Assistant)."
    problem = Problem(file.path, 0, 0, f"{what}.", fix, "no-tests")
    if not is_named:
        problem = Problem(file.path, 0, 0, f"not checked: {what}.", "", NOT_CHECKED, "warning")
    fields.problems.append(problem)

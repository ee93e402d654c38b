"""Reads INTENTS: a folder of YAML files, one YAML file, a CSV or TSV file, or the tutorials' ``intents.json``."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path

from intentbot.checks.everything import check_set
from intentbot.errors import IntentFilesError, Problem
from intentbot.files.intent_files import read_yaml_intents
from intentbot.files.nodes import UNREAD
from intentbot.formats.csv_rows import read_csv
from intentbot.formats.toy_json import read_toy_json
from intentbot.intents import IntentSet
from intentbot.places import Place

_CSV = (".csv", ".tsv")
_ECHOES = frozenset({"no-examples", "few-examples", "no-responses"})


def read_intents(path: str | Path) -> IntentSet:
    """Return the intents at a path, ready to train.

    Parameters
    ----------
    path : str or Path
        A folder (read recursively in path order), a ``.yaml``, ``.csv``, ``.tsv`` or ``.json`` file.

    Raises
    ------
    IntentFilesError
        When something in them must be mended; it carries every problem, warnings too.
    FileError
        When there is nothing to read at `path`.
    """
    intents, problems = check_intents(path)
    if intents is None:
        raise IntentFilesError(problems)
    return intents


def check_intents(path: str | Path) -> tuple[IntentSet | None, tuple[Problem, ...]]:
    """Return the intents at a path and every problem in them, by path and line.

    The intents are None when at least one problem is an error.

    Raises
    ------
    FileError
        When there is nothing to read at `path`.
    """
    source = Path(path)
    # os.path, unlike Path, says False where the way to the file is barred.
    kind = "" if os.path.isdir(source) else source.suffix.lower()
    if kind in _CSV:
        intents, found = read_csv(source)
    elif kind == ".json":
        intents, found = read_toy_json(source)
    else:
        intents, found = read_yaml_intents(source)
    if not any(problem.code in UNREAD for problem in found):
        is_curated = kind not in {*_CSV, ".json"}
        checked = check_set(intents, source.as_posix(), is_curated=is_curated)
        found = [*found, *_without_echoes(checked, found, intents)]
    problems = tuple(sorted(set(found)))
    broken = any(problem.severity == "error" for problem in problems)
    return (None if broken else intents), problems


def _without_echoes(checked: Iterable[Problem], found: list[Problem], intents: IntentSet) -> Iterator[Problem]:
    """Yield the problems that are more than the echo of another one.

    An intent whose examples cannot be read has none, which need not be said too.
    """
    starts = sorted(intent.place for intent in intents)
    # A problem belongs to the last intent that starts before it.
    broken = {bisect_right(starts, Place(one.path, one.line, one.column)) for one in found if one.severity == "error"}
    for problem in checked:
        own = bisect_right(starts, Place(problem.path, problem.line, problem.column))
        if problem.code not in _ECHOES or own not in broken:
            yield problem

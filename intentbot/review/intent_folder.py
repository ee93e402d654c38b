"""The intent files that reviewers write into, as they are right now."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from intentbot.errors import FileError, IntentFilesError, Problem, SettingsError
from intentbot.files.example_files import home_of
from intentbot.files.intent_files import read_yaml_intents
from intentbot.files.intent_paths import yaml_files
from intentbot.files.nodes import UNREAD
from intentbot.intents import Intent, IntentSet
from intentbot.sources import check_intents
from intentbot.text import comparison_key

_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, eq=False)
class FilesNow:
    """What the files say.

    Attributes
    ----------
    intents : IntentSet
        As far as they can be read.
    problems : tuple of Problem
        All errors and warnings in them.
    by_name : mapping of str to Intent
    keys : frozenset of str
        Of all examples, by `text.comparison_key`.
    """

    intents: IntentSet
    problems: tuple[Problem, ...]
    by_name: Mapping[str, Intent] = field(init=False, repr=False)
    keys: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {intent.name: intent for intent in self.intents})
        keys = frozenset(comparison_key(example.text) for intent in self.intents for example in intent.examples)
        object.__setattr__(self, "keys", keys)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the files from being trained."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def unread(self) -> tuple[Problem, ...]:
        """The problems because of which not all of the files is known: nothing may be written then."""
        return tuple(problem for problem in self.problems if problem.code in UNREAD)


class IntentFolder:
    """A folder of intent files, or a single one. Safe for threads.

    Parameters
    ----------
    source : Path
    patience_s : float, default=30
        How long another reviewer is waited for, the commit with its hooks included.

    Raises
    ------
    SettingsError
        Where it is a file of another kind than YAML.
    """

    def __init__(self, source: Path, *, patience_s: float = 30.0) -> None:
        if source.is_file() and source.suffix.lower() not in _YAML:
            fix = "Give a folder of YAML files; others can be converted: intentbot convert."
            raise SettingsError(f"reviewers write into YAML files, and {source} is none.", fix)
        self.source, self._patience_s = source, patience_s
        self._kept: tuple[object, FilesNow] | None = None

    @property
    def root(self) -> Path:
        """The folder they stand in."""
        return self.source if os.path.isdir(self.source) else self.source.parent

    def paths(self) -> list[Path]:
        """Return the files, in path order.

        Raises
        ------
        FileError
            When there is nothing to read.
        """
        return yaml_files(self.source)

    def now(self) -> FilesNow:
        """Return what the files say now; they are read again only where one of them changed.

        Raises
        ------
        FileError
            When there is nothing to read.
        """
        state = tuple(_state_of(path) for path in self.paths())
        kept = self._kept
        if kept is None or kept[0] != state:
            intents, _ = read_yaml_intents(self.source)
            kept = state, FilesNow(intents, check_intents(self.source)[1])
            self._kept = kept
        return kept[1]

    def keys(self) -> frozenset[str]:
        """Return the keys of all sentences that are examples now, by `text.comparison_key`."""
        return self.now().keys

    def readable(self) -> FilesNow:
        """Return what the files say now, all of it.

        Raises
        ------
        IntentFilesError
            Where one of them cannot be read.
        FileError
        """
        now = self.now()
        if now.unread:
            raise IntentFilesError(now.unread)
        return now

    def home(self, intent: Intent, language: str) -> Path:
        """Return the file for another example of an intent in a language."""
        return Path(home_of(intent, language, self.now().intents.bot.language)[0])

    def relative(self, path: str | Path) -> str:
        """Return how a file is called within the folder."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    def whole(self, relative: str) -> Path:
        """Return the file of a name within the folder.

        Raises
        ------
        FileError
            Where it leads out of the folder, or is no YAML file.
        """
        path = Path(os.path.normpath(self.root / relative))
        is_inside = not os.path.relpath(path, self.root).startswith("..")
        if not is_inside or path.suffix.lower() not in _YAML:
            raise FileError(f'"{relative}" is no file of these intents.', "Choose one of the files in the folder.")
        return path

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other reviewers out while files are written; editors with the files open are not held up.

        Raises
        ------
        FileError
            Where another one does not come to an end.
        """
        try:
            from intentbot.files.locks import wait_lock
        except ImportError:
            # Windows: a file that changes under us is found by its content.
            yield
            return
        try:
            lock = os.open(self.root, os.O_RDONLY)
        except OSError as error:
            what = f"{self.root.as_posix()} cannot be opened: {error.strerror or error}."
            raise FileError(what, "Check its rights.") from error
        try:
            if not wait_lock(lock, patience_s=self._patience_s):
                what = f"somebody else has been writing into {self.root.as_posix()} for {self._patience_s:.0f} s."
                raise FileError(what, "Nothing was changed. Try again, or see whether a hook of git hangs there.")
            yield
        finally:
            os.close(lock)


def source_of(paths: list[str]) -> Path | None:
    """Return the intent files that a model was trained on, by the paths it remembers; None where they are not here."""
    if not paths or not all(path and os.path.isfile(path) for path in paths):
        return None
    return Path(paths[0]) if len(paths) == 1 else Path(os.path.commonpath(paths))


def _state_of(path: Path) -> tuple[str, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), found.st_mtime_ns, found.st_size, found.st_ino

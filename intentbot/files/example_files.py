"""Writes examples into intent files on the disk, beside whoever has them open in an editor."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from intentbot.errors import FileError, IntentFilesError, Problem
from intentbot.files.example_edits import ExampleEdit, plan_example, take_back
from intentbot.files.intent_nodes import read_content
from intentbot.files.text_files import read_bytes
from intentbot.files.yaml_nodes import read_yaml
from intentbot.intents import Intent

_ATTEMPTS = 5


def files_of(intent: Intent) -> Iterator[tuple[str, str]]:
    """Yield the files that an intent stands in, as they are now, each with its language; empty for the bot's own.

    Parameters
    ----------
    intent : Intent
        As it was read from intent files.
    """
    places = [intent.place, *(example.place for example in (*intent.examples, *intent.tests))]
    places += [template.place for template in intent.templates]
    places += [response.place for response in intent.responses]
    for path in dict.fromkeys(place.path for place in places if place.path):
        for one in read_content(read_yaml(Path(path))).intents:
            if one.name == intent.name:
                yield path, one.language


def home_of(intent: Intent, language: str, usual: str) -> tuple[str, str]:
    """Return the file in which examples of an intent stand in a language, and its language; else its first file.

    Parameters
    ----------
    intent : Intent
        As it was read from intent files.
    language, usual : str
        The one that is wanted, and the bot's own.

    Raises
    ------
    FileError, IntentFilesError
        Where the intent is in none of its files any more.
    """
    homes = [(path, spoken or usual) for path, spoken in files_of(intent)]
    if not homes:
        raise IntentFilesError(
            [Problem(intent.place.path, 0, 0, f'intent "{intent.name}" is gone from it.', "Read the files again.")]
        )
    fitting = (home for wanted in (language, usual) for home in homes if home[1] == wanted)
    return next(fitting, homes[0])


def write_into(path: Path, intent: str, sentence: str) -> ExampleEdit:
    """Put a sentence among an intent's examples in a YAML file, and return what was written and where.

    The file is read at this moment and replaced in one step; its rights stay as they are, and a link is followed.

    Raises
    ------
    FileError
        Where it cannot be read or written.
    IntentFilesError
        Where the sentence cannot be put there; see `example_edits.add_example`.
    """
    edits: list[ExampleEdit] = []

    def add(content: bytes) -> bytes:
        edit = plan_example(content, path.as_posix(), intent, sentence)
        edits.append(edit)
        return content[: edit.start] + edit.added + content[edit.start :]

    change_file(path, add)
    return edits[-1]


def take_out(edit: ExampleEdit) -> None:
    """Take an example that was written with `write_into` out of its file again, whatever else was changed in it.

    Raises
    ------
    FileError, IntentFilesError
    """
    change_file(Path(edit.path), lambda content: take_back(content, edit))


def change_file(path: Path, edit: Callable[[bytes], bytes]) -> None:
    """Replace a file by what `edit` makes of it; where it was changed meanwhile, from what it is then."""
    whole = Path(os.path.realpath(path))
    for _ in range(_ATTEMPTS):
        before = read_bytes(whole)
        if replace_file(path, edit(before), before):
            return
    raise FileError(f"{path.as_posix()} is being changed again and again.", "Try again when that is over.")


def replace_file(path: Path, content: bytes, before: bytes) -> bool:
    """Put new content in the place of a file that still is what it was before; return whether it was.

    Its rights stay as they are, and a link is followed.

    Raises
    ------
    FileError
        Where it cannot be written.
    """
    whole = Path(os.path.realpath(path))
    try:
        mode = stat.S_IMODE(whole.stat().st_mode)
        if not os.access(whole, os.W_OK):
            raise FileError(f"{path.as_posix()} may not be written to.", "Check its rights.")
        with _beside(whole, content) as fresh:
            fresh.chmod(mode)
            if read_bytes(whole) != before:
                return False
            fresh.replace(whole)
            return True
    except OSError as error:
        raise _unwritable(path, error) from error


def create_file(path: Path, content: bytes) -> bool:
    """Write a file that is not there yet; return whether it was not.

    Raises
    ------
    FileError
        Where it cannot be written.
    """
    whole = Path(os.path.realpath(path))
    try:
        with _beside(whole, content) as fresh:
            fresh.chmod(0o644)
            if whole.exists():
                return False
            fresh.replace(whole)
            return True
    except OSError as error:
        raise _unwritable(path, error) from error


@contextmanager
def _beside(whole: Path, content: bytes) -> Iterator[Path]:
    """Give a new file beside another one, with some content; it is gone afterwards, unless it was moved."""
    with tempfile.NamedTemporaryFile(dir=whole.parent, prefix=f".{whole.name}.", suffix=".new", delete=False) as new:
        fresh = Path(new.name)
        try:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
            new.close()
            yield fresh
        finally:
            fresh.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> FileError:
    what = f"{path.as_posix()} cannot be written: {error.strerror or error}."
    return FileError(what, "Make room, or check its rights and those of its folder.")

"""Changes to files: planned on what stands there, shown as a diff, written all or not at all."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from intentbot.errors import FileError, IntentBotError, ReviewConflict
from intentbot.files.example_files import create_file, replace_file


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file as it is and as it will be.

    Attributes
    ----------
    path : Path
    before : bytes or None
        None where there is no such file yet.
    after : bytes
    """

    path: Path
    before: bytes | None
    after: bytes

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        name = self.path.as_posix()
        old = _lines(self.before or b"")
        lines = difflib.unified_diff(old, _lines(self.after), name if self.before is not None else "/dev/null", name)
        # As git says it; difflib would join the two lines.
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def diff_of(changes: Sequence[FileChange]) -> str:
    """Return all changes as one unified diff."""
    return "".join(change.diff for change in changes)


def digest_of(changes: Sequence[FileChange]) -> str:
    """Return what tells whether the same changes would be made to the same files."""
    known = hashlib.sha256()
    for change in changes:
        for part in (change.path.as_posix().encode(), change.before or b"", change.after):
            known.update(hashlib.sha256(part).digest())
    return known.hexdigest()[:32]


def write_changes(changes: Sequence[FileChange]) -> None:
    """Write the changes, each file in one step; where one cannot be written, those before it are put back.

    Raises
    ------
    ReviewConflict
        Where a file is not what it was when the change was planned.
    FileError
        Where a file cannot be written.
    """
    done: list[FileChange] = []
    try:
        for change in changes:
            is_new = change.before is None
            written = create_file(change.path, change.after) if is_new else _replaced(change)
            if not written:
                what = f"{change.path.as_posix()} was changed by somebody at this moment."
                raise ReviewConflict(what, "Nothing was written. Look at it again.")
            done.append(change)
    except IntentBotError:
        put_back(done)
        raise


def put_back(changes: Sequence[FileChange]) -> None:
    """Make changes undone that were just written, but for files that somebody changed since."""
    for change in reversed(changes):
        # It is tried as well as can be: the error that led here is the one to tell.
        with suppress(FileError, OSError):
            if change.before is not None:
                replace_file(change.path, change.before, change.after)
            elif change.path.read_bytes() == change.after:
                change.path.unlink()


def _replaced(change: FileChange) -> bool:
    return replace_file(change.path, change.after, change.before or b"")


def _lines(content: bytes) -> list[str]:
    # Lines end where a diff ends them, and nowhere else: \x85 or U+2028 within a sentence are no line breaks.
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    return [f"{line}\n" for line in text.split("\n")[:-1]] + (
        [text.rpartition("\n")[2]] if not text.endswith("\n") and text else []
    )

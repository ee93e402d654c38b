"""Lines that wait for the database, in files that outlive the process that wrote them.

A process writes into a file of its own, which it holds a lock on: ``spool/*.jsonl``. Whoever can lock such a file knows
that its writer is gone, and takes it over. A file is deleted when all of its lines are in the database.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from intentbot.errors import RecorderFull, StoreError
from intentbot.files.locks import try_lock
from intentbot.recording.turn_records import line_of
from intentbot.turns import Feedback, Turn

FULL_BYTES = 4 << 20
"""How large a file may grow: it is read in one piece."""

MOST_KNOWN = 1_000
"""How many turns are kept in memory besides: while the database is well, a file has fewer."""

_ABANDONED_S = 3_600
_PROBE_BYTES = 16_384
"""What a turn may take."""

REFUSED = "refused.jsonl.txt"
"""Where lines are put that the database will not take, for a person to look at."""


@dataclass(slots=True)
class SpoolFile:
    """A file of the spool that is locked by us.

    Attributes
    ----------
    path : Path
    descriptor : int
        It is read and written by this: a file that somebody deleted is not lost while we live.
    n_bytes, n_lines : int
    known : list
        What each line was made of, so that it need not be read again; of none in a file that we did not write, or that
        has more than `MOST_KNOWN`.
    """

    path: Path
    descriptor: int
    n_bytes: int = 0
    n_lines: int = 0
    known: list[Turn | Feedback] = field(default_factory=list)

    def lines(self) -> list[bytes]:
        """Return its lines; the last one has no end of line where a crash tore it."""
        os.lseek(self.descriptor, 0, os.SEEK_SET)
        pieces = []
        while piece := os.read(self.descriptor, 1 << 20):
            pieces.append(piece)
        return b"".join(pieces).splitlines(keepends=True)

    def delete(self) -> None:
        """Delete it, and let go of it."""
        with suppress(FileNotFoundError):
            os.unlink(self.path)
        os.close(self.descriptor)


class Spool:
    """The lines of this process that wait, and those that processes left which are gone. Safe for threads.

    Parameters
    ----------
    folder : Path
        Processes may share it.
    capacity : int
        How many bytes of lines may wait here.
    """

    def __init__(self, folder: Path, capacity: int) -> None:
        self.folder, self.capacity = folder, capacity
        self._lock = threading.Lock()
        self._current: SpoolFile | None = None
        self._finished: list[SpoolFile] = []
        self.n_bytes = self.n_lines = 0

    def open(self) -> None:
        """Make the folder and the first file.

        Raises
        ------
        RecorderFull
            Where that cannot be, as in a folder that we may not write to.
        """
        with self._lock:
            self._writable()
        _clear_up(self.folder)

    def check(self) -> None:
        """See whether a line could be added: there is room for it, and the disk takes it.

        Raises
        ------
        RecorderFull
        """
        probe = self.folder / f".probe-{secrets.token_hex(8)}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                probe.write_bytes(b"\n" * _PROBE_BYTES)
            finally:
                probe.unlink(missing_ok=True)
        except OSError as error:
            raise _cannot_keep(self.folder, error) from None
        self._refuse_overflow(_PROBE_BYTES)

    def append(self, kept: Turn | Feedback) -> None:
        """Add a turn or a feedback as a line. When this returns, the operating system has it, and it outlives our end.

        Raises
        ------
        RecorderFull
            Where too much waits already, or the disk is full; then nothing of it is kept.
        """
        line = line_of(kept)
        with self._lock:
            self._refuse_overflow(len(line))
            file = self._writable()
            try:
                n_written = os.write(file.descriptor, line)
                if n_written < len(line):
                    # The disk has room for a part: the next try says what is wrong.
                    n_written += os.write(file.descriptor, line[n_written:])
                if n_written < len(line):
                    raise OSError("only a part was written")
            except OSError as error:
                self._take_back(file)
                raise _cannot_keep(self.folder, error) from None
            file.n_bytes += len(line)
            file.n_lines += 1
            if file.n_lines <= MOST_KNOWN:
                file.known.append(kept)
            else:
                file.known.clear()
            self.n_bytes += len(line)
            self.n_lines += 1

    def finish(self) -> None:
        """Let the next line begin a new file, so that what was written so far can be moved."""
        if self._current is None or not self._current.n_lines:
            return
        # Made before it is needed, by a thread that no customer waits for: a busy disk takes its time for a new file.
        fresh = None
        with suppress(OSError):
            fresh = _created(self.folder)
        with self._lock:
            self._finish()
            self._current = fresh

    def adopt(self) -> None:
        """Take over the files of processes that are gone.

        Raises
        ------
        StoreError
            Where the folder cannot be read.
        """
        try:
            paths = sorted(self.folder.glob("*.jsonl"))
        except OSError as error:
            raise _cannot_keep(self.folder, error) from None
        for path in paths:
            file = _locked(path)
            if file is not None:
                with self._lock:
                    self._count(file)

    def finished(self) -> Iterator[SpoolFile]:
        """Yield the files that are ours and get no more lines, oldest first."""
        yield from tuple(self._finished)

    @property
    def has_finished(self) -> bool:
        """Whether there is any such file."""
        return bool(self._finished)

    def delete(self, file: SpoolFile) -> None:
        """Delete a finished file, all of whose lines are kept elsewhere."""
        file.delete()
        with self._lock:
            self._finished.remove(file)
            self.n_bytes -= file.n_bytes
            self.n_lines -= file.n_lines

    def put_aside(self, lines: list[bytes]) -> Path:
        """Write lines that cannot be moved where a person finds them, and return where.

        Raises
        ------
        RecorderFull
        """
        path = self.folder / REFUSED
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
                file.writelines(line.rstrip(b"\n") + b"\n" for line in lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise _cannot_keep(self.folder, error) from None
        return path

    def close(self) -> None:
        """Let go of all files; those that are left are taken over by whoever opens the spool next."""
        with self._lock:
            self._finish()
            for file in self._finished:
                os.close(file.descriptor)
            self._finished.clear()

    def _refuse_overflow(self, n_bytes: int) -> None:
        if self.n_bytes + n_bytes > self.capacity:
            raise RecorderFull(
                f"turns cannot be kept: {self.n_lines:,} wait in {self.folder} for the database, and no more may.",
                "See why it takes none; they are written as soon as it does.",
            )

    def _writable(self) -> SpoolFile:
        if self._current is not None and self._current.n_bytes >= FULL_BYTES:
            self._finish()
        if self._current is None:
            try:
                self._current = _created(self.folder)
            except OSError as error:
                raise _cannot_keep(self.folder, error) from None
        return self._current

    def _finish(self) -> None:
        if self._current is None:
            return
        if self._current.n_lines:
            self._finished.append(self._current)
        else:
            self._current.delete()
        self._current = None

    def _take_back(self, file: SpoolFile) -> None:
        """Remove what was written of a line; where even that fails, nothing is written behind it."""
        try:
            os.ftruncate(file.descriptor, file.n_bytes)
            os.lseek(file.descriptor, file.n_bytes, os.SEEK_SET)
        except OSError:
            self._finish()

    def _count(self, file: SpoolFile) -> None:
        self._finished.append(file)
        self.n_bytes += file.n_bytes
        self.n_lines += file.n_lines


def _clear_up(folder: Path) -> None:
    """Remove what was left by processes that were killed while they made or probed a file."""
    with suppress(OSError):
        for left in (*folder.glob("*.new"), *folder.glob(".probe-*")):
            if time.time() - left.stat().st_mtime > _ABANDONED_S:
                left.unlink()


def _created(folder: Path) -> SpoolFile:
    """Return a new file that is locked before anybody else can see it."""
    folder.mkdir(parents=True, exist_ok=True)
    # By its name the oldest comes first.
    path = folder / f"{time.time_ns():020}-{secrets.token_hex(4)}.jsonl"
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
    try:
        try_lock(descriptor)
        os.rename(fresh, path)
    except BaseException:
        os.close(descriptor)
        fresh.unlink(missing_ok=True)
        raise
    return SpoolFile(path, descriptor)


def _locked(path: Path) -> SpoolFile | None:
    """Return a file whose writer is gone; None where it is not, or where somebody else took it."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _cannot_keep(path.parent, error) from None
    if try_lock(descriptor):
        with suppress(FileNotFoundError):
            found = os.fstat(descriptor)
            # Whoever had it may have deleted it since.
            if os.path.samestat(found, os.stat(path)):
                file = SpoolFile(path, descriptor, found.st_size)
                file.n_lines = len(file.lines())
                return file
    os.close(descriptor)
    return None


def _cannot_keep(folder: Path, error: OSError) -> StoreError:
    return RecorderFull(
        f"turns cannot be kept in {folder}: {error.strerror or error}.",
        "Make room on its disk, and see that its folder is there and may be written to.",
    )

"""Locks between processes. The system gives a lock back when the process that has it ends, however it ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intentbot.errors import FileError

_PAUSE_S = 0.02


def take(path: Path, *, patience_s: float = 0.0) -> int | None:
    """Return the open file of a lock that is ours now, for a child process to inherit; None where another has it.

    It is ours, and that of children who inherit it, until all of us have closed it or ended.

    Raises
    ------
    FileError
        Where the file cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise FileError(f"{path} cannot be opened: {error.strerror}.", "Check the rights of the folder.") from error
    if wait_lock(lock, patience_s=patience_s):
        return lock
    os.close(lock)
    return None


def wait_lock(descriptor: int, *, patience_s: float) -> bool:
    """Return whether an open file is ours from now on, until it is closed; False where another keeps it."""
    until = time.monotonic() + patience_s
    while not try_lock(descriptor):
        if time.monotonic() >= until:
            return False
        time.sleep(_PAUSE_S)
    return True


def try_lock(descriptor: int) -> bool:
    """Return whether an open file is ours from now on, until it is closed; False where another has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def held(path: Path, *, patience_s: float = 60.0) -> Iterator[None]:
    """Hold a lock for as long as the block runs.

    Raises
    ------
    FileError
        Where another process does not give it back in time.
    """
    lock = take(path, patience_s=patience_s)
    if lock is None:
        raise FileError(f"another process has had {path} for {patience_s:.0f} s.", "Try again when it is done.")
    try:
        yield
    finally:
        os.close(lock)


def is_taken(path: Path) -> bool:
    """Return whether some process has a lock now."""
    try:
        lock = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        # Shared, so that who else only asks is not taken for its holder.
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    except OSError:
        return True
    finally:
        os.close(lock)

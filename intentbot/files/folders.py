"""Folders that are written whole or not at all."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from intentbot.errors import FileError

_ABANDONED_S = 3_600


def backup_of(folder: Path) -> Path:
    """Return where the old folder stands for the instant in which the new one takes its place."""
    return folder.with_name(f".{folder.name}.old")


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder of these files in the place of `folder`: written beside it, then renamed.

    A crash leaves the old folder, at its place or at `backup_of` it.

    Raises
    ------
    FileError
        Where it cannot be written; what stood there before still does.
    """
    folder = Path(os.path.realpath(folder))
    fresh: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear_up(folder)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".new", dir=folder.parent))
        fresh.chmod(0o755)
        for name, content in files.items():
            with open(fresh / name, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        _swap(fresh, folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError(
            f"{folder} cannot be written: {reason}.",
            "Make room or choose another place with -o; what was there before is untouched.",
        ) from error
    finally:
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)


def write_file(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Put a file in the place of `path`: written beside it, then renamed.

    Parameters
    ----------
    path : Path
    content : bytes
    mode : int, optional
        Who may read and write it.

    Raises
    ------
    FileError
        Where it cannot be written; what stood there before still does.
    """
    path = Path(os.path.realpath(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".new", delete=False) as file:
            fresh = Path(file.name)
            try:
                file.write(content)
                # Before it is renamed: what readers find there, and what a crash leaves, is whole.
                file.flush()
                os.fsync(file.fileno())
                fresh.chmod(mode)
                fresh.replace(path)
            finally:
                fresh.unlink(missing_ok=True)
    except OSError as error:
        raise FileError(
            f"{path} cannot be written: {error.strerror or error}.", "Make room, or choose another place."
        ) from error


def _clear_up(folder: Path) -> None:
    """Remove what writers that were killed left beside `folder`, an hour ago or more."""
    for left in folder.parent.glob(f".{glob.escape(folder.name)}.*.new"):
        if time.time() - left.stat().st_mtime > _ABANDONED_S:
            shutil.rmtree(left, ignore_errors=True)


def _swap(fresh: Path, folder: Path) -> None:
    old = backup_of(folder)
    if folder.exists():
        if old.exists():
            shutil.rmtree(old)
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)

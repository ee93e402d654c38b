"""Where commands write: folders that are replaced whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intentbot.errors import FileError


def refuse_foreign_folder(folder: Path, names: Sequence[str]) -> None:
    """Refuse a folder that has anything in it but files of these names: it is replaced whole.

    Raises
    ------
    FileError
    """
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder} is a file; what is written is a folder.", "Choose another name with -o.")
    others = sorted({one.name for one in folder.iterdir()} - set(names)) if folder.exists() else []
    if others:
        raise FileError(f"{folder} has other files in it, such as {others[0]!r}.", "Choose a new folder with -o.")

"""Which files the intents at a path are read from."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from intentbot.errors import FileError

YAML = (".yaml", ".yml")
_OTHERS = (".csv", ".tsv", ".json")


def files_of(path: str | Path) -> list[Path]:
    """Return the files that the intents at a path are read from.

    Raises
    ------
    FileError
        When there is none.
    """
    source = Path(path)
    is_one = not os.path.isdir(source) and source.suffix.lower() in _OTHERS
    return [source] if is_one else yaml_files(source)


def digest_of_files(path: str | Path) -> str:
    """Return the SHA-256 of all the files at a path and of their names, in hexadecimal; empty where there are none."""
    digest = hashlib.sha256()
    try:
        for file in files_of(path):
            content = file.read_bytes()
            digest.update(f"{os.path.relpath(file, path)}\0{len(content)}\0".encode())
            digest.update(content)
    except (FileError, OSError):
        return ""
    return digest.hexdigest()


def yaml_files(source: Path) -> list[Path]:
    """Return the YAML files that a path stands for, in the order in which they are read.

    Raises
    ------
    FileError
        When there is none.
    """
    if os.path.isdir(source):
        files = yaml_files_in(source)
        if not files:
            fix = "Make one with: intentbot init DIR"
            raise FileError(f"{source.as_posix()} has no .yaml or .yml file in it.", fix)
        return files
    if not os.path.exists(source):
        raise FileError(
            f"{source.as_posix()} does not exist.", "Check the path, or make a bot with: intentbot init DIR"
        )
    if source.suffix.lower() not in YAML:
        fix = "Give a folder, or a .yaml, .csv, .tsv or .json file."
        raise FileError(f"{source.as_posix()} is no file of intents.", fix)
    return [source]


def yaml_files_in(folder: Path) -> list[Path]:
    """Return the YAML files in a folder and below, by their paths; hidden ones are left out.

    Raises
    ------
    FileError
        Where a folder cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise FileError(f"{error.filename} cannot be read: {error.strerror}.", "Check its rights.") from error

    found: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        visible = (name for name in names if not name.startswith(".") and name.lower().endswith(YAML))
        found.extend(Path(root, name) for name in visible)
    return sorted(found, key=lambda path: path.as_posix())

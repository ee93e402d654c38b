"""What is kept about the versions of a model, as JSON files that a reader finds whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from intentbot.errors import DeploymentError, FileError
from intentbot.files.folders import write_file
from intentbot.files.records import from_record, to_record

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Version:
    """A model as it was made once; it never changes.

    Attributes
    ----------
    number : int
        From 1.
    digest : str
        Of the whole model: the same model is the same version.
    at : float
        When it was registered, in seconds since 1970.
    author : str
        Who had it trained or registered.
    note : str
    origin : str
        ``trained``; ``answers`` for new answers to what was learned before; ``found`` where it was trained elsewhere.
    program : str
        The version of intentbot that wrote it.
    n_intents : int
    n_rows : int
        How many sentences training held out; 0 where nothing is known.
    accuracy : float
        The share of them that it understands, in [0, 1].
    refused : float or None
        The share of held-out sentences out of scope that it refuses, in [0, 1].
    files : str
        The digest of the intent files that it was made of; empty where nobody knows.
    settings : mapping of str to str
        What overruled the training settings of the files.
    """

    number: int
    digest: str
    at: float
    author: str
    note: str = ""
    origin: str = "found"
    program: str = ""
    n_intents: int = 0
    n_rows: int = 0
    accuracy: float = 0.0
    refused: float | None = None
    files: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Promotion:
    """That a version went live.

    Attributes
    ----------
    version : int
    at : float
    by : str
    how : str
        ``start``, ``promote``, ``rollback`` or ``watch``.
    missed : tuple of str
        The gates that it missed, where it was forced.
    note : str
    """

    version: int
    at: float
    by: str
    how: str = "promote"
    missed: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class LiveState:
    """Which version is live, and which were.

    Attributes
    ----------
    version : int
        0 where none is.
    before : tuple of int
        What rolling back returns to, the latest last.
    history : tuple of Promotion
        All that went live, the latest last; the last `KEPT_PROMOTIONS` of them.
    """

    version: int = 0
    before: tuple[int, ...] = ()
    history: tuple[Promotion, ...] = ()


KEPT_PROMOTIONS = 500


def data_folder(model: Path) -> Path:
    """Return where a server of this model keeps its files unless told otherwise: beside it."""
    return model.with_name(f"{model.name}.data")


def read_record(path: Path, kind: type[T]) -> T | None:
    """Return what `write_record` wrote; None where there is no such file.

    Raises
    ------
    DeploymentError
        Where it cannot be read.
    """
    try:
        return from_record(kind, json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise DeploymentError(f"{path} cannot be read: {error}.", "Put it back from a copy, or remove it.") from None


def write_record(path: Path, value: Any) -> None:
    """Write a record, whole or not at all.

    Raises
    ------
    FileError
    """
    write_file(path, as_json(value))


def stage_record(path: Path, value: Any) -> Path:
    """Write a record beside its place, safe on the disk, and return where: renaming it is all that is left to do.

    One process at a time may do it; what one that was killed left is written over.

    Raises
    ------
    FileError
    """
    staged = path.with_name(f".{path.name}.new")
    try:
        with open(staged, "wb") as file:
            file.write(as_json(value))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise FileError(f"{path} cannot be written: {error.strerror or error}.", "Make room on the disk.") from error
    return staged


def as_json(value: Any) -> bytes:
    """Return a record as it is written."""
    return json.dumps(to_record(value), ensure_ascii=False, indent=1).encode()

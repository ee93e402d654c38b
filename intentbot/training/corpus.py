"""Sentences without labels, from text files: one a line."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from intentbot.errors import FileError, TrainingError
from intentbot.text import normalise, tokenise

MAX_TOKENS = 32
"""How much of a sentence is learned from; customers' messages are shorter."""

LEAST_SENTENCES = 100
"""Fewer teach nothing."""


def read_sentences(paths: Sequence[Path]) -> list[str]:
    """Return the different sentences of text files (UTF-8, ``.gz`` too), in their order, those without a word left out.

    Raises
    ------
    FileError
        Where a file cannot be read, or is no text.
    TrainingError
        Where there are too few sentences.
    """
    found: dict[str, str] = {}
    for path in paths:
        for line in _lines(path):
            text = line.strip()
            tokens = tokenise(normalise(text))
            if tokens:
                found.setdefault(" ".join(tokens), text)
    if len(found) < LEAST_SENTENCES:
        raise TrainingError(
            f"{len(found)} different sentences are too few to learn from.",
            f"Give at least {LEAST_SENTENCES}, one a line; tens of thousands are better.",
        )
    return list(found.values())


def _lines(path: Path) -> Iterator[str]:
    shown = path.as_posix()
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    yield line.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError:
                    raise FileError(f"{shown}:{number}: this line is not UTF-8.", "Save the file as UTF-8.") from None
    except FileNotFoundError:
        raise FileError(f"{shown} does not exist.", "Check the path.") from None
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise FileError(f"{shown} cannot be read: {reason}.", "Check its name and its rights.") from error

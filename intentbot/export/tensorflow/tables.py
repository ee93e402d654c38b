"""The words, pieces and stems of a model as text files, which TensorFlow's own operators can look up.

They also tell who makes ids without intentbot what he needs to know.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from intentbot.export.tensorflow.stems import StemTable
from intentbot.vocabulary import Vocabulary

WORDS, PIECES = "words.txt", "pieces.txt"
"""A word or a piece a line: it has the number of its line, counted from 1."""

STEMS = "stems.tsv"
"""A word a line; after a tab the number of each of its stems among the pieces, 0 for one that is unknown."""

KNOWN = "vocabulary.json"
"""Whose stems are pieces, and how many words and pieces stand in examples: they come first in their files."""


_NO_WORD = " "
"""What the only line of a file begins with that would be empty, which TensorFlow cannot read. No word has a space."""


def write_tables(table: StemTable, folder: Path) -> None:
    """Write the files into a folder."""
    vocabulary = table.vocabulary
    _write_lines(folder / WORDS, (*vocabulary.words, *vocabulary.others))
    _write_lines(folder / PIECES, (*vocabulary.pieces, *vocabulary.other_pieces))
    _write_lines(folder / STEMS, (f"{word}\t{' '.join(map(str, stems))}" for word, stems in table.forms.items()))
    known = {
        "languages": vocabulary.languages,
        "n_words": len(vocabulary.words),
        "n_pieces": len(vocabulary.pieces),
    }
    (folder / KNOWN).write_text(json.dumps(known), encoding="utf-8")


def read_tables(folder: Path) -> StemTable:
    """Return what the files in a folder hold."""
    known = json.loads((folder / KNOWN).read_text(encoding="utf-8"))
    words, pieces = _read_lines(folder / WORDS), _read_lines(folder / PIECES)
    n_words, n_pieces = known["n_words"], known["n_pieces"]
    stems = (line.split("\t") for line in _read_lines(folder / STEMS))
    return StemTable(
        Vocabulary(
            words=words[:n_words],
            pieces=pieces[:n_pieces],
            languages=tuple(known["languages"]),
            others=words[n_words:],
            other_pieces=pieces[n_pieces:],
        ),
        {word: tuple(map(int, numbers.split())) for word, numbers in stems},
    )


def _write_lines(file: Path, lines: Iterable[str]) -> None:
    # Bytes, as no other end of a line is one to TensorFlow.
    written = "".join(f"{line}\n" for line in lines) or f"{_NO_WORD}\t0\n"
    file.write_bytes(written.encode())


def _read_lines(file: Path) -> tuple[str, ...]:
    lines = file.read_bytes().decode().split("\n")[:-1]
    return tuple(line for line in lines if not line.startswith(_NO_WORD))

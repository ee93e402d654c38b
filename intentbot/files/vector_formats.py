"""Reads files of word vectors as they are published, a word at a time.

GloVe and fastText ``.vec``: a word and its numbers on each line, apart by spaces; fastText and word2vec begin with a
line of two counts. word2vec's binary form: the same first line, then each word, a space and its numbers as 32-bit
floats. Any of them may be compressed with gzip.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from intentbot.errors import FileError

MOST_NUMBERS = 10_000
"""Numbers in a word's vector; more is another kind of file."""

_HEADER = re.compile(rb"(\d+) +(\d+)\s*")
_GZIP, _ZIP, _FASTTEXT = b"\x1f\x8b", b"PK\x03\x04", b"\xba\x16\x4f\x2f"
_SNIFFED = 1 << 16
_LONGEST_LINE = 1 << 20
_BLOCK = 1 << 20


class VectorReader:
    """The words of a file and their vectors, in its order: the most frequent first, as published files have them.

    Parameters
    ----------
    path : Path

    Raises
    ------
    FileError
        Where it cannot be read or is no such file; while reading, where a line is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file: BinaryIO = path.open("rb")
            start = self._file.read(4)
            self._file.seek(0)
        except OSError as error:
            reason = "does not exist" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
            raise FileError(f"the word vectors {path} {reason}.", "Check training.vectors.") from None
        if start.startswith(_ZIP):
            raise self._error("is a zip archive.", "Unpack it, and name the file in it.")
        if start.startswith(_FASTTEXT):
            raise self._error("is a fastText model.", "Name its .vec file instead.")
        self._stream: BinaryIO = self._file
        if start.startswith(_GZIP):
            self._stream = gzip.GzipFile(fileobj=self._file)  # type: ignore[assignment]

    def __enter__(self) -> VectorReader:
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    @property
    def position(self) -> int:
        """How many bytes of the file were read."""
        return self._file.tell()

    def read(self) -> Iterator[tuple[str, np.ndarray]]:
        """Yield each word, as it is written, with its vector: float32, all of one length."""
        try:
            first = self._stream.readline(_LONGEST_LINE)
            header = _HEADER.fullmatch(first)
            if header is None:
                self._stream.seek(0)
                yield from self._lines(1, 0)
                return
            size = int(header[2])
            if not 0 < size <= MOST_NUMBERS:
                raise self._error(f"says that its vectors have {size:,} numbers.", "Check that it is complete.")
            sample = self._stream.read(_SNIFFED)
            self._stream.seek(len(first))
            yield from self._lines(2, size) if _is_text(sample, size) else self._records(int(header[1]), size)
        except (EOFError, zlib.error, OSError) as error:
            raise self._error(f"cannot be read to its end: {error}.", "Get the file again.") from None

    def _lines(self, number: int, size: int) -> Iterator[tuple[str, np.ndarray]]:
        while line := self._stream.readline(_LONGEST_LINE):
            parts = line.rstrip(b" \r\n").split(b" ")
            size = size or min(len(parts) - 1, MOST_NUMBERS)
            yield self._parsed(parts, size, number)
            number += 1

    def _parsed(self, parts: list[bytes], size: int, number: int) -> tuple[str, np.ndarray]:
        # A word of GloVe's largest files may have spaces in it, so the numbers are counted from the end.
        word, numbers = b" ".join(parts[:-size]) if size else b"", parts[-size:]
        try:
            vector = np.array([float(one) for one in numbers], dtype=np.float32)
        except ValueError:
            vector = np.array([np.nan], dtype=np.float32)
        if not word or len(vector) != size or not np.isfinite(vector).all():
            raise self._error(
                f"is damaged in line {number:,}: there is no word with {size:,} numbers.", "Get the file again."
            )
        return word.decode("utf-8", "replace"), vector

    def _records(self, count: int, size: int) -> Iterator[tuple[str, np.ndarray]]:
        block, at = b"", 0
        for number in range(1, count + 1):
            while (space := block.find(b" ", at)) < 0 or len(block) < space + 1 + 4 * size:
                more = self._stream.read(_BLOCK)
                if not more or len(block) - at > _LONGEST_LINE:
                    raise self._error(
                        f"ends within word {number:,} of the {count:,} that it promises.", "Get the file again."
                    )
                block, at = block[at:] + more, 0
            vector = np.frombuffer(block, "<f4", size, space + 1)
            if not np.isfinite(vector).all():
                raise self._error(f"has a vector that is no numbers, of word {number:,}.", "Get the file again.")
            yield block[at:space].lstrip(b"\n").decode("utf-8", "replace"), vector
            at = space + 1 + 4 * size

    def _error(self, what: str, fix: str) -> FileError:
        self._file.close()
        return FileError(f"the word vectors {self.path}: the file {what}", fix)


def _is_text(sample: bytes, size: int) -> bool:
    """Return whether what follows the first line is lines of a word and numbers."""
    line = sample.partition(b"\n")[0].rstrip(b" \r")
    try:
        return len([float(part) for part in line.split(b" ")[-size:]]) == size or size == 0
    except ValueError:
        # A short text is damaged text: binary numbers hold bytes that no line has.
        return bool(re.fullmatch(rb"[^\x00-\x08\x0e-\x1f]+", line)) and b"\n" in sample

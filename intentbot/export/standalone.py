"""What stands beside a graph of ids, and makes them of text without intentbot: a vocabulary and a reader in Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from intentbot.classifier import Classifier
from intentbot.errors import ExportError
from intentbot.export.answers import Answers
from intentbot.text import DOTTED_I, INVISIBLE, MAX_CHARACTERS, TOKEN
from intentbot.version import VERSION
from intentbot.vocabulary import LONGEST_PIECE, LONGEST_WORD, SHORTEST_PIECE, stemmer_of

OUTPUTS = ("score", "accepted", "probabilities")
"""What a graph gives: twice of shape (B,), and (B, C)."""

VOCABULARY, READER = "vocabulary.json", "reader.py"


def write_beside(folder: Path, classifier: Classifier) -> None:
    """Write the vocabulary and the reader into the folder of a graph."""
    content = json.dumps(_vocabulary_of(classifier), ensure_ascii=False)
    (folder / VOCABULARY).write_text(content, encoding="utf-8")
    shutil.copyfile(Path(__file__).with_name(READER), folder / READER)


def ask_reader(folder: Path, texts: Sequence[str]) -> Answers:
    """Return what the reader in a folder says of messages, in a process of its own.

    Raises
    ------
    ExportError
        Where it fails.
    """
    # A line is a message: what ends lines separates words, as a space does. Half characters are no letters.
    lines = "".join(text.replace("\n", " ").replace("\r", " ") + "\n" for text in texts)
    # It finds the packages that are found here, wherever they are.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(_packages())}
    command = [sys.executable, "-X", "utf8", str(folder / READER)]
    done = subprocess.run(
        command, input=lines.encode("utf-8", "replace"), capture_output=True, check=False, env=environment
    )
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2] or f"status {done.returncode}"
        raise ExportError(f"the reader that was written fails: {reason}", "Please report this.")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return Answers(
        tuple(answer["intent"] for answer in answers),
        np.array([answer["probabilities"] for answer in answers]),
        np.array([answer["score"] for answer in answers]),
        np.array([answer["accepted"] for answer in answers], dtype=np.bool_),
    )


def _packages() -> list[str]:
    """Return the folders that packages are imported from here, without those of a checkout of intentbot."""
    folders = [Path(folder).absolute() for folder in sys.path if folder]
    house = Path(__file__).parents[2]
    return [str(folder) for folder in folders if folder != house or (folder / "numpy").exists()]


def _vocabulary_of(classifier: Classifier) -> dict[str, Any]:
    """Return all that makes ids of text and labels of numbers; the rows of words and pieces count from 1."""
    vocabulary = classifier.vocabulary
    return {
        "intentbot": VERSION,
        # Another release of it may find other stems.
        "snowballstemmer": version("snowballstemmer"),
        "labels": classifier.labels,
        "threshold": classifier.rejection.threshold,
        "outputs": OUTPUTS,
        "max_characters": MAX_CHARACTERS,
        "invisible": _written(INVISIBLE.pattern),
        "dotted_i": _written(DOTTED_I.pattern),
        "token": _written(TOKEN.pattern),
        "longest_word": LONGEST_WORD,
        "piece_lengths": list(range(SHORTEST_PIECE, LONGEST_PIECE + 1)),
        "stemmers": [stemmer_of(language) for language in vocabulary.languages],
        # Those after these stood in no training sentence.
        "n_words": len(vocabulary.words),
        "n_pieces": len(vocabulary.pieces),
        "words": {word: row for row, word in enumerate((*vocabulary.words, *vocabulary.others), 1)},
        "pieces": {piece: row for row, piece in enumerate((*vocabulary.pieces, *vocabulary.other_pieces), 1)},
    }


def _written(pattern: str) -> str:
    """Return a pattern with its letters beyond ASCII as escapes, so that invisible ones can be read."""
    return pattern.encode("ascii", "backslashreplace").decode()

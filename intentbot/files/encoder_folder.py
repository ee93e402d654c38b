"""The encoder on disk: a folder of JSON and NumPy arrays, checked by SHA-256, without any code in it.

``encoder.json`` what it is and the checksums · ``weights.npz`` in 16 bits · ``vocabulary.json``.
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from intentbot.encoder import Encoder
from intentbot.errors import ModelDamaged, ModelError, ModelNotFound, ModelVersion
from intentbot.files.folders import write_folder
from intentbot.networks.cnn import Convolutions
from intentbot.networks.front import Front
from intentbot.version import VERSION
from intentbot.vocabulary import Vocabulary

FORMAT = 1
"""Raised when older programs cannot read what is written any more."""

MANIFEST, WEIGHTS, VOCABULARY = "encoder.json", "weights.npz", "vocabulary.json"


def refuse_foreign_encoder(path: Path) -> None:
    """Refuse to put an encoder where something else stands, which it would replace.

    Raises
    ------
    ModelError
    """
    if path.is_dir():
        others = {file.name for file in path.iterdir()} - {MANIFEST, WEIGHTS, VOCABULARY}
        if not others:
            return
        what = f"{path} holds other files than an encoder's, such as {min(others)}; they would be lost."
    elif path.exists():
        what = f"{path} is a file; an encoder is a folder."
    else:
        return
    raise ModelError(what, "Choose another place with -o, or move it away.")


def write_encoder(path: Path, encoder: Encoder) -> None:
    """Write an encoder's folder, whole or not at all.

    Raises
    ------
    FileError
        Where it cannot be written.
    ModelError
        Where something stands that is no encoder, which is never overwritten.
    """
    refuse_foreign_encoder(path)
    vocabulary, buffer = encoder.vocabulary, io.BytesIO()
    np.savez(
        buffer,
        words=encoder.front.words.astype(np.float16),
        pieces=encoder.front.pieces.astype(np.float16),
        columns=encoder.middle.columns.astype(np.float16),
        bias=encoder.middle.bias,
    )
    lists = {"words": vocabulary.words, "pieces": vocabulary.pieces, "languages": vocabulary.languages}
    files = {WEIGHTS: buffer.getvalue(), VOCABULARY: json.dumps(lists, ensure_ascii=False).encode()}
    manifest = {
        "format": FORMAT,
        "intentbot": VERSION,
        "origin": dict(encoder.origin),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    write_folder(path, {MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=1).encode(), **files})


def read_encoder(path: Path) -> Encoder:
    """Return the encoder in a folder.

    Raises
    ------
    ModelNotFound, ModelDamaged, ModelVersion
        Each says what is wrong and how to mend it.
    """
    manifest = _manifest(path)
    content = {name: _checked(path / name, manifest) for name in (WEIGHTS, VOCABULARY)}
    try:
        lists = json.loads(content[VOCABULARY])
        with np.load(io.BytesIO(content[WEIGHTS]), allow_pickle=False) as arrays:
            return Encoder(
                Vocabulary(tuple(lists["words"]), tuple(lists["pieces"]), tuple(lists["languages"])),
                Front(arrays["words"], arrays["pieces"]),
                Convolutions(arrays["columns"].astype(np.float32), arrays["bias"]),
                manifest["origin"],
            )
    except (ValueError, KeyError, TypeError, BadZipFile, EOFError) as error:
        raise ModelDamaged(f"{path} cannot be read: {error}.", _fix(path)) from error


def encoder_digest(path: Path) -> str:
    """Return what changes whenever the encoder in a folder does.

    Raises
    ------
    ModelNotFound, ModelDamaged, ModelVersion
    """
    return hashlib.sha256(json.dumps(_manifest(path)["files"], sort_keys=True).encode()).hexdigest()


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((path / MANIFEST).read_bytes())
        format, _ = manifest["format"], manifest["files"]
    except (FileNotFoundError, NotADirectoryError):
        raise ModelNotFound(f"{path} is no encoder: it has no {MANIFEST}.", _fix(path)) from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise ModelDamaged(f"{path}/{MANIFEST} cannot be read.", _fix(path)) from None
    if format != FORMAT:
        version = manifest.get("intentbot", "?")
        raise ModelVersion(
            f"{path} was written by intentbot {version} (format {format}); this is {VERSION} (format {FORMAT}).",
            _fix(path),
        )
    return manifest


def _checked(file: Path, manifest: dict[str, Any]) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ModelDamaged(f"{file} cannot be read: {error.strerror or error}.", _fix(file.parent)) from None
    if hashlib.sha256(content).hexdigest() != manifest["files"].get(file.name):
        raise ModelDamaged(f"{file} was changed or cut short.", _fix(file.parent))
    return content


def _fix(path: Path) -> str:
    return f"Make it: intentbot pretrain SENTENCES -o {path}; or leave out training.encoder."

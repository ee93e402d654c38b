"""Model folders as files to be copied, whatever is in them."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intentbot.errors import ModelDamaged, ModelError
from intentbot.files.folders import backup_of
from intentbot.files.model_folder import CONTENTS, MANIFEST, read_manifest

_ATTEMPTS, _PAUSE_S = 5, 0.02


@dataclass(frozen=True, slots=True, eq=False)
class ModelFiles:
    """The files of a model, each as its checksum says.

    Attributes
    ----------
    digest : str
        The SHA-256 of its manifest, and with it of everything: equal models have equal ones.
    manifest : dict
        What ``model.json`` says.
    files : dict of str to bytes
        All of them by their names, ``model.json`` too.
    """

    digest: str
    manifest: dict[str, Any]
    files: dict[str, bytes]


def digest_of(path: Path) -> str:
    """Return the digest of the model in a folder; empty where there is none that can be read."""
    for folder in (path, backup_of(path)):
        try:
            return str(json.loads((folder / MANIFEST).read_bytes())["sha256"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return ""


def read_files(path: Path) -> ModelFiles:
    """Return the files of a model folder, all of one model though another may take its place meanwhile.

    Raises
    ------
    ModelNotFound, ModelDamaged, ModelVersion
    """
    problem: ModelError = ModelDamaged(f"{path} is being replaced again and again.", "Try again when that is over.")
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE_S)
        try:
            return _read(path)
        except ModelError as error:
            problem = error
    raise problem


def _read(path: Path) -> ModelFiles:
    manifest = read_manifest(path)
    folder = path if path.exists() else backup_of(path)
    try:
        files = {name: (folder / name).read_bytes() for name in (MANIFEST, *CONTENTS)}
        digest = str(json.loads(files[MANIFEST])["sha256"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelDamaged(f"{path} cannot be read: {error}.", "Train it again, or copy it again.") from None
    for name in CONTENTS:
        if hashlib.sha256(files[name]).hexdigest() != manifest["files"].get(name):
            raise ModelDamaged(f"{path}/{name} was changed or cut short.", "Train it again, or copy it again.")
    return ModelFiles(digest, manifest, files)

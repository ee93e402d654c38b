"""Which version is meant by what a client calls a model."""

from __future__ import annotations

import os
from pathlib import Path

from intentbot.deployment.versions import Versions
from intentbot.errors import VersionNotFound


def named_version(versions: Versions, model_file: str, *, by: str) -> int:
    """Return the number of the version that a client names; a model folder becomes one.

    Parameters
    ----------
    versions : Versions
    model_file : str
        The number of a version, or a model folder inside the data folder or beside the served one; nothing else is
        read.
    by : str
        Who names it.

    Raises
    ------
    VersionNotFound, ModelError, FileError
    """
    if model_file.isascii() and model_file.isdigit() and len(model_file) < 10:
        return versions.version(int(model_file)).number
    roots = [versions.data.resolve(), versions.model.resolve().parent]
    try:
        folder = Path(os.path.realpath(roots[1] / model_file))
        is_inside = any(root in folder.parents for root in roots)
    except ValueError:
        is_inside = False
    if not is_inside:
        raise VersionNotFound(
            f'"{model_file}" is no model that may be served.',
            f"Name a version, or a model folder in {roots[0]} or {roots[1]}.",
        )
    return versions.register(folder, author=by, note=f"from {folder}").number

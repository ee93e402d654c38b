"""A model archive for TorchServe: the model, and the very code that answers from it, in one ``.mar`` file.

An archive is a zip that TorchServe unpacks for each worker, with that folder on the path of imports. So intentbot's own
modules that read and ask a model stand in it as they are, with the one package they need besides NumPy, and messages
take the same way there as here: nothing is written a second time. TorchServe itself imports torch; the handler does
not.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import snowballstemmer

from intentbot.errors import ExportError
from intentbot.export.answers import Answers, answers_from
from intentbot.export.torchserve import handler, trial
from intentbot.files.model_folder import MANIFEST, Model, write_model

RUNTIME = "the handler for TorchServe"

SUFFIX = ".mar"

_HANDLER = "intentbot_handler.py"
_HOUSE = Path(__file__).parents[2]
_CARRIED = ("intentbot", "snowballstemmer")
_LICENCES = ("COPYING", "LICENCE", "LICENSE", "NOTICE")
_FOREVER_AGO = (1980, 1, 1, 0, 0, 0)


def write(model: Model, folder: Path, *, name: str) -> None:
    """Write ``NAME.mar``: the same model and the same intentbot give the same file, byte for byte."""
    files = {
        "MAR-INF/MANIFEST.json": _manifest(name),
        _HANDLER: Path(handler.__file__).read_bytes(),
        **dict(_model_files(model)),
        **_own_modules(),
        **dict(_stemmers()),
        **{path: content for package in _CARRIED for path, content in _licences(package)},
    }
    # Signals reach the main thread alone. A ZipFile that one stops between two steps cannot be closed, and says so.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(_pack, files, folder / f"{name}{SUFFIX}").result()


def ask(folder: Path, texts: Sequence[str]) -> Answers:
    """Return what the archive in a folder says of texts, unpacked, by a process that can import NumPy alone.

    Raises
    ------
    ExportError
        Where the handler fails there.
    """
    with tempfile.TemporaryDirectory() as place:
        with ZipFile(next(folder.glob(f"*{SUFFIX}"))) as archive:
            archive.extractall(place)
        packages = str(Path(np.__file__).parents[1])
        done = subprocess.run(
            [sys.executable, "-I", "-S", trial.__file__, place, packages],
            input=json.dumps(list(texts)),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            # What is indented is where it happened, or how to mend it.
            said = [line for line in done.stderr.splitlines() if line.strip() and not line[0].isspace()]
            reason = said[-1].rstrip(".") if said else f"status {done.returncode}"
            raise ExportError(
                f"{RUNTIME} fails where only NumPy is installed: {reason}.", "Nothing was written. Please report this."
            )
        labels = json.loads(Path(place, handler.MODEL, MANIFEST).read_bytes())["labels"]
    return answers_from(json.loads(done.stdout), labels)


def _pack(files: Mapping[str, bytes], path: Path) -> None:
    with ZipFile(path, "w") as archive:
        for inside, content in sorted(files.items()):
            entry = ZipInfo(inside, _FOREVER_AGO)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)


def _manifest(name: str) -> bytes:
    """Return what tells TorchServe the model's name and its handler. It says no time: that would differ each time."""
    model = {"modelName": name, "handler": _HANDLER, "modelVersion": "1.0"}
    return json.dumps({"runtime": "python", "model": model}, indent=2).encode()


def _model_files(model: Model) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the model's folder and their paths in the archive."""
    with tempfile.TemporaryDirectory() as place:
        written = Path(place, handler.MODEL)
        write_model(written, model)
        for file in written.iterdir():
            yield f"{written.name}/{file.name}", file.read_bytes()


def _own_modules() -> dict[str, bytes]:
    """Return the modules of ours that the handler imports, and those that they import, and the packages around them."""
    found: dict[str, bytes] = {}
    waiting = [Path(handler.__file__).read_bytes()]
    while waiting:
        for name in _imported(waiting.pop()):
            parts = name.split(".")
            for place in (_HOUSE.joinpath(*parts[1:n]) for n in range(1, len(parts) + 1)):
                for file in (place.with_suffix(".py"), place / "__init__.py"):
                    path = file.relative_to(_HOUSE.parent).as_posix()
                    if path not in found and file.is_file():
                        found[path] = file.read_bytes()
                        waiting.append(found[path])
    return found


def _imported(source: bytes) -> Iterator[str]:
    """Yield what a module of ours imports of ours as it is imported: not inside of functions, and not for types."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] == _HOUSE.name:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _stemmers() -> Iterator[tuple[str, bytes]]:
    """Yield the modules of snowballstemmer, which are Python alone, and their paths in the archive."""
    home = Path(snowballstemmer.__file__).parent
    for file in home.rglob("*.py"):
        yield file.relative_to(home.parent).as_posix(), file.read_bytes()


def _licences(package: str) -> Iterator[tuple[str, bytes]]:
    """Yield the licences of a package whose code is carried on, which they ask for."""
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        # A checkout that was never installed has its licence elsewhere.
        files = []
    for file in files:
        if file.name.partition(".")[0].upper() in _LICENCES:
            yield f"licenses/{package}/{file.name}", file.read_binary()

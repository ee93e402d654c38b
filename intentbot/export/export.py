"""Writes an export, holds it against the model, and only then gives it its name."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from intentbot.errors import ExportError, FileError, MissingExtra
from intentbot.export.answers import Answers, answers_of
from intentbot.export.parity import Parity, hold_against
from intentbot.export.rows import rows_of
from intentbot.files.model_folder import Model, read_model
from intentbot.progress import Progress, Silence
from intentbot.quiet import hold_back_chatter

TARGETS = {
    "savedmodel": "tensorflow.saved_model",
    "litert": "tensorflow.litert",
    "onnx": "onnx.model_file",
    "torchserve": "torchserve.archive",
    "javascript": "javascript.module",
}
"""What a model can be exported to, and the module that does it."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


class Target(Protocol):
    """What the module of a target has."""

    RUNTIME: str
    """What runs its files, as people call it."""

    def write(self, model: Model, folder: Path, *, name: str) -> None:
        """Write the files of an export called `name` into an empty folder."""

    def ask(self, folder: Path, texts: Sequence[str]) -> Answers:
        """Return what the files in a folder say of messages, run by the target's own runtime."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes
    ----------
    path : Path
        The folder.
    runtime : str
        What runs it.
    parity : Parity
        How near its answers are to the model's.
    n_bytes : int
        How large it is.
    """

    path: Path
    runtime: str
    parity: Parity
    n_bytes: int


def export(
    model: str | Path,
    to: str,
    output: str | Path,
    *,
    name: str = "",
    texts: Sequence[str] = (),
    progress: Progress | None = None,
) -> Exported:
    """Write a model for another runtime; it answers as the model does, or nothing is written.

    Parameters
    ----------
    model : str or Path
        A model folder.
    to : {"savedmodel", "litert", "onnx", "torchserve", "javascript"}
    output : str or Path
        The folder to write, which may not be there yet. Of a ``savedmodel`` it holds versions, as TensorFlow Serving
        wants them: what is written is the next one.
    name : str, optional
        What the model is called where it runs; the name of the model's folder otherwise.
    texts : sequence of str, optional
        More messages on which both are compared, besides the model's own sentences.
    progress : Progress, optional
        What is told how far it is.

    Returns
    -------
    Exported

    Raises
    ------
    ModelNotFound, ModelDamaged, ModelVersion, ExportError, FileError, MissingExtra
    """
    if to not in TARGETS:
        raise ExportError(f"there is no export to {to!r}.", f"Choose one of: {', '.join(TARGETS)}.")
    progress = progress or Silence()
    name = name or Path(os.path.realpath(model)).name
    if not _NAME.fullmatch(name):
        raise ExportError(
            f"{name!r} cannot be the name of a model there.",
            "Choose another with --name: English letters, digits, '.', '_' and '-', a letter or digit first.",
        )
    output = Path(output)
    place = _free_place(output, is_versioned=to == "savedmodel")
    known = read_model(Path(model))
    _refuse_labels(known.classifier.labels)
    progress.start(f"loading what an export to {to} needs", 1)
    target = _target(to)
    progress.advance()
    with _beside(place, near=output.parent) as fresh:
        progress.start(f"writing {place}", 1)
        with _written(place):
            target.write(known, fresh, name=name)
        progress.advance()
        asked = (*rows_of(known), *texts)
        progress.start(f"asking {target.RUNTIME} {len(asked):,} messages", 1)
        expected, found = answers_of(known.classifier, asked), target.ask(fresh, asked)
        threshold = known.classifier.rejection.threshold
        parity = hold_against(asked, expected, found, threshold=threshold, runtime=target.RUNTIME)
        progress.advance()
        n_bytes = sum(file.stat().st_size for file in fresh.rglob("*") if file.is_file())
    progress.finish()
    return Exported(place, target.RUNTIME, parity, n_bytes)


def _target(to: str) -> Target:
    try:
        with hold_back_chatter():
            return cast(Target, import_module(f"intentbot.export.{TARGETS[to]}"))
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "intentbot":
            raise
        raise MissingExtra("export", f"an export to {to}") from None
    except ImportError as error:
        raise ExportError(
            f"what an export to {to} needs cannot be loaded: {error}.",
            "Install it anew: pip install --force-reinstall 'intentbot[export]'",
        ) from error


def _free_place(output: Path, *, is_versioned: bool) -> Path:
    """Return the folder to write, which is not there yet."""
    if output.exists() and not output.is_dir():
        raise ExportError(f"{output} is a file; an export is a folder.", "Choose another name with -o.")
    if output.exists() and output.stat().st_dev != output.absolute().parent.stat().st_dev:
        raise ExportError(
            f"{output} is a file system of its own, where an export cannot appear at once.",
            "Export to a folder inside another place, and copy it there.",
        )
    if not is_versioned:
        if output.exists():
            raise ExportError(f"{output} is there already.", "Choose another name with -o, or remove it first.")
        return output
    others = sorted(one.name for one in output.iterdir() if not one.name.isdigit()) if output.exists() else []
    if others:
        raise ExportError(
            f"{output} has other things in it than versions of a model, such as {others[0]!r}.",
            "Choose another folder with -o.",
        )
    versions = [int(one.name) for one in output.iterdir()] if output.exists() else []
    return output / str(max(versions, default=0) + 1)


def _refuse_labels(labels: Sequence[str]) -> None:
    """Refuse names that are no text elsewhere: half a character has no UTF-8, and a NUL ends a text in C."""
    for label in labels:
        if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in label):
            raise ExportError(
                f"the intent {label!r} has a character in its name that other runtimes cannot carry.",
                "Rename it in the intent files, and train again.",
            )


@contextmanager
def _written(place: Path) -> Iterator[None]:
    """Name the place where it cannot be written."""
    try:
        yield
    except OSError as error:
        raise FileError(
            f"{place} cannot be written: {error.strerror or error}.", "Make room, or choose another place with -o."
        ) from error


@contextmanager
def _beside(place: Path, *, near: Path) -> Iterator[Path]:
    """Yield an empty folder in `near`, which gets the name `place` in the end; after an error nothing is left of it."""
    missing = [parent for parent in place.parents if not parent.exists()]
    fresh: Path | None = None
    try:
        with _written(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".new", dir=near))
            fresh.chmod(0o755)
        yield fresh
        if place.exists():
            raise ExportError(f"{place} was written by somebody else meanwhile.", "Try again.")
        with _written(place):
            fresh.rename(place)
    finally:
        if fresh:
            shutil.rmtree(fresh, ignore_errors=True)
        for parent in missing:
            # What has something in it by now stays.
            with suppress(OSError):
                parent.rmdir()

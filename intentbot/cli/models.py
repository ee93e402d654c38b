"""Finds a model, or makes it: what every command that takes INTENTS|MODEL does first."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from intentbot.cli.console import tell
from intentbot.cli.progress import progress_for_terminal
from intentbot.errors import IntentFilesError, ModelError, SettingsError

if TYPE_CHECKING:
    from intentbot.bot import IntentBot
    from intentbot.intents import IntentSet
    from intentbot.progress import Progress

MANIFEST = "model.json"


@dataclass(frozen=True, slots=True)
class Update:
    """What it took to bring a model up to date.

    Attributes
    ----------
    outcome : {"trained", "answers", "unchanged"}
        Whether it was trained, got other answers without training, or was what it should be.
    n_warnings : int
        How many warnings the intent files have.
    seconds : float
        All together.
    """

    outcome: Literal["trained", "answers", "unchanged"]
    n_warnings: int
    seconds: float


def is_model(path: Path) -> bool:
    """Return whether a path is a model and not intent files: a folder with a ``model.json``."""
    return os.path.isfile(path / MANIFEST)


def default_model(intents: Path) -> Path:
    """Return where the model of some intent files is kept: ``models/`` and their name."""
    whole = intents.resolve()
    return Path("models", (whole.name if whole.is_dir() else whole.stem) or "bot")


def open_bot(source: Path, model: Path | None, settings: Mapping[str, str], *, is_quiet: bool = False) -> IntentBot:
    """Return the bot of INTENTS|MODEL; that of INTENTS is trained first where that is needed."""
    from intentbot.bot import IntentBot

    if is_model(source):
        if settings or model:
            option = "--set" if settings else "--model"
            raise SettingsError(
                f"{option} is for training, and {source} is a trained model.", "Give the intent files instead."
            )
        return IntentBot.load(source)
    folder = model or default_model(source)
    update = update_model(source, folder, settings=settings, is_quiet=is_quiet)
    if update.outcome == "trained" and not is_quiet:
        tell(f"Trained {folder} in {update.seconds:.1f} s.\n")
    return IntentBot.load(folder)


def load_model(path: Path) -> IntentBot:
    """Return the bot of MODEL; where intent files stand instead, the error names the command that trains them."""
    from intentbot.bot import IntentBot

    refuse_intents(path)
    return IntentBot.load(path)


def refuse_language(bot: IntentBot, language: str | None) -> None:
    """Refuse a language that a bot does not speak.

    Raises
    ------
    SettingsError
    """
    primary = (language or "").replace("_", "-").partition("-")[0].casefold()
    spoken = bot.intents.languages
    if primary and primary not in {one.partition("-")[0].casefold() for one in spoken}:
        raise SettingsError(f'the bot does not speak "{language}".', f"It speaks {', '.join(spoken)}.")


def refuse_intents(path: Path) -> None:
    """Refuse what stands in the place of MODEL and is none, such as intent files.

    Raises
    ------
    ModelError
    """
    from intentbot.files.folders import backup_of

    if path.exists() and not is_model(path) and not backup_of(path).exists():
        raise ModelError(
            f"{path} is not a model: it has no {MANIFEST}.",
            f"If it holds intent files, train them first: intentbot train {path}",
        )


def read_sound(source: Path) -> tuple[IntentSet, int]:
    """Return the intents at a path and how many warnings there are; where there are errors, they alone are raised."""
    from intentbot.sources import check_intents

    intents, problems = check_intents(source)
    errors = [problem for problem in problems if problem.severity == "error"]
    if intents is None:
        raise IntentFilesError(errors)
    return intents, len(problems)


def update_model(
    source: Path, folder: Path, *, settings: Mapping[str, str], force: bool = False, is_quiet: bool = False
) -> Update:
    """Make `folder` the model of the intent files at `source`, with no more work than that takes."""
    from intentbot.bundle import refresh
    from intentbot.cluster import Cluster
    from intentbot.settings import TrainingSettings

    start = time.monotonic()
    intents, n_warnings = read_sound(source)
    if n_warnings and not is_quiet:
        noun = "warning" if n_warnings == 1 else "warnings"
        tell(f"{n_warnings:,} {noun} in the intent files; to see: intentbot validate {source}")
    chosen = TrainingSettings.read({**intents.training, **settings})
    outcome = None if force or Cluster.here().n_workers > 1 else refresh(folder, intents, chosen)
    if outcome is None:
        _train(intents, folder, settings, is_quiet=is_quiet)
    return Update(outcome or "trained", n_warnings, time.monotonic() - start)


def load_training(progress: Progress) -> None:
    """Import TensorFlow, which takes seconds, without its chatter."""
    # First the package: it says what is missing where the extra is not installed.
    progress.start("loading TensorFlow", 1)
    import intentbot.training  # noqa: F401
    from intentbot.quiet import hold_back_chatter

    with hold_back_chatter():
        import intentbot.training.learn  # noqa: F401
    progress.advance()


def _train(intents: IntentSet, folder: Path, settings: Mapping[str, str], *, is_quiet: bool) -> None:
    progress = progress_for_terminal(is_quiet=is_quiet)
    try:
        load_training(progress)
        from intentbot.training import train

        # The model was found to be out of date already.
        train(intents, folder, settings=settings, force=True, progress=progress)
    except KeyboardInterrupt:
        kept = f"{folder} is as it was" if folder.exists() else "no model was written"
        raise KeyboardInterrupt(f"Stopped; {kept}.") from None
    finally:
        progress.finish()

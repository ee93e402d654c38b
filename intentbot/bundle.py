"""Bringing a model up to date without training, where nothing that was learned has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from intentbot.errors import ModelDamaged, ModelNotFound, ModelVersion
from intentbot.files.model_folder import read_model, replace_answers
from intentbot.files.setting_files import digests_of
from intentbot.fingerprint import fingerprint
from intentbot.intents import IntentSet
from intentbot.settings import TrainingSettings


def refresh(folder: Path, intents: IntentSet, settings: TrainingSettings) -> Literal["unchanged", "answers"] | None:
    """Give the model in `folder` the answers of `intents`, where that makes it what training would make.

    Returns
    -------
    {"unchanged", "answers"} or None
        Whether it already was so, or got new answers; None where only training helps: there is no intact model, or it
        was learned from other sentences or settings.
    """
    # A wrong path is told at once, before there is anything to train with.
    files = digests_of(settings)
    try:
        model = read_model(folder)
    except (ModelNotFound, ModelDamaged, ModelVersion):
        return None
    if model.fingerprint != fingerprint(intents, settings, files):
        return None
    return "answers" if replace_answers(folder, intents, intents.exact_intents(), settings) else "unchanged"

"""Bringing a model up to date without training, where nothing that was learned has changed."""

from __future__ import annotations

from pathlib import Path

from intentbot.errors import ModelDamaged, ModelNotFound, ModelVersion
from intentbot.files.model_folder import read_model, replace_answers
from intentbot.fingerprint import fingerprint
from intentbot.intents import IntentSet
from intentbot.settings import TrainingSettings


def refresh(folder: Path, intents: IntentSet, settings: TrainingSettings) -> bool:
    """Give the model in `folder` the answers of `intents`; return whether it now is what training would make.

    False where there is no intact model, or it was learned from other sentences or settings.
    """
    try:
        model = read_model(folder)
    except (ModelNotFound, ModelDamaged, ModelVersion):
        return False
    if model.fingerprint != fingerprint(intents, settings):
        return False
    replace_answers(folder, intents, intents.exact_intents(), settings)
    return True

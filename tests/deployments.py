"""Versions of the tiny bot for tests, made in moments: other answers need no training, and a worse one is spoilt."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from intentbot.bundle import refresh
from intentbot.classifier import Classifier
from intentbot.deployment.versions import Versions
from intentbot.files.model_folder import read_model, write_model
from intentbot.settings import TrainingSettings
from intentbot.sources import read_intents


def served(place: Path, model: Path, intents: Path) -> Versions:
    """Return the versions of a copy of a model, the first one live, and a copy of its intent files."""
    shutil.copytree(model, place / "shop")
    shutil.copytree(intents, place / "intents")
    versions = Versions(place / "shop.data", place / "shop", place / "intents")
    versions.start(by="test")
    return versions


def other_answers(versions: Versions, opening_hours: str) -> Path:
    """Return a model that says something else about opening hours; the intent files say so too."""
    assert versions.intents is not None
    file = versions.intents / "all.yaml"
    text = file.read_text(encoding="utf-8")
    start = text.index("responses: [From ") if "responses: [From " in text else text.index("responses: [Other")
    end = text.index("]", start)
    file.write_text(f"{text[:start]}responses: [{opening_hours}{text[end:]}", encoding="utf-8")
    folder = versions.data / "other"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(versions.model, folder)
    intents = read_intents(versions.intents)
    assert refresh(folder, intents, TrainingSettings.read(intents.training)) == "answers"
    return folder


def spoilt(versions: Versions) -> Path:
    """Return a model that takes every intent for another one."""
    model = read_model(versions.model)
    labels = model.classifier.labels
    classifier: Classifier = replace(model.classifier, labels=(*labels[1:], labels[0]))
    folder = versions.data / "spoilt"
    write_model(folder, replace(model, classifier=classifier, exact={}))
    return folder

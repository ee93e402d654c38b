"""What a model was learned from, as one short text: equal input, equal fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict

from intentbot.intents import IntentSet
from intentbot.settings import TrainingSettings

RECIPE = 5
"""Raised whenever the same input would train another model, so that old models are trained again."""

_NOT_LEARNED = ("ambiguity", "vectors", "encoder")


def fingerprint(intents: IntentSet, settings: TrainingSettings, files: Mapping[str, str]) -> str:
    """Return the SHA-256, in hexadecimal, of all that training reads: sentences, templates, lists and settings.

    `files` has a digest for each setting that names a file: what counts is what is in it, not where it stands.
    Responses, tests and contexts are no part of it: they can change without training. Titles are, if they are learned.
    """
    learned = {
        "recipe": RECIPE,
        "settings": {name: value for name, value in asdict(settings).items() if name not in _NOT_LEARNED},
        "files": dict(files),
        "languages": intents.languages,
        "intents": [
            [
                intent.name,
                intent.title if settings.titles else "",
                [example.text for example in intent.examples],
                [part.text for part in intent.templates],
            ]
            for intent in intents
        ],
        "rules": {name: rule.text for name, rule in sorted(intents.rules.items())},
        "values": [[entity.name, entity.pattern, entity.values] for entity in intents.entities],
        "synonyms": [[one.language, one.name, one.others] for one in intents.synonyms] if settings.augment else [],
    }
    return hashlib.sha256(json.dumps(learned, ensure_ascii=False).encode()).hexdigest()

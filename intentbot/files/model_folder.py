"""The model on disk: a folder of JSON and NumPy arrays, checked by SHA-256, without any code in it.

``model.json`` what it is and the checksums · ``weights.npz`` · ``vocabulary.json`` · ``bot.json`` the
responses, entities, contexts and tests · ``examples.json.gz`` what it was learned from · ``report.json`` what training
measured.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from intentbot.classifier import Classifier, Mix
from intentbot.errors import FileError, ModelDamaged, ModelError, ModelNotFound, ModelVersion
from intentbot.files.examples import pack_examples
from intentbot.files.folders import backup_of, write_folder
from intentbot.files.records import from_record, to_record
from intentbot.files.weights import read_weights, weights_of
from intentbot.intents import IntentSet
from intentbot.rejection import Rejection
from intentbot.settings import TrainingSettings
from intentbot.version import VERSION
from intentbot.vocabulary import Vocabulary

FORMAT = 4
"""Raised when older programs cannot read what is written any more."""

MANIFEST, WEIGHTS, VOCABULARY, BOT = "model.json", "weights.npz", "vocabulary.json", "bot.json"
EXAMPLES, REPORT = "examples.json.gz", "report.json"
CONTENTS = (WEIGHTS, VOCABULARY, BOT, EXAMPLES, REPORT)

_VOCABULARY = ("words", "pieces", "languages", "others", "other_pieces")

_ATTEMPTS, _PAUSE_S = 5, 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """All that a model folder holds.

    Attributes
    ----------
    classifier : Classifier
    intents : IntentSet
        Without its examples.
    exact : mapping of str to str
        The intent of each example, by `text.comparison_key`.
    settings : TrainingSettings
    examples : bytes
        The sentences it was learned from and where they stand, packed; `files.examples` reads them.
    fingerprint : str
        Of what it was learned from; see `fingerprint.fingerprint`.
    report : str
        What training measured, as JSON; `renderings.report_json` reads it.
    versions : mapping of str to str
        Of the libraries it was trained with.
    contested : mapping of str to tuple of str
        The intents of each sentence that is an example of several, by its key.
    """

    classifier: Classifier
    intents: IntentSet
    exact: Mapping[str, str]
    examples: bytes
    settings: TrainingSettings
    fingerprint: str
    report: str
    versions: Mapping[str, str]
    contested: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def refuse_foreign(path: Path) -> None:
    """Refuse to put a model where something else stands, which it would replace.

    Raises
    ------
    ModelError
    """
    if path.resolve() == Path.cwd():
        raise ModelError("the current folder cannot be replaced by a model.", "Choose another place with -o.")
    parent = next(parent for parent in path.absolute().parents if parent.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise FileError(
            f"{path} cannot be written: {parent} is no folder that can be written to.", "Choose another place with -o."
        )
    others = {file.name for file in path.iterdir()} - {MANIFEST, *CONTENTS} if path.is_dir() else set()
    if others:
        raise ModelError(
            f"{path} holds other files than a model's, such as {min(others)}; they would be lost.",
            "Choose another place with -o, or move them away.",
        )
    if path.exists() and not path.is_dir():
        raise ModelError(f"{path} is a file; a model is a folder.", "Choose another place with -o.")


def write_model(path: Path, model: Model) -> None:
    """Write a model folder, whole or not at all.

    Raises
    ------
    FileError
        Where it cannot be written.
    ModelError
        Where something stands that is no model, which is never overwritten.
    """
    refuse_foreign(path)
    vocabulary = model.classifier.vocabulary
    files = {
        WEIGHTS: weights_of(model.classifier.network, model.classifier.linear),
        VOCABULARY: _json({name: getattr(vocabulary, name) for name in _VOCABULARY}),
        BOT: _bot(model.intents, model.exact, model.contested),
        EXAMPLES: model.examples,
        REPORT: model.report.encode(),
    }
    rejection = model.classifier.rejection
    manifest = {
        "format": FORMAT,
        "intentbot": VERSION,
        "fingerprint": model.fingerprint,
        "settings": asdict(model.settings),
        "labels": model.classifier.labels,
        "mix": asdict(model.classifier.mix),
        "rejection": {
            "centre": rejection.centre.tolist(),
            "scale": rejection.scale.tolist(),
            "weights": rejection.weights.tolist(),
            "bias": rejection.bias,
            "threshold": rejection.threshold,
            "handicaps": rejection.handicaps.tolist(),
        },
        "versions": dict(model.versions),
    }
    write_folder(path, {MANIFEST: _manifest(manifest, files), **files})


def read_manifest(path: Path) -> dict[str, Any]:
    """Return what ``model.json`` says, checked.

    Raises
    ------
    ModelNotFound, ModelDamaged, ModelVersion
    """
    folder = _folder(path)
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        written = manifest.pop("sha256")
        format = manifest["format"]
        is_intact = written == _digest(_json(manifest))
    except FileNotFoundError:
        raise ModelNotFound(f"{path} is no model: it has no {MANIFEST}.", _train(path)) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ModelDamaged(f"{path}/{MANIFEST} cannot be read.", _train(path)) from None
    if format != FORMAT:
        version = manifest.get("intentbot", "?")
        raise ModelVersion(
            f"{path} was written by intentbot {version} (format {format}); this is {VERSION} (format {FORMAT}).",
            _train(path),
        )
    if not is_intact:
        raise ModelDamaged(f"{path}/{MANIFEST} was changed after it was written.", _train(path))
    result: dict[str, Any] = manifest
    return result


def read_model(path: Path) -> Model:
    """Return the model in a folder.

    Raises
    ------
    ModelNotFound, ModelDamaged, ModelVersion
        Each says what is wrong and the command that mends it.
    """
    problem: ModelError = ModelDamaged(f"{path} is being replaced again and again.", "Try again when that is over.")
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE_S)
        try:
            manifest = read_manifest(path)
            model = _read(path, manifest)
            # Another model may have taken the folder's place between two of its files.
            if read_manifest(path) == manifest:
                return model
        except (ModelDamaged, ModelNotFound) as error:
            problem = error
    raise problem


def replace_answers(path: Path, intents: IntentSet, exact: Mapping[str, str], settings: TrainingSettings) -> bool:
    """Give the model in a folder other responses, titles, tests and contexts; return whether anything changed.

    Where its examples stand may change as well.
    """
    manifest = read_manifest(path)
    folder = _folder(path)
    fresh = {BOT: _bot(intents, exact, intents.contested_intents()), EXAMPLES: pack_examples(intents)}
    files = {name: (folder / name).read_bytes() for name in CONTENTS}
    if any(_digest(content) != manifest["files"].get(name) for name, content in files.items()):
        raise ModelDamaged(f"{path} was changed while it was read.", _train(path))
    if fresh.items() <= files.items() and manifest["settings"] == asdict(settings):
        return False
    files |= fresh
    manifest["settings"] = asdict(settings)
    write_folder(path, {MANIFEST: _manifest(manifest, files), **files})
    return True


def _read(path: Path, manifest: dict[str, Any]) -> Model:
    folder = _folder(path)
    for name in CONTENTS:
        _check_file(path, folder / name, manifest)
    try:
        # What was parsed is gone again before the large arrays are read, so that they can take its room.
        intents, exact, contested = _answers(folder)
        return Model(
            classifier=_classifier(folder, manifest),
            intents=intents,
            exact=exact,
            examples=(folder / EXAMPLES).read_bytes(),
            settings=TrainingSettings(**manifest["settings"]),
            fingerprint=str(manifest["fingerprint"]),
            report=(folder / REPORT).read_text(encoding="utf-8"),
            versions=manifest["versions"],
            contested=contested,
        )
    except (OSError, ValueError, KeyError, TypeError, BadZipFile, EOFError) as error:
        raise ModelDamaged(f"{path} cannot be read: {error}.", _train(path)) from error


def _check_file(path: Path, file: Path, manifest: dict[str, Any]) -> None:
    try:
        with open(file, "rb") as opened:
            digest = hashlib.sha256()
            while block := opened.read(1 << 20):
                digest.update(block)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ModelDamaged(f"{path}/{file.name} cannot be read: {reason}.", _train(path)) from None
    if digest.hexdigest() != manifest["files"].get(file.name):
        raise ModelDamaged(f"{path}/{file.name} was changed or cut short.", _train(path))


def _answers(folder: Path) -> tuple[IntentSet, dict[str, str], dict[str, tuple[str, ...]]]:
    bot = json.loads((folder / BOT).read_bytes())
    exact = {key: name for name, keys in bot["exact"].items() for key in keys}
    contested = {key: tuple(names) for key, names in bot["contested"].items()}
    return from_record(IntentSet, bot["intents"]), exact, contested


def _classifier(folder: Path, manifest: dict[str, Any]) -> Classifier:
    words = json.loads((folder / VOCABULARY).read_bytes())
    network, linear = read_weights(folder / WEIGHTS, manifest["settings"]["network"])
    rejection = manifest["rejection"]
    return Classifier(
        labels=tuple(manifest["labels"]),
        vocabulary=Vocabulary(*(tuple(words[name]) for name in _VOCABULARY)),
        network=network,
        linear=linear,
        mix=Mix(**manifest["mix"]),
        rejection=Rejection(
            centre=np.array(rejection["centre"], dtype=np.float32),
            scale=np.array(rejection["scale"], dtype=np.float32),
            weights=np.array(rejection["weights"], dtype=np.float32),
            bias=float(rejection["bias"]),
            threshold=float(rejection["threshold"]),
            handicaps=np.array(rejection.get("handicaps", [0.0] * len(manifest["labels"])), dtype=np.float32),
        ),
    )


def _bot(intents: IntentSet, exact: Mapping[str, str], contested: Mapping[str, tuple[str, ...]]) -> bytes:
    # Examples are the classifier's; what they are needed for word for word is in `exact`.
    learned_from = tuple(replace(intent, examples=(), templates=()) for intent in intents)
    bare = replace(intents, intents=learned_from, synonyms=())
    keys: dict[str, list[str]] = {}
    for key, name in exact.items():
        keys.setdefault(name, []).append(key)
    return _json({"intents": to_record(bare), "exact": keys, "contested": contested})


def _manifest(manifest: dict[str, Any], files: Mapping[str, bytes]) -> bytes:
    content = {**manifest, "files": {name: _digest(file) for name, file in sorted(files.items())}}
    # JSON has no tuples: what is hashed must be what will be read.
    content = json.loads(_json(content))
    return _json({**content, "sha256": _digest(_json(content))}, indent=1)


def _json(value: Any, indent: int | None = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=indent is None).encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _folder(path: Path) -> Path:
    try:
        for folder in (path, backup_of(path)):
            if folder.exists():
                return folder
    except OSError:
        # A name that no file can have.
        pass
    raise ModelNotFound(f"there is no model at {path}.", _train(path))


def _train(path: Path) -> str:
    return f"Train it: intentbot train INTENTS -o {path}"

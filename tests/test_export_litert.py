"""The export to LiteRT."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from intentbot.export import export
from intentbot.export.answers import answers_of
from intentbot.export.parity import hold_against
from intentbot.export.rows import rows_of
from intentbot.export.tensorflow.litert import ask, write
from intentbot.files.model_folder import read_model
from tests.models_for_export import EXAMPLES, STRANGERS, random_model


@pytest.fixture(scope="module")
def folder(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tiny bot's model in LiteRT."""
    path = tmp_path_factory.mktemp("litert") / "tiny"
    export(model_folder, "litert", path)
    return path


@pytest.mark.parametrize("network", ["cnn", "lstm", "transformer"])
@pytest.mark.parametrize("is_small", [False, True])
def test_every_network_answers_the_same(network: str, is_small: bool, tmp_path: Path) -> None:
    """Each network, with and without a linear model, a logit of `out_of_scope` and word vectors, answers as here."""
    has = not is_small
    model = random_model(network, learns_out_of_scope=has, has_linear=has, has_others=has)
    long = [" ".join(["where is my order"] * n) for n in (16, 17, 33)]
    texts = [*rows_of(model), *STRANGERS, *long]
    write(model, tmp_path, name="random")
    expected, threshold = answers_of(model.classifier, texts), model.classifier.rejection.threshold
    assert hold_against(texts, expected, ask(tmp_path, texts), threshold=threshold, runtime="LiteRT").difference < 1e-5


def test_a_trained_bot_is_exported(folder: Path, model_folder: Path) -> None:
    """The folder has the model, its vocabulary and the reader, and gives the bot's answers."""
    assert sorted(file.name for file in folder.iterdir()) == ["model.tflite", "reader.py", "vocabulary.json"]
    texts = ["wher is my ordr", "Tell me a JOKE", ""]
    expected, found = answers_of(read_model(model_folder).classifier, texts), ask(folder, texts)
    assert found.intents == expected.intents and found.accepted.tolist() == expected.accepted.tolist()
    assert found.probabilities == pytest.approx(expected.probabilities, abs=1e-5)
    assert found.scores == pytest.approx(expected.scores, abs=1e-5)


def test_the_file_is_as_small_as_the_model(folder: Path, model_folder: Path) -> None:
    """Tables are not blown up: the file is as large as the model's weights, and its operators."""
    n_bytes = (folder / "model.tflite").stat().st_size
    assert n_bytes < (model_folder / "weights.npz").stat().st_size + 40_000


def test_labels_of_any_script_reach_who_reads(tmp_path: Path) -> None:
    """Run from the command line, the reader prints intents as they are written."""
    model = random_model()
    write(model, tmp_path, name="random")
    texts = [text for sentences in EXAMPLES.values() for text in sentences]
    command = [sys.executable, "-I", "-X", "utf8", str(tmp_path / "reader.py"), *texts]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found = [json.loads(line)["intent"] for line in done.stdout.splitlines()]
    assert found == [prediction.intent for prediction in model.classifier.predict_all(texts)]
    assert not all(intent.isascii() for intent in found)

"""The export to ONNX, and the reader in Python that stands beside a graph."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx.numpy_helper import to_array

from intentbot.errors import ExportError, MissingExtra
from intentbot.export import export
from intentbot.export.answers import answers_of
from intentbot.export.ids import ids_of
from intentbot.export.onnx.model_file import ask, write
from intentbot.export.parity import hold_against
from intentbot.export.rows import rows_of
from intentbot.files.model_folder import read_model
from intentbot.version import VERSION
from tests.models_for_export import EXAMPLES, STRANGERS, random_model

NETWORKS = ("cnn", "lstm", "transformer")

AWKWARD = (
    "two\nlines\r\nof my order",
    "half a pair: \ud800",
    "\x00 nothing \u2028 here",
    "\u1ec7\u0323 \u0345",
    *STRANGERS,
)
"""Text that could be lost on the way to the reader, or differ there, besides what every export is tried on."""

ALONE = """
import runpy, sys
sys.modules["intentbot"] = None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Runs a script where intentbot cannot be imported."""


@pytest.fixture(scope="module")
def folder(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tiny bot's model in ONNX."""
    path = tmp_path_factory.mktemp("onnx") / "tiny"
    export(model_folder, "onnx", path)
    return path


def read(folder: Path, *texts: str, given: str = "") -> list[dict[str, object]]:
    """Return what the reader prints, run from the command line without intentbot."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", ALONE, str(folder / "reader.py"), *texts]
    done = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("is_small", [False, True])
def test_every_network_answers_the_same(network: str, is_small: bool, tmp_path: Path) -> None:
    """Each network, with and without a linear model, a logit of `out_of_scope` and word vectors, answers as here."""
    has = not is_small
    model = random_model(network, learns_out_of_scope=has, has_linear=has, has_others=has)
    texts = [*rows_of(model), *AWKWARD]
    write(model, tmp_path, name="random")
    expected, threshold = answers_of(model.classifier, texts), model.classifier.rejection.threshold
    assert hold_against(texts, expected, ask(tmp_path, texts), threshold=threshold, runtime="ONNX").difference < 1e-5


@pytest.mark.parametrize("network", NETWORKS)
def test_messages_can_be_asked_together(network: str, tmp_path: Path) -> None:
    """Messages of any length, padded to the longest, get in one call what each gets alone."""
    model = random_model(network)
    words = ["where", "is", "my", "order", "and", "the", "money", "of", "退款", "größe"]
    texts = ["", "refund", *(" ".join(words[i % len(words)] for i in range(n)) for n in (5, 63, 64, 65, 130))]
    write(model, tmp_path, name="random")
    ids = ids_of(model.classifier.vocabulary, texts)
    given = {name: getattr(ids, name) for name in ("words", "pieces", "familiarity", "order")}
    probabilities, score, accepted = onnxruntime.InferenceSession(tmp_path / "model.onnx").run(None, given)
    expected = answers_of(model.classifier, texts)
    assert np.abs(probabilities - expected.probabilities).max() < 1e-5
    assert np.abs(score - expected.scores).max() < 1e-5
    assert (accepted == expected.accepted).all()


def test_a_trained_bot_is_exported(folder: Path, model_folder: Path) -> None:
    """The folder has the model, its vocabulary and the reader, and gives the bot's answers."""
    assert sorted(file.name for file in folder.iterdir()) == ["model.onnx", "reader.py", "vocabulary.json"]
    model = read_model(model_folder)
    texts = ["wher is my ordr", "Tell me a JOKE", ""]
    expected = model.classifier.predict_all(texts)
    for found, prediction in zip(read(folder, *texts), expected, strict=True):
        assert found["intent"] == prediction.intent and found["accepted"] == prediction.accepted
        assert found["score"] == pytest.approx(prediction.score, abs=1e-5)
        assert found["probabilities"] == pytest.approx(prediction.probabilities.tolist(), abs=1e-5)


def test_tables_keep_their_size(folder: Path, model_folder: Path) -> None:
    """Vectors of words and pieces stay half floats, and coefficients 8-bit numbers."""
    tables = {one.name: to_array(one) for one in onnx.load(folder / "model.onnx").graph.initializer}
    assert {tables[name].dtype for name in ("word_vectors", "piece_vectors")} == {np.dtype(np.float16)}
    assert {tables[name].dtype for name in ("linear_words", "linear_pieces")} == {np.dtype(np.int8)}
    n_bytes = (folder / "model.onnx").stat().st_size
    assert n_bytes < (model_folder / "weights.npz").stat().st_size + 20_000


def test_a_model_says_what_it_is(tmp_path: Path) -> None:
    """The file names its labels in any script, who made it and what it was called, for runtimes of these years."""
    write(random_model(), tmp_path, name="shop")
    session = onnxruntime.InferenceSession(tmp_path / "model.onnx").get_modelmeta()
    assert json.loads(session.custom_metadata_map["labels"]) == list(EXAMPLES)
    assert (session.producer_name, session.description) == ("intentbot", "shop")
    model = onnx.load(tmp_path / "model.onnx")
    assert (model.producer_version, model.ir_version, model.opset_import[0].version) == (VERSION, 8, 17)


def test_labels_of_any_script_reach_who_reads(tmp_path: Path) -> None:
    """Intents are printed as they are written, and so they stand in the vocabulary."""
    write(random_model(), tmp_path, name="random")
    found = read(tmp_path, *(texts[0] for texts in EXAMPLES.values()), "größe ändern", "track my parcel please")
    expected = random_model().classifier.predict_all(["größe ändern"])[0].intent
    assert found[-2]["intent"] == expected and {one["intent"] for one in found} <= set(EXAMPLES)
    assert '"größe_ändern", "追踪"' in (tmp_path / "vocabulary.json").read_text(encoding="utf-8")


def test_the_reader_takes_lines_as_well(folder: Path) -> None:
    """Without messages on the command line, each line of the input is one, an empty line too."""
    lines = read(folder, given="where is my order\n\nhello\n")
    assert lines == read(folder, "where is my order", "", "hello")


def test_the_reader_is_short_and_alone(folder: Path) -> None:
    """The reader has at most 60 lines, and imports nothing of intentbot."""
    source = (folder / "reader.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 60
    imported = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert imported and "intentbot" not in " ".join(ast.unparse(node) for node in imported)


def test_a_reader_that_fails_is_an_error(tmp_path: Path) -> None:
    """Where the reader cannot answer, its last line says why."""
    write(random_model(), tmp_path, name="random")
    (tmp_path / "vocabulary.json").unlink()
    with pytest.raises(ExportError, match=r"vocabulary\.json"):
        ask(tmp_path, ["hello"])


@pytest.mark.parametrize("library", ["onnx", "onnxruntime"])
def test_a_missing_library_is_named(
    library: str, model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without ONNX or its runtime nothing is written, and the error has the command that installs them."""
    monkeypatch.delitem(sys.modules, "intentbot.export.onnx.model_file")
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra, match=r"pip install 'intentbot\[export\]'"):
        export(model_folder, "onnx", tmp_path / "tiny")
    assert not list(tmp_path.iterdir())

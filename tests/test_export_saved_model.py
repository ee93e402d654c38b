"""The export to TensorFlow: the classifier as a graph, its text path, and what TensorFlow Serving reads."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from hypothesis import given, settings
from hypothesis import strategies as st

from intentbot.bot import IntentBot
from intentbot.classifier import Classifier
from intentbot.errors import ExportError
from intentbot.export import export
from intentbot.export.answers import answers_of
from intentbot.export.ids import ids_of
from intentbot.export.rows import rows_of
from intentbot.export.tensorflow.character_graph import CharacterGraph
from intentbot.export.tensorflow.forward import Forward
from intentbot.export.tensorflow.saved_model import BLOCK, are_the_same, write
from intentbot.export.tensorflow.stems import StemTable
from intentbot.export.tensorflow.tables import read_tables
from intentbot.files.model_folder import read_model, write_model
from intentbot.text import normalise, tokenise
from tests.models_for_export import EXAMPLES, STRANGERS, random_model

OUTPUTS = ["accepted", "confidence", "intent", "labels", "probabilities", "score"]

MARKS = "\u0301\u0307\u0323\u0308\u0345\u0327\u3099\u11a8\u094d\u093f\u0e34\u200d\ufe0f"
LETTERS = "aeiouIİıßſǆﬁéǰΐᾳςΑΩ가ㄱ가ｶﾞがกำ退款คདཀ½²_ \t.'-"
MESSAGES = st.lists(
    st.one_of(
        st.sampled_from(["where is my order ", "Refunds! ", "PARCELS’", "sending, ", "the shop"]),
        st.text(st.sampled_from(MARKS + LETTERS), max_size=9),
        st.text(max_size=6),
    ),
    max_size=5,
).map("".join)

WITHOUT_INTENTBOT = """
import sys
sys.modules["intentbot"] = None
from tensorflow.python.tools.saved_model_cli import main
main()
"""


@pytest.fixture(scope="module")
def versions(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the versions of the tiny bot; it has one."""
    path = tmp_path_factory.mktemp("serving") / "tiny"
    export(model_folder, "savedmodel", path)
    return path


@pytest.fixture(scope="module")
def served(versions: Path) -> Any:
    """Return its version, loaded by TensorFlow."""
    return tf.saved_model.load(str(versions / "1"))


def told(served: Any, texts: Sequence[str | bytes]) -> dict[str, np.ndarray]:
    """Return what the signature of texts says."""
    written = [text if isinstance(text, bytes) else text.encode("utf-8", "replace") for text in texts]
    found = served.signatures["serving_default"](text=tf.constant(written, tf.string))
    return {name: tensor.numpy() for name, tensor in found.items()}


def assert_parity(classifier: Classifier, texts: Sequence[str], found: dict[str, np.ndarray]) -> None:
    """Hold what a signature says against NumPy."""
    expected = answers_of(classifier, texts)
    assert found["probabilities"] == pytest.approx(expected.probabilities, abs=1e-5)
    assert found["score"] == pytest.approx(expected.scores, abs=1e-5)
    assert [intent.decode() for intent in found["intent"]] == list(expected.intents)


@pytest.mark.parametrize("is_small", [False, True])
@pytest.mark.parametrize("network", ["cnn", "lstm", "transformer"])
def test_every_network_is_the_same_in_any_company(network: str, is_small: bool) -> None:
    """Padded beside others or alone, with or without a linear model and word vectors, a message is answered as here."""
    has = not is_small
    model = random_model(network, learns_out_of_scope=has, has_linear=has, has_others=has)
    function = Forward(model.classifier).function()
    texts = [*rows_of(model), *STRANGERS, *(" ".join(["where is my order"] * n) for n in (16, 17, 33))]
    expected = answers_of(model.classifier, texts)
    for size in (len(texts), 1):
        for start in range(0, len(texts), size):
            ids = ids_of(model.classifier.vocabulary, texts[start : start + size])
            found = function(words=ids.words, pieces=ids.pieces, familiarity=ids.familiarity, order=ids.order)
            rows = slice(start, start + size)
            assert found["probabilities"].numpy() == pytest.approx(expected.probabilities[rows], abs=1e-5)
            assert found["score"].numpy() == pytest.approx(expected.scores[rows], abs=1e-5)
            assert (found["accepted"].numpy() == expected.accepted[rows]).all()


def test_ids_without_any_word_are_answered() -> None:
    """Tables of no rows, which other readers may make of an empty message, are taken as well."""
    for network in ("cnn", "lstm", "transformer"):
        classifier = random_model(network).classifier
        empty, none = np.zeros(0, np.int32), np.zeros((1, 0), np.int32)
        found = Forward(classifier).function()(words=empty, pieces=none[:0], familiarity=np.float32(empty), order=none)
        assert found["probabilities"].numpy()[0] == pytest.approx(classifier.predict("").probabilities, abs=1e-6)
        assert found["score"].numpy().tolist() == [0.0]


@pytest.fixture(scope="module")
def split() -> Any:
    """Return the text path as far as tokens, compiled."""
    return tf.function(CharacterGraph().tokens, input_signature=[tf.TensorSpec([None], tf.string)], autograph=False)


@settings(max_examples=300)
@given(texts=st.lists(MESSAGES, min_size=1, max_size=3))
def test_tokens_are_the_same_for_any_text(split: Any, texts: list[str]) -> None:
    """TensorFlow normalises and splits text of any script, with marks in any order, as Python does."""
    tokens, messages = split(tf.constant([text.encode("utf-8", "replace") for text in texts]))
    found: list[list[str]] = [[] for _ in texts]
    for token, message in zip(tokens.numpy(), messages.numpy(), strict=True):
        found[message].append(token.decode())
    assert found == [tokenise(normalise(text)) for text in texts]


def test_every_character_is_the_same(split: Any) -> None:
    """Each character of the scripts of Unicode, beside a letter, makes the tokens that it makes in Python."""
    texts = [f"a{chr(code)}b" for code in range(0x32400) if not 0xD800 <= code <= 0xDFFF]
    tokens, messages = split(tf.constant(texts))
    expected = [(token, row) for row, text in enumerate(texts) for token in tokenise(normalise(text))]
    assert [token.decode() for token in tokens.numpy()] == [token for token, _ in expected]
    assert messages.numpy().tolist() == [row for _, row in expected]


def test_long_texts_are_cut_where_they_are_here(split: Any) -> None:
    """Of a long message 2,000 characters are read, before and after one character has become many."""
    for text in ("ab " * 1_000, "\ufdfa" * 200, "a" * 1_999 + " " + "b", "e\u0301" * 1_500):
        tokens, _ = split(tf.constant([text]))
        assert [token.decode() for token in tokens.numpy()] == tokenise(normalise(text))


def test_layout_is_what_tensorflow_serving_reads(versions: Path, model_folder: Path) -> None:
    """A numbered version holds the graph, its variables, its tables and the warm-up requests."""
    assert [path.name for path in versions.iterdir()] == ["1"]
    files = {path.relative_to(versions / "1").as_posix() for path in versions.rglob("*") if path.is_file()}
    assert {"saved_model.pb", "variables/variables.index", "assets/words.txt", "assets/pieces.txt"} <= files
    assert "assets.extra/tf_serving_warmup_requests" in files
    words, pieces = ((versions / "1" / "assets" / name).read_text("utf-8") for name in ("words.txt", "pieces.txt"))
    vocabulary = read_model(model_folder).classifier.vocabulary
    assert (words.splitlines(), pieces.splitlines()) == (list(vocabulary.words), list(vocabulary.pieces))


def test_raw_text_is_answered_as_here(served: Any, bot: IntentBot, model_folder: Path) -> None:
    """Rows that try a model get the model's own answers, many at a time; outputs have a row for each message."""
    model = read_model(model_folder)
    texts = rows_of(model)
    found = told(served, texts)
    assert sorted(found) == OUTPUTS
    assert all(len(output) == len(texts) > 2 * BLOCK for output in found.values())
    assert_parity(model.classifier, texts, found)
    assert found["labels"][0].tolist() == [label.encode() for label in model.classifier.labels]
    assert found["confidence"] == pytest.approx(found["probabilities"].max(axis=1))
    assert found["accepted"].tolist() == [prediction.accepted for prediction in bot.classify(texts)]


@settings(max_examples=60)
@given(texts=st.lists(MESSAGES, max_size=4))
def test_any_text_is_answered_as_here(served: Any, versions: Path, model_folder: Path, texts: list[str]) -> None:
    """Whatever is written, in whatever company, TensorFlow says what NumPy says; of no message, nothing."""
    classifier = read_model(model_folder).classifier
    texts = [text for text, is_same in zip(texts, are_the_same(stems_of(versions), texts), strict=True) if is_same]
    found = told(served, texts)
    assert len(found["intent"]) == len(texts)
    if texts:
        assert_parity(classifier, texts, found)


def stems_of(versions: Path) -> StemTable:
    """Return the stems that went into the first version."""
    return read_tables(versions / "1" / "assets")


def test_bytes_that_are_no_text_are_signs(served: Any) -> None:
    """What is no UTF-8 separates words, as a sign does."""
    broken, whole = told(served, [b"where is \xff\xfe my\xc3 order"]), told(served, ["where is ?? my? order"])
    assert broken["probabilities"] == pytest.approx(whole["probabilities"])


def test_forms_of_known_words_have_their_stems(versions: Path) -> None:
    """Forms of known words that no example has are looked up; of a word made up they are not, and that is known."""
    table = stems_of(versions)
    forms = {"parcels", "refunds", "refunded", "refunding", "closed", "labelled", "humans", "sends", "returning"}
    assert not forms & set(table.vocabulary.words) and not table.misses(forms)
    assert StemTable(table.vocabulary, {}).misses(["refunding", "qwrtz", "refund"]) == {"refunding"}
    assert are_the_same(StemTable(table.vocabulary, {}), ["Refunding?", "refund", ""]).tolist() == [False, True, True]


def test_ids_are_answered_as_text_is(served: Any, versions: Path) -> None:
    """Who tokenises himself gets the same answers through the signature of ids."""
    texts = ["wher is my parcel", "", "send it back, back, back"]
    ids = ids_of(stems_of(versions).vocabulary, texts)
    found = served.signatures["ids"](
        words=tf.constant(ids.words),
        pieces=tf.constant(ids.pieces),
        familiarity=tf.constant(ids.familiarity),
        order=tf.constant(ids.order),
    )
    expected = told(served, texts)
    assert sorted(found) == OUTPUTS
    for name in ("confidence", "probabilities", "score"):
        assert found[name].numpy() == pytest.approx(expected[name], abs=1e-6)
    assert found["intent"].numpy().tolist() == expected["intent"].tolist()


def test_labels_of_any_script_are_carried(tmp_path: Path) -> None:
    """A model of two languages whose intents have names in any script is exported; its names come back as written."""
    model = random_model("transformer")
    write_model(tmp_path / "model", model)
    exported = export(tmp_path / "model", "savedmodel", tmp_path / "served", name="random")
    assert exported.path == tmp_path / "served" / "1" and exported.parity.difference < 1e-5
    served = tf.saved_model.load(str(exported.path))
    texts = [text for sentences in EXAMPLES.values() for text in sentences]
    assert_parity(model.classifier, texts, told(served, texts))
    assert {label.decode() for label in told(served, texts)["labels"][0]} == set(EXAMPLES)


def test_a_bot_without_a_stemmer_is_exported(tmp_path: Path) -> None:
    """In a language whose words have no stems, the table of stems has nothing in it, and is read all the same."""
    model = random_model(has_others=False)
    vocabulary = replace(model.classifier.vocabulary, languages=("zh",))
    write_model(tmp_path / "model", replace(model, classifier=replace(model.classifier, vocabulary=vocabulary)))
    exported = export(tmp_path / "model", "savedmodel", tmp_path / "served")
    assert not read_tables(exported.path / "assets").forms


def test_two_bots_in_one_process_keep_their_words_apart(served: Any, tmp_path: Path) -> None:
    """Loaded after another, a model still reads text by its own tables; no folder of this machine stands in either."""
    model = random_model(has_others=False)
    write(model, tmp_path / "other", name="other")
    before = told(served, ["wher is my ordr", "hello bot"])
    other = tf.saved_model.load(str(tmp_path / "other"))
    texts = ["where is my money", "hello kitty"]
    assert_parity(model.classifier, texts, told(other, texts))
    after = told(served, ["wher is my ordr", "hello bot"])
    assert (before["probabilities"] == after["probabilities"]).all()
    assert tempfile.gettempdir().encode() not in (tmp_path / "other" / "saved_model.pb").read_bytes()


def test_what_tensorflow_cannot_write_is_told(tmp_path: Path) -> None:
    """An error of TensorFlow's own, as where a disk is full, says what it was."""
    (tmp_path / "variables").touch()
    with pytest.raises(ExportError, match=r"TensorFlow fails: .*\n    Make room"):
        write(random_model(), tmp_path, name="random")


def test_a_process_without_intentbot_runs_it(versions: Path, bot: IntentBot) -> None:
    """TensorFlow's own ``saved_model_cli run`` answers where intentbot cannot be imported."""
    texts = ["wher is my parcél", "REFUNDING"]
    options = ["--tag_set", "serve", "--signature_def", "serving_default", "--input_exprs", f"text={texts}"]
    done = subprocess.run(
        [sys.executable, "-I", "-c", WITHOUT_INTENTBOT, "run", "--dir", str(versions / "1"), *options],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    intents = " ".join(repr(prediction.intent.encode()) for prediction in bot.classify(texts))
    assert f"Result for output key intent:\n[{intents}]\n" in done.stdout


def test_warm_up_requests_are_those_of_tensorflow_serving(versions: Path) -> None:
    """Read with the fields of its API, each asks the exported model one text."""
    log_type = prediction_log_type()
    file = versions / "1" / "assets.extra" / "tf_serving_warmup_requests"
    records = [record.numpy() for record in tf.data.TFRecordDataset(str(file))]
    assert records
    for record in records:
        request = log_type.FromString(record).predict_log.request
        assert (request.model_spec.name, request.model_spec.signature_name) == ("tiny", "serving_default")
        assert tf.io.parse_tensor(request.inputs["text"], tf.string).shape == (1,)


def prediction_log_type() -> Any:
    """Return the part of TensorFlow Serving's `PredictionLog` that a request for a prediction fills."""
    fields = {
        "ModelSpec": [("name", 1, "string"), ("signature_name", 3, "string")],
        "PredictRequest": [("model_spec", 1, "ModelSpec"), ("inputs", 2, "PredictRequest.InputsEntry")],
        "PredictLog": [("request", 1, "PredictRequest")],
        "PredictionLog": [("predict_log", 6, "PredictLog")],
    }
    file = descriptor_pb2.FileDescriptorProto(name="serving.proto", package="serving", syntax="proto3")
    kinds = {"string": descriptor_pb2.FieldDescriptorProto.TYPE_STRING}
    for name, members in fields.items():
        message = file.message_type.add(name=name)
        for member, number, kind in members:
            field = message.field.add(name=member, number=number, label=3 if "." in kind else 1)
            field.type = kinds.get(kind, descriptor_pb2.FieldDescriptorProto.TYPE_MESSAGE)
            if kind not in kinds:
                field.type_name = f".serving.{kind}"
    entry = file.message_type[1].nested_type.add(name="InputsEntry", options={"map_entry": True})
    entry.field.add(name="key", number=1, label=1, type=9)
    entry.field.add(name="value", number=2, label=1, type=12)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("serving.PredictionLog"))

"""A model for TensorFlow Serving, and for all else that runs a SavedModel: raw text in, answers out.

What is written has two signatures: ``serving_default`` reads texts, ``ids`` what `ids_of` makes of them. The first says
what the model says but for one thing: TensorFlow cannot run a stemmer. It looks stems up, those of all words in the
examples and of tens of thousands of other forms of them (`stems`). Any other word counts as its own stem: where that is
wrong and the right one is known, a hint is lost; in a bot of several languages the score may move by some thousandths.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf.saved_model_pb2 import SavedModel

from intentbot.errors import ExportError
from intentbot.export.answers import Answers
from intentbot.export.ids import Ids, ids_of
from intentbot.export.parity import TOLERANCE
from intentbot.export.rows import rows_of
from intentbot.export.tensorflow.forward import Forward
from intentbot.export.tensorflow.stems import StemTable
from intentbot.export.tensorflow.tables import read_tables, write_tables
from intentbot.export.tensorflow.text_graph import TextGraph
from intentbot.export.tensorflow.warm_up import write_warm_up
from intentbot.files.model_folder import Model
from intentbot.text import normalise, tokenise

RUNTIME = "TensorFlow"

BLOCK = 16
"""Messages that are computed together, of any number asked at once: 16 of 2,000 Chinese characters take 0.6 GB."""

N_WARM_UP = 8
"""Messages that TensorFlow Serving asks itself before the first customer does."""


class Served(tf.Module):  # type: ignore[misc]
    """A classifier with its text path, as TensorFlow Serving calls it.

    Parameters
    ----------
    model : Model
    tables : Path
        Where `write_tables` wrote.
    """

    def __init__(self, model: Model, tables: Path) -> None:
        super().__init__(name="served")
        self.labels = tf.constant(model.classifier.labels)
        self.text, self.forward = TextGraph(model.classifier.vocabulary, tables), Forward(model.classifier)

    def signatures(self) -> dict[str, Any]:
        """Return the functions that can be called, by name."""
        texts = tf.function(self._answer_texts, autograph=False)
        ids = tf.function(self._answer_ids, autograph=False)
        return {
            "serving_default": texts.get_concrete_function(tf.TensorSpec([None], tf.string, "text")),
            "ids": ids.get_concrete_function(*Forward.inputs()),
        }

    def _answer_texts(self, text: Any) -> dict[str, Any]:
        n_messages = tf.size(text)
        shapes = {"probabilities": [None, len(self.labels)], "score": [None], "accepted": [None]}
        kinds = {"probabilities": tf.float32, "score": tf.float32, "accepted": tf.bool}
        found = {
            name: tf.TensorArray(kinds[name], 0, dynamic_size=True, infer_shape=False, element_shape=shape)
            for name, shape in shapes.items()
        }

        def step(number: Any, found: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
            answers = self.forward(*self.text.ids(text[number * BLOCK : (number + 1) * BLOCK]))
            return number + 1, {name: blocks.write(number, answers[name]) for name, blocks in found.items()}

        # A block at a time: memory does not grow with what is asked at once.
        _, found = tf.while_loop(
            lambda number, found: (number * BLOCK < n_messages) | (number == 0),
            step,
            (tf.constant(0), found),
            parallel_iterations=1,
        )
        return self._answers(**{name: blocks.concat() for name, blocks in found.items()})

    def _answer_ids(self, words: Any, pieces: Any, familiarity: Any, order: Any) -> dict[str, Any]:
        return self._answers(**self.forward(words, pieces, familiarity, order))

    def _answers(self, probabilities: Any, score: Any, accepted: Any) -> dict[str, Any]:
        return {
            "intent": tf.gather(self.labels, tf.argmax(probabilities, axis=1)),
            "confidence": tf.reduce_max(probabilities, axis=1),
            "labels": tf.tile(self.labels[None], tf.stack([tf.shape(probabilities)[0], 1])),
            "probabilities": probabilities,
            "score": score,
            "accepted": accepted,
        }


def write(model: Model, folder: Path, *, name: str) -> None:
    """Write a SavedModel into an empty folder, which is one version of a model of TensorFlow Serving called `name`.

    Raises
    ------
    ExportError
        Where TensorFlow cannot write it.
    """
    with _told_by_tensorflow(), TemporaryDirectory() as tables:
        write_tables(StemTable.of(model.classifier.vocabulary), Path(tables))
        served = Served(model, Path(tables))
        tf.saved_model.save(served, str(folder), signatures=served.signatures())
        _name_tables(folder / "saved_model.pb", Path(tables))
        (folder / "assets.extra").mkdir()
        write_warm_up(folder / "assets.extra", rows_of(model)[:N_WARM_UP], name=name)


def ask(folder: Path, texts: Sequence[str]) -> Answers:
    """Return what a SavedModel says of messages: of their texts, and where it lacks a stem, of their ids.

    Raises
    ------
    ExportError
        Where both signatures should say the same, and do not; or TensorFlow cannot run them.
    """
    table = read_tables(folder / "assets")
    blocks = [ids_of(table.vocabulary, texts[start : start + BLOCK]) for start in range(0, len(texts), BLOCK)]
    written = [text.encode("utf-8", "replace") for text in texts]
    with _told_by_tensorflow():
        served = tf.saved_model.load(str(folder))
        of_texts = _told([served.signatures["serving_default"](text=tf.constant(written, tf.string))])
        of_ids = _told([served.signatures["ids"](**_tensors(ids)) for ids in blocks])
    is_same = are_the_same(table, texts)
    apart = np.abs(of_texts.probabilities - of_ids.probabilities).max(axis=1, initial=0.0)
    apart = np.where(is_same, np.maximum(apart, np.abs(of_texts.scores - of_ids.scores)), 0.0)
    if not (apart <= TOLERANCE).all():
        text, difference = texts[int(apart.argmax())], apart.max()
        raise ExportError(
            f"{RUNTIME} answers the text {text!r} otherwise than its ids (difference {difference:.1e}).",
            "Please report this, with the message and the versions of the libraries.",
        )
    return Answers(
        tuple(str(intent) for intent in np.where(is_same, of_texts.intents, of_ids.intents)),
        np.where(is_same[:, None], of_texts.probabilities, of_ids.probabilities),
        np.where(is_same, of_texts.scores, of_ids.scores),
        np.where(is_same, of_texts.accepted, of_ids.accepted),
        n_as_ids=int((~is_same).sum()),
    )


def are_the_same(table: StemTable, texts: Sequence[str]) -> np.ndarray:
    """Return for each message whether its text means the same to an export as its ids, of shape (N,), bool.

    It does where all its words have the stems that the table gives them.
    """
    messages = [tokenise(normalise(text)) for text in texts]
    missed = table.misses({token for tokens in messages for token in tokens})
    return np.array([missed.isdisjoint(tokens) for tokens in messages], dtype=np.bool_)


def _name_tables(file: Path, tables: Path) -> None:
    """Name the tables of a graph by what is in them, not by the folder of this machine in which they were made.

    A process that loads two models has one table for each name.
    """
    digest = hashlib.sha256()
    for table in sorted(tables.iterdir()):
        digest.update(table.read_bytes())
    saved = SavedModel.FromString(file.read_bytes())
    for graph in (found.graph_def for found in saved.meta_graphs):
        for node in (*graph.node, *(node for function in graph.library.function for node in function.node_def)):
            if "shared_name" in node.attr:
                shared = node.attr["shared_name"]
                shared.s = shared.s.replace(str(tables).encode(), digest.hexdigest()[:16].encode())
    file.write_bytes(saved.SerializeToString(deterministic=True))


@contextmanager
def _told_by_tensorflow() -> Iterator[None]:
    """Turn TensorFlow's errors, which are no `OSError` even where a disk is full, into one of ours."""
    try:
        yield
    except tf.errors.OpError as error:
        reason = str(error.message).partition("\n")[0].rstrip(".")
        raise ExportError(f"{RUNTIME} fails: {reason}.", "Make room, or choose another place with -o.") from error


def _tensors(ids: Ids) -> dict[str, Any]:
    return {field.name: tf.constant(getattr(ids, field.name)) for field in fields(ids)}


def _told(found: Sequence[dict[str, Any]]) -> Answers:
    """Return what a signature said of blocks of messages."""
    intents, probabilities, scores, accepted = (
        np.concatenate([block[name].numpy() for block in found])
        for name in ("intent", "probabilities", "score", "accepted")
    )
    return Answers(tuple(intent.decode() for intent in intents), probabilities, scores, accepted)

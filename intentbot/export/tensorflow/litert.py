"""A model for LiteRT (TensorFlow Lite): a graph of ids, its vocabulary, and a reader in Python."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ai_edge_litert.interpreter  # noqa: F401 - the reader needs it: where it is missing, that is said first
import tensorflow as tf

from intentbot.export.answers import Answers
from intentbot.export.standalone import ask_reader, write_beside
from intentbot.export.tensorflow.forward import Forward
from intentbot.files.model_folder import Model

RUNTIME = "LiteRT"


def write(model: Model, folder: Path, *, name: str) -> None:
    """Write the files of an export called `name` into an empty folder."""
    forward = Forward(model.classifier)
    # One message at a time, as on a telephone; built-in operators alone, so that every LiteRT can run it.
    converter = tf.lite.TFLiteConverter.from_concrete_functions([forward.function(1)], forward)
    (folder / "model.tflite").write_bytes(converter.convert())
    write_beside(folder, model.classifier)


def ask(folder: Path, texts: Sequence[str]) -> Answers:
    """Return what the files in a folder say of messages, read and run without intentbot."""
    return ask_reader(folder, texts)

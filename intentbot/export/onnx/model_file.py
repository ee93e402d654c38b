"""A model for ONNX Runtime: a graph of ids, its vocabulary, and a reader in Python.

The graph is written node by node and not converted from TensorFlow. What tf2onnx 1.17 makes has twice as many nodes: a
message takes a third longer, and twice as long with the `lstm` network.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime  # noqa: F401 - the reader needs it: where it is missing, that is said before anything is written
from onnx import ModelProto
from onnx.checker import check_model
from onnx.helper import set_model_props
from onnx.numpy_helper import from_array
from onnx.parser import parse_model

from intentbot.classifier import Classifier
from intentbot.export.answers import Answers
from intentbot.export.onnx.graph import graph_of
from intentbot.export.standalone import ask_reader, write_beside
from intentbot.files.model_folder import Model
from intentbot.version import VERSION

RUNTIME = "ONNX Runtime"

_MODEL = """
<ir_version: 8, opset_import: ["": 17], producer_name: "intentbot", producer_version: "VERSION">
intentbot (int32[U] words, int32[U, P] pieces, float[U] familiarity, int32[B, T] order)
=> (float[B, N_INTENTS] probabilities, float[B] score, bool[B] accepted)
{STEPS}
"""
"""Of versions that ONNX Runtime knows since 1.12 (2022)."""


def write(model: Model, folder: Path, *, name: str) -> None:
    """Write the files of an export called `name` into an empty folder."""
    made = _model_of(model.classifier)
    made.doc_string = name
    (folder / "model.onnx").write_bytes(made.SerializeToString())
    write_beside(folder, model.classifier)


def ask(folder: Path, texts: Sequence[str]) -> Answers:
    """Return what the files in a folder say of messages, read and run without intentbot."""
    return ask_reader(folder, texts)


def _model_of(classifier: Classifier) -> ModelProto:
    """Return a classifier as a model of ONNX, checked."""
    graph, n_intents = graph_of(classifier), str(len(classifier.labels))
    text = _MODEL.replace("VERSION", VERSION).replace("N_INTENTS", n_intents).replace("STEPS", graph.steps)
    model = parse_model(text)
    named = {name for node in model.graph.node for name in node.input}
    numbers = {name: np.ascontiguousarray(array) for name, array in graph.numbers.items() if name in named}
    model.graph.initializer.extend(from_array(array, name) for name, array in numbers.items())
    set_model_props(model, {"labels": json.dumps(classifier.labels, ensure_ascii=False)})
    check_model(model, full_check=True)
    return model

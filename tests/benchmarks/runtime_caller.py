"""Asks one runtime messages, in a process of its own: ``python -m tests.benchmarks.runtime_caller RUNTIME FOLDER``.

The messages come as a JSON list on the standard input. What goes out is a JSON list: the nanoseconds of each message,
text in and label out, in a first and in a second pass, and the labels.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter_ns
from typing import Any

NUMPY, LITERT, ONNX_RUNTIME, SAVED_MODEL = "NumPy", "LiteRT", "ONNX Runtime", "SavedModel"


def classifier_of(runtime: str, folder: Path) -> Callable[[str], str]:
    """Return what classifies a message with the model in a folder, loaded as its users would."""
    if runtime == NUMPY:
        from intentbot import IntentBot

        bot = IntentBot.load(folder)
        return lambda text: bot.classify([text])[0].intent
    if runtime in (LITERT, ONNX_RUNTIME):
        reader = _reader(folder)
        return lambda text: str(reader.classify(text)["intent"])
    import tensorflow as tf

    # One thread is fastest for one message, and what the others have.
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    loaded = tf.saved_model.load(str(folder))
    serve = loaded.signatures["serving_default"]
    return lambda text: serve(text=tf.constant([text]))["intent"].numpy()[0].decode()


def _reader(folder: Path) -> Any:
    """Return the reader that stands beside a graph."""
    spec = importlib.util.spec_from_file_location("reader", folder / "reader.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Reader(folder)


def main() -> None:
    """Answer, and print what it took."""
    classify = classifier_of(sys.argv[1], Path(sys.argv[2]))
    texts = json.load(sys.stdin)
    json.dump([_times(classify, texts), _times(classify, texts), [classify(text) for text in texts]], sys.stdout)


def _times(classify: Callable[[str], str], texts: list[str]) -> list[int]:
    times = []
    for text in texts:
        began = perf_counter_ns()
        classify(text)
        times.append(perf_counter_ns() - began)
    return times


if __name__ == "__main__":
    main()

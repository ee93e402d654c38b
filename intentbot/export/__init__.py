"""A model for other runtimes: TensorFlow Serving, LiteRT, ONNX Runtime, TorchServe, JavaScript.

Each target is one module with two functions: ``write(model, folder, name=...)`` fills an empty folder, and
``ask(folder, texts)`` has them answered by the target's own runtime. `export` writes, asks, compares with the model
and only then gives the folder its name. What TensorFlow, LiteRT and ONNX need is in the extra ``intentbot[export]``;
TorchServe and JavaScript need none.
"""

from __future__ import annotations

from intentbot.export.export import TARGETS, Exported, export

__all__ = ["TARGETS", "Exported", "export"]

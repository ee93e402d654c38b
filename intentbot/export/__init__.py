"""A model for other runtimes: TensorFlow Serving, LiteRT, ONNX Runtime, TorchServe, JavaScript.

Each target is one module with two functions: ``write(model, folder)`` puts its files into an empty folder, and
``ask(folder, texts)`` has them answered by the target's own runtime. `export` writes, asks, compares with the model
and only then gives the folder its name. What a target needs is in the extra ``intentbot[export]``.
"""

from __future__ import annotations

from intentbot.export.export import TARGETS, Exported, export

__all__ = ["TARGETS", "Exported", "export"]

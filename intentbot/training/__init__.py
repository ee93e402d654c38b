"""Training and evaluation. Needs ``pip install 'intentbot[train]'``: TensorFlow and scikit-learn are imported here.

>>> from intentbot.training import evaluate, pretrain, train
"""

from __future__ import annotations

from importlib.util import find_spec

from intentbot.errors import MissingExtra

if find_spec("tensorflow") is None or find_spec("sklearn") is None:
    raise MissingExtra("train", "Training")

from intentbot.training.evaluate import evaluate
from intentbot.training.pretrain import pretrain
from intentbot.training.train import train

__all__ = ["evaluate", "pretrain", "train"]

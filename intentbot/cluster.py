"""The machines that train one model together, as TensorFlow's ``TF_CONFIG`` names them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass

from intentbot.errors import TrainingError

VARIABLE = "TF_CONFIG"
"""The environment variable in which TensorFlow expects the machines that train together."""

_FIX = (
    'Write it as {"cluster": {"worker": ["host1:12345", "host2:12345"]}, "task": {"type": "worker", "index": 0}}, '
    "or unset it to train on this machine alone."
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """The machines that train together.

    Attributes
    ----------
    n_workers : int
    index : int
        Which of them this is. The first writes the model.
    """

    n_workers: int = 1
    index: int = 0

    @classmethod
    def here(cls) -> Cluster:
        """Return the cluster that ``TF_CONFIG`` names: this machine alone where it is not set.

        Raises
        ------
        TrainingError
            Where it cannot be understood.
        """
        written = os.environ.get(VARIABLE, "")
        if not written:
            return cls()
        try:
            found = json.loads(written)
            workers, task = found["cluster"]["worker"], found["task"]
            cluster = cls(len(workers), int(task["index"]))
            sound = isinstance(workers, list) and found["cluster"].keys() == {"worker"} and task["type"] == "worker"
        except (ValueError, KeyError, TypeError, AttributeError):
            sound = False
        if not sound or not 0 <= cluster.index < cluster.n_workers:
            raise TrainingError(f"the environment variable {VARIABLE} names no workers: {written[:200]!r}.", _FIX)
        return cluster

    @property
    def is_chief(self) -> bool:
        """Whether this machine writes the model."""
        return self.index == 0

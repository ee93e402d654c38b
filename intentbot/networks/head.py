"""The linear layer at the end of every network: pooled features to a logit for each label.

Shapes: U features, C labels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """The linear layer.

    Attributes
    ----------
    weights : ndarray of shape (C, U), float32
    bias : ndarray of shape (C,), float32
    """

    weights: np.ndarray
    bias: np.ndarray

    @classmethod
    def of_layer(cls, kernel: np.ndarray, bias: np.ndarray) -> Head:
        """Return the head of a trained layer, whose kernel is of shape (U, C)."""
        return cls(np.ascontiguousarray(kernel.T), bias)

    def logits(self, features: np.ndarray) -> np.ndarray:
        """Return the logits of every label, of shape (C,), from features of shape (U,)."""
        result: np.ndarray = self.weights @ features
        result += self.bias
        return result

"""The weights on disk: one ``.npz`` archive of plain arrays, never pickled."""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import numpy as np

from intentbot.linear import LinearWeights
from intentbot.networks.front import Front
from intentbot.networks.head import Head
from intentbot.networks.network import MIDDLES, Network

_ONE_AT_A_TIME = threading.Lock()
"""NumPy parses the head of each array as Python, and two threads at once cannot do that for certain on Python 3.11
before 3.11.8 (https://github.com/python/cpython/issues/106905)."""


def weights_of(network: Network, linear: LinearWeights | None) -> bytes:
    """Return the archive of a network, and of a linear model where there is one."""
    middle = network.middle
    names = [field.name for field in fields(type(middle)) if field.init]
    arrays = {
        "network_words": network.front.words,
        "network_pieces": network.front.pieces,
        **{f"network_{name}": getattr(middle, name) for name in names},
        "head": network.head.weights,
        "head_bias": network.head.bias,
    }
    if linear:
        arrays |= {
            "linear_words": linear.words,
            "linear_pieces": linear.pieces,
            "word_scale": linear.word_scale,
            "piece_scale": linear.piece_scale,
            "word_idf": linear.word_idf,
            "piece_idf": linear.piece_idf,
            "intercept": linear.intercept,
        }
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def read_weights(path: Path, network: str) -> tuple[Network, LinearWeights | None]:
    """Return the network of this name, one of `MIDDLES`, and the linear model, where there is one, in an archive.

    Raises
    ------
    OSError, ValueError, KeyError, BadZipFile, EOFError
        Where the archive is not what `weights_of` writes.
    """
    kind = MIDDLES[network]
    with _ONE_AT_A_TIME, np.load(path, allow_pickle=False) as arrays:
        middle = kind(**{field.name: arrays[f"network_{field.name}"] for field in fields(kind) if field.init})
        front = Front(arrays["network_words"], arrays["network_pieces"])
        return Network(front, middle, Head(arrays["head"], arrays["head_bias"])), _linear(arrays)


def _linear(arrays: Mapping[str, np.ndarray]) -> LinearWeights | None:
    if "intercept" not in arrays:
        return None
    return LinearWeights(
        words=arrays["linear_words"],
        pieces=arrays["linear_pieces"],
        word_scale=arrays["word_scale"],
        piece_scale=arrays["piece_scale"],
        word_idf=arrays["word_idf"],
        piece_idf=arrays["piece_idf"],
        intercept=arrays["intercept"],
    )

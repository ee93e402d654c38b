"""The messages with which TensorFlow Serving warms a model up before it answers the first customer.

It reads a file of `PredictionLog` messages, which are defined in packages of TensorFlow Serving, not of TensorFlow.
Few nested fields are all that is needed of them, so they are written out here.

References
----------
https://www.tensorflow.org/tfx/serving/saved_model_warmup. The numbers of the fields stand in ``prediction_log.proto``,
``predict.proto`` and ``model.proto`` in TensorFlow Serving's folder ``apis``; a number never changes once it is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import tensorflow as tf

FILE = "tf_serving_warmup_requests"

_NAME, _SIGNATURE = 1, 3
_MODEL, _INPUTS, _KEY, _VALUE = 1, 2, 1, 2
_REQUEST, _PREDICT_LOG = 1, 6
_VARINT_BITS = 7


def write_warm_up(folder: Path, texts: Sequence[str], *, name: str) -> None:
    """Write one request for each text to a model called `name` into the folder ``assets.extra`` of a version of it."""
    with tf.io.TFRecordWriter(str(folder / FILE)) as file:
        for text in texts:
            file.write(_prediction_log(text, name))


def _prediction_log(text: str, name: str) -> bytes:
    model = _field(_NAME, name.encode()) + _field(_SIGNATURE, b"serving_default")
    tensor = tf.make_tensor_proto([text.encode("utf-8", "replace")]).SerializeToString()
    inputs = _field(_KEY, b"text") + _field(_VALUE, tensor)
    request = _field(_MODEL, model) + _field(_INPUTS, inputs)
    return _field(_PREDICT_LOG, _field(_REQUEST, request))


def _field(number: int, content: bytes) -> bytes:
    """Return a field of a protocol buffer that holds bytes, or another message."""
    bytes_follow = 2
    return _varint(number << 3 | bytes_follow) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    """Return a number as protocol buffers write it: seven bits a byte, the lowest first; the eighth: more follow."""
    low, rest = number & 0x7F, number >> _VARINT_BITS
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])

"""A whole classifier as an ONNX graph: from where a message's words stand to what the model says of it.

Written in the text form of ONNX, which can be read and needs no TensorFlow. Tables are as small as the model's own:
half floats and 8-bit numbers, cast where they are used.

Shapes: B messages, T tokens, U distinct tokens, P pieces, D embedding, C intents, L logits (C, and `out_of_scope`'s).
"""

from __future__ import annotations

import numpy as np

from intentbot.classifier import Classifier, Mix
from intentbot.export.onnx.middles import Part, middle_of
from intentbot.linear import LinearWeights
from intentbot.networks.front import Front
from intentbot.networks.head import Head
from intentbot.rejection import LIMITS, STRANGE, Rejection

# Row 0 of each table is nothing.
_FRONT = """
    own_half = Gather (word_vectors, words)
    own_vectors = Cast <to = 1> (own_half)
    parts_half = Gather (piece_vectors, pieces)
    parts = Cast <to = 1> (parts_half)
    parts_sum = ReduceSum <keepdims = 0> (parts, axis_1)
    is_part = Sign (pieces)
    is_part_float = Cast <to = 1> (is_part)
    n_parts = ReduceSum (is_part_float, axis_1)
    n_parts_or_1 = Max (n_parts, one)
    parts_root = Sqrt (n_parts_or_1)
    parts_shared = Div (parts_sum, parts_root)
    vectors = Add (own_vectors, parts_shared)
    is_there = Sign (order)
    there = Cast <to = 1> (is_there)
    n_tokens = ReduceSum (there, axis_1)
    length = Max (n_tokens, one)
"""

_HEAD = """
    root = Sqrt (length)
    total_shared = Div (total, root)
    features = Concat <axis = 1> (highest, total_shared)
    network = Gemm (features, head, head_bias)
"""

# What only a file of word vectors or an encoder knows has no coefficients.
_OWN_ROWS = """
    has_word = LessOrEqual (words, last_word)
    has_piece = LessOrEqual (pieces, last_piece)
    linear_word = Where (has_word, words, nothing)
    linear_piece = Where (has_piece, pieces, nothing)
"""
_ALL_ROWS = """
    linear_word = Identity (words)
    linear_piece = Identity (pieces)
"""
# Each message counts its distinct tokens once.
_LINEAR = """
    word_bytes = Gather (linear_words, linear_word)
    word_numbers = Cast <to = 1> (word_bytes)
    word_scales = Gather (word_scale, linear_word)
    word_given = Mul (word_numbers, word_scales)
    word_squares = Gather (word_square, linear_word)
    piece_bytes = Gather (linear_pieces, linear_piece)
    piece_numbers = Cast <to = 1> (piece_bytes)
    piece_scales = Gather (piece_scale, linear_piece)
    piece_scales_row = Unsqueeze (piece_scales, axis_1)
    piece_given_row = MatMul (piece_scales_row, piece_numbers)
    piece_given = Squeeze (piece_given_row, axis_1)
    piece_squares_all = Gather (piece_square, linear_piece)
    piece_squares = ReduceSum (piece_squares_all, axis_1)
    coefficients = Add (word_given, piece_given)
    squares = Add (word_squares, piece_squares)
    given_each = Concat <axis = 1> (coefficients, squares)
    n_distinct = Shape (words)
    n_distinct_1 = Add (n_distinct, one_long)
    depth = Cast <to = 6> (n_distinct_1)
    is_at = OneHot (order, depth, zero_one)
    is_in_or_none = ReduceMax <axes = [1], keepdims = 0> (is_at)
    is_in = Slice (is_in_or_none, one_long, n_distinct_1, axis_1)
    given_all = MatMul (is_in, given_each)
    linear_all, squared = Split <axis = 1> (given_all, sizes_linear)
    squared_length = Max (squared, tiny)
    norm = Sqrt (squared_length)
    linear_normed = Div (linear_all, norm)
    linear = Add (linear_normed, intercept)
    mixed = Add (network, linear)
"""

_NO_LINEAR = Part("    mixed = Identity (network)\n", {})

_INTENTS = """
    logits = Slice (mixed, zero_long, n_intents, axis_1)
    peak = ReduceMax <axes = [1]> (logits)
"""
_OUT_OF_SCOPE = """
    reserved = Slice (mixed, n_intents, n_logits, axis_1)
    above = Sub (reserved, peak)
"""
_NO_OUT_OF_SCOPE = """
    above = Sub (peak, peak)
"""

_SCORE = """
    probabilities = Softmax <axis = 1> (logits)
    best = ArgMax <axis = 1, keepdims = 0> (logits)
    familiarity_or_none = Pad (familiarity, one_first)
    known = Gather (familiarity_or_none, order)
    known_sum = ReduceSum (known, axis_1)
    known_share = Div (known_sum, length)
    root_signal = Sqrt (n_tokens)
    signals = Concat <axis = 1> (peak, known_share, above, root_signal)
    signals_low = Max (signals, low)
    signals_kept = Min (signals_low, high)
    weight = MatMul (signals_kept, slopes)
    handicap = Gather (handicaps, best)
    log_odds = Sub (weight, handicap)
    likelihood = Sigmoid (log_odds)
    known_most = ReduceMax <axes = [1]> (known)
    is_little_known = Less (known_share, strange)
    is_no_word_known = Less (known_most, one)
    is_strange_column = And (is_little_known, is_no_word_known)
    is_strange = Squeeze (is_strange_column, axis_1)
    score = Where (is_strange, zero, likelihood)
    accepted = GreaterOrEqual (score, threshold)
"""


def graph_of(classifier: Classifier) -> Part:
    """Return a classifier in ONNX, but for its inputs and outputs."""
    network = classifier.network
    parts = [
        _front(network.front),
        middle_of(network.middle),
        _head(network.head, classifier.mix),
        _linear(classifier.linear, classifier.mix, network.front) if classifier.linear else _NO_LINEAR,
        _score(classifier.rejection, n_intents=len(classifier.labels), n_logits=len(network.head.bias)),
    ]
    numbers: dict[str, np.ndarray] = {
        "zero": np.array(0, dtype=np.float32),
        "one": np.array(1, dtype=np.float32),
        "zero_long": np.array([0], dtype=np.int64),
        "one_long": np.array([1], dtype=np.int64),
        "axis_1": np.array([1], dtype=np.int64),
        "one_first": np.array([1, 0], dtype=np.int64),
    }
    for part in parts:
        numbers |= part.numbers
    return Part("".join(part.steps for part in parts), numbers)


def _after_nothing(rows: np.ndarray) -> np.ndarray:
    return np.concatenate([np.zeros_like(rows[:1]), rows])


def _front(front: Front) -> Part:
    return Part(_FRONT, {"word_vectors": _after_nothing(front.words), "piece_vectors": _after_nothing(front.pieces)})


def _head(head: Head, mix: Mix) -> Part:
    # What the network counts in the mix is a factor of its head, and so with the linear model.
    share = np.float32(mix.network)
    return Part(_HEAD, {"head": head.weights.T * share, "head_bias": head.bias * share})


def _linear(linear: LinearWeights, mix: Mix, front: Front) -> Part:
    share = np.float32(mix.linear)
    has_others = len(front.words) > len(linear.words) or len(front.pieces) > len(linear.pieces)
    return Part(
        (_OWN_ROWS if has_others else _ALL_ROWS) + _LINEAR,
        {
            "linear_words": _after_nothing(linear.words),
            "linear_pieces": _after_nothing(linear.pieces),
            "word_scale": _after_nothing(linear.word_scale * share)[:, None],
            "piece_scale": _after_nothing(linear.piece_scale * share),
            "word_square": _after_nothing(np.square(linear.word_idf))[:, None],
            "piece_square": _after_nothing(np.square(linear.piece_idf)),
            "intercept": linear.intercept * share,
            "last_word": np.array(len(linear.words), dtype=np.int32),
            "last_piece": np.array(len(linear.pieces), dtype=np.int32),
            "nothing": np.array(0, dtype=np.int32),
            "zero_one": np.array([0, 1], dtype=np.float32),
            "sizes_linear": np.array([len(linear.intercept), 1], dtype=np.int64),
            "tiny": np.array(1e-30, dtype=np.float32),
        },
    )


def _score(rejection: Rejection, *, n_intents: int, n_logits: int) -> Part:
    slopes = rejection.weights / rejection.scale
    start = rejection.bias - float(rejection.centre @ slopes)
    limits = LIMITS * rejection.scale
    numbers = {
        "low": rejection.centre - limits,
        "high": rejection.centre + limits,
        "slopes": slopes,
        "handicaps": rejection.handicaps - start,
        "strange": np.array(STRANGE),
        "threshold": np.array(rejection.threshold),
    }
    return Part(
        _INTENTS + (_OUT_OF_SCOPE if n_logits > n_intents else _NO_OUT_OF_SCOPE) + _SCORE,
        {
            **{name: np.asarray(array, dtype=np.float32) for name, array in numbers.items()},
            "n_intents": np.array([n_intents], dtype=np.int64),
            "n_logits": np.array([n_logits], dtype=np.int64),
        },
    )

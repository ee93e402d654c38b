"""The middles of the networks as ONNX: what `intentbot.networks` computes, for padded messages together.

Each reads `vectors` of shape (U, D), `order` and `there` (1 where a token stands, else 0) of shape (B, T), and
`n_tokens` and `length` (the same, at least 1) of shape (B, 1). It gives `highest` and `total`: the largest and the sum
of what each unit finds in a message.

Shapes: B messages, T tokens, U distinct tokens, D embedding, F filters, H units of each direction, A heads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from intentbot.networks.cnn import Convolutions
from intentbot.networks.lstm import Lstm
from intentbot.networks.network import Middle
from intentbot.networks.transformer import DISTANCES, WINDOW, Transformer

FAR = np.float32(1e9)
"""Stands, below zero, where there is no word, so that no maximum lies there."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of a graph.

    Attributes
    ----------
    steps : str
        In the text form of ONNX, a node on each line.
    numbers : mapping of str to ndarray
        What the steps name and no step makes.
    """

    steps: str
    numbers: Mapping[str, np.ndarray]


def middle_of(middle: Middle) -> Part:
    """Return the same middle in ONNX."""
    if isinstance(middle, Convolutions):
        return _convolutions(middle)
    if isinstance(middle, Lstm):
        return _lstm(middle)
    if isinstance(middle, Transformer):
        return _transformer(middle)
    raise TypeError(f"{type(middle).__name__} is no middle that can be written as ONNX")


# Of what is found at each place, (B, T, units), what counts is where there are tokens; without any it is 0.
_POOLING = """
    there_3d = Unsqueeze (there, axis_2)
    absent = Sub (there_3d, one)
    far_off = Mul (absent, far)
    found_or_far = Add (found, far_off)
    highest_or_far = ReduceMax <axes = [1], keepdims = 0> (found_or_far)
    is_any = Greater (n_tokens, zero)
    highest = Where (is_any, highest_or_far, zero)
    found_there = Mul (found, there_3d)
    total = ReduceSum <keepdims = 0> (found_there, axis_1)
"""

# Padding points to row 0: no filter finds anything there, and it gives nothing to its neighbours.
_CONVOLUTIONS = """
    given = Gemm (vectors, columns, bias)
    given_or_none = Concat <axis = 0> (none, given)
    given_own, given_before, given_after = Split <axis = 1> (given_or_none, sizes)
    order_next = Pad (order, drop_first)
    order_last = Pad (order, drop_last)
    own = Gather (given_own, order)
    own_1, own_2, own_3 = Split <axis = 2> (own)
    next = Gather (given_before, order_next)
    next_2, next_3 = Split <axis = 2> (next)
    last_3 = Gather (given_after, order_last)
    sum_2 = Add (own_2, next_2)
    sum_3 = Sum (own_3, next_3, last_3)
    sums = Concat <axis = 2> (own_1, sum_2, sum_3)
    found = Relu (sums)
    highest = ReduceMax <axes = [1], keepdims = 0> (found)
    total = ReduceSum <keepdims = 0> (found, axis_1)
"""


def _convolutions(middle: Convolutions) -> Part:
    f = len(middle.bias) // 3
    none = np.zeros((1, 6 * f), dtype=np.float32)
    none[:, : 3 * f] = -FAR
    return Part(
        _CONVOLUTIONS,
        {
            "columns": middle.columns,
            # Only what a word gives to its own place has a bias.
            "bias": np.pad(middle.bias, (0, 3 * f)),
            "none": none,
            "sizes": np.array([3 * f, 2 * f, f], dtype=np.int64),
            "drop_first": np.array([0, -1, 0, 1], dtype=np.int64),
            "drop_last": np.array([0, 1, 0, -1], dtype=np.int64),
        },
    )


_LSTM = (
    """
    units = Gemm (vectors, word_columns, word_bias)
    units_own = Relu (units)
    units_or_none = Pad (units_own, nothing_first)
    seen = Gather (units_or_none, order)
    vectors_or_none = Pad (vectors, nothing_first)
    read = Gather (vectors_or_none, order)
    read_by_place = Transpose <perm = [1, 0, 2]> (read)
    length_row = Squeeze (length, axis_1)
    lengths = Cast <to = 6> (length_row)
    states = LSTM <direction = "bidirectional", hidden_size = {h}>
        (read_by_place, gates, recurrent, gates_bias, lengths)
    states_by_message = Transpose <perm = [2, 0, 1, 3]> (states)
    states_side_by_side = Reshape (states_by_message, both_directions)
    states_gained = Mul (states_side_by_side, gain)
    found = Concat <axis = 2> (states_gained, seen)
"""
    + _POOLING
)


def _lstm(middle: Lstm) -> Part:
    h = middle.recurrent.shape[1]
    columns, bias = middle.columns.T, middle.bias
    # ONNX halves nothing: what `Lstm` keeps of the three gates is half of it.
    whole = np.repeat(np.array([2, 2, 2, 1], dtype=np.float32), h)

    def gates(rows: np.ndarray) -> np.ndarray:
        """Return rows of input, forget and output gate and candidate in the order of ONNX."""
        into, forget, out, candidate = np.split((rows.T * whole).T, 4)
        return np.concatenate([into, out, forget, candidate])

    def of_directions(rows: np.ndarray) -> np.ndarray:
        return np.stack([gates(rows[: 4 * h]), gates(rows[4 * h : 8 * h])])

    return Part(
        _LSTM.replace("{h}", str(h)),
        {
            "word_columns": middle.columns[:, 8 * h :],
            "word_bias": bias[8 * h :],
            "gates": of_directions(columns),
            "gates_bias": np.pad(of_directions(bias), ((0, 0), (0, 4 * h))),
            "recurrent": np.stack([gates(rows.T) for rows in middle.recurrent]),
            "gain": middle.gain,
            "nothing_first": np.array([1, 0, 0, 0], dtype=np.int64),
            "both_directions": np.array([0, 0, 2 * h], dtype=np.int64),
            "axis_2": np.array([2], dtype=np.int64),
            "far": np.array(FAR),
        },
    )


# Each stretch of at most `WINDOW` words is read by itself.
_TRANSFORMER = (
    """
    units = Gemm (vectors, word, word_bias)
    units_own = Relu (units)
    given = Gemm (vectors, attention, attention_bias)
    products = Concat <axis = 1> (vectors, given, units_own)
    products_or_none = Pad (products, nothing_first)
    placed = Gather (products_or_none, order)
    words_given, seen = Split <axis = 2> (placed, sizes_placed)

    n_places = Shape <start = 1> (order)
    window = Min (n_places, largest_window)
    n_last = Mod (n_places, window)
    n_open = Sub (window, n_last)
    n_added = Mod (n_open, window)
    added = Concat <axis = 0> (zero_long, zero_long, zero_long, zero_long, n_added, zero_long)
    words_padded = Pad (words_given, added)
    added_there = Concat <axis = 0> (zero_long, zero_long, zero_long, n_added)
    there_padded = Pad (there, added_there)
    shape_stretches = Concat <axis = 0> (rest, window, size_given)
    stretches = Reshape (words_padded, shape_stretches)
    shape_there = Concat <axis = 0> (rest, one_long, one_long, window)
    there_keys = Reshape (there_padded, shape_there)
    absent_keys = Sub (there_keys, one)
    far_keys = Mul (absent_keys, far)

    read, asked = Split <axis = 2> (stretches, sizes_given)
    shape_heads = Concat <axis = 0> (rest, window, heads)
    by_head = Reshape (asked, shape_heads)
    by_kind = Transpose <perm = [2, 0, 3, 1, 4]> (by_head)
    queries, keys, values = Split <axis = 0> (by_kind)
    keys_across = Transpose <perm = [0, 1, 2, 4, 3]> (keys)
    fit = MatMul (queries, keys_across)
    ends_near = Concat <axis = 0> (window, window)
    near_here = Slice (near, starts_near, ends_near, axes_near)
    fit_near = Add (fit, near_here)
    fit_there = Add (fit_near, far_keys)
    shares = Softmax <axis = 4> (fit_there)
    mixed_heads = MatMul (shares, values)
    mixed_by_place = Transpose <perm = [0, 1, 3, 2, 4]> (mixed_heads)
    shape_mixed = Concat <axis = 0> (rest, window, size_mixed)
    mixed_values = Reshape (mixed_by_place, shape_mixed)
    attended_bare = MatMul (mixed_values, joined)
    attended = Add (attended_bare, joined_bias)
    words_attended = Add (read, attended)

    hidden_bare = MatMul (words_attended, wide)
    hidden = Add (hidden_bare, wide_bias)
    hidden_units = Relu (hidden)
    narrowed_bare = MatMul (hidden_units, narrow)
    narrowed = Add (narrowed_bare, narrow_bias)
    words_fed = Add (words_attended, narrowed)
    last_bare = MatMul (words_fed, last)
    last_units = Add (last_bare, last_bias)
    read_units = Relu (last_units)
    n_messages = Shape <end = 1> (order)
    shape_messages = Concat <axis = 0> (n_messages, rest, size_units)
    read_padded = Reshape (read_units, shape_messages)
    read_placed = Slice (read_padded, zero_long, n_places, axis_1)
    found = Concat <axis = 2> (read_placed, seen)
"""
    + _POOLING
)


def _transformer(middle: Transformer) -> Part:
    size, n_units = middle.last.shape
    n_mixed, n_heads = len(middle.joined), len(middle.near)
    arrays = {one.name: getattr(middle, one.name) for one in fields(middle)}
    sizes = {
        "nothing_first": [1, 0, 0, 0],
        "sizes_placed": [size + 3 * n_mixed, n_units],
        "largest_window": [WINDOW],
        "rest": [-1],
        "size_given": [size + 3 * n_mixed],
        "sizes_given": [size, 3 * n_mixed],
        "heads": [3, n_heads, n_mixed // n_heads],
        "starts_near": [0, 0],
        "axes_near": [1, 2],
        "size_mixed": [n_mixed],
        "size_units": [n_units],
        "axis_2": [2],
    }
    return Part(
        _TRANSFORMER,
        {
            **arrays,
            # Written out for each pair of places.
            "near": middle.near[:, DISTANCES],
            "far": np.array(FAR),
            **{name: np.array(numbers, dtype=np.int64) for name, numbers in sizes.items()},
        },
    )

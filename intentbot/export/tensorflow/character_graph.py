"""From raw text to tokens in TensorFlow, by its own operators alone: what `normalise` and `tokenise` do.

The characters of all messages stand in one row, each message after a space, so that nothing of one meets another.

Shapes: B messages, N characters of all of them.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
import tensorflow as tf

from intentbot.export.tensorflow.characters import (
    ALONE,
    LETTER,
    LETTER_AND_MARK,
    MARK,
    N_CODES,
    PAGE,
    SEPARATOR,
    Compositions,
    Pages,
    Rewriting,
    case_folding,
    decomposition,
    kinds,
    normalisation,
)
from intentbot.text import MAX_CHARACTERS

_I, _DOT_ABOVE = map(ord, "i\u0307")

Table = TypeVar("Table", Pages, Rewriting, Compositions)


class CharacterGraph(tf.Module):  # type: ignore[misc]
    """Splits messages into tokens as `tokenise(normalise(text))` does."""

    def __init__(self) -> None:
        super().__init__(name="characters")
        self.normalisation, self.kinds = constants(normalisation()), constants(kinds())
        self.decomposition, self.case_folding = constants(decomposition()), constants(case_folding())
        self.compositions = constants(Compositions.of_unicode())

    def tokens(self, texts: Any) -> tuple[Any, Any]:
        """Return the tokens of messages.

        Parameters
        ----------
        texts : tensor of shape (B,), string
            UTF-8; what is none counts as a character that is no letter.

        Returns
        -------
        tokens : tensor of shape (tokens,), string
        messages : tensor of shape (tokens,), int32
            The message of each token.
        """
        codes, rows = decoded(tf.strings.join([" ", texts]), MAX_CHARACTERS + 1)
        return self._split(*leading(*self._normalised(codes, rows), MAX_CHARACTERS + 1))

    def _normalised(self, codes: Any, rows: Any) -> tuple[Any, Any]:
        """Return code points and the message of each, both of shape (N,)."""
        one_by_one = rewritten(codes, rows, self.normalisation)
        # Hardly any message has a mark by itself: letters with an accent are mostly one character.
        has_marks = tf.reduce_any(look_up(self.compositions.classes, one_by_one[0]) != 0)
        codes, rows = tf.cond(has_marks, lambda: self._normalised_with_marks(codes, rows), lambda: one_by_one)
        return tf.ensure_shape(codes, [None]), tf.ensure_shape(rows, [None])

    def _normalised_with_marks(self, codes: Any, rows: Any) -> tuple[Any, Any]:
        """Return the same, step by step as `normalise` does it."""
        codes, rows = composed(*rewritten(codes, rows, self.decomposition), self.compositions)
        codes, rows = rewritten(codes, rows, self.case_folding)
        is_dot = codes == _DOT_ABOVE
        stays = ~(is_dot & (_of_last(codes, ~is_dot) == _I))
        return composed(tf.boolean_mask(codes, stays), tf.boolean_mask(rows, stays), self.compositions)

    def _split(self, codes: Any, rows: Any) -> tuple[Any, Any]:
        kind = look_up(self.kinds, codes)
        after_alone = _of_last(kind, kind < MARK) == ALONE
        kind = tf.where(kind == LETTER_AND_MARK, tf.where(after_alone, MARK, LETTER), kind)
        # What a mark belongs to: a letter, a token by itself, or nothing.
        owner = _of_last(kind, kind < MARK)
        before = tf.pad(owner[:-1], [[1, 0]])
        begins = (kind == ALONE) | ((kind == LETTER) & (before != LETTER))
        messages, is_inside = tf.boolean_mask(rows, begins), owner != SEPARATOR
        token = tf.cumsum(tf.cast(begins, tf.int32)) - 1
        words = encoded(tf.boolean_mask(codes, is_inside), tf.boolean_mask(token, is_inside), tf.size(messages))
        return words, messages


def constants(table: Table) -> Table:
    """Return a table with TensorFlow's constants for arrays: they are stored once, however often they are used."""
    contents = {one.name: getattr(table, one.name) for one in fields(table)}
    new = {
        name: tf.constant(content) if isinstance(content, np.ndarray) else constants(content)
        for name, content in contents.items()
    }
    return replace(table, **new)


def decoded(texts: Any, n_characters: int) -> tuple[Any, Any]:
    """Return the code points of texts, so many of each at most, and the text of each, int32, both of shape (N,)."""
    codes = tf.strings.unicode_decode(texts, "UTF-8", errors="replace")
    return leading(codes.values, tf.cast(codes.value_rowids(), tf.int32), n_characters)


def encoded(codes: Any, rows: Any, n_rows: Any) -> Any:
    """Return code points as texts, one for each row; `rows` ascend."""
    texts = tf.RaggedTensor.from_value_rowids(codes, rows, n_rows, validate=False)
    return tf.strings.unicode_encode(texts, "UTF-8")


def leading(codes: Any, rows: Any, n_characters: int) -> tuple[Any, Any]:
    """Return so many code points of each row at most, and the row of each."""
    stays = tf.range(tf.size(rows)) - tf.searchsorted(rows, rows) < n_characters
    return tf.boolean_mask(codes, stays), tf.boolean_mask(rows, stays)


def look_up(pages: Pages, codes: Any) -> Any:
    """Return the numbers of code points, int32."""
    starts = tf.gather(pages.starts, tf.bitwise.right_shift(codes, PAGE.bit_length() - 1))
    places = starts + tf.bitwise.bitwise_and(codes, PAGE - 1)
    return tf.cast(tf.gather(pages.values, places), tf.int32)


def rewritten(codes: Any, rows: Any, rewriting: Rewriting) -> tuple[Any, Any]:
    """Return code points after each was replaced, and the row of each, both of shape (N,)."""
    entries = tf.RaggedTensor.from_row_splits(rewriting.codes, rewriting.splits, validate=False)
    found = tf.gather(entries, look_up(rewriting.entries, codes))
    lengths = found.row_lengths()
    return tf.where(found.values < 0, tf.repeat(codes, lengths), found.values), tf.repeat(rows, lengths)


def composed(codes: Any, rows: Any, compositions: Compositions) -> tuple[Any, Any]:
    """Return characters taken apart in Unicode's form NFC, and the row of each, both of shape (N,).

    References
    ----------
    The Unicode Standard, section 3.11, "Normalization Forms".
    """
    classes = tf.maximum(look_up(compositions.classes, codes), 0)
    # The marks of a letter by their classes; those of one class stay as they are.
    cluster = tf.cumsum(tf.cast(classes == 0, tf.int32))
    order = tf.argsort(cluster * PAGE + classes, stable=True)
    codes, rows, _ = tf.while_loop(
        lambda codes, rows, is_changed: is_changed,
        lambda codes, rows, is_changed: _joined_once(codes, rows, compositions),
        (tf.gather(codes, order), tf.gather(rows, order), tf.constant(True)),
        (tf.TensorShape([None]), tf.TensorShape([None]), tf.TensorShape([])),
    )
    return codes, rows


def _joined_once(codes: Any, rows: Any, compositions: Compositions) -> tuple[Any, Any, Any]:
    """Join the first of what can be joined to each character; return also whether there was any."""
    classes = tf.maximum(look_up(compositions.classes, codes), 0)
    places, is_mark = tf.range(tf.size(codes)), classes > 0
    letters = tf.cast(tf.where(~is_mark)[:, 0], tf.int32)
    number = tf.cumsum(tf.cast(~is_mark, tf.int32)) - 1
    # What each could be joined to: a mark to its letter, a letter to the one before.
    target = tf.gather(letters, tf.maximum(number - tf.cast(~is_mark, tf.int32), 0))
    is_next = places - 1 == target
    # A mark sees its letter past marks of lower classes alone.
    is_open = is_next | (is_mark & (tf.pad(classes[:-1], [[1, 0]]) < classes))
    pairs = tf.cast(tf.gather(codes, target), tf.int64) * N_CODES + tf.cast(codes, tf.int64)
    entries = tf.minimum(tf.searchsorted(compositions.pairs, pairs), len(compositions.pairs) - 1)
    can_join = is_open & (tf.gather(compositions.pairs, entries) == pairs)
    can_join &= ~tf.gather(can_join, target)
    first = tf.math.unsorted_segment_min(tf.where(can_join, places, tf.size(codes)), target, tf.size(codes))
    joins = tf.where(can_join & (tf.gather(first, target) == places))[:, 0]
    new = tf.gather(compositions.joined, tf.gather(entries, joins))
    codes = tf.tensor_scatter_nd_update(codes, tf.gather(target, joins)[:, None], new)
    stays = tf.tensor_scatter_nd_update(tf.ones_like(codes, tf.bool), joins[:, None], tf.zeros_like(joins, tf.bool))
    return tf.boolean_mask(codes, stays), tf.boolean_mask(rows, stays), tf.size(joins) > 0


def _of_last(values: Any, counts: Any) -> Any:
    """Return at each place the value of the last place that counts; the first one does."""
    return tf.gather(tf.boolean_mask(values, counts), tf.cumsum(tf.cast(counts, tf.int32)) - 1)

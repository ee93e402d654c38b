"""From raw text to ids in TensorFlow: what `ids_of` does, by its own operators alone.

Words, pieces and stems are looked up in the files of `tables`, which go with the graph.

Shapes: B messages, T tokens, U distinct tokens, P pieces.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tensorflow as tf

from intentbot.export.tensorflow.character_graph import CharacterGraph, constants, decoded, encoded, rewritten
from intentbot.export.tensorflow.characters import accent_folding
from intentbot.export.tensorflow.tables import KNOWN, PIECES, STEMS, WORDS
from intentbot.vocabulary import LONGEST_PIECE, LONGEST_WORD, SHORTEST_PIECE, Vocabulary


class TextGraph(tf.Module):  # type: ignore[misc]
    """Makes ids of messages.

    Parameters
    ----------
    vocabulary : Vocabulary
    folder : Path
        Where `write_tables` wrote.
    """

    def __init__(self, vocabulary: Vocabulary, folder: Path) -> None:
        super().__init__(name="text")
        self.characters, self.accent_folding = CharacterGraph(), constants(accent_folding())
        self.words, self.pieces = _numbers_of(folder / WORDS), _numbers_of(folder / PIECES)
        self.stems = tf.lookup.StaticHashTable(
            tf.lookup.TextFileInitializer(str(folder / STEMS), tf.string, 0, tf.string, 1, delimiter="\t"), ""
        )
        self.n_words, self.n_pieces = len(vocabulary.words), len(vocabulary.pieces)
        # Not for the graph, but for who makes ids.
        self.known = tf.saved_model.Asset(str(folder / KNOWN))

    def ids(self, texts: Any) -> tuple[Any, Any, Any, Any]:
        """Return words, pieces, familiarity and order, as `Ids` has them, of messages of shape (B,), string."""
        tokens, messages = self.characters.tokens(texts)
        distinct, places = tf.unique(tokens)
        words = tf.cast(self.words.lookup(distinct) + 1, tf.int32)
        pieces, owners = self._pieces_of(distinct)
        n_distinct = tf.size(distinct)
        n_pieces = tf.math.bincount(owners, minlength=n_distinct, dtype=tf.float32)
        is_known, is_learned = pieces > 0, (pieces > 0) & (pieces <= self.n_pieces)
        n_learned = tf.math.bincount(tf.boolean_mask(owners, is_learned), minlength=n_distinct, dtype=tf.float32)
        is_own = (words > 0) & (words <= self.n_words)
        familiarity = tf.where(is_own, 1.0, n_learned / n_pieces)
        known = _side_by_side(tf.boolean_mask(pieces, is_known), tf.boolean_mask(owners, is_known), n_distinct)
        return words, known, familiarity, _side_by_side(places + 1, messages, tf.size(texts))

    def _pieces_of(self, words: Any) -> tuple[Any, Any]:
        """Return the number of each distinct piece of words, 0 where it is unknown, and its word, int32, by words."""
        cut, rows = decoded(words, LONGEST_WORD)
        folded = encoded(*rewritten(cut, rows, self.accent_folding), tf.size(words))
        stems, stemmed = self._stems_of(encoded(cut, rows, tf.size(words)), folded)
        ngrams, owners = _distinct_ngrams(folded)
        pieces = tf.concat([stems, tf.cast(self.pieces.lookup(ngrams) + 1, tf.int32)], axis=0)
        owners = tf.concat([stemmed, owners], axis=0)
        order = tf.argsort(owners, stable=True)
        return tf.gather(pieces, order), tf.gather(owners, order)

    def _stems_of(self, words: Any, folded: Any) -> tuple[Any, Any]:
        """Return the number of each stem of words, 0 where it is unknown, and its word, int32."""
        own = tf.strings.as_string(self.pieces.lookup(tf.strings.join(["=", folded])) + 1)
        listed = self.stems.lookup(words)
        stems = tf.strings.split(tf.where(listed == "", own, listed))
        return tf.strings.to_number(stems.values, tf.int32), tf.cast(stems.value_rowids(), tf.int32)


def _numbers_of(file: Path) -> Any:
    """Return the table from each line of a file to its number, counted from 0; -1 for what is on none."""
    whole, number = tf.lookup.TextFileIndex.WHOLE_LINE, tf.lookup.TextFileIndex.LINE_NUMBER
    lines = tf.lookup.TextFileInitializer(str(file), tf.string, whole, tf.int64, number)
    return tf.lookup.StaticHashTable(lines, -1)


def _distinct_ngrams(words: Any) -> tuple[Any, Any]:
    """Return the distinct n-grams of `<word>` of each word, and the word of each, int32."""
    characters = tf.strings.unicode_split(tf.strings.join(["<", words, ">"]), "UTF-8")
    ngrams = tf.strings.ngrams(characters, tuple(range(SHORTEST_PIECE, LONGEST_PIECE + 1)), separator="")
    found, rows = ngrams.values, tf.cast(ngrams.value_rowids(), tf.int32)
    # The same n-gram of two words is two.
    distinct, numbers = tf.unique(tf.strings.join([tf.strings.as_string(rows), found], separator=" "))
    first = tf.math.unsorted_segment_min(tf.range(tf.size(numbers)), numbers, tf.size(distinct))
    return tf.gather(found, first), tf.gather(rows, first)


def _side_by_side(values: Any, rows: Any, n_rows: Any) -> Any:
    """Return values as a matrix, those of each row in their order, 0 after them; `rows` ascend."""
    return tf.RaggedTensor.from_value_rowids(values, rows, n_rows, validate=False).to_tensor()

"""A whole classifier as one TensorFlow function: from where a message's words stand to what the model says of it.

Shapes: B messages, T tokens, U distinct tokens, P pieces, D embedding, C intents, L logits (C, and `out_of_scope`'s).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from intentbot.classifier import Classifier
from intentbot.export.tensorflow.middles import middle_of, variable
from intentbot.linear import LinearWeights
from intentbot.networks.front import Front
from intentbot.rejection import LIMITS, STRANGE, Rejection


class Forward(tf.Module):  # type: ignore[misc]
    """All of a classifier but its vocabulary, with tables as small as the model's own: half floats and 8-bit numbers.

    Each message is answered as if alone: what it is padded to does not matter.

    Parameters
    ----------
    classifier : Classifier
    """

    def __init__(self, classifier: Classifier) -> None:
        super().__init__(name="forward")
        network = classifier.network
        self.front = TensorFront(network.front)
        self.middle = middle_of(network.middle)
        self.head, self.head_bias = variable(network.head.weights), variable(network.head.bias)
        self.linear = TensorLinear(classifier.linear) if classifier.linear else None
        self.rejection = TensorRejection(classifier.rejection, n_intents=len(classifier.labels))
        self.network_share, self.linear_share = classifier.mix.network, classifier.mix.linear
        self.n_intents = len(classifier.labels)

    def __call__(self, words: Any, pieces: Any, familiarity: Any, order: Any) -> dict[str, Any]:
        """Return what the model says of messages.

        Parameters
        ----------
        words : tensor of shape (U,), int32
            Of each distinct token of all messages, the row of its own vector + 1; 0 for none.
        pieces : tensor of shape (U, P), int32
            The rows of its known pieces + 1; 0 pads.
        familiarity : tensor of shape (U,), float32
            Of `WordRows`.
        order : tensor of shape (B, T), int32
            The distinct token at each place + 1; 0 pads on the right.

        Returns
        -------
        dict of str to tensor
            ``probabilities`` of shape (B, C), float32, ``score`` of shape (B,), float32, and ``accepted`` of shape
            (B,), bool.
        """
        mask = tf.cast(order > 0, tf.float32)
        n_tokens = tf.reduce_sum(mask, axis=1)
        mixed = self.network_share * self._network(words, pieces, order, mask)
        if self.linear:
            mixed += self.linear_share * self.linear.logits(words, pieces, order)
        probabilities = tf.nn.softmax(mixed[:, : self.n_intents])
        known = tf.gather(_after_nothing(familiarity), order)
        score, accepted = self.rejection.judge(mixed, known, n_tokens)
        return {"probabilities": probabilities, "score": score, "accepted": accepted}

    @staticmethod
    def inputs(n_messages: int | None = None) -> tuple[Any, ...]:
        """Return what is asked with for so many messages at a time; None: for any number."""
        return (
            tf.TensorSpec([None], tf.int32, "words"),
            tf.TensorSpec([None, None], tf.int32, "pieces"),
            tf.TensorSpec([None], tf.float32, "familiarity"),
            tf.TensorSpec([n_messages, None], tf.int32, "order"),
        )

    def function(self, n_messages: int | None = None) -> Any:
        """Return the concrete function of so many messages at a time; None: of any number."""
        return tf.function(self.__call__, autograph=False).get_concrete_function(*self.inputs(n_messages))

    def _network(self, words: Any, pieces: Any, order: Any, mask: Any) -> Any:
        """Return the network's logits, (B, L); those of a message without words are the bias."""
        products = self.middle.products(self.front.vectors(words, pieces))
        products = tf.gather(_after_nothing(products), order)
        highest, total = self.middle.pool(products, mask[:, :, None])
        n_tokens = tf.reduce_sum(mask, axis=1, keepdims=True)
        features = tf.concat([highest, total / tf.sqrt(tf.maximum(n_tokens, 1.0))], axis=1)
        features = tf.where(n_tokens > 0, features, 0.0)
        return tf.matmul(features, self.head, transpose_b=True) + self.head_bias


class TensorFront(tf.Module):  # type: ignore[misc]
    """`intentbot.networks.front.Front` in TensorFlow; row 0 of each table is nothing."""

    def __init__(self, front: Front) -> None:
        super().__init__(name="front")
        # As integers of the same bits: LiteRT looks up no rows of half floats.
        self.words, self.pieces = _table(front.words.view(np.int16)), _table(front.pieces.view(np.int16))

    def vectors(self, words: Any, pieces: Any) -> Any:
        """Return the vectors of distinct tokens, of shape (U, D), float32."""
        own, parts = (
            tf.cast(tf.bitcast(tf.gather(table, rows), tf.float16), tf.float32)
            for table, rows in ((self.words, words), (self.pieces, pieces))
        )
        parts = tf.reduce_sum(parts, axis=1)
        n_parts = tf.reduce_sum(tf.cast(pieces > 0, tf.float32), axis=1, keepdims=True)
        return own + parts / tf.sqrt(tf.maximum(n_parts, 1.0))


class TensorLinear(tf.Module):  # type: ignore[misc]
    """`intentbot.linear.LinearWeights` in TensorFlow; row 0 of each table is nothing."""

    def __init__(self, linear: LinearWeights) -> None:
        super().__init__(name="linear")
        self.words, self.pieces = _table(linear.words), _table(linear.pieces)
        # Of each row its scale and the square of its inverse document frequency.
        self.word_factors = _table(np.stack([linear.word_scale, np.square(linear.word_idf)], axis=1))
        self.piece_factors = _table(np.stack([linear.piece_scale, np.square(linear.piece_idf)], axis=1))
        self.intercept = variable(linear.intercept)
        self.n_words, self.n_pieces = len(linear.words), len(linear.pieces)

    def logits(self, words: Any, pieces: Any, order: Any) -> Any:
        """Return the logits of messages, (B, L), each of their words counted once."""
        # What only a file of word vectors or an encoder knows has no coefficients.
        words = tf.where(words <= self.n_words, words, 0)
        pieces = tf.where(pieces <= self.n_pieces, pieces, 0)
        word_factors, piece_factors = tf.gather(self.word_factors, words), tf.gather(self.piece_factors, pieces)
        own = tf.cast(tf.gather(self.words, words), tf.float32) * word_factors[:, :1]
        parts = tf.cast(tf.gather(self.pieces, pieces), tf.float32) * piece_factors[:, :, :1]
        squares = word_factors[:, 1:] + tf.reduce_sum(piece_factors[:, :, 1:], axis=1)
        given = _after_nothing(tf.concat([own + tf.reduce_sum(parts, axis=1), squares], axis=1))
        # Sorted, a word that stands twice in a message follows itself.
        places, _ = tf.math.top_k(order, k=tf.shape(order)[1])
        is_new = tf.concat([tf.ones_like(places[:, :1], tf.bool), places[:, 1:] != places[:, :-1]], axis=1)
        total = tf.reduce_sum(tf.gather(given, tf.where(is_new, places, 0)), axis=1)
        squared = total[:, -1:]
        logits = tf.where(squared > 0, total[:, :-1] / tf.sqrt(tf.where(squared > 0, squared, 1.0)), 0.0)
        return logits + self.intercept


class TensorRejection(tf.Module):  # type: ignore[misc]
    """`intentbot.rejection.Rejection` in TensorFlow, with the rule for what is strange."""

    def __init__(self, rejection: Rejection, *, n_intents: int) -> None:
        super().__init__(name="rejection")
        slopes = rejection.weights / rejection.scale
        limits = LIMITS * rejection.scale
        self.low = variable(np.asarray(rejection.centre - limits, dtype=np.float32))
        self.high = variable(np.asarray(rejection.centre + limits, dtype=np.float32))
        self.slopes = variable(np.asarray(slopes, dtype=np.float32))
        self.start = rejection.bias - float(rejection.centre @ slopes)
        self.threshold = rejection.threshold
        self.handicaps = variable(np.asarray(rejection.handicaps, dtype=np.float32))
        self.n_intents = n_intents

    def judge(self, mixed: Any, known: Any, n_tokens: Any) -> tuple[Any, Any]:
        """Return the score of messages, (B,), and whether each is answered, (B,), bool.

        Parameters
        ----------
        mixed : tensor of shape (B, L)
            The calibrated logits.
        known : tensor of shape (B, T)
            The familiarity of each word, 0 where there is none.
        n_tokens : tensor of shape (B,)
        """
        best = tf.argmax(mixed[:, : self.n_intents], axis=1, output_type=tf.int32)
        found = tf.minimum(tf.maximum(self._signals(mixed, known, n_tokens), self.low), self.high)
        weight = tf.reduce_sum(found * self.slopes, axis=1) + self.start
        score = 0.5 + 0.5 * tf.tanh(0.5 * (weight - tf.gather(self.handicaps, best)))
        is_strange = (tf.reduce_sum(known, axis=1) < STRANGE * n_tokens) & ~tf.reduce_any(known >= 1.0, axis=1)
        score = tf.where(is_strange | (n_tokens < 1), 0.0, score)
        return score, score >= self.threshold

    def _signals(self, mixed: Any, known: Any, n_tokens: Any) -> Any:
        """Return the signals of `intentbot.rejection.signals`, of shape (B, 4)."""
        peak = tf.reduce_max(mixed[:, : self.n_intents], axis=1)
        familiarity = tf.reduce_sum(known, axis=1) / tf.maximum(n_tokens, 1.0)
        out_of_scope = mixed[:, -1] - peak if mixed.shape[1] > self.n_intents else tf.zeros_like(peak)
        return tf.stack([peak, familiarity, out_of_scope, tf.sqrt(n_tokens)], axis=1)


def _table(rows: np.ndarray) -> Any:
    """Return rows as a variable, with a row of nothing before them."""
    return variable(np.pad(rows, ((1, 0), (0, 0))))


def _after_nothing(rows: Any) -> Any:
    """Return rows of distinct tokens with a row of nothing before them, which padding points to."""
    return tf.pad(rows, [[1, 0]] + [[0, 0]] * (len(rows.shape) - 1))

"""Fitting an encoder: the front and the convolutions of a network, before there are intents."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import tensorflow as tf

from intentbot.encoder import Encoder, EncoderSize
from intentbot.errors import TrainingError
from intentbot.progress import Progress
from intentbot.settings import TrainingSettings
from intentbot.text import normalise, tokenise
from intentbot.training.corpus import MAX_TOKENS
from intentbot.training.encoding import EncodedRows
from intentbot.training.networks.network import KerasNetwork
from intentbot.training.objectives import Distillation, MaskedWords, Objective
from intentbot.training.optimisers import FusedAdamW
from intentbot.training.schedule import batches, rate, seeded
from intentbot.training.word_vectors import pad
from intentbot.vocabulary import Vocabulary, pieces_of

BATCH_SIZE = 256
"""Sentences learned from at a time: each is told apart from the others of its batch."""

LEARNING_RATE, WEIGHT_DECAY, WARM_UP = 2e-3, 0.004, 0.05
"""Peak step size, pull to zero, and the share of the steps in which the rate rises; then a cosine to zero."""

SETTINGS = TrainingSettings(dropout=0.0, embedding_dropout=0.0, subword_dropout=0.1, word_dropout=0.2)
"""Hundreds of thousands of sentences need little of what keeps a network from learning a few by heart."""

LEAST_COUNT = 4
"""How often a word must occur, and in how many words a piece, to get a vector of its own."""

PARTS = 20
"""Steps of progress an epoch."""

N_HELD_OUT = 1_000
"""Sentences that are kept to see how far the encoder agrees with its teacher on new ones; at most one in ten."""


class EncoderFitter:
    """Sentences made ready, and the network that learns them.

    Parameters
    ----------
    sentences : sequence of str
    language : str
    size : EncoderSize
    seed : int
    vectors : ndarray of shape (N, M) or None
        The teacher's.
    start : Encoder or None
        What is learned on; its size and its words are kept.
    """

    def __init__(
        self,
        sentences: Sequence[str],
        *,
        language: str,
        size: EncoderSize,
        seed: int,
        vectors: np.ndarray | None,
        start: Encoder | None,
    ) -> None:
        tf.config.experimental.enable_op_determinism()
        tokens = [tokenise(normalise(sentence))[:MAX_TOKENS] for sentence in sentences]
        counts = Counter(word for words in tokens for word in words)
        self.vocabulary = _vocabulary(counts, language, size)
        if start:
            size = EncoderSize(embedding_size=start.embedding_size, filters=start.filters)
            self.vocabulary = _together(start.vocabulary, self.vocabulary)
        self.rows = EncodedRows.of(tokens, np.zeros(len(tokens), np.int64), self.vocabulary)
        self.generator = np.random.default_rng(seed)
        order = self.generator.permutation(len(tokens))
        n_held_out = min(N_HELD_OUT, len(tokens) // 10)
        self.held_out, self.learned = order[:n_held_out], order[n_held_out:]
        settings = replace(SETTINGS, embedding_size=size.embedding_size, filters=size.filters)
        with seeded(seed):
            self.objective = self._objective(counts, vectors)
            self.network = KerasNetwork(
                self.rows.table,
                len(self.vocabulary.words),
                len(self.vocabulary.pieces),
                self.objective.n_outputs,
                settings=settings,
            )
        if start:
            self.network.start_from(start, self.vocabulary)
        self._variables = [*self.network.trainable_variables, *self.objective.variables]
        self.optimiser = FusedAdamW(LEARNING_RATE, weight_decay=WEIGHT_DECAY)
        self.optimiser.build(self._variables)
        self._step = tf.function(self._learn, input_signature=self.objective.signature())

    def fit(self, epochs: int, progress: Progress) -> float:
        """Learn all sentences but the held-out ones so many times.

        Returns
        -------
        float
            The mean loss of the last epoch.

        Raises
        ------
        TrainingError
            Where the loss is no number any more.
        """
        lengths = np.array([len(ids) for ids in self.rows.ids])
        n_batches = math.ceil(len(self.learned) / BATCH_SIZE)
        total, step, losses = epochs * n_batches, 0, [0.0]
        progress.start(f"learning {len(self.learned):,} sentences", epochs * PARTS)
        for _ in range(epochs):
            for number, batch in enumerate(batches(self.learned, lengths, BATCH_SIZE, self.generator)):
                self.optimiser.learning_rate.assign(rate(step, total, peak=LEARNING_RATE, warm_up=WARM_UP))
                padded = pad([self.rows.ids[i] for i in batch])
                losses.append(float(self._step(*self.objective.batch(padded, batch, self.generator))))
                step += 1
                done = (number + 1) * PARTS // n_batches - number * PARTS // n_batches
                for _ in range(done):
                    progress.advance(f"loss {np.mean(losses[-n_batches // PARTS - 1 :]):.3f}")
            if not math.isfinite(losses[-1]):
                raise TrainingError("the encoder did not learn: its loss is no number.", "Try another --seed.")
        return float(np.mean(losses[-n_batches:]))

    def encoder(self, origin: Mapping[str, str]) -> Encoder:
        """Return what was learned, with `origin` and what is known of the sentences beside it."""
        front, middle = self.network.front.to_numpy(), self.network.middle.to_numpy()
        known = {"sentences": str(len(self.learned)), **origin}
        if isinstance(self.objective, Distillation):
            outputs = [self.network(pad([self.rows.ids[i]])).numpy()[0] for i in self.held_out]
            agreement = self.objective.agreement(np.array(outputs), self.held_out)
            known["agreement with the teacher"] = f"{agreement:.3f} (mean cosine, {len(self.held_out)} other sentences)"
        return Encoder(self.vocabulary, front, middle, known)

    def _learn(self, *batch: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = self.objective.loss(self.network, *batch)
        self.optimiser.apply(tape.gradient(loss, self._variables), self._variables)
        return loss

    def _objective(self, counts: Counter[str], vectors: np.ndarray | None) -> Objective:
        if vectors is not None:
            return Distillation(vectors)
        number = {word: i + 1 for i, word in enumerate(self.rows.words)}
        return MaskedWords([number[word] for word, _ in counts.most_common()], len(number) + 1)


def _together(one: Vocabulary, other: Vocabulary) -> Vocabulary:
    words, pieces, languages = (
        sorted({*getattr(one, name), *getattr(other, name)}) for name in ("words", "pieces", "languages")
    )
    return Vocabulary(tuple(words), tuple(pieces), tuple(languages))


def _vocabulary(counts: Counter[str], language: str, size: EncoderSize) -> Vocabulary:
    """Return the words that occur most, and the pieces that stand in the most words."""
    words = [word for word, n in counts.most_common(size.n_words) if n >= LEAST_COUNT]
    # A word that occurs once is as likely a slip as a word.
    spread = Counter(piece for word, n in counts.items() if n > 1 for piece in pieces_of(word, (language,)))
    pieces = [piece for piece, n in spread.most_common(size.n_pieces) if n >= LEAST_COUNT]
    return Vocabulary(tuple(sorted(words)), tuple(sorted(pieces)), (language,))

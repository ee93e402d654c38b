"""Vocabulary, network, linear model and rejection together: a message becomes a prediction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from intentbot.linear import LinearWeights
from intentbot.networks.network import Network
from intentbot.predictions import Prediction
from intentbot.rejection import STRANGE, Rejection, signals
from intentbot.text import normalise, tokenise
from intentbot.vocabulary import Vocabulary

CACHED_WORDS, CACHED_BYTES = 3_072, 21_000_000
"""Words whose products are kept, and the room they may take: at 150 intents and 256 filters 7 kB each, at 10,000 six
times that. A full cache forgets its oldest quarter."""


@dataclass(frozen=True, slots=True)
class Mix:
    """How much the logits of the network and of the linear model count.

    Both factors are fitted on held-out rows to give calibrated probabilities (two temperatures, as in
    Guo et al. 2017, arXiv:1706.04599, for a product of experts).
    """

    network: float
    linear: float


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What the two models say of one message, before it is weighed.

    Attributes
    ----------
    network, linear : ndarray of shape (C,), float32
        Logits.
    familiarity : float
        Mean share of each word that the model knows, in [0, 1].
    n_tokens : int
    is_strange : bool
        No word is known, and hardly any piece.
    """

    network: np.ndarray
    linear: np.ndarray
    familiarity: float
    n_tokens: int
    is_strange: bool


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """Messages to predictions, with NumPy alone. Immutable and safe for threads.

    Attributes
    ----------
    labels : tuple of str
        The intents in the order of the logits. Where `out_of_scope` was learned, its logit comes after them: it
        counts for the score alone.
    vocabulary : Vocabulary
    network : Network
    linear : LinearWeights or None
        None where there are so many intents that only the network was kept.
    mix : Mix
    rejection : Rejection
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    network: Network
    linear: LinearWeights | None
    mix: Mix
    rejection: Rejection
    _words: dict[str, np.ndarray] = field(init=False, repr=False, default_factory=dict)

    def predict(self, text: str) -> Prediction:
        """Return the prediction for a message; no text whatever makes it fail."""
        return self.weigh(self.examine(tokenise(normalise(text))))

    def predict_all(self, texts: Iterable[str]) -> list[Prediction]:
        """Return the predictions for messages; each is the same as alone."""
        return [self.predict(text) for text in texts]

    def examine(self, tokens: Sequence[str]) -> Evidence:
        """Return what both models say of a tokenised message."""
        network = self.network
        if not tokens:
            return Evidence(network.head.bias, self._no_words, 0.0, 0, True)
        n_products = network.middle.n_products
        cached = self._words.get
        words = np.array(
            [entry if (entry := cached(token)) is not None else self._learn_word(token) for token in tokens]
        )
        known = words[:, -1]
        contributions = words[:, n_products:-1]
        if len(set(tokens)) < len(tokens):
            contributions = contributions[list({token: place for place, token in enumerate(tokens)}.values())]
        linear = self.linear.logits(contributions) if self.linear else self._no_words
        familiarity = float(np.add.reduce(known)) / len(tokens)
        is_strange = familiarity < STRANGE and not (known == 1.0).any()
        return Evidence(network.logits(words[:, :n_products]), linear, familiarity, len(tokens), is_strange)

    @property
    def _no_words(self) -> np.ndarray:
        """What the linear model says of no word at all, or where there is none."""
        return self.linear.intercept if self.linear else np.zeros_like(self.network.head.bias)

    def weigh(self, evidence: Evidence) -> Prediction:
        """Return the prediction that the evidence comes to: calibrated, and accepted or not."""
        mixed = self.mix.network * evidence.network + self.mix.linear * evidence.linear
        probabilities = mixed[: len(self.labels)]
        probabilities = np.exp(probabilities - np.maximum.reduce(probabilities))
        probabilities /= np.add.reduce(probabilities)
        best = int(probabilities.argmax())
        if evidence.is_strange:
            score = 0.0
        else:
            found = signals(
                mixed, familiarity=evidence.familiarity, n_tokens=evidence.n_tokens, n_intents=len(self.labels)
            )
            score = float(self.rejection.score(found, best))
        return Prediction(
            intent=self.labels[best],
            confidence=float(probabilities[best]),
            score=score,
            accepted=score >= self.rejection.threshold,
            labels=self.labels,
            probabilities=probabilities,
        )

    def _learn_word(self, word: str) -> np.ndarray:
        rows = self.vocabulary.look_up(word)
        products = self.network.word_products(rows.word, rows.pieces)
        contribution = [self.linear.word_contribution(rows.word, rows.pieces)] if self.linear else []
        entry = np.concatenate([products, *contribution, [rows.familiarity]], dtype=np.float32)
        if len(self._words) >= min(CACHED_WORDS, CACHED_BYTES // entry.nbytes):
            for old in list(self._words)[: len(self._words) // 4 + 1]:
                self._words.pop(old, None)
        self._words[word] = entry
        return entry

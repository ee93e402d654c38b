"""Vocabulary, network, linear model and rejection together: a message becomes a prediction."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from intentbot.explanation import Explanation, Scoring, Signal, Word
from intentbot.linear import LinearWeights
from intentbot.networks.network import Network
from intentbot.predictions import Prediction
from intentbot.rejection import SIGNALS, STRANGE, Rejection, log_odds, signals
from intentbot.text import placed_tokens, tokens_of
from intentbot.vocabulary import Vocabulary

_BARRED = np.float32(-1e4)

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

    def __deepcopy__(self, memo: object) -> Classifier:
        # Nothing of it changes, so that a copy of what refers to it can share it.
        return self

    def predict(self, text: str, allowed: np.ndarray | None = None) -> Prediction:
        """Return the prediction for a message; no text whatever makes it fail.

        Parameters
        ----------
        text : str
        allowed : ndarray of shape (C,), bool, optional
            Which intents may be meant, all where not given: the others have no probability, and the rest share it.
            Where none is, the message is not accepted.
        """
        return self.weigh(self.examine(tokens_of(text)), text, allowed)

    def predict_all(self, texts: Iterable[str]) -> list[Prediction]:
        """Return the predictions for messages; each is the same as alone."""
        return [self.predict(text) for text in texts]

    def examine(self, tokens: Sequence[str]) -> Evidence:
        """Return what both models say of a tokenised message."""
        network = self.network
        if not tokens:
            return Evidence(network.head.bias, self._no_words, 0.0, 0, True)
        n_products = network.middle.n_products
        words = self._words_of(tokens)
        known = words[:, -1]
        contributions = words[:, n_products:-1]
        if len(set(tokens)) < len(tokens):
            contributions = contributions[list({token: place for place, token in enumerate(tokens)}.values())]
        linear = self.linear.logits(contributions) if self.linear else self._no_words
        familiarity = float(np.add.reduce(known)) / len(tokens)
        is_strange = familiarity < STRANGE and not (known == 1.0).any()
        return Evidence(network.logits(words[:, :n_products]), linear, familiarity, len(tokens), is_strange)

    def logits(self, tokens: Sequence[str]) -> np.ndarray:
        """Return the calibrated logits of every intent for a tokenised message, of shape (C,)."""
        return self._mixed(self.examine(tokens))[: len(self.labels)]

    def _mixed(self, evidence: Evidence) -> np.ndarray:
        result: np.ndarray = self.mix.network * evidence.network + self.mix.linear * evidence.linear
        return result

    def features(self, tokens: Sequence[str]) -> np.ndarray:
        """Return what the network finds in words, at least one: the features that its head reads, of shape (U,)."""
        return self.network.middle.pool(self._words_of(tokens)[:, : self.network.middle.n_products])

    @property
    def _no_words(self) -> np.ndarray:
        """What the linear model says of no word at all, or where there is none."""
        return self.linear.intercept if self.linear else np.zeros_like(self.network.head.bias)

    def weigh(self, evidence: Evidence, text: str, allowed: np.ndarray | None = None) -> Prediction:
        """Return the prediction that the evidence on a message comes to: calibrated, and accepted or not.

        `allowed` is as in `predict`.
        """
        mixed = self._mixed(evidence)
        n_intents = len(self.labels)
        probabilities = mixed[:n_intents]
        if allowed is not None:
            # Far below every logit, and not infinite, so that a set in which none is allowed has probabilities too.
            probabilities = np.where(allowed, probabilities, _BARRED)
        peak = np.maximum.reduce(probabilities)
        probabilities = np.exp(probabilities - peak)
        probabilities /= np.add.reduce(probabilities)
        best = int(probabilities.argmax())
        if evidence.is_strange or peak <= _BARRED:
            score = 0.0
        else:
            # What `signals` says of many messages, of one.
            out_of_scope = float(mixed[-1] - peak) if n_intents < len(mixed) else 0.0
            found = (float(peak), evidence.familiarity, out_of_scope, math.sqrt(evidence.n_tokens))
            score = self.rejection.score_one(found, best)
        return Prediction(
            intent=self.labels[best],
            confidence=float(probabilities[best]),
            score=score,
            accepted=score >= self.rejection.threshold,
            labels=self.labels,
            probabilities=probabilities,
            text=text,
            explainer=self.explain,
        )

    def explain(self, text: str) -> Explanation:
        """Return why a message gets its prediction; for no text whatever it fails."""
        placed = placed_tokens(text)
        tokens = [token for token, _, _ in placed]
        evidence = self.examine(tokens)
        mixed = self._mixed(evidence)
        n_intents = len(self.labels)
        best = int(mixed[:n_intents].argmax())
        constant = self.mix.network * self.network.head.bias + self.mix.linear * self._no_words
        return Explanation(
            text=text,
            intent=self.labels[best],
            labels=self.labels,
            words=tuple(Word(*word, familiarity=self.vocabulary.look_up(word[0]).familiarity) for word in placed),
            shares=self._shares(tokens)[:, :n_intents],
            constant=constant[:n_intents].astype(np.float64),
            scoring=self._scoring(evidence, mixed, best),
        )

    def evidence(self, tokens: Sequence[str], intent: str) -> np.ndarray:
        """Return how far each word speaks for an intent against the average of all, of shape (T,).

        It is `Explanation.evidence`, without the rest of the explanation.
        """
        n_intents = len(self.labels)
        contrast = np.zeros((1, len(self.network.head.bias)), dtype=np.float32)
        contrast[0, :n_intents] = -1 / n_intents
        contrast[0, self.labels.index(intent)] += 1
        return self._shares(tokens, contrast)[:, 0]

    def _shares(self, tokens: Sequence[str], contrasts: np.ndarray | None = None) -> np.ndarray:
        """Return what each word gives to each logit, or to weighted sums of logits; see `Network.shares`."""
        if not tokens:
            return np.zeros((0, len(self._no_words) if contrasts is None else len(contrasts)))
        words, n_products = self._words_of(tokens), self.network.middle.n_products
        shares = self.mix.network * self.network.shares(words[:, :n_products], contrasts)
        if self.linear:
            # The linear model counts a word once: its share is that of all places where it stands.
            places = {token: [place for place, other in enumerate(tokens) if other == token] for token in tokens}
            given = self.linear.shares(words[[found[0] for found in places.values()], n_products:-1])
            given = given if contrasts is None else given @ contrasts.T
            for found, share in zip(places.values(), given, strict=True):
                shares[found] += self.mix.linear * share / len(found)
        return shares

    def _scoring(self, evidence: Evidence, mixed: np.ndarray, best: int) -> Scoring:
        rejection, n_intents = self.rejection, len(self.labels)
        found = signals(mixed, familiarity=evidence.familiarity, n_tokens=evidence.n_tokens, n_intents=n_intents)
        parts = zip(SIGNALS, found, rejection.centre, rejection.shares(found), strict=True)
        return Scoring(
            tuple(Signal(name, float(value), float(usual), float(share)) for name, value, usual, share in parts),
            start=rejection.bias,
            handicap=float(rejection.handicaps[best]),
            threshold=log_odds(rejection.threshold),
            is_strange=evidence.is_strange,
        )

    def _words_of(self, tokens: Sequence[str]) -> np.ndarray:
        """Return what is kept of each word, a row each: network, linear model, familiarity."""
        cached = self._words.get
        return np.array(
            [entry if (entry := cached(token)) is not None else self._learn_word(token) for token in tokens]
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

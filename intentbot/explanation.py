"""Why a message got its prediction: what each of its words gave to each intent, and what the score is made of.

Shapes: T words, C intents.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a message, as the bot reads it.

    Attributes
    ----------
    token : str
        What is read of it: lower case, without signs.
    start, end : int
        Where it stands in the message, in characters; ``message[start:end]`` is how it was written.
    familiarity : float
        1 for a word of the examples, else the share of its pieces that words of the examples have, in [0, 1].
    """

    token: str
    start: int
    end: int
    familiarity: float


@dataclass(frozen=True, slots=True)
class Signal:
    """One part of the score.

    Attributes
    ----------
    name : {"peak", "familiarity", "out_of_scope", "length"}
        See `intentbot.rejection.SIGNALS`.
    value : float
        What it is in this message.
    usual : float
        What it is on average in messages the bot should answer.
    share : float
        What it gives to the score's log-odds: below 0 where it speaks for refusing.
    """

    name: str
    value: float
    usual: float
    share: float


@dataclass(frozen=True, slots=True)
class Scoring:
    """How the score came about, in log-odds: 0 is a score of one half, 2 is 0.88, -2 is 0.12.

    Attributes
    ----------
    signals : tuple of Signal
    start : float
        The log-odds of an ordinary message.
    handicap : float
        By how much the best intent's own threshold lowers them.
    threshold : float
        From which log-odds on a message is answered.
    is_strange : bool
        No word is known and hardly any piece of one: refused by rule, whatever the signals say.
    """

    signals: tuple[Signal, ...]
    start: float
    handicap: float
    threshold: float
    is_strange: bool

    @property
    def log_odds(self) -> float:
        """What all parts come to; the score is 0 all the same where `is_strange`."""
        return self.start + sum(signal.share for signal in self.signals) - self.handicap


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """The exact decomposition of a prediction.

    Attributes
    ----------
    text : str
        The message.
    intent : str
        The best label.
    labels : tuple of str
        The intents, in the order of the columns.
    words : tuple of Word
        In the order of the message.
    shares : ndarray of shape (T, C)
        What each word gives to the logit of each intent.
    constant : ndarray of shape (C,)
        What each intent's logit is without any word.
    scoring : Scoring
        How the score came about.
    """

    text: str
    intent: str
    labels: tuple[str, ...]
    words: tuple[Word, ...]
    shares: np.ndarray = field(repr=False)
    constant: np.ndarray = field(repr=False)
    scoring: Scoring

    @property
    def logits(self) -> np.ndarray:
        """The calibrated logits, whose softmax are the probabilities: the constant and all shares; shape (C,)."""
        result: np.ndarray = self.constant + self.shares.sum(axis=0)
        return result

    def evidence(self, intent: str = "", *, against: str = "") -> np.ndarray:
        """Return how far each word speaks for an intent, of shape (T,).

        Logits count only against each other: a word that gives the same to all intents decides nothing. So its share
        is taken less what it gives to the intents on average, or to one other intent.

        Parameters
        ----------
        intent : str, optional
            The best label otherwise.
        against : str, optional
            Another intent; the average of all otherwise.

        Raises
        ------
        ValueError
            Where there is no such intent.
        """
        for name in filter(None, (intent, against)):
            if name not in self.labels:
                raise ValueError(f"the model has no intent {name!r}")
        of_intent = self.shares[:, self.labels.index(intent or self.intent)]
        other = self.shares[:, self.labels.index(against)] if against else self.shares.mean(axis=1)
        result: np.ndarray = of_intent - other
        return result

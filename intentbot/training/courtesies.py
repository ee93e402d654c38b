"""Greetings, thanks and the like around sentences: what a customer wants is the same with and without them.

Examples are bare ("where is my order"). Customers write "hello, I hope you can help, where is my order? many thanks",
and a model of bare sentences answers the thanks. So at times the network learns a sentence with courtesies around it,
other ones each time; the linear model learns each once more so (`intentbot.training.variants`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from intentbot.language.courtesies import COURTESIES
from intentbot.text import normalise, tokenise

BEFORE, AFTER = 0.7, 0.6
"""How often something stands before a sentence that has courtesies around it, and how often after it."""

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True, eq=False)
class Courtesies(Generic[T]):
    """What customers write around what they want, as tokens or as word ids.

    Attributes
    ----------
    before, after : tuple
        Both empty for languages without a list.
    """

    before: tuple[T, ...] = ()
    after: tuple[T, ...] = ()

    @property
    def all(self) -> tuple[T, ...]:
        """Both together."""
        return self.before + self.after

    def mapped(self, change: Callable[[T], U]) -> Courtesies[U]:
        """Return them with each one changed."""
        return Courtesies(tuple(map(change, self.before)), tuple(map(change, self.after)))


NO_COURTESIES: Courtesies[Sequence[str]] = Courtesies()


def courtesies_of(languages: Sequence[str]) -> Courtesies[Sequence[str]]:
    """Return the tokens of the courtesies of all these languages; a region does not count."""
    codes = dict.fromkeys(language.partition("-")[0] for language in languages)
    known = [COURTESIES[code] for code in codes if code in COURTESIES]
    return Courtesies(
        tuple(words for texts in known for words in _split(texts.before)),
        tuple(words for texts in known for words in _split(texts.after)),
    )


def with_courtesies(
    sentences: Sequence[np.ndarray],
    chosen: np.ndarray,
    courtesies: Courtesies[np.ndarray],
    *,
    share: float,
    random: np.random.Generator,
) -> list[np.ndarray]:
    """Return sentences, a `share` of those numbered `chosen` with courtesies around them.

    Parameters
    ----------
    sentences : sequence of ndarray of int32
        The word ids of each.
    chosen : ndarray of int
    courtesies : Courtesies of ndarrays of int32
    share : float
        In [0, 1].
    random : Generator
    """
    result = list(sentences)
    if not courtesies.all or not share:
        return result
    for number in chosen[random.random(len(chosen)) < share]:
        parts = [result[number]]
        if random.random() < BEFORE:
            parts.insert(0, courtesies.before[random.integers(len(courtesies.before))])
        if random.random() < AFTER:
            parts.append(courtesies.after[random.integers(len(courtesies.after))])
        result[number] = np.concatenate(parts)
    return result


def _split(texts: str) -> list[list[str]]:
    return [tokenise(normalise(text)) for text in texts.split(", ")]

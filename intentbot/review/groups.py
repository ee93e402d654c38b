"""Messages that want the same, said in other words, put together.

Two messages are alike where the bot finds the same intents likely for both, or where their words are nearly the same.
Every message is compared only with the groups that share one of its likeliest intents or its rarest words, and of
each of these with a few dozen: the time grows with the number of messages, not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from intentbot.language.common_words import COMMON_WORDS
from intentbot.predictions import Prediction
from intentbot.text import comparison_key

POWER = 0.35
"""Probabilities are raised to it before they are compared, so that unlikely intents count, too. Over all pairs of the
464 tests of the starter bot's 61 intents, whether two belong to one intent is told with an average precision of 0.83
so, 0.80 with their square roots, 0.58 with the probabilities as they are, and 0.08 by words alone."""

ALIKE = 0.8
"""The cosine from which two messages count as meaning the same, in [0, 1]: nine of ten such pairs do."""

NEARLY_THE_SAME = 85.0
"""The likeness of the words, in [0, 100], from which nothing else is asked."""

HALF = 0.5
"""The share of the words that say something which two messages must have in common where the bot has no idea of them:
then its probabilities say little."""

SOME_IDEA = 0.3
"""From which `idea` on the bot has one."""

_COMMON = frozenset(" ".join(COMMON_WORDS.values()).split())
_N_LETTERS = 4
"""By so many letters two words count as the same: the rest is mostly their endings."""

_N_KEYS = 4

_BUCKETS = 512
_BLOCK = 40


def profile(probabilities: np.ndarray) -> np.ndarray:
    """Return what messages are compared by, of shape (B, at most 512), unit length, for probabilities of shape (B, C).

    Where there are more intents, several share a place.
    """
    raised = np.power(probabilities, POWER, dtype=np.float32)
    n_messages, n_intents = raised.shape
    if n_intents > _BUCKETS:
        raised = np.pad(raised, ((0, 0), (0, -n_intents % _BUCKETS))).reshape(n_messages, -1, _BUCKETS).sum(axis=1)
    length = np.linalg.norm(raised, axis=1, keepdims=True)
    return np.asarray(raised / np.maximum(length, 1e-9), dtype=np.float32)


def idea(prediction: Prediction) -> float:
    """Return how far the bot has an idea of a message, in [0, 1]: 0 at chance, and where no word of it is known."""
    chance = 1 / max(2, len(prediction.labels))
    return 0.0 if prediction.score == 0.0 else max(0.0, (prediction.confidence - chance) / (1 - chance))


def group(
    texts: Sequence[str], profiles: np.ndarray, ideas: Sequence[float], labels: Sequence[Sequence[str]]
) -> list[list[int]]:
    """Return the messages in groups, as positions; the first of each is the one the others are like.

    Parameters
    ----------
    texts : sequence of str
        Each message once, the most frequent first: groups form around those.
    profiles : ndarray of shape (B, U)
        As `profile` returns them.
    ideas : sequence of float
        How far the bot has an idea of each message: see `idea`.
    labels : sequence of sequence of str
        The likeliest intents of each message, two or so.
    """
    keys = [comparison_key(text) for text in texts]
    ordered = [" ".join(sorted(key.split())) for key in keys]
    telling = [_telling(key) for key in keys]
    counts = Counter(word for words in telling for word in words)
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    groups: list[list[int]] = []
    for number in range(len(texts)):
        rarest = sorted(telling[number], key=lambda word: (counts[word], word))[:_N_KEYS]
        own = [*(("label", label) for label in labels[number]), *(("word", word) for word in rarest)]
        near = sorted({one for key in own for one in blocks[key]})
        leaders = [groups[one][0] for one in near]
        meaning = profiles[leaders] @ profiles[number]
        common = process.cdist([ordered[number]], [ordered[one] for one in leaders], scorer=fuzz.ratio)
        scores = [
            _alikeness(
                float(meaning[place]),
                float(common[0, place]),
                has_idea=min(ideas[number], ideas[leader]) >= SOME_IDEA,
                shared=_shared(telling[number], telling[leader]),
            )
            for place, leader in enumerate(leaders)
        ]
        best = max(range(len(near)), key=scores.__getitem__, default=-1)
        if best >= 0 and scores[best] > 0:
            groups[near[best]].append(number)
            continue
        for key in own:
            if len(blocks[key]) < _BLOCK:
                blocks[key].append(len(groups))
        groups.append([number])
    return groups


def _alikeness(meaning: float, common: float, *, has_idea: bool, shared: float) -> float:
    """Return how alike two messages are; 0 where they are not alike enough to be put together."""
    if common >= NEARLY_THE_SAME or (meaning >= ALIKE and (has_idea or shared >= HALF)):
        return meaning + common / 100
    return 0.0


def _telling(key: str) -> frozenset[str]:
    """Return the beginnings of the words that say something."""
    return frozenset(word[:_N_LETTERS] for word in key.split() if word not in _COMMON)


def _shared(words: frozenset[str], others: frozenset[str]) -> float:
    return len(words & others) / max(1, min(len(words), len(others)))


def distinct(texts: Sequence[str]) -> Iterator[list[int]]:
    """Yield the positions of messages that are the same word for word, the most frequent message first."""
    found: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        found.setdefault(comparison_key(text), []).append(number)
    yield from sorted(found.values(), key=len, reverse=True)

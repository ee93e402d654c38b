"""Near misses: the name an editor meant, and sentences that are almost the same in two intents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz, process

from intentbot.text import comparison_key

NEAR = 92.0
"""The similarity, in [0, 100], from which two sentences count as nearly the same."""

_NAME_CUTOFF = 65.0
_RARE_KEYS = 4
_BLOCK = 40


@dataclass(frozen=True, slots=True)
class NearPair:
    """Two sentences of different groups, by their positions, and their similarity in [92, 100]."""

    first: int
    second: int
    similarity: float


def suggest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest to `name`, or None where none is near enough to be meant."""
    near = process.extractOne(name.casefold(), {word: word.casefold() for word in known}, scorer=fuzz.ratio)
    return near[2] if near and near[1] >= _NAME_CUTOFF else None


def near_duplicates(sentences: Sequence[str], groups: Sequence[str]) -> Iterator[NearPair]:
    """Yield, for each sentence, the earlier sentence of another group that is nearest to it, where that is near.

    Sentences that are the same word for word are not near but equal, and left out. The words of both are sorted
    before they are compared, so their order does not count.

    To stay near-linear in the number of sentences, only sentences that share one of their four rarest words or
    neighbouring word pairs are compared, and of each such word at most the 40 latest of other sentences. A pair is
    missed where a typo changes every rare word they share, or where their rarest words are all common ones in a set
    of very many sentences.

    Parameters
    ----------
    sentences, groups : sequence of str
        Of the same length; `groups` names the intent of each sentence.
    """
    tokens = [comparison_key(sentence).split() for sentence in sentences]
    ordered = [" ".join(sorted(words)) for words in tokens]
    keys = _rarest_keys(tokens)
    blocks: dict[int, list[int]] = defaultdict(list)
    for second, own_keys in enumerate(keys):
        candidates = {one for key in own_keys for one in blocks[key][-_BLOCK:]}
        text, group, length = ordered[second], groups[second], len(ordered[second])
        # A ratio of 92 is out of reach where the lengths differ by more than 8 % of their sum.
        reach = (1 - NEAR / 100) * 2.2 * length
        others = {
            one: ordered[one]
            for one in candidates
            if groups[one] != group and abs(len(ordered[one]) - length) <= reach and ordered[one] != text
        }
        near = process.extractOne(text, others, scorer=fuzz.ratio, score_cutoff=NEAR) if others else None
        if near:
            yield NearPair(near[2], second, near[1])
        for key in own_keys:
            blocks[key].append(second)


def _rarest_keys(tokens: Sequence[Sequence[str]]) -> list[tuple[int, ...]]:
    """Return the rarest words and word pairs of each sentence that another sentence has too, as numbers."""
    numbers: dict[str, int] = {}
    counts: list[int] = []
    all_keys: list[list[int]] = []
    for words in tokens:
        own = {*words, *(f"{left} {right}" for left, right in pairwise(words))}
        found = []
        for word in sorted(own):
            number = numbers.setdefault(word, len(counts))
            if number == len(counts):
                counts.append(0)
            counts[number] += 1
            found.append(number)
        all_keys.append(found)
    return [
        tuple(sorted((key for key in found if counts[key] > 1), key=lambda key: (counts[key], key))[:_RARE_KEYS])
        for found in all_keys
    ]

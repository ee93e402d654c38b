"""From held-out probabilities to advice: which examples to move or to write more of, which intents to merge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse
from scipy.stats import beta

from intentbot.advice import Advice, Cited, Lonely, Merge, Split, Suspect, Twins
from intentbot.fuzzy import near_duplicates
from intentbot.intents import OUT_OF_SCOPE
from intentbot.text import comparison_key
from intentbot.training.grouping import LEAST_EXAMPLES, LEAST_STRENGTH, two_groups
from intentbot.training.sentences import Sentence

LEAST_ODDS = 100.0
"""How many times likelier another intent must be before an example is suspected; of 30, 50, 100 and 200 the one that
found most of the labels changed at random without naming as many others (docs/how-it-works.md)."""

LEAST_MIXED = 0.2
"""The share of two intents' sentences that must be mixed up beyond chance before a merger is proposed."""

LONELY_SHARE = 0.25
"""Lonely is whose nearest neighbour is farther than those of all but a quarter of the sentences understood."""

LONELY_PER_INTENT = 5

MOST_COMPARED = 1_000
"""Examples of an intent that are compared with one another."""


def advise(
    sentences: Sequence[Sentence], labels: Sequence[str], *, chances: np.ndarray, features: sparse.csr_matrix
) -> Advice:
    """Return advice on examples by what models that had not seen them make of them.

    Parameters
    ----------
    sentences : sequence of Sentence
        The held-out rows.
    labels : sequence of str
        What the columns of `chances` stand for.
    chances : ndarray of shape (N, C)
        Probabilities of each row, calibrated, summing to 1.
    features : sparse matrix of shape (N, features)
        The rows' TF-IDF features, of length about 1.
    """
    number = {label: i for i, label in enumerate(labels)}
    targets = np.array([number[sentence.intent] for sentence in sentences], dtype=np.int64)
    # A template's sentences share a line; the editor needs to see it once.
    first_of_place = _firsts(sentences)
    suspected = suspects(chances, targets)
    nearness, splits = _within_intents(sentences, targets, features, first_of_place)
    return Advice(
        suspects=tuple(_cite_suspects(suspected, sentences, labels, chances, targets)),
        lonely=_lonely(sentences, labels, chances, targets, nearness, set(suspected.tolist())),
        twins=tuple(_twins([sentences[row] for row in first_of_place])),
        merges=_merges(labels, chances.argmax(axis=1), targets),
        splits=splits,
    )


def suspects(chances: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the rows that are likely mislabelled, the likeliest first.

    Confident learning with held-out probabilities: a row that is `LEAST_ODDS` times likelier under another label. The
    published method also asks that the other label's probability reach the mean of that label's own rows; with as few
    rows a label as here that mean is rough, and up to two fifths fewer changed labels were found (how-it-works.md).

    Parameters
    ----------
    chances : ndarray of shape (N, C)
        Held-out probabilities.
    targets : ndarray of shape (N,)
        The labels as given, as column numbers.

    References
    ----------
    Northcutt, Jiang and Chuang (2021), Confident learning, arXiv:1911.00068.
    """
    own = chances[np.arange(len(targets)), targets]
    odds = chances.max(axis=1) / np.maximum(own, 1e-12)
    found = np.flatnonzero(odds >= LEAST_ODDS)
    return found[np.argsort(-odds[found], kind="stable")]


def _cite(sentence: Sentence) -> Cited:
    return Cited(sentence.text, sentence.intent, sentence.place)


def _firsts(sentences: Sequence[Sentence]) -> list[int]:
    """Return the first row of each line of the files; rows without a place are all kept."""
    seen: dict[object, int] = {}
    for row, sentence in enumerate(sentences):
        seen.setdefault(sentence.place if sentence.place.line else row, row)
    return list(seen.values())


def _cite_suspects(
    rows: np.ndarray, sentences: Sequence[Sentence], labels: Sequence[str], chances: np.ndarray, targets: np.ndarray
) -> Iterator[Suspect]:
    seen = set()
    for row in rows.tolist():
        example = _cite(sentences[row])
        if example.place.line and example.place in seen:
            continue
        seen.add(example.place)
        likelier = int(chances[row].argmax())
        odds = chances[row, likelier] / max(chances[row, targets[row]], 1e-12)
        yield Suspect(example, labels[likelier], float(odds))


def _within_intents(
    sentences: Sequence[Sentence], targets: np.ndarray, features: sparse.csr_matrix, firsts: Sequence[int]
) -> tuple[np.ndarray, tuple[Split, ...]]:
    """Return how near each row's nearest neighbour within its intent is (NaN where unknown), and intents to split."""
    nearness = np.full(len(sentences), np.nan)
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row in firsts:
        rows_of[int(targets[row])].append(row)
    splits = []
    for rows in rows_of.values():
        chosen = np.array(rows[:MOST_COMPARED])
        alike = (features[chosen] @ features[chosen].T).toarray()
        apart = alike - 2 * np.eye(len(chosen))
        nearness[chosen] = np.clip(apart.max(axis=1), 0, 1)
        intent = sentences[rows[0]].intent
        if len(chosen) < LEAST_EXAMPLES or intent == OUT_OF_SCOPE:
            continue
        groups, strength = two_groups(alike)
        if strength >= LEAST_STRENGTH:
            first, second = (tuple(_cite(sentences[row]) for row in chosen[groups == one].tolist()) for one in (0, 1))
            splits.append(Split(intent, first, second, strength))
    return nearness, tuple(sorted(splits, key=lambda split: (-split.strength, split.intent)))


def _lonely(
    sentences: Sequence[Sentence],
    labels: Sequence[str],
    chances: np.ndarray,
    targets: np.ndarray,
    nearness: np.ndarray,
    suspected: set[int],
) -> tuple[Lonely, ...]:
    """Return the examples that nothing else in their intent supports; intents with the most of them first."""
    taken = chances.argmax(axis=1)
    understood = nearness[(taken == targets) & ~np.isnan(nearness)]
    if not len(understood):
        return ()
    far = float(np.quantile(understood, LONELY_SHARE))
    by_intent: dict[str, list[Lonely]] = defaultdict(list)
    for row in np.flatnonzero((taken != targets) & (nearness < far)).tolist():
        if row not in suspected and sentences[row].intent != OUT_OF_SCOPE:
            example = _cite(sentences[row])
            by_intent[example.intent].append(Lonely(example, labels[int(taken[row])], float(nearness[row])))
    order = sorted(by_intent, key=lambda intent: (-len(by_intent[intent]), intent))
    return tuple(
        one
        for intent in order
        for one in sorted(by_intent[intent], key=lambda lonely: lonely.nearness)[:LONELY_PER_INTENT]
    )


def _twins(sentences: Sequence[Sentence]) -> Iterator[Twins]:
    """Yield sentences in the same words under two intents, then those nearly in the same words."""
    first: dict[str, Sentence] = {}
    for sentence in sentences:
        earlier = first.setdefault(comparison_key(sentence.text), sentence)
        if earlier.intent != sentence.intent:
            yield Twins(_cite(earlier), _cite(sentence), 1.0)
    distinct = list(first.values())
    pairs = near_duplicates([one.text for one in distinct], [one.intent for one in distinct])
    for pair in sorted(pairs, key=lambda pair: -pair.similarity):
        yield Twins(_cite(distinct[pair.first]), _cite(distinct[pair.second]), pair.similarity / 100)


def _merges(labels: Sequence[str], taken: np.ndarray, targets: np.ndarray) -> tuple[Merge, ...]:
    """Return the pairs of intents that are mixed up both ways, by far more than one row or two."""
    counts = sparse.coo_matrix((np.ones(len(targets), np.int64), (targets, taken)), (len(labels), len(labels))).tocsr()
    sizes = np.bincount(targets, minlength=len(labels))
    found = []
    is_choice = sum(label != OUT_OF_SCOPE for label in labels) > 2
    mixed = sparse.triu(counts + counts.T, k=1).nonzero()
    for first, second in zip(*(numbers.tolist() for numbers in mixed), strict=True):
        there, back = int(counts[first, second]), int(counts[second, first])
        n_mixed, n_rows = there + back, int(sizes[first] + sizes[second])
        # Seldom one way and often the other means that one intent lacks examples, not that the two are one.
        if min(there, back) < max(2, max(there, back) / 3) or OUT_OF_SCOPE in (labels[first], labels[second]):
            continue
        surely = float(beta.ppf(0.05, n_mixed, n_rows - n_mixed + 1))
        if surely >= LEAST_MIXED and is_choice:
            found.append(Merge(labels[first], labels[second], n_mixed, n_rows, n_mixed / len(targets)))
    return tuple(sorted(found, key=lambda merge: (-merge.n_mixed, merge.first, merge.second)))

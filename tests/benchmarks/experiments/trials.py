"""What an experiment learns from and is judged on: rows of training and validation files, never of a test file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from intentbot.intents import Intent, IntentSet
from intentbot.settings import TrainingSettings
from intentbot.text import comparison_key, normalise, tokenise
from intentbot.training.courtesies import NO_COURTESIES, courtesies_of
from intentbot.training.encoding import EncodedRows
from intentbot.training.linear_fit import LinearFeatures
from intentbot.training.logit_adjustment import head_starts
from intentbot.training.plan import plan_for
from intentbot.training.sentences import Sentence
from intentbot.training.split import stratified_folds
from intentbot.training.titles import title_variants
from intentbot.vocabulary import Vocabulary
from tests.benchmarks.courtesies import with_courtesies
from tests.benchmarks.data import Rows, read_rows, with_typos

DIVISION_SEED = 77
"""Which rows of a file without validation rows are judged: the same for every seed and every experiment."""

JUDGED_TENTHS = 3

N_UNLABELLED = 3_000
"""Rows that are neither learned from nor judged, for experiments with unlabelled messages."""


@dataclass(frozen=True, slots=True)
class TrialSet:
    """Rows to learn from and to be judged on.

    Attributes
    ----------
    name : str
        What ``--sets`` takes.
    train : str
    valid : str
        Empty: 3 of 10 parts of `train` are judged instead.
    shots : (int, int)
        Rows of each intent that are learned from, drawn by the seed: so many, or where the two differ, a number between
        them for each intent, as likely to be in the lower half of the ratio as in the upper. (0, 0): all.
    """

    name: str
    train: str
    valid: str
    shots: tuple[int, int]

    def rows(self, folder: Path, seed: int) -> tuple[Rows, Rows, Rows]:
        """Return the rows to learn from, those to be judged on, and up to 3,000 others."""
        pool = read_rows(folder / self.train)
        if self.valid:
            judged = read_rows(folder / self.valid)
        else:
            numbers = {label: number for number, label in enumerate(sorted(set(pool.labels)))}
            targets = np.array([numbers[label] for label in pool.labels])
            folds = stratified_folds(targets, [comparison_key(text) for text in pool.texts], 10, DIVISION_SEED)
            judged = _chosen(pool, np.flatnonzero(folds < JUDGED_TENTHS))
            pool = _chosen(pool, np.flatnonzero(folds >= JUDGED_TENTHS))
        random = np.random.default_rng(seed)
        learned = self._drawn(pool, random)
        others = np.setdiff1d(np.arange(len(pool)), learned)
        others = random.permutation(others)[:N_UNLABELLED]
        return _chosen(pool, learned), judged, _chosen(pool, others)

    def _drawn(self, pool: Rows, random: np.random.Generator) -> np.ndarray:
        least, most = self.shots
        if not most:
            return np.arange(len(pool))
        by_label: dict[str, list[int]] = {}
        for row, label in enumerate(pool.labels):
            by_label.setdefault(label, []).append(row)
        drawn = []
        for _, rows in sorted(by_label.items()):
            n_rows = least if least == most else round(least * (most / least) ** random.random())
            drawn.append(random.permutation(rows)[:n_rows])
        return np.sort(np.concatenate(drawn))


def _banking(name: str, shots: tuple[int, int]) -> TrialSet:
    return TrialSet(f"banking77-{name}", "banking77/train.csv", "", shots)


def _clinc(name: str, shots: tuple[int, int]) -> TrialSet:
    return TrialSet(f"clinc150-{name}", "clinc150/train.csv", "clinc150/valid.csv", shots)


TRIAL_SETS = tuple(
    of(name, shots)
    for name, shots in (("5", (5, 5)), ("10", (10, 10)), ("20", (20, 20)), ("uneven", (3, 30)), ("full", (0, 0)))
    for of in (_banking, _clinc)
)


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """Rows made ready: those to learn from, the judged ones, these with typos and with courtesies, and unlabelled ones.

    Attributes
    ----------
    rows : EncodedRows
        All of them, with the vocabulary of the learned ones.
    features : LinearFeatures
    labels : tuple of str
    settings : TrainingSettings
        With nothing left open.
    n_learned, n_judged : int
    """

    rows: EncodedRows
    features: LinearFeatures
    labels: tuple[str, ...]
    settings: TrainingSettings
    n_learned: int
    n_judged: int

    @classmethod
    def of(cls, parts: tuple[Rows, Rows, Rows], settings: Mapping[str, object], *, seed: int, read: bool) -> Trial:
        """Return the trial of rows to learn from, judged rows, and others, whose words are known where `read`."""
        learned, judged, others = parts
        labels = tuple(sorted(set(learned.labels)))
        numbers = {label: number for number, label in enumerate(labels)}
        plan, chosen = plan_for(len(learned), TrainingSettings(**{"seed": seed, **settings}))
        learned = _with_titles(learned, chosen)
        changed = (*with_typos(judged.texts, seed), *with_courtesies(judged.texts, judged.language, seed))
        texts = (*learned.texts, *judged.texts, *changed, *others.texts)
        wanted = (*learned.labels, *judged.labels * 3, *others.labels)
        tokens = [tokenise(normalise(text)) for text in texts]
        known = tokens[: len(learned)] + (tokens[-len(others) :] if read and len(others) else [])
        courtesies = courtesies_of(["en"]) if chosen.courtesies else NO_COURTESIES
        vocabulary = Vocabulary.of(known, languages=("en",), piece_count=plan.piece_count)
        targets = np.array([numbers[label] for label in wanted])
        rows = EncodedRows.of(tokens, targets, vocabulary, courtesies=courtesies)
        return cls(rows, LinearFeatures.of(rows), labels, chosen, len(learned), len(judged))

    @property
    def learned(self) -> np.ndarray:
        """The numbers of the rows to learn from."""
        return np.arange(self.n_learned)

    @property
    def head_starts(self) -> np.ndarray:
        """What comes off the logit of each label; see `intentbot.training.logit_adjustment`."""
        n_labels = len(self.labels)
        return head_starts(self.rows.targets[self.learned], n_intents=n_labels, n_labels=n_labels)

    @property
    def judged(self) -> np.ndarray:
        """The numbers of the judged rows."""
        return np.arange(self.n_learned, self.n_learned + self.n_judged)

    @property
    def misspelt(self) -> np.ndarray:
        """The numbers of the judged rows with typos, in the order of `judged`."""
        return self.judged + self.n_judged

    @property
    def courteous(self) -> np.ndarray:
        """The numbers of the judged rows with courtesies around them, in the order of `judged`."""
        return self.misspelt + self.n_judged

    @property
    def unlabelled(self) -> np.ndarray:
        """The numbers of the rows whose labels may not be looked at."""
        return np.arange(self.n_learned + 3 * self.n_judged, len(self.rows))

    @property
    def answered(self) -> np.ndarray:
        """The numbers of the rows that an expert must answer: judged, then misspelt, then courteous."""
        return np.concatenate([self.judged, self.misspelt, self.courteous])


def _with_titles(learned: Rows, settings: TrainingSettings) -> Rows:
    """Return the rows to learn from, and what the package adds to them: each intent's name in words."""
    sentences = [Sentence(text, label) for text, label in zip(learned.texts, learned.labels, strict=True)]
    intents = IntentSet(tuple(Intent(label) for label in sorted(set(learned.labels))))
    titles = [variant.sentence for variant in title_variants(sentences, intents, settings=settings)]
    texts, labels = (sentence.text for sentence in titles), (sentence.intent for sentence in titles)
    return Rows((*learned.texts, *texts), (*learned.labels, *labels))


def _chosen(rows: Rows, numbers: Sequence[int] | np.ndarray) -> Rows:
    return Rows(tuple(rows.texts[i] for i in numbers), tuple(rows.labels[i] for i in numbers))

"""The systems that are measured side by side: the bot, two linear models, fastText; and the bot with other settings.

Each imports its libraries only when it is asked to, so that a process that measures one does not carry the others.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from tests.benchmarks.data import Rows, write_rows

BOT, SVM, LOGISTIC, FASTTEXT = "intentbot", "linear SVM", "logistic regression", "fastText"
SYSTEMS = (BOT, SVM, LOGISTIC, FASTTEXT)
OTHER_BOTS = {
    "intentbot lstm": {"network": "lstm"},
    "intentbot transformer": {"network": "transformer"},
    "intentbot fast": {"quality": "fast"},
    "intentbot best": {"quality": "best"},
    "intentbot small": {"size": "small"},
    "intentbot large": {"size": "large"},
}
"""The bot with other settings than the defaults."""

SEEDED = (BOT, FASTTEXT, *OTHER_BOTS)
"""The systems that another seed changes; the linear models are fitted once."""

FAST = {"epochs": "2", "filters": "16"}
"""Settings of the bot that only show that the benchmarks run."""

LIBRARIES = {
    BOT: ("intentbot.training", "intentbot.training.learn"),
    SVM: ("sklearn.pipeline", "sklearn.feature_extraction.text", "sklearn.svm"),
    LOGISTIC: ("sklearn.pipeline", "sklearn.feature_extraction.text", "sklearn.linear_model"),
    FASTTEXT: ("fasttext", "intentbot.text"),
}

SEEN_ROWS = 250_000
"""fastText goes through its rows until it has seen about so many: at a fixed number of epochs it hardly learns small
sets. This and a step of 1.0 were the best of a few tried on CLINC150's validation rows."""

BUCKETS = 200_000
"""fastText's table of subwords and bigrams: at its default of 2 million, a model of this kind takes 800 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Guesses:
    """What a system says of messages.

    Attributes
    ----------
    labels : list of str
        The best label of each.
    scores : ndarray of shape (N,)
        The higher, the likelier in scope; comparable within one system only.
    confidences : ndarray of shape (N,) or None
        The probability of the best label, in [0, 1]; None where the system gives none.
    accepted : ndarray of shape (N,) or None
        Whether the system itself would answer; None where it has no threshold.
    """

    labels: list[str]
    scores: np.ndarray
    confidences: np.ndarray | None = None
    accepted: np.ndarray | None = None


class Trained(Protocol):
    """A system that has learned."""

    def guess(self, texts: Sequence[str]) -> Guesses:
        """Return what it says of the texts."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainedBot:
    """The bot of a model folder."""

    bot: Any

    def guess(self, texts: Sequence[str]) -> Guesses:
        """Return what `classify` says, with no exact matches."""
        found = self.bot.classify(texts)
        return Guesses(
            [prediction.intent for prediction in found],
            np.array([prediction.score for prediction in found]),
            np.array([prediction.confidence for prediction in found]),
            np.array([prediction.accepted for prediction in found]),
        )

    def decisions(self, texts: Sequence[str]) -> Counter[str]:
        """Return how often a reply was ``answered`` from an intent, ``asked`` back, or was neither: ``refused``."""
        replies = [self.bot.reply(text) for text in texts]
        return Counter(
            "answered" if reply.intent is not None else "asked" if reply.decided_by == "ambiguous" else "refused"
            for reply in replies
        )


@dataclass(frozen=True, slots=True, eq=False)
class TrainedLinear:
    """A scikit-learn pipeline."""

    pipeline: Any

    def guess(self, texts: Sequence[str]) -> Guesses:
        """Return the largest margin's label, or the likeliest with its probability."""
        classes = self.pipeline.classes_
        if hasattr(self.pipeline, "predict_proba"):
            chances = self.pipeline.predict_proba(texts)
            return Guesses(classes[chances.argmax(axis=1)].tolist(), chances.max(axis=1), chances.max(axis=1))
        margins = self.pipeline.decision_function(texts)
        return Guesses(classes[margins.argmax(axis=1)].tolist(), margins.max(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class TrainedFastText:
    """A supervised fastText model.

    Its binding is called without its Python wrapper, which breaks with NumPy 2 and is slower.
    """

    model: Any
    names: tuple[str, ...]

    def guess(self, texts: Sequence[str]) -> Guesses:
        """Return the likeliest label of each text with its probability."""
        best = [self.model.f.predict(fasttext_line(text), 1, 0.0, "strict") for text in texts]
        labels = [self.names[int(found[0][1].removeprefix("__label__"))] if found else "" for found in best]
        # fastText's own rounding gives probabilities a little above 1.
        chances = np.array([min(1.0, found[0][0]) if found else 0.0 for found in best])
        return Guesses(labels, chances, chances)


def import_libraries(system: str) -> None:
    """Import what a system needs, so that the time this takes is not counted as training."""
    for name in LIBRARIES[BOT if system in OTHER_BOTS else system]:
        import_module(name)


def train_system(system: str, rows: Rows, folder: Path, *, seed: int, fast: bool = False) -> Trained:
    """Return a system that has learned the rows, and leave its model in `folder`.

    A bot's model is the folder itself, fastText's is ``fasttext.bin`` in it, the linear models' ``linear.joblib``.
    """
    if system == BOT or system in OTHER_BOTS:
        settings = {"seed": str(seed), **OTHER_BOTS.get(system, {}), **(FAST if fast else {})}
        return _train_bot(rows, folder, settings)
    folder.mkdir(parents=True, exist_ok=True)
    if system == FASTTEXT:
        return _train_fasttext(rows, folder, seed)
    return _train_linear(system, rows, folder)


def leave_model(system: str, rows: Rows, folder: Path, *, seed: int, fast: bool) -> None:
    """Train a system for the model that it leaves in `folder`."""
    train_system(system, rows, folder, seed=seed, fast=fast)


def fasttext_line(text: str) -> str:
    """Return a text as fastText reads it: the bot's own tokens (a character each in Chinese), and a line end."""
    from intentbot.text import comparison_key

    return comparison_key(text) + "\n"


def _train_bot(rows: Rows, folder: Path, settings: dict[str, str]) -> TrainedBot:
    from intentbot.sources import read_intents
    from intentbot.training import train

    table = folder.with_suffix(".csv")
    write_rows(table, rows)
    intents = read_intents(table)
    # A table does not say its language.
    intents = replace(intents, bot=replace(intents.bot, language=rows.language))
    return TrainedBot(train(intents, folder, settings=settings, force=True))


def _train_linear(system: str, rows: Rows, folder: Path) -> TrainedLinear:
    import joblib
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"(?u)\w+", sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    model = LinearSVC(random_state=0) if system == SVM else LogisticRegression(C=30, max_iter=200)
    pipeline = make_pipeline(make_union(words, characters), model).fit(rows.texts, rows.labels)
    joblib.dump(pipeline, folder / "linear.joblib")
    return TrainedLinear(pipeline)


def _train_fasttext(rows: Rows, folder: Path, seed: int) -> TrainedFastText:
    import fasttext

    names = tuple(sorted(set(rows.labels)))
    number = {name: i for i, name in enumerate(names)}
    pairs = zip(rows.texts, rows.labels, strict=True)
    lines = [f"__label__{number[label]} {fasttext_line(text)}" for text, label in pairs]
    # Files of intents are grouped by intent, which stochastic gradient descent does not forgive.
    random.Random(seed).shuffle(lines)
    (folder / "fasttext.txt").write_text("".join(lines), encoding="utf-8")
    model = fasttext.train_supervised(
        str(folder / "fasttext.txt"),
        lr=1.0,
        epoch=min(200, max(25, SEEN_ROWS // len(rows))),
        dim=100,
        wordNgrams=2,
        minn=3,
        maxn=6,
        bucket=BUCKETS,
        seed=seed,
        thread=1,
        verbose=0,
    )
    model.save_model(str(folder / "fasttext.bin"))
    return TrainedFastText(model, names)

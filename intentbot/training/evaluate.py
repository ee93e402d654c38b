"""How good a bot is: by cross-validation of its intents, or on a test file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from intentbot.bot import IntentBot
from intentbot.classifier import Mix
from intentbot.errors import EvaluationError
from intentbot.intents import OUT_OF_SCOPE, IntentSet
from intentbot.judging import judge, read_sentences, refuse_unknown
from intentbot.rejection import Rejection
from intentbot.renderings.report_json import to_json
from intentbot.report import Baseline, Report, Row
from intentbot.settings import TrainingSettings
from intentbot.sources import read_intents
from intentbot.text import comparison_key
from intentbot.training.augment import augment, counts_of
from intentbot.training.baseline import NAME, baseline_scores, fit_baseline
from intentbot.training.calibrate import HeldOut, fit_mix, fit_rejection
from intentbot.training.progress import Progress, Silence
from intentbot.training.quiet import hold_back_chatter
from intentbot.training.scoring import score_rows
from intentbot.training.sentences import Sentence, sentences_of

if TYPE_CHECKING:
    from intentbot.training.learn import Learned, Learner

KEPT_ERRORS = 200
"""Wrong sentences kept in a model's own report."""


def evaluate(
    bot: IntentBot | IntentSet | str | Path,
    test: str | Path | None = None,
    *,
    folds: int = 5,
    settings: Mapping[str, str] | None = None,
    out_of_scope_label: str = OUT_OF_SCOPE,
    progress: Progress | None = None,
) -> Report:
    """Return how good a bot is.

    Parameters
    ----------
    bot : IntentBot, or IntentSet, str or Path
        A bot, tested on the sentences of `test`; or intents (a set, a folder, a file), cross-validated.
    test : str or Path, optional
        A CSV or TSV with the columns ``text,intent``, or intent files whose examples are the test.
    folds : int, default=5
        Into how many parts cross-validation deals the sentences.
    settings : mapping of str to str, optional
        Settings that overrule those in the intent files (cross-validation).
    out_of_scope_label : str, default="out_of_scope"
        The label that marks out-of-scope rows in the test file.
    progress : Progress, optional

    Raises
    ------
    EvaluationError, IntentFilesError, FileError, SettingsError, TrainingError
    """
    if isinstance(bot, IntentBot):
        if test is None:
            raise EvaluationError("a trained bot needs sentences to be tested on.", "Name a test file.")
        return _evaluate_on(bot, Path(test), out_of_scope_label)
    if test is not None:
        raise EvaluationError(
            "a test file is for a trained bot, not for intents.", "Train the bot first, or leave it out."
        )
    source = "intents" if isinstance(bot, IntentSet) else str(bot)
    intents = bot if isinstance(bot, IntentSet) else read_intents(bot)
    if folds < 2:
        raise EvaluationError(f"{folds} folds cannot be held out in turn.", "Use at least 2 folds.")
    chosen = TrainingSettings.read({**intents.training, **(settings or {})})
    return _cross_validate(intents, source, folds, chosen, progress or Silence())


def report_of_training(learner: Learner, learned: Learned) -> str:
    """Return what training measured on its held-out rows, as JSON."""
    mix, rejection = learned.classifier.mix, learned.classifier.rejection
    rows = _rows(learner, learned.held_out, mix, rejection)
    report = score_rows(
        rows,
        learner.labels,
        method="held-out rows of training",
        source="training sentences",
        threshold=rejection.threshold,
        baseline=_baseline(rows, learned.baseline, None) if learned.baseline else None,
        settings={"epochs": learned.epochs, **_made_with(learner)},
    )
    return to_json(replace(report, errors=report.errors[:KEPT_ERRORS], rows=()))


def _made_with(learner: Learner) -> dict[str, str]:
    """Return what was learned beside the sentences, for the record."""
    made = {"variants": counts_of(learner.variants)} if learner.variants else {}
    if learner.meanings:
        file, n_words = learner.meanings.file, len(learner.rows.vocabulary.others)
        made["vectors"] = f"{file.name}: {len(file.words):,} words of {file.size} numbers, {n_words:,} kept"
    return made


def _cross_validate(
    intents: IntentSet, source: str, n_folds: int, settings: TrainingSettings, progress: Progress
) -> Report:
    # TensorFlow takes seconds to import; a mistake in the arguments is told before.
    with hold_back_chatter():
        from intentbot.training.learn import Learner, versions
    sentences = sentences_of(intents, settings)
    variants = augment(sentences, intents, settings=settings, progress=progress)
    learner = Learner(sentences, languages=intents.languages, settings=settings, progress=progress, variants=variants)
    folds = learner.folds(n_folds)
    if len(learner.usable(folds)) < n_folds:
        raise EvaluationError(
            f"{len(learner.sentences)} sentences are too few for {n_folds} folds.", "Write more examples."
        )
    try:
        held_out, _ = learner.hold_out(folds, range(n_folds))
    finally:
        progress.finish()
    rows: list[Row] = []
    thresholds = []
    baseline: list[str] = []
    for fold in range(n_folds):
        # Each fold is judged by a mix and a threshold fitted on the others: nothing is judged by itself.
        mine = folds[held_out.rows] == fold
        others, part = held_out[~mine], held_out[mine]
        mix = fit_mix(others, len(learner.labels))
        rejection = fit_rejection(others, mix, n_intents=len(learner.labels), false_rejection=settings.false_rejection)
        rows += _rows(learner, part, mix, rejection)
        thresholds.append(rejection.threshold)
        baseline += learner.baseline(folds, fold)
    return score_rows(
        rows,
        learner.labels,
        method=f"{n_folds}-fold cross-validation",
        source=source,
        threshold=float(np.median(thresholds)),
        baseline=_baseline(rows, baseline, None),
        settings={"seed": settings.seed, "folds": n_folds, **_made_with(learner), **versions()},
    )


def _evaluate_on(bot: IntentBot, path: Path, out_of_scope_label: str) -> Report:
    sentences = read_sentences(path, out_of_scope_label)
    labels = bot.classifier.labels
    refuse_unknown(sentences, labels)
    if all(sentence.intent == OUT_OF_SCOPE for sentence in sentences):
        raise EvaluationError(
            f"{path} has no sentence that the bot should answer.", "Add rows of the bot's intents; both are needed."
        )
    rows = judge(bot, sentences)
    known = [Sentence(key, intent) for key, intent in bot.model.exact.items() if intent != OUT_OF_SCOPE]
    baseline = None
    if len({sentence.intent for sentence in known}) > 1:
        model = fit_baseline(known)
        texts = [comparison_key(sentence.text) for sentence in sentences]
        baseline = _baseline(rows, model.predict(texts).tolist(), baseline_scores(model, texts))
    return score_rows(
        rows,
        labels,
        method="test file",
        source=str(path),
        threshold=bot.classifier.rejection.threshold,
        baseline=baseline,
        settings={"fingerprint": bot.model.fingerprint, **bot.model.versions},
    )


def _rows(learner: Learner, held_out: HeldOut, mix: Mix, rejection: Rejection) -> list[Row]:
    mixed, n_intents = held_out.mixed(mix), len(learner.labels)
    scores = rejection.score(held_out.signals(mix, n_intents))
    among_intents = mixed[:, :n_intents]
    probabilities = np.exp(among_intents - among_intents.max(axis=1, keepdims=True))
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    sentences = [learner.sentences[row] for row in held_out.rows]
    return [
        Row(
            text=sentence.text,
            expected=sentence.intent,
            predicted=learner.labels[int(chances.argmax())],
            confidence=float(chances.max()),
            score=float(score),
            accepted=bool(score >= rejection.threshold),
            place=sentence.place,
        )
        for sentence, chances, score in zip(sentences, probabilities, scores, strict=True)
    ]


def _baseline(rows: Sequence[Row], labels: Sequence[str], scores: np.ndarray | None) -> Baseline:
    from sklearn.metrics import f1_score, roc_auc_score

    in_scope = np.array([row.expected != OUT_OF_SCOPE for row in rows])
    expected = [row.expected for row, inside in zip(rows, in_scope, strict=True) if inside]
    said = [label for label, inside in zip(labels, in_scope, strict=True) if inside]
    accuracy = float(np.mean([one == other for one, other in zip(expected, said, strict=True)]))
    macro = float(f1_score(expected, said, average="macro", zero_division=0))
    told_apart = scores is not None and not in_scope.all()
    return Baseline(NAME, accuracy, macro, float(roc_auc_score(in_scope, scores)) if told_apart else None)

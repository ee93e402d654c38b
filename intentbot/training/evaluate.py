"""How good a bot is: by cross-validation of its intents, or on a test file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from intentbot.advice import Advice
from intentbot.bot import IntentBot
from intentbot.classifier import Mix
from intentbot.errors import EvaluationError
from intentbot.intents import OUT_OF_SCOPE, IntentSet
from intentbot.judging import judge, read_sentences, refuse_unknown
from intentbot.progress import Progress, Silence
from intentbot.quiet import hold_back_chatter
from intentbot.rejection import Rejection
from intentbot.renderings.report_json import to_json
from intentbot.report import Baseline, Report, Row
from intentbot.settings import TrainingSettings
from intentbot.sources import read_intents
from intentbot.text import comparison_key
from intentbot.training.advice import advise
from intentbot.training.augment import counts_of
from intentbot.training.baseline import NAME, baseline_scores, fit_baseline, is_affordable
from intentbot.training.calibrate import HeldOut, fit_mix, fit_rejection
from intentbot.training.scoring import score_rows
from intentbot.training.sentences import Sentence, sentences_of
from intentbot.training.variants import variants_of

if TYPE_CHECKING:
    from intentbot.training.learn import Learned, Learner

KEPT_ERRORS = 200
"""Wrong sentences kept in a model's own report."""


def evaluate(
    bot: IntentBot | IntentSet | str | Path,
    test: str | Path | None = None,
    *,
    folds: int = 5,
    learning_curve: bool = False,
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
    learning_curve : bool, default=False
        Also cross-validate shares of the sentences, to say what more of them are worth; takes 2.5 times as long.
    settings : mapping of str to str, optional
        Settings that overrule those in the intent files (cross-validation).
    out_of_scope_label : str, default="out_of_scope"
        The label that marks out-of-scope rows in the test file.
    progress : Progress, optional

    Raises
    ------
    EvaluationError, IntentFilesError, FileError, SettingsError, TrainingError
    """
    if learning_curve and isinstance(bot, IntentBot):
        raise EvaluationError("a learning curve is of intents, not of a trained bot.", "Give the intent files.")
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
    return _cross_validate(
        intents, source, folds, settings=chosen, progress=progress or Silence(), learning_curve=learning_curve
    )


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
    held_out = learned.held_out
    # Advice weighs an example against all others of its intent, so it takes that all were held out in turn.
    is_whole = bool(learned.baseline) and len(held_out.rows) == len(learner.sentences)
    advice = _advice(learner, held_out.rows, _softmax(held_out.mixed(mix))) if is_whole else None
    return to_json(replace(report, errors=report.errors[:KEPT_ERRORS], rows=(), advice=advice))


def _made_with(learner: Learner) -> dict[str, str]:
    """Return what was learned beside the sentences, for the record."""
    made = {"variants": counts_of(learner.variants)} if learner.variants else {}
    if not is_affordable(len(learner.sentences), len(learner.labels)):
        made["without"] = (
            f"the linear baseline: {len(learner.sentences):,} sentences in {len(learner.labels):,} intents"
        )
    if learner.meanings:
        file, n_words = learner.meanings.file, len(learner.rows.vocabulary.others)
        made["vectors"] = f"{file.name}: {len(file.words):,} words of {file.size} numbers, {n_words:,} kept"
    return made


def _cross_validate(
    intents: IntentSet,
    source: str,
    n_folds: int,
    *,
    settings: TrainingSettings,
    progress: Progress,
    learning_curve: bool,
) -> Report:
    # TensorFlow takes seconds to import; a mistake in the arguments is told before.
    with hold_back_chatter():
        from intentbot.training.learn import Learner, versions
        from intentbot.training.learning_curve import measure_growth, refuse_few
    sentences = sentences_of(intents, settings)
    variants = variants_of(sentences, intents, settings=settings, progress=progress)
    learner = Learner(sentences, languages=intents.languages, settings=settings, progress=progress, variants=variants)
    folds = learner.folds(n_folds)
    if len(learner.usable(folds)) < n_folds:
        raise EvaluationError(
            f"{len(learner.sentences)} sentences are too few for {n_folds} folds.", "Write more examples."
        )
    if learning_curve:
        refuse_few(learner)
    try:
        held_out, _ = learner.hold_out(folds, range(n_folds))
        growth = measure_growth(learner, folds, held_out) if learning_curve else None
        judged = _judge(learner, held_out, folds, progress)
        progress.start("looking for advice", 1)
        advice = _advice(learner, held_out.rows, judged.chances)
        progress.advance()
    finally:
        progress.finish()
    report = score_rows(
        judged.rows,
        learner.labels,
        method=f"{n_folds}-fold cross-validation",
        source=source,
        threshold=judged.threshold,
        baseline=_baseline(judged.rows, judged.baseline, None) if judged.baseline else None,
        settings={"seed": settings.seed, "folds": n_folds, **_made_with(learner), **versions()},
    )
    return replace(report, advice=advice, growth=growth)


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """What became of the rows of all folds: judged, their probabilities of shape (N, C), and the baseline's labels."""

    rows: list[Row]
    chances: np.ndarray
    threshold: float
    baseline: list[str]


def _judge(learner: Learner, held_out: HeldOut, folds: np.ndarray, progress: Progress) -> _Judged:
    """Judge each fold by a mix and a threshold fitted on the others: nothing is judged by itself."""
    n_intents, settings = len(learner.labels), learner.settings
    rows: list[Row] = []
    thresholds = []
    baseline: list[str] = []
    chances = np.zeros(held_out.network.shape, dtype=np.float32)
    every = np.unique(folds).tolist()
    progress.start("scoring beside the linear baseline", len(every))
    for fold in every:
        mine = folds[held_out.rows] == fold
        others, part = held_out[~mine], held_out[mine]
        mix = fit_mix(others, n_intents)
        rejection = fit_rejection(
            others,
            mix,
            n_intents=n_intents,
            false_rejection=settings.false_rejection,
            intent_thresholds=settings.intent_thresholds,
        )
        rows += _rows(learner, part, mix, rejection)
        chances[mine] = _softmax(part.mixed(mix))
        thresholds.append(rejection.threshold)
        baseline += learner.baseline(folds, fold)
        progress.advance()
    return _Judged(rows, chances, float(np.median(thresholds)), baseline)


def _advice(learner: Learner, numbers: np.ndarray, chances: np.ndarray) -> Advice:
    """Return advice on the sentences of these numbers, given their held-out probabilities of shape (N, C)."""
    return advise(
        [learner.sentences[number] for number in numbers],
        (*learner.labels, OUT_OF_SCOPE)[: chances.shape[1]],
        chances=chances,
        features=learner.features.weighted(numbers, learner.features.idf(np.arange(len(learner.sentences)))),
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
    if len({sentence.intent for sentence in known}) > 1 and is_affordable(len(known), len(labels)):
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
    scores = rejection.score(held_out.signals(mix, n_intents), mixed[:, :n_intents].argmax(axis=1))
    probabilities = _softmax(mixed[:, :n_intents])
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


def _softmax(logits: np.ndarray) -> np.ndarray:
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: np.ndarray = exponentials / exponentials.sum(axis=1, keepdims=True)
    return result


def _baseline(rows: Sequence[Row], labels: Sequence[str], scores: np.ndarray | None) -> Baseline:
    from sklearn.metrics import f1_score, roc_auc_score

    in_scope = np.array([row.expected != OUT_OF_SCOPE for row in rows])
    expected = [row.expected for row, inside in zip(rows, in_scope, strict=True) if inside]
    said = [label for label, inside in zip(labels, in_scope, strict=True) if inside]
    accuracy = float(np.mean([one == other for one, other in zip(expected, said, strict=True)]))
    macro = float(f1_score(expected, said, average="macro", zero_division=0))
    told_apart = scores is not None and not in_scope.all()
    return Baseline(NAME, accuracy, macro, float(roc_auc_score(in_scope, scores)) if told_apart else None)

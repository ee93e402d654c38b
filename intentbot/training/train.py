"""Training a bot: what is unchanged is skipped, what changed only in its answers is not learned again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from intentbot.bot import IntentBot
from intentbot.bundle import refresh
from intentbot.cluster import Cluster
from intentbot.files.examples import pack_examples
from intentbot.files.model_folder import Model, refuse_foreign, write_model
from intentbot.files.setting_files import digests_of
from intentbot.fingerprint import fingerprint
from intentbot.intents import IntentSet
from intentbot.progress import Progress, Silence
from intentbot.quiet import hold_back_chatter
from intentbot.settings import TrainingSettings
from intentbot.sources import read_intents
from intentbot.training.evaluate import report_of_training
from intentbot.training.sentences import sentences_of
from intentbot.training.variants import variants_of


def train(
    intents: str | Path | IntentSet,
    model: str | Path,
    *,
    settings: Mapping[str, str] | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> IntentBot:
    """Train a bot and return it, ready to answer.

    A model already there is kept where it was learned from the same sentences and settings; changed
    responses then take well under a second. Where ``TF_CONFIG`` names several workers they train together, in any
    case, and the first of them writes the model.

    Parameters
    ----------
    intents : str, Path or IntentSet
        A folder of intent files, one file, a CSV or TSV, or a toy ``intents.json``.
    model : str or Path
        The folder to write; it is replaced whole or not at all.
    settings : mapping of str to str, optional
        Settings that overrule those in the intent files, as ``{"epochs": "10"}``.
    force : bool, default=False
        Train even what is unchanged.
    progress : Progress, optional
        What is told how far training is.

    Raises
    ------
    IntentFilesError, FileError, SettingsError, TrainingError, ModelError, MissingExtra
    """
    known = intents if isinstance(intents, IntentSet) else read_intents(intents)
    chosen = TrainingSettings.read({**known.training, **(settings or {})})
    folder = Path(model)
    refuse_foreign(folder)
    cluster = Cluster.here()
    # What one worker finds unchanged, the others may not: they would wait for it.
    if force or cluster.n_workers > 1 or not refresh(folder, known, chosen):
        learned = _learn(known, chosen, progress or Silence())
        if not cluster.is_chief:
            return IntentBot(learned)
        write_model(folder, learned)
    return IntentBot.load(folder)


def _learn(intents: IntentSet, settings: TrainingSettings, progress: Progress) -> Model:
    # TensorFlow takes seconds to import; who changed only a response need not wait for it.
    with hold_back_chatter():
        from intentbot.training.devices import watched_over
        from intentbot.training.learn import Learner, versions
    sentences = sentences_of(intents, settings)
    try:
        variants = variants_of(sentences, intents, settings=settings, progress=progress)
        with watched_over():
            learner = Learner(
                sentences, languages=intents.languages, settings=settings, progress=progress, variants=variants
            )
            learned = learner.learn()
    finally:
        progress.finish()
    report = report_of_training(learner, learned)
    return Model(
        classifier=learned.classifier,
        intents=intents,
        exact=intents.exact_intents(),
        contested=intents.contested_intents(),
        examples=pack_examples(intents),
        settings=settings,
        fingerprint=fingerprint(intents, settings, digests_of(settings)),
        report=report,
        versions=versions(),
    )

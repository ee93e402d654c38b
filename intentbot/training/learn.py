"""From sentences to a classifier: held-out runs first, to calibrate; then one run on everything."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import tensorflow as tf

from intentbot.classifier import Classifier, Mix
from intentbot.encoder import Encoder
from intentbot.errors import SettingsError, TrainingError
from intentbot.files.encoder_folder import read_encoder
from intentbot.files.word_vectors import open_vectors
from intentbot.intents import OUT_OF_SCOPE
from intentbot.progress import Progress
from intentbot.rejection import Rejection
from intentbot.settings import TrainingSettings
from intentbot.training.augment import Variant
from intentbot.training.baseline import baseline_labels, is_affordable
from intentbot.training.calibrate import HeldOut, fit_mix, fit_rejection
from intentbot.training.courtesies import NO_COURTESIES, courtesies_of
from intentbot.training.devices import meet
from intentbot.training.distil import fit_distilled, student_epochs, teachers_epochs
from intentbot.training.encoding import EncodedRows, Meanings
from intentbot.training.fit import NetworkFitter
from intentbot.training.linear_fit import LinearFeatures, LinearFit, fit_linear
from intentbot.training.logit_adjustment import head_starts
from intentbot.training.plan import plan_for
from intentbot.training.repeats import repeats
from intentbot.training.sentences import Sentence
from intentbot.training.split import share_of, stratified_folds
from intentbot.vocabulary import Vocabulary

PARITY = 1e-5
"""How far Keras and NumPy may differ, relative to the largest logit."""


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """A classifier, and what was measured on held-out rows while learning it.

    Attributes
    ----------
    classifier : Classifier
    held_out : HeldOut
    baseline : tuple of str
        What the linear TF-IDF model makes of the held-out rows; empty where too few sentences left none to hold out,
        and where there are too many to fit it.
    epochs : int
        Epochs of the last run.
    """

    classifier: Classifier
    held_out: HeldOut
    baseline: tuple[str, ...]
    epochs: int


class Learner:
    """Sentences made ready, and the models that learn them.

    Parameters
    ----------
    sentences : sequence of Sentence
    languages : sequence of str
    settings : TrainingSettings
    progress : Progress
    variants : sequence of Variant
        What is learned wherever the sentence it was made of is learned (always, where there is none), and never
        tested on.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        *,
        languages: Sequence[str],
        settings: TrainingSettings,
        progress: Progress,
        variants: Sequence[Variant] = (),
    ) -> None:
        tf.config.experimental.enable_op_determinism()
        meet(progress)
        encoder = _encoder(settings)
        if encoder:
            # An encoder's vectors gain nothing from a disturbance (docs/accuracy.md).
            size, filters = encoder.embedding_size, encoder.filters
            settings = replace(settings, embedding_size=size, filters=filters, disturbance=0.0)
        self.plan, self.settings = plan_for(len(sentences), settings)
        self.is_distilled = self.settings.quality == "best"
        self.epochs = student_epochs(self.settings.epochs) if self.is_distilled else self.settings.epochs
        self.sentences, self.variants, self.progress = sentences, variants, progress
        methods = [*[""] * len(sentences), *(variant.method for variant in variants)]
        self._is_for_linear = np.array([method not in ("typos", "deletion", "swap") for method in methods])
        # The network is given other courtesies each time.
        self._is_for_network = np.array([method != "courtesy" for method in methods])
        self._origins = np.array([variant.origin for variant in variants], dtype=np.int64)
        found = {sentence.intent for sentence in sentences}
        self.labels = tuple(sorted(found - {OUT_OF_SCOPE}))
        self.n_classes = len(found)
        number = {label: i for i, label in enumerate((*self.labels, OUT_OF_SCOPE))}
        everything = [*sentences, *(variant.sentence for variant in variants)]
        self.targets = np.array([number[sentence.intent] for sentence in everything], dtype=np.int64)
        tokens = [sentence.tokens for sentence in everything]
        # A typo is no word of the vocabulary: it is learned as it will be met, by its pieces. Nor is a courtesy, which
        # would make any courteous message look familiar.
        is_spelt = np.array([method not in ("typos", "courtesy") for method in methods])
        spelt = [tokens[i] for i in self._kept() if is_spelt[i]]
        vocabulary = Vocabulary.of(
            spelt, languages=languages, piece_count=self.plan.piece_count, max_pieces=settings.max_pieces
        )
        self.meanings = _meanings(settings, progress)
        if self.meanings:
            vocabulary = replace(vocabulary, others=tuple(sorted(self.meanings.common - set(vocabulary.words))))
        if encoder:
            vocabulary = vocabulary.joined_by(encoder.vocabulary)
        progress.start("encoding", 1)
        encoded = encoder.vocabulary if encoder else None
        courtesies = courtesies_of(languages) if settings.courtesies else NO_COURTESIES
        self.rows = EncodedRows.of(
            tokens, self.targets, vocabulary, meanings=self.meanings, encoded=encoded, courtesies=courtesies
        )
        self.features = LinearFeatures.of(self.rows)
        self.fitter = NetworkFitter(self.rows, self.n_classes, settings=self.settings, encoder=encoder)
        self.linear: LinearFit | None = None
        progress.advance()

    def folds(self, n_folds: int) -> np.ndarray:
        """Return the fold of each sentence."""
        keys = [sentence.key for sentence in self.sentences]
        return stratified_folds(self.targets[: len(keys)], keys, n_folds, self.settings.seed)

    def usable(self, folds: np.ndarray) -> list[int]:
        """Return the folds without which there are still two intents to learn."""
        targets, n_intents = self.targets[: len(folds)], len(self.labels)
        kept = {int(fold): np.unique(targets[(folds != fold) & (targets < n_intents)]) for fold in np.unique(folds)}
        return [fold for fold, intents in kept.items() if len(intents) > 1]

    def hold_out(self, folds: np.ndarray, chosen: Sequence[int], *, share: float = 1.0) -> tuple[HeldOut, int]:
        """Train once without each of the chosen folds; return what is said of them, and the median of the epochs.

        With a `share` below 1, each run learns from that share of the rest alone.
        """
        parts: list[HeldOut] = []
        epochs = []
        for fold in chosen:
            learned = share_of(folds != fold, self.rows.targets, share, self.settings.seed)
            learn, rest = self._with_variants(learned), np.flatnonzero(folds == fold)
            part = f" with {share:.0%} of the examples" if share < 1 else ""
            stage = f"held-out run {len(parts) + 1} of {len(chosen)}{part}"
            epochs.append(self._learn(learn, rest, stage=stage, epochs=self.epochs))
            parts.append(self._examine(learn, rest))
        return _join(parts), int(np.median(epochs))

    def learn(self) -> Learned:
        """Return the classifier of all sentences, calibrated on held-out ones."""
        folds = self.folds(self.plan.n_folds)
        chosen = self.usable(folds)[: self.plan.n_runs]
        held_out, epochs = self.hold_out(folds, chosen) if chosen else (None, self.epochs)
        everything = np.arange(len(self.rows))
        if self.plan.learns_all or held_out is None:
            self._learn(everything, everything[:0], stage="all sentences", epochs=epochs)
        if held_out is None:
            # Too few sentences to hold any out: what was learned must speak for itself.
            held_out = self._examine(everything, everything[: len(self.sentences)])
        self.progress.start("calibration", 1)
        mix = fit_mix(held_out, len(self.labels))
        rejection = fit_rejection(
            held_out,
            mix,
            n_intents=len(self.labels),
            false_rejection=self.settings.false_rejection,
            intent_thresholds=self.settings.intent_thresholds,
        )
        classifier = self._export(mix, rejection)
        self.progress.advance()
        baseline = [label for fold in chosen for label in self.baseline(folds, fold)]
        self.progress.finish()
        return Learned(classifier, held_out, tuple(baseline), epochs)

    def baseline(self, folds: np.ndarray, fold: int) -> list[str]:
        """Return what the linear TF-IDF model, trained without a fold, makes of it; nothing where it takes too long."""
        if not is_affordable(len(self.sentences), len(self.labels)):
            return []
        self.progress.start("linear baseline", 1)
        # Like the bot, it chooses among the intents alone.
        learn = [
            sentence
            for sentence, other in zip(self.sentences, folds, strict=True)
            if other != fold and sentence.intent != OUT_OF_SCOPE
        ]
        rest = [sentence.text for sentence, other in zip(self.sentences, folds, strict=True) if other == fold]
        labels = baseline_labels(learn, rest)
        self.progress.advance()
        return labels

    def _kept(self) -> np.ndarray:
        """Return the numbers of the rows that the model which is kept learns from."""
        folds = self.folds(self.plan.n_folds)
        chosen = [] if self.plan.learns_all else self.usable(folds)[:1]
        return self._with_variants(~np.isin(folds, chosen))

    def _learn(self, learn: np.ndarray, rest: np.ndarray, *, stage: str, epochs: int) -> int:
        """Fit both models to the rows `learn`, the network while it gets better on `rest`; return its epochs."""
        seed, progress = self.settings.seed, self.progress
        seen = learn[self._is_for_network[learn]]
        if self.is_distilled:
            progress.start(stage, teachers_epochs(self.settings.epochs) + epochs)
            fit = fit_distilled(self.fitter, seen, rest, epochs=epochs, progress=progress)
        else:
            progress.start(stage, epochs)
            fit = self.fitter.fit(seen, rest, epochs=epochs, progress=progress)
        # Other words teach it something; the same ones misspelt, swapped or fewer do it harm (docs/augmentation.md).
        worded = learn[self._is_for_linear[learn]]
        linear = fit_linear(self.features, self.targets, worded, n_labels=self.n_classes, seed=seed, progress=progress)
        starts = head_starts(self.targets[learn], n_intents=len(self.labels), n_labels=self.n_classes)
        self.fitter.network.lower(starts)
        self.linear = linear.lowered(starts) if linear else None
        return fit.epochs

    def _with_variants(self, chosen: np.ndarray) -> np.ndarray:
        """Return the numbers of the sentences of a mask, then those of their variants and of all titles."""
        return np.flatnonzero(np.concatenate([chosen, (self._origins < 0) | chosen[self._origins]]))

    def _examine(self, learn: np.ndarray, rest: np.ndarray) -> HeldOut:
        seen = learn[self._is_for_network[learn]]
        known = self.rows.table.seen_in([self.rows.ids[i] for i in seen]).familiarity
        network = self.fitter.logits(rest)
        return HeldOut(
            network=network,
            linear=self.linear.logits(self.features, rest) if self.linear else np.zeros_like(network),
            familiarity=np.array([known[self.rows.ids[i]].mean() for i in rest], dtype=np.float32),
            n_tokens=np.array([len(self.rows.ids[i]) for i in rest]),
            targets=self.rows.targets[rest],
            rows=rest,
            is_repeat=repeats(self.features.row_words, self.rows.targets, learn, rest),
        )

    def _export(self, mix: Mix, rejection: Rejection) -> Classifier:
        weights = self.fitter.network.to_numpy()
        if self.meanings:
            others = self.meanings.file.look_up(self.rows.vocabulary.others)
            rows = np.concatenate([weights.front.words, self.fitter.network.front.project(others)])
            weights = replace(weights, front=replace(weights.front, words=rows))
        linear = self.linear.to_numpy() if self.linear else None
        classifier = Classifier(self.labels, self.rows.vocabulary, weights, linear, mix, rejection)
        n_sentences = len(self.sentences)
        sample = np.linspace(0, n_sentences - 1, min(100, n_sentences), dtype=np.int64)
        keras_logits = self.fitter.logits(sample)
        numpy_logits = np.stack([classifier.examine(self.rows.tokens[i]).network for i in sample])
        apart = float(np.abs(keras_logits - numpy_logits).max() / max(1.0, np.abs(keras_logits).max()))
        if not apart <= PARITY:
            raise TrainingError(
                f"the trained network and its NumPy copy differ by {apart:.1e}; the model was not written.",
                "This is a fault of intentbot or of this TensorFlow; please report it with `intentbot --version`.",
            )
        return classifier


def _encoder(settings: TrainingSettings) -> Encoder | None:
    if not settings.encoder:
        return None
    if settings.network != "cnn" or settings.vectors:
        other = "training.vectors" if settings.vectors else f"training.network: {settings.network}"
        raise SettingsError(
            f"training.encoder and {other} cannot go together: an encoder is a CNN with words of its own.",
            "Leave one of the two out.",
        )
    return read_encoder(Path(settings.encoder))


def _meanings(settings: TrainingSettings, progress: Progress) -> Meanings | None:
    if not settings.vectors:
        return None
    file = open_vectors(
        Path(settings.vectors),
        start=lambda steps: progress.start("converting the word vectors", steps),
        advance=progress.advance,
    )
    return Meanings.of(file, settings.vector_words)


def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that training depends on."""
    libraries = {name: version(name) for name in ("numpy", "keras", "scikit-learn")}
    return {"python": platform.python_version(), **libraries, "tensorflow": tf.__version__}


def _join(parts: Sequence[HeldOut]) -> HeldOut:
    names = [field.name for field in fields(HeldOut)]
    return HeldOut(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

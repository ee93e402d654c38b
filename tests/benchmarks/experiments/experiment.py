"""An experiment: the default bot with one part replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from intentbot.progress import Silence
from intentbot.training.fit import NetworkFitter
from intentbot.training.linear_fit import fit_linear
from intentbot.training.word_vectors import pad
from tests.benchmarks.experiments.trials import Trial


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """What the default models make of the rows of a trial.

    Attributes
    ----------
    logits : ndarray of shape (N, C), float16
    features : ndarray of shape (learned + 3 judged, 6F), float16
        What its pooling gives to its head; not those of unlabelled rows.
    linear : ndarray of shape (3 judged, C), float32
        What the package's linear model makes of `Trial.answered`.
    """

    logits: np.ndarray
    features: np.ndarray
    linear: np.ndarray

    @classmethod
    def of(cls, trial: Trial) -> Reference:
        """Return the reference of a trial with default settings, trained now."""
        fitter = NetworkFitter(trial.rows, len(trial.labels), settings=trial.settings)
        fit(fitter, trial)
        network = fitter.network
        shown = tf.function(
            lambda ids: _features(network, ids), input_signature=[tf.TensorSpec([None, None], tf.int32)]
        )
        asked = np.arange(trial.n_learned + 3 * trial.n_judged)
        features = np.concatenate(
            [shown(pad([trial.rows.ids[i] for i in asked[start : start + 256]])) for start in range(0, len(asked), 256)]
        )
        return cls(
            fitter.logits(np.arange(len(trial.rows))).astype(np.float16),
            features.astype(np.float16),
            linear_logits(trial, trial.learned, trial.answered),
        )

    @classmethod
    def read(cls, path: Path) -> Reference:
        """Return what was written."""
        with np.load(path) as arrays:
            return cls(arrays["logits"], arrays["features"], arrays["linear"])

    def write(self, path: Path) -> None:
        """Write it to a file that ends in ``.npz``, so that other experiments need not train it again."""
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part.npz")
        np.savez(unfinished, logits=self.logits, features=self.features, linear=self.linear)
        unfinished.replace(path)


Expert = Callable[[Trial, Reference], np.ndarray]
"""Returns logits of shape (3 judged, C) for `Trial.answered`."""


def fit(fitter: NetworkFitter, trial: Trial) -> None:
    """Train a network on the learned rows, as many epochs as the settings say, and adjust its logits."""
    fitter.fit(trial.learned, trial.learned[:0], epochs=trial.settings.epochs, progress=Silence())
    fitter.network.lower(trial.head_starts)


def linear_logits(trial: Trial, learned: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Return what the package's linear model, fitted to the rows `learned`, says of the rows `asked`."""
    size, seed = len(trial.labels), trial.settings.seed
    fitted = fit_linear(trial.features, trial.rows.targets, learned, n_labels=size, seed=seed, progress=Silence())
    if not fitted:
        return np.zeros((len(asked), size), dtype=np.float32)
    return fitted.lowered(trial.head_starts).logits(trial.features, asked)


def default_network(trial: Trial, reference: Reference) -> np.ndarray:
    """Return what the package's network says, from the reference: it is trained once for all experiments."""
    return reference.logits[trial.answered].astype(np.float32)


def own_network(trial: Trial, reference: Reference) -> np.ndarray:
    """Return what the package's network says with the experiment's own settings."""
    fitter = NetworkFitter(trial.rows, len(trial.labels), settings=trial.settings)
    fit(fitter, trial)
    return fitter.logits(trial.answered)


def default_linear(trial: Trial, reference: Reference) -> np.ndarray:
    """Return what the package's linear model says, from the reference."""
    return reference.linear


def own_linear(trial: Trial, reference: Reference) -> np.ndarray:
    """Return what the package's linear model says that learned the experiment's own rows."""
    return linear_logits(trial, trial.learned, trial.answered)


def as_frequent(expert: Expert) -> Expert:
    """Return an expert to whom an intent is the likelier, the more examples it has."""

    def unadjusted(trial: Trial, reference: Reference) -> np.ndarray:
        return expert(trial, reference) + trial.head_starts

    return unadjusted


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """The default bot with one part replaced.

    Attributes
    ----------
    name : str
        What ``--only`` takes.
    idea : str
        What is different, as the page says it.
    network, linear : Expert
    others : tuple of Expert
        Asked besides these two.
    settings : mapping
        Of `TrainingSettings`, where they are not the default.
    reads_unlabelled : bool
        Whether the vocabulary has the words of the unlabelled rows.
    """

    name: str
    idea: str
    network: Expert = default_network
    linear: Expert = default_linear
    others: tuple[Expert, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    reads_unlabelled: bool = False

    @property
    def has_own_trial(self) -> bool:
        """Whether its rows, words or settings are not the default's."""
        return bool(self.settings) or self.reads_unlabelled

    @property
    def experts(self) -> tuple[Expert, ...]:
        """All that is mixed: the network, the linear model, the others."""
        return self.network, self.linear, *self.others


def _features(network: Any, ids: Any) -> Any:
    """Return what the package's network gives to its head: all maxima, then all means."""
    mask = tf.cast(ids > 0, tf.float32)[:, :, None]
    found = network.middle(network.front(ids) * mask, mask)
    root = tf.sqrt(tf.maximum(tf.reduce_sum(mask, axis=1), 1.0))
    return tf.concat([tf.reduce_max(found * mask, axis=1), tf.reduce_sum(found * mask, axis=1) / root], axis=1)

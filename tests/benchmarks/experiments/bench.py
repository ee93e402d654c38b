"""Running experiments on one set with one seed."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from inspect import getsourcefile
from pathlib import Path
from time import process_time

import keras
import tensorflow as tf

import intentbot
from tests.benchmarks.data import Rows
from tests.benchmarks.experiments.catalogue import DEFAULT
from tests.benchmarks.experiments.experiment import Experiment, Reference
from tests.benchmarks.experiments.measures import mixed_right, packed
from tests.benchmarks.experiments.results import Run
from tests.benchmarks.experiments.trials import Trial, TrialSet
from tests.benchmarks.records import HERE, fingerprint_of

LEARNED_FROM = ("networks", "text.py", "linear.py", "vocabulary.py", "settings.py", "training")
"""What of the package an experiment's figures depend on."""

RUNNER = ("data.py", "courtesies.py", "experiments/experiment.py", "experiments/trials.py", "experiments/measures.py")
"""What of the benchmarks every experiment's figures depend on; each depends on the files of its experts, too."""


# Not slotted: what its experiments share is kept on it.
@dataclass(frozen=True)
class Bench:
    """One set with one seed, and what its experiments share.

    Attributes
    ----------
    data : Path
    trial_set : TrialSet
    seed : int
    references : Path
        The folder in which the default network's answers are kept.
    settings : dict
        Of every experiment, the default too: for smaller or shorter networks.
    """

    data: Path
    trial_set: TrialSet
    seed: int
    references: Path
    settings: dict[str, float]

    @cached_property
    def parts(self) -> tuple[Rows, Rows, Rows]:
        """The rows to learn from, the judged ones, and others."""
        return self.trial_set.rows(self.data, self.seed)

    @cached_property
    def trial(self) -> Trial:
        """The trial of the default."""
        return Trial.of(self.parts, self.settings, seed=self.seed, read=False)

    @cached_property
    def reference(self) -> Reference:
        """What the default models make of the rows; trained where they were not yet."""
        path = self.references / f"{self.trial_set.name}-{self.seed}-{self._fingerprint((), ())}.npz"
        if not path.exists():
            Reference.of(self.trial).write(path)
        return Reference.read(path)

    def fingerprint(self, experiment: Experiment) -> str:
        """Return what changes with all that an experiment's figures depend on."""
        files = {Path(str(getsourcefile(expert))) for expert in experiment.experts}
        facts = (*sorted(experiment.settings.items()), experiment.reads_unlabelled)
        return self._fingerprint(files, facts)

    def run(self, experiment: Experiment) -> Run:
        """Run an experiment and return its record; what fails is recorded too, and stops nothing."""
        run: Run = {"name": experiment.name, "set": self.trial_set.name, "seed": self.seed}
        run |= {"fingerprint": self.fingerprint(experiment), "settings": self.settings}
        run |= {"when": date.today().isoformat(), "load": os.getloadavg()[0]}
        began = process_time()
        try:
            reference = self.reference
            if experiment is not DEFAULT:
                # The default models may be part of the mix, but their time belongs to no other experiment.
                began = process_time()
            figures = self._figures(experiment, reference)
        # Whatever is wrong with one idea must not cost the hours of the others.
        except Exception as error:
            traceback.print_exc()
            return run | {"error": f"{type(error).__name__}: {error}"}
        finally:
            keras.backend.clear_session()
        return run | {"cpu_s": round(process_time() - began, 1)} | figures

    def _figures(self, experiment: Experiment, reference: Reference) -> Run:
        trial = self._trial(experiment)
        answers = [expert(trial, reference) for expert in experiment.experts]
        targets, n = trial.rows.targets[trial.answered], trial.n_judged
        right, factors = mixed_right(answers, targets, n)
        network, linear = (answer.argmax(axis=1) == targets for answer in answers[:2])
        shares = {"bot": right[:n], "network": network[:n], "linear": linear[:n]}
        shares |= {"typo": right[n : 2 * n], "courteous": right[2 * n :]}
        return {
            "n_learned": trial.n_learned,
            "n_judged": n,
            "accuracy": {what: float(rows.mean()) for what, rows in shares.items()},
            "factors": [round(float(factor), 4) for factor in factors],
            "right": {what: packed(rows) for what, rows in shares.items()},
        }

    def _trial(self, experiment: Experiment) -> Trial:
        if not experiment.has_own_trial:
            return self.trial
        settings = {**self.settings, **experiment.settings}
        return Trial.of(self.parts, settings, seed=self.seed, read=experiment.reads_unlabelled)

    def _fingerprint(self, files: Iterable[Path], facts: object) -> str:
        package = Path(intentbot.__file__).parent
        code = [HERE / name for name in RUNNER]
        for name in LEARNED_FROM:
            code += sorted((package / name).rglob("*.py")) if (package / name).is_dir() else [package / name]
        rows = [self.data / name for name in (self.trial_set.train, self.trial_set.valid) if name]
        return fingerprint_of([*code, *files, *rows], (tf.__version__, sorted(self.settings.items()), facts))

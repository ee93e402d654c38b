"""Everything that can go wrong, in one tree.

IntentBotError
├── IntentFilesError     the intent files have problems; carries all of them
├── SentenceError        a template, a marked sentence or a response is written wrongly
├── FileError            a file or folder cannot be read or written
├── SettingsError        a setting has an unknown name or an impossible value
├── TrainingError        these intents cannot be learned (too few, only one)
├── TranslationError     a translation server is away, refuses, or answers nonsense
├── ModelError           a model folder cannot be used
│   ├── ModelNotFound    there is no model there
│   ├── ModelDamaged     a file is missing, cut short or changed
│   └── ModelVersion     written by another version of intentbot
├── DeploymentError      a version of a model cannot be made, compared or served
│   ├── VersionNotFound  there is no such version
│   ├── GatesMissed      it does worse than what is served, and was not forced
│   └── TrainingBusy     one training at a time
├── StoreError           conversations cannot be read or written: the database is locked, full or gone
│   ├── RowsRefused      the database is well, and refuses what it was given
│   └── RecorderFull     turns cannot be kept at the moment, nor put aside for later
├── AccountError         a person, a password or a token is refused
├── ReviewConflict       what a reviewer decides about is not as they saw it any more
├── ActionError          an action cannot be used as it was handed over
├── ExplanationError     what is asked about is not in the model
├── ExportError          a model cannot be written for another runtime, or would not answer the same there
├── MissingExtra         an optional dependency is not installed
└── EvaluationError      the test rows cannot be scored

Each message says where, what, and how to mend it; a command prints it and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing an editor should mend, with its place and its fix.

    Attributes
    ----------
    path : str
        The file, as the editor would write it.
    line, column : int
        Where it stands, both counted from 1; 0 where the whole file is meant.
    what : str
        What is wrong, one sentence, the offending value in it.
    fix : str
        How to mend it, one sentence; may be empty.
    code : str
        A stable short name of this kind of problem, such as ``unknown-key``.
    severity : {"error", "warning"}
        Errors stop training; warnings stop it only under ``--strict``.
    """

    path: str
    line: int
    column: int
    what: str
    fix: str = ""
    code: str = "problem"
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        label = "warning: " if self.severity == "warning" else ""
        mend = f"\n    {self.fix}" if self.fix else ""
        return f"{place}: {label}{self.what}{mend}"


class IntentBotError(Exception):
    """The root of every error intentbot raises on purpose."""

    def __init__(self, what: str, fix: str = "") -> None:
        super().__init__(f"{what}\n    {fix}" if fix else what)
        self.what = what
        self.fix = fix

    @property
    def sentence(self) -> str:
        """What is wrong, with a capital letter: for where it stands alone."""
        return f"{self.what[:1].upper()}{self.what[1:]}"

    @property
    def sentences(self) -> str:
        """What is wrong and how to mend it, as running text."""
        return f"{self.sentence} {self.fix}".strip()


class IntentFilesError(IntentBotError):
    """The intent files have problems that must be mended first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SentenceError(IntentBotError):
    """A template, a marked sentence or a response is written wrongly; `column` says where in it, counted from 1."""

    def __init__(self, what: str, fix: str, *, column: int) -> None:
        super().__init__(what, fix)
        self.column = column


class FileError(IntentBotError):
    """A file or folder cannot be read or written."""


class SettingsError(IntentBotError):
    """A setting has an unknown name or an impossible value."""


class TrainingError(IntentBotError):
    """These intents cannot be learned."""


class TranslationError(IntentBotError):
    """A translation server is away, refuses, or answers nonsense."""


class ModelError(IntentBotError):
    """A model folder cannot be used."""


class ModelNotFound(ModelError):
    """There is no model at this path."""


class ModelDamaged(ModelError):
    """A file of the model is missing, cut short or changed."""


class ModelVersion(ModelError):
    """The model was written by another version of intentbot."""


class DeploymentError(IntentBotError):
    """A version of a model cannot be made, compared or served."""


class VersionNotFound(DeploymentError):
    """There is no version of this number."""


class GatesMissed(DeploymentError):
    """A version does worse than the one that is served, and was not forced."""


class TrainingBusy(DeploymentError):
    """Another training has not ended yet."""


class StoreError(IntentBotError):
    """Conversations cannot be read or written."""


class RowsRefused(StoreError):
    """The database is well, and refuses what it was given: trying again is no use."""


class RecorderFull(StoreError):
    """Turns cannot be kept at the moment, nor put aside for later."""


class AccountError(IntentBotError):
    """A person, a password or a token is refused."""


class ReviewConflict(IntentBotError):
    """What a reviewer decides about is not as they saw it any more: somebody else was faster."""


class ActionError(IntentBotError):
    """An action cannot be used as it was handed over."""


class ExplanationError(IntentBotError):
    """What is asked about is not in the model."""


class ExportError(IntentBotError):
    """A model cannot be written for another runtime, or would not answer the same there."""


class MissingExtra(IntentBotError):
    """An optional dependency is not installed."""

    def __init__(self, extra: str, need: str) -> None:
        super().__init__(
            f"{need} needs the extra '{extra}', which is not installed.",
            f"Install it: pip install 'intentbot[{extra}]'",
        )


class EvaluationError(IntentBotError):
    """The test rows cannot be scored."""

"""What changes for customers where one version takes the place of another."""

from __future__ import annotations

from dataclasses import dataclass

FIT = "It learned from the intent files as they are now."


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition that a version must meet to be served.

    Attributes
    ----------
    name : str
    passed : bool
    why : str
        What was found, one sentence.
    """

    name: str
    passed: bool
    why: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the written tests pass.

    Attributes
    ----------
    n_tests : int
        Those of the new version, which both are asked.
    old, new : int
        How many pass; `old` is 0 where there is nothing to compare with.
    fixed, broken : int
        How many pass with the new version only, or with the old one only.
    n_findings : int
        How many somebody should look at with the new version: known failures that fail are none.
    """

    n_tests: int = 0
    old: int = 0
    new: int = 0
    fixed: int = 0
    broken: int = 0
    n_findings: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """A test that passes with one of the two only, or fails with the new one.

    Attributes
    ----------
    text : str
        The sentence, or the name of the dialogue.
    expected : str
        The intent that should answer; empty for a dialogue.
    old, new : str
        What happened, in words.
    place : str
        Where it is written.
    """

    text: str
    expected: str
    old: str
    new: str
    place: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A share of the written test sentences, with both versions.

    Attributes
    ----------
    name : str
    n_rows : int
    old, new : float
        In [0, 1].
    gained, lost : int
        Sentences that only the new one, or only the old one, gets right.
    p_value : float
        How often chance alone would make them differ so much; see `comparison.mcnemar`.
    verdict : str
        ``better``, ``worse`` or ``unclear``.
    """

    name: str
    n_rows: int
    old: float
    new: float
    gained: int
    lost: int
    p_value: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Findings:
    """A version held against another one.

    Attributes
    ----------
    new, old : int
        Their numbers; `old` is 0 where there is nothing to compare with.
    files : str
        The digest of the intent files when they were compared; empty without any.
    program : str
        The version of intentbot that compared them.
    fit : str
        Whether the new version was made of the intent files, one sentence; empty where nobody knows.
    sentences, dialogues : Count
    fixed, broken : tuple of Changed
        Sentences and dialogues that pass with the new one only, or with the old one only.
    failing : tuple of Changed
        Those that fail with both, and are no known failures.
    measures : tuple of Measure
        Over all sentences: understood, answered and, where there are such sentences, refused out of scope.
    intents : tuple of Measure
        For each intent whose sentences changed; the p values are corrected for the number of intents.
    gates : tuple of Gate
    """

    new: int
    old: int
    files: str
    program: str
    fit: str
    sentences: Count
    dialogues: Count
    fixed: tuple[Changed, ...] = ()
    broken: tuple[Changed, ...] = ()
    failing: tuple[Changed, ...] = ()
    measures: tuple[Measure, ...] = ()
    intents: tuple[Measure, ...] = ()
    gates: tuple[Gate, ...] = ()

    @property
    def missed(self) -> tuple[Gate, ...]:
        """The gates that were not passed."""
        return tuple(gate for gate in self.gates if not gate.passed)

    @property
    def is_fit(self) -> bool:
        """Whether the new version was made of the intent files, as far as anybody knows."""
        return self.fit in ("", FIT)

    @property
    def passed(self) -> bool:
        """Whether all gates were passed."""
        return not self.missed

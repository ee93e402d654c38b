"""What editors could do next: sentences to move, to write more of, and intents to merge or split."""

from __future__ import annotations

from dataclasses import dataclass, field

from intentbot.places import Place


@dataclass(frozen=True, slots=True)
class Cited:
    """An example as it stands in the files, with its intent."""

    text: str
    intent: str
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Suspect:
    """An example that likely belongs to another intent; to a bot without it, that one is `odds` times likelier."""

    example: Cited
    looks_like: str
    odds: float


@dataclass(frozen=True, slots=True)
class Lonely:
    """An example that was not understood and is worded like no other of its intent; `taken_for` is what it was taken
    for, `nearness` in [0, 1] the likeness of the nearest one."""

    example: Cited
    taken_for: str
    nearness: float


@dataclass(frozen=True, slots=True)
class Twins:
    """Two examples of different intents in the same words, or nearly; `similarity` is in [0, 1]."""

    first: Cited
    second: Cited
    similarity: float


@dataclass(frozen=True, slots=True)
class Merge:
    """Two intents mixed up both ways: `n_mixed` of their `n_rows` sentences. As one, accuracy would rise by `gain`."""

    first: str
    second: str
    n_mixed: int
    n_rows: int
    gain: float


@dataclass(frozen=True, slots=True)
class Split:
    """An intent whose examples fall into two groups; `strength` in [0, 1] is how surely the groups are found anew."""

    intent: str
    first: tuple[Cited, ...]
    second: tuple[Cited, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Advice:
    """What to look at, each kind with the most urgent first."""

    suspects: tuple[Suspect, ...] = ()
    lonely: tuple[Lonely, ...] = ()
    twins: tuple[Twins, ...] = ()
    merges: tuple[Merge, ...] = ()
    splits: tuple[Split, ...] = ()

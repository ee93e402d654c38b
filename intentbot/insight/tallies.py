"""Turns added up."""

from __future__ import annotations

from dataclasses import dataclass

from intentbot.store.turn_figures import Cell, OpinionCell

ANSWERED = frozenset(("exact", "model", "slot", "button"))
"""Decisions by which a message was answered from an intent."""


@dataclass(slots=True)
class Tally:
    """Turns added up, one cell after the other.

    Attributes
    ----------
    n : int
        All turns.
    n_answered, n_fallbacks, n_ambiguous : int
        How they were decided: from an intent, not at all, or by asking "Did you mean ...?".
    n_handovers : int
        How many times a person was to take over.
    n_up, n_down : int
        Thumbs of customers.
    n_scores : int
        On how many the classifier was asked for a score; the sum and the squares are of these.
    score_sum, score_squares : float
    """

    n: int = 0
    n_answered: int = 0
    n_fallbacks: int = 0
    n_ambiguous: int = 0
    n_handovers: int = 0
    n_up: int = 0
    n_down: int = 0
    n_scores: int = 0
    score_sum: float = 0.0
    score_squares: float = 0.0

    def add(self, cell: Cell) -> None:
        """Add turns."""
        self.n += cell.n_turns
        self.n_handovers += cell.n_handovers
        if cell.decided_by in ANSWERED:
            self.n_answered += cell.n_turns
        elif cell.decided_by == "fallback":
            self.n_fallbacks += cell.n_turns
        elif cell.decided_by == "ambiguous":
            self.n_ambiguous += cell.n_turns
        self.n_scores += cell.n_scores
        self.score_sum += cell.score_sum
        self.score_squares += cell.score_squares

    def add_opinions(self, cell: OpinionCell) -> None:
        """Add thumbs."""
        self.n_up += cell.n_up
        self.n_down += cell.n_down

    @property
    def n_opinions(self) -> int:
        """How many thumbs there are."""
        return self.n_up + self.n_down

    @property
    def score(self) -> float | None:
        """The average score, in [0, 1]; None where there is none."""
        return self.score_sum / self.n_scores if self.n_scores else None

    @property
    def score_variance(self) -> float:
        """The variance of the scores, without bias; 0 for fewer than two."""
        if self.n_scores < 2:
            return 0.0
        squares = self.score_squares - self.score_sum**2 / self.n_scores
        return max(0.0, squares / (self.n_scores - 1))

    def share(self, count: int) -> float | None:
        """Return what share of all turns a count is; None where there are no turns."""
        return count / self.n if self.n else None

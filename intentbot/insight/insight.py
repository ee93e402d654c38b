"""Figures and drift as the pages ask for them: what was counted a moment ago is not counted again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Set
from typing import TypeVar

from intentbot.insight.drift import Drift, drift
from intentbot.insight.figures import Figures, figures
from intentbot.store.turn_figures import DAY_S, Chosen, TurnFigures

T = TypeVar("T")

FIGURES_S, DRIFT_S = 60.0, 600.0
"""How long what was counted is good for. Counting a month of 250,000 turns takes about a second."""

_MOST = 16


class Insight:
    """How a bot is doing. Safe for threads: one counts at a time, and the others get what it found.

    Parameters
    ----------
    log : TurnFigures
    now : callable
        The clock, in seconds since 1970.
    """

    def __init__(self, log: TurnFigures, now: Callable[[], float] = time.time) -> None:
        self._log, self._now = log, now
        self._counting = threading.Lock()
        self._known: dict[object, tuple[float, object]] = {}

    def figures(self, n_days: int, *, channel: str = "", language: str = "", model: str = "") -> Figures:
        """Return how the bot did today and on the `n_days` - 1 days before, as of a minute ago at most."""
        since = (self._now() // DAY_S - n_days + 1) * DAY_S

        def count() -> Figures:
            chosen = Chosen(since, self._now(), channel=channel, language=language, model=model)
            return figures(self._log, chosen)

        return self._remembered((since, channel, language, model), FIGURES_S, count)

    def drift(self, version: str, known: Callable[[], Set[str]]) -> Drift:
        """Return what changed in the last week, as of ten minutes ago at most.

        Parameters
        ----------
        version : str
            Of the model whose examples have the words.
        known : callable
            Returns these words.
        """
        return self._remembered(("drift", version), DRIFT_S, lambda: drift(self._log, known(), self._now()))

    def _remembered(self, key: object, good_for_s: float, count: Callable[[], T]) -> T:
        with self._counting:
            at, found = self._known.get(key, (0.0, None))
            if found is None or not 0 <= self._now() - at < good_for_s:
                found = count()
                if len(self._known) >= _MOST:
                    self._known.clear()
                self._known[key] = (self._now(), found)
            return found  # type: ignore[return-value]

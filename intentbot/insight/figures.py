"""How a bot did in a time: in all, day by day or week by week, by intent, channel, language and model version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from intentbot.insight.tallies import Tally
from intentbot.store.turn_figures import DAY_S, LATENCIES_MS, Cell, Chosen, OpinionCell, TurnFigures

MOST_DAYS = 62
"""Up to so many days are shown one by one; longer times week by week."""

_MONDAY = 4
"""1 January 1970 was a Thursday: the first Monday was day 4."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How a bot did.

    Attributes
    ----------
    chosen : Chosen
    total : Tally
    is_weekly : bool
    by_time : mapping of float to Tally
        By the start of each day or week (Monday), in seconds since 1970, UTC; those without a turn too.
    by_intent, by_channel, by_language, by_model : mapping of str to Tally
        Most turns first. Turns that were not answered from an intent are in none.
    latencies : list of int
        How many turns took so long, by the classes of `LATENCIES_MS`.
    """

    chosen: Chosen
    total: Tally
    is_weekly: bool
    by_time: Mapping[float, Tally]
    by_intent: Mapping[str, Tally]
    by_channel: Mapping[str, Tally]
    by_language: Mapping[str, Tally]
    by_model: Mapping[str, Tally]
    latencies: list[int]

    def latency_ms(self, share: float) -> float | None:
        """Return within how many milliseconds a share of all turns were answered, as an upper bound.

        None where there are no turns, infinity where it took longer than the last class.
        """
        wanted = share * sum(self.latencies)
        if not wanted:
            return None
        reached = [end for end, n in zip(LATENCIES_MS, accumulate(self.latencies), strict=False) if n >= wanted]
        return reached[0] if reached else float("inf")


def figures(log: TurnFigures, chosen: Chosen) -> Figures:
    """Return how a bot did. The database counts; what is held is a tally for each day, intent and so on."""
    is_weekly = chosen.until - chosen.since > MOST_DAYS * DAY_S
    total, by_time = Tally(), {start: Tally() for start in _starts(chosen, is_weekly=is_weekly)}
    groups: tuple[defaultdict[str, Tally], ...] = tuple(defaultdict(Tally) for _ in range(4))

    def tallies(cell: Cell | OpinionCell) -> list[Tally]:
        start = _start(cell.day, is_weekly=is_weekly)
        keys = (cell.intent, cell.channel, cell.language, cell.model)
        # A turn without a language, say, is counted under none.
        found = [group[key] for group, key in zip(groups, keys, strict=True) if key]
        return [total, by_time.setdefault(start, Tally()), *found]

    for cell in log.cells(chosen):
        for tally in tallies(cell):
            tally.add(cell)
    for opinion in log.opinions(chosen):
        for tally in tallies(opinion):
            tally.add_opinions(opinion)
    by_intent, by_channel, by_language, by_model = (
        dict(sorted(group.items(), key=lambda pair: (-pair[1].n, pair[0]))) for group in groups
    )
    return Figures(
        chosen,
        total,
        is_weekly,
        by_time=dict(sorted(by_time.items())),
        by_intent=by_intent,
        by_channel=by_channel,
        by_language=by_language,
        by_model=by_model,
        latencies=log.latencies(chosen),
    )


def _start(day: int, *, is_weekly: bool) -> float:
    return float((day - (day - _MONDAY) % 7 if is_weekly else day) * DAY_S)


def _starts(chosen: Chosen, *, is_weekly: bool) -> list[float]:
    """Return the start of each day or week that a time touches."""
    first, last = int(chosen.since // DAY_S), int((chosen.until - 1e-6) // DAY_S)
    return sorted({_start(day, is_weekly=is_weekly) for day in range(first, last + 1)})

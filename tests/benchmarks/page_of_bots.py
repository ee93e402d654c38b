"""What the bot with other settings gives and costs: its networks, sizes and qualities."""

from __future__ import annotations

from tests.benchmarks.cells import shown, table
from tests.benchmarks.data import SETS
from tests.benchmarks.peers import BOT, OTHER_BOTS
from tests.benchmarks.records import Results

_LEARNED = (("accuracy", "%"), ("train_s", " s"))
_SERVED = (("classify_p50_us", " µs"), ("classify_p99_us", " µs"), ("model_mb", " MB"))


def bots_part(results: Results) -> str:
    """Return a table of all bots, or nothing where none but the default was measured."""
    measured = [one for one in SETS if any(results.values(one.name, bot, "accuracy") for bot in OTHER_BOTS)]
    if not measured and not results.has("networks"):
        return ""
    lines = [
        (
            bot,
            *(shown(results, one.name, bot, figure, unit) for one in measured for figure, unit in _LEARNED),
            *(shown(results, "networks", bot, figure, unit) for figure, unit in _SERVED),
        )
        for bot in (BOT, *OTHER_BOTS)
    ]
    learned = [f"{one.title}, {what}" for one in measured for what in ("%", "training")]
    return table(("", *learned, "one message, p50", "p99", "model on disk"), lines)

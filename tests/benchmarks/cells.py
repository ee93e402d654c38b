"""Numbers and tables as the page shows them."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.peers import BOT, LOGISTIC, SVM, SYSTEMS
from tests.benchmarks.records import Results

NOTHING = "–"


def side_by_side(results: Results, benchmark: str, rows: Sequence[tuple[str, str, str]], systems: Sequence[str]) -> str:
    """Return a table of the figures in `rows` (what, name, unit), a column for each system, then the ratios."""
    if not results.has(benchmark):
        return ""
    lines = []
    for what, figure, unit in rows:
        parts = (shown(results, benchmark, system, figure, unit) for system in systems)
        lines.append((what, *parts, *(ratio(results, benchmark, figure, system) for system in systems[1:])))
    return table(("", *systems, *(f"{BOT} : {system}" for system in systems[1:])), lines)


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table, or nothing where it has no lines."""
    if not lines:
        return ""
    rule = ["---"] * len(head)
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *lines))


def shown(results: Results, benchmark: str, system: str, figure: str, unit: str = "%") -> str:
    """Return the median of a figure over the seeds, with the smallest and largest where they differ."""
    values = results.values(benchmark, system, figure)
    middle = results.median(benchmark, system, figure)
    if middle is None:
        return NOTHING
    sign = "" if unit == "%" else unit
    median, low, high = (number(value, unit).removesuffix(" %") for value in (middle, values[0], values[-1]))
    return median if low == high else f"{median} ({low.removesuffix(sign)} to {high.removesuffix(sign)})"


def plain(results: Results, benchmark: str, figure: str) -> str:
    """Return a count that is the same for every system and seed."""
    values = [value for system in SYSTEMS for value in results.values(benchmark, system, figure)]
    return f"{values[0]:,.0f}" if values else NOTHING


def ratio(results: Results, benchmark: str, figure: str, other: str) -> str:
    """Return the bot's figure as a multiple of another system's."""
    mine, theirs = results.median(benchmark, BOT, figure), results.median(benchmark, other, figure)
    if mine is None or not theirs:
        return NOTHING
    return f"{mine / theirs:,.0f}" if mine / theirs >= 10 else f"{mine / theirs:.2g}"


def gap(results: Results, benchmark: str) -> str:
    """Return how many points of accuracy the bot is above the better linear model."""
    mine = results.median(benchmark, BOT, "accuracy")
    others = [value for system in (SVM, LOGISTIC) for value in results.values(benchmark, system, "accuracy")]
    return f"{100 * (mine - max(others)):+.1f}" if mine is not None and others else NOTHING


def difference(results: Results, benchmark: str, figure: str, other: str) -> str:
    """Return how many points the bot loses from one figure to another."""
    first, second = results.median(benchmark, BOT, figure), results.median(benchmark, BOT, other)
    return f"{100 * (first - second):.1f}" if first is not None and second is not None else NOTHING


def number(value: float, unit: str) -> str:
    """Return a value with its unit and about three digits; shares in [0, 1] become percentages."""
    if unit == "%":
        return f"{100 * value:.1f} %"
    if value >= 100:
        return f"{value:,.0f}{unit}"
    return f"{value:.1f}{unit}" if value >= 10 else f"{value:.{3 if unit == '' else 2}f}{unit}"

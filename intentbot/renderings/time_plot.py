"""Where the marks of a plot over time stand: pure geometry, which a page's template draws."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from intentbot.renderings.plots import LEFT, RIGHT, WIDTH, Strip, Tick, across, polyline, up

HEIGHT, BOTTOM = 210.0, 178.0
"""Of the coordinate system, and where its base line is."""

_MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A line: the points of its parts (it breaks where there is nothing), and its dots where one stands alone."""

    name: str
    parts: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a histogram."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class TimePlot:
    """Lines or columns over time, with strips that show a tooltip."""

    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    strips: tuple[Strip, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    bottom: float = BOTTOM


def line_plot(
    starts: Sequence[float], lines: Sequence[tuple[str, Sequence[float | None]]], tooltips: Sequence[str]
) -> TimePlot:
    """Return a plot of shares in [0, 1]; None is where there is nothing to draw.

    Parameters
    ----------
    starts : sequence of float
        When each day or week begins, in seconds since 1970.
    lines : sequence of (str, sequence of float or None)
        The name of each line, and its value for each start.
    tooltips : sequence of str
        What is said of each start.
    """
    most = max((value for _, values in lines for value in values if value is not None), default=0.0)
    # Shares of a few per cent would lie on the ground of a plot up to 100 %.
    top = next(limit for limit in (0.05, 0.1, 0.25, 0.5, 1.0) if most <= limit or limit == 1.0)
    places = _places(starts)

    def line(name: str, values: Sequence[float | None]) -> Line:
        heights = (None if value is None else up(value / top, BOTTOM) for value in values)
        return _line(name, list(zip(places, heights, strict=True)))

    return TimePlot(
        lines=tuple(line(name, values) for name, values in lines),
        columns=(),
        strips=_strips(places, tooltips),
        x_ticks=_x_ticks(starts, places),
        y_ticks=_y_ticks(top, lambda share: f"{share:.0%}" if top > 0.1 else f"{100 * share:g}%"),
    )


def column_plot(starts: Sequence[float], counts: Sequence[int], tooltips: Sequence[str]) -> TimePlot:
    """Return a plot of counts, a column for each start."""
    top = _round_up(max(counts, default=0))
    places = _places(starts)
    step = (WIDTH - LEFT - RIGHT) / max(1, len(places))
    tops = [up(n / top, BOTTOM) for n in counts]
    columns = tuple(
        Column(round(x - 0.38 * step, 1), y, round(0.76 * step, 1), round(BOTTOM - y, 1))
        for x, y in zip(places, tops, strict=True)
        if y < BOTTOM
    )
    return TimePlot(
        lines=(),
        columns=columns,
        strips=_strips(places, tooltips),
        x_ticks=_x_ticks(starts, places),
        y_ticks=_y_ticks(top, _short),
    )


def _places(starts: Sequence[float]) -> list[float]:
    """Return how far right the middle of each start's strip is."""
    return [across((i + 0.5) / len(starts)) for i in range(len(starts))]


def _line(name: str, points: list[tuple[float, float | None]]) -> Line:
    parts: list[list[tuple[float, float]]] = [[]]
    for x, y in points:
        if y is None:
            parts.append([])
        else:
            parts[-1].append((x, y))
    dots = tuple(part[0] for part in parts if len(part) == 1)
    return Line(name, tuple(polyline(part) for part in parts if len(part) > 1), dots)


def _strips(places: list[float], tooltips: Sequence[str]) -> tuple[Strip, ...]:
    step = (WIDTH - LEFT - RIGHT) / max(1, len(places))
    return tuple(
        Strip(round(x - step / 2, 1), round(step, 1), x, text) for x, text in zip(places, tooltips, strict=True)
    )


def _x_ticks(starts: Sequence[float], places: list[float]) -> tuple[Tick, ...]:
    every = math.ceil(len(starts) / _MOST_TICKS)
    # From the end: what is now has a label.
    shown = range(len(starts) - 1, -1, -every) if every else ()
    return tuple(Tick(places[i], day(starts[i])) for i in reversed(shown))


def _y_ticks(top: float, label: Callable[[float], str]) -> tuple[Tick, ...]:
    return tuple(Tick(up(i / 4, BOTTOM), label(top * i / 4)) for i in range(5))


def _round_up(most: int) -> float:
    """Return a number from `most` on whose quarters are round: 4, 8, 20, 40, 80, 200 ..."""
    size = 10 ** max(0, math.floor(math.log10(most / 4))) if most > 4 else 1
    return float(next(4 * size * step for step in (1, 2, 5, 10) if 4 * size * step >= most))


def _short(count: float) -> str:
    return f"{count / 1e6:g}M" if count >= 1e6 else f"{count / 1e3:g}k" if count >= 10_000 else f"{count:,g}"


def day(at: float) -> str:
    """Return a day as the axis has it, such as ``3 Nov``; it is UTC."""
    return datetime.fromtimestamp(at, timezone.utc).strftime("%d %b").lstrip("0")

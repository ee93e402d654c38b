"""Where the marks of the learning curve stand."""

from __future__ import annotations

from dataclasses import dataclass

from intentbot.growth import Growth
from intentbot.renderings.plots import BOTTOM, HEIGHT, Tick, across, polyline, up
from intentbot.renderings.summary import percent

_STEPS = 60


@dataclass(frozen=True, slots=True)
class GrowthMark:
    """A measured point, and its tooltip."""

    x: float
    y: float
    tooltip: str


@dataclass(frozen=True, slots=True)
class GrowthPlot:
    """The curve as far as was measured, and on from there, with the range at its end."""

    marks: tuple[GrowthMark, ...]
    measured: str
    foretold: str
    end_x: float
    end_low: float
    end_high: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    bottom: float


def growth_plot(growth: Growth) -> GrowthPlot:
    """Return the learning curve from no example to as many as are foretold."""
    bottom, now, most = HEIGHT - BOTTOM, growth.n_examples, growth.n_examples + growth.n_more
    lowest = min(point.accuracy for point in growth.points)
    least = next(share for share in (0.75, 0.5, 0.0) if share <= lowest)
    end = growth.accuracy(now)

    def x(n_examples: float) -> float:
        return across(n_examples / most)

    def y(accuracy: float) -> float:
        return up(min(max((accuracy - least) / (1 - least), 0.0), 1.0), bottom)

    def curve(first: float, last: float) -> str:
        steps = [first + (last - first) * i / _STEPS for i in range(_STEPS + 1)]
        return polyline([(x(n), y(growth.accuracy(n))) for n in steps])

    return GrowthPlot(
        marks=tuple(
            GrowthMark(
                x(point.n_examples),
                y(point.accuracy),
                f"{point.n_examples:.1f} examples an intent: {percent(point.accuracy)} understood",
            )
            for point in growth.points
        ),
        measured=curve(growth.points[0].n_examples, now),
        foretold=curve(now, most),
        end_x=x(most),
        end_low=y(end + growth.gain.low),
        end_high=y(end + growth.gain.high),
        x_ticks=tuple(Tick(x(most * i / 5), f"{most * i / 5:.0f}") for i in range(6)),
        y_ticks=tuple(Tick(up(i / 5, bottom), f"{least + (1 - least) * i / 5:.0%}") for i in range(6)),
        bottom=bottom,
    )

"""Where the marks of the report's plots stand: pure geometry, which the page's template draws."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from intentbot.renderings.summary import at_threshold, counted, percent
from intentbot.report import ReliabilityBin, Report, ThresholdPoint

WIDTH, HEIGHT = 560.0, 330.0
"""Size of a plot's coordinate system; the page scales it."""

MOST_REFUSED = 0.3
"""The share of mistaken refusals up to which their price is drawn: nobody wants more."""

LEFT, RIGHT, TOP, BOTTOM = 46.0, 14.0, 24.0, 40.0
_HISTOGRAM = 62.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where, and what stands beside it."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class ReliabilityMark:
    """One bin: its dot, the diagonal's height at its place, its bar in the histogram, and its tooltip."""

    x: float
    y: float
    radius: float
    diagonal_y: float
    bar_x: float
    bar_y: float
    bar_width: float
    bar_height: float
    tooltip: str


@dataclass(frozen=True, slots=True)
class ReliabilityPlot:
    """Dots of confidence against the share that is right, above a histogram of the confidence."""

    marks: tuple[ReliabilityMark, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    bottom: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of the plot that shows a tooltip when pointed at."""

    x: float
    width: float
    middle: float
    tooltip: str


@dataclass(frozen=True, slots=True)
class ThresholdPlot:
    """Curves against the threshold, as points of an SVG polyline; `out_of_scope` is empty without such rows."""

    answered: str
    refused: str
    out_of_scope: str
    chosen_x: float
    chosen_anchor: Literal["start", "middle", "end"]
    strips: tuple[Strip, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    bottom: float


@dataclass(frozen=True, slots=True)
class TradeOffPlot:
    """What mistaken refusals buy, as points of SVG polylines; `out_of_scope` is empty without such rows."""

    right: str
    out_of_scope: str
    chosen_x: float
    strips: tuple[Strip, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    bottom: float


def reliability_plot(report: Report) -> ReliabilityPlot:
    """Return the reliability diagram; empty bins have no mark."""
    bottom = HEIGHT - BOTTOM - _HISTOGRAM
    most = max(bin.count for bin in report.reliability)
    marks = tuple(_reliability_mark(bin, most, bottom, report.n_rows) for bin in report.reliability if bin.count)
    ticks = [i / 5 for i in range(6)]
    return ReliabilityPlot(
        marks=marks,
        x_ticks=tuple(Tick(across(share), f"{share:.0%}") for share in ticks),
        y_ticks=tuple(Tick(up(share, bottom), f"{share:.0%}") for share in ticks),
        bottom=bottom,
        baseline=HEIGHT - BOTTOM,
    )


def _reliability_mark(bin: ReliabilityBin, most: int, bottom: float, n_rows: int) -> ReliabilityMark:
    bar_height = max(1.0, (_HISTOGRAM - 14) * bin.count / most)
    return ReliabilityMark(
        x=across(bin.confidence),
        y=up(bin.accuracy, bottom),
        # The area, not the radius, stands for the count; the least one can still be seen and pointed at.
        radius=round(max(3.5, 11 * math.sqrt(bin.count / most)), 1),
        diagonal_y=up(bin.confidence, bottom),
        bar_x=across(bin.low) + 1,
        bar_y=round(HEIGHT - BOTTOM - bar_height, 1),
        bar_width=round(across(bin.high) - across(bin.low) - 2, 1),
        bar_height=round(bar_height, 1),
        tooltip=f"Confidence {percent(bin.low)} to {percent(bin.high)}: {counted(bin.count, 'sentence')} "
        f"({percent(bin.count / n_rows)}). The bot said {percent(bin.confidence)} on average, "
        f"{percent(bin.accuracy)} were right.",
    )


def threshold_plot(report: Report) -> ThresholdPlot:
    """Return the threshold's curves, cut to the thresholds at which anything changes."""
    low, high = _moving_range(report)
    points = [point for point in report.threshold_curve if low - 1e-9 <= point.threshold <= high + 1e-9]
    bottom = HEIGHT - BOTTOM
    x = {point.threshold: across((point.threshold - low) / (high - low)) for point in points}
    chosen_x = across((report.threshold - low) / (high - low))
    has_out_of_scope = report.out_of_scope is not None
    return ThresholdPlot(
        answered=polyline([(x[point.threshold], up(point.accuracy, bottom)) for point in points]),
        refused=polyline([(x[point.threshold], up(point.false_rejection, bottom)) for point in points]),
        out_of_scope=polyline([(x[point.threshold], up(point.out_of_scope_recall or 0, bottom)) for point in points])
        if has_out_of_scope
        else "",
        chosen_x=chosen_x,
        # The label stands above the plot and must not run over its sides.
        chosen_anchor="start" if chosen_x < LEFT + 60 else "end" if chosen_x > WIDTH - 60 else "middle",
        strips=_strips(points, x),
        x_ticks=_threshold_ticks(low, high),
        y_ticks=tuple(Tick(up(i / 5, bottom), f"{i / 5:.0%}") for i in range(6)),
        bottom=bottom,
    )


def trade_off_plot(report: Report) -> TradeOffPlot:
    """Return the curves against the share refused by mistake: accuracy by coverage, and out-of-scope recall."""
    own, bottom = at_threshold(report), HEIGHT - BOTTOM
    most = max(MOST_REFUSED, math.ceil(own.false_rejection * 10) / 10)
    points = [point for point in report.threshold_curve if point.false_rejection <= most]
    x = {point.threshold: across(point.false_rejection / most) for point in points}
    recalls = [(x[point.threshold], up(point.out_of_scope_recall or 0, bottom)) for point in points]
    return TradeOffPlot(
        right=polyline([(x[point.threshold], up(point.precision, bottom)) for point in points]),
        out_of_scope=polyline(recalls) if report.out_of_scope else "",
        chosen_x=across(own.false_rejection / most),
        strips=_strips(points, x),
        x_ticks=tuple(Tick(across(i / 6), f"{most * i / 6:.0%}") for i in range(7)),
        y_ticks=tuple(Tick(up(i / 5, bottom), f"{i / 5:.0%}") for i in range(6)),
        bottom=bottom,
    )


def _moving_range(report: Report) -> tuple[float, float]:
    """Return the thresholds between which the curves move, in steps of 0.1, the model's own within."""
    curve = report.threshold_curve
    first, last = _outcome(curve[0]), _outcome(curve[-1])
    still_low = [point.threshold for point in curve if _outcome(point) == first]
    still_high = [point.threshold for point in curve if _outcome(point) == last]
    low = math.floor(round(min(max(still_low), report.threshold) * 10, 6)) / 10
    high = math.ceil(round(max(min(still_high), report.threshold) * 10, 6)) / 10
    return (low, high) if high > low else (0.0, 1.0)


def _threshold_ticks(low: float, high: float) -> tuple[Tick, ...]:
    tenths = round((high - low) * 10)
    step = 0.02 if tenths <= 1 else 0.1 if tenths <= 6 else 0.2
    n_ticks = math.floor(round((high - low) / step, 6)) + 1
    return tuple(Tick(across(i * step / (high - low)), f"{low + i * step:.2g}") for i in range(n_ticks))


def _outcome(point: ThresholdPoint) -> tuple[float, float, float | None]:
    return (point.false_rejection, point.accuracy, point.out_of_scope_recall)


def _strips(points: list[ThresholdPoint], x: dict[float, float]) -> tuple[Strip, ...]:
    places = [x[point.threshold] for point in points]
    edges = [
        LEFT,
        *((before + after) / 2 for before, after in pairwise(places)),
        WIDTH - RIGHT,
    ]
    return tuple(
        Strip(round(edges[i], 1), round(max(edges[i + 1] - edges[i], 0), 1), places[i], _threshold_tooltip(points[i]))
        for i in range(len(points))
    )


def _threshold_tooltip(point: ThresholdPoint) -> str:
    text = (
        f"Threshold {point.threshold:.3f}: {percent(point.accuracy)} answered rightly, "
        f"{percent(point.false_rejection)} refused by mistake"
    )
    if point.out_of_scope_recall is None:
        return text
    return f"{text}, {percent(point.out_of_scope_recall)} of out of scope refused"


def polyline(points: list[tuple[float, float]]) -> str:
    """Return points as those of an SVG polyline."""
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def across(share: float) -> float:
    """Return how far right a share of the plot's width in [0, 1] stands."""
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def up(share: float, bottom: float) -> float:
    """Return how far down a share of the plot's height in [0, 1] stands, `bottom` being 0."""
    return round(bottom - share * (bottom - TOP), 1)

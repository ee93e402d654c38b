"""A report as one HTML page that needs nothing else: no network, no other file."""

from __future__ import annotations

from dataclasses import dataclass

from intentbot.intents import OUT_OF_SCOPE
from intentbot.renderings.growth_plot import growth_plot
from intentbot.renderings.matrix import confusion_matrix
from intentbot.renderings.plots import HEIGHT, LEFT, RIGHT, TOP, WIDTH, reliability_plot, threshold_plot, trade_off_plot
from intentbot.renderings.steps import foretold, points, sections
from intentbot.renderings.summary import (
    CHOICE_ADVICE,
    advice,
    at_threshold,
    choice_cells,
    choice_head,
    choices,
    figures,
    mistakes,
    n_intents,
    refused_share,
    untested_intents,
    way_back,
)
from intentbot.renderings.templates import page_environment
from intentbot.report import IntentScore, Report

N_PAIRS = 12
N_SENTENCES = 3
N_ANSWERED = 12
N_STEPS = 6
N_MORE_STEPS = 200
N_GAINS = 10
N_MISTAKES = 2000
"""Errors listed; the CSV has all of them, and the page stays under 2 MB."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A part of a bar that shows what becomes of a hundred sentences; `kind` is its colour."""

    kind: str
    name: str
    share: float


def to_html(report: Report) -> str:
    """Return the report as one self-contained HTML page; every sentence and name in it is escaped."""
    environment = page_environment()
    environment.filters |= {"points": points, "refused_share": refused_share}
    wrong = mistakes(report)
    return environment.get_template("page.html").render(
        report=report,
        figures=figures(report),
        n_intents=n_intents(report),
        untested=untested_intents(report),
        outcomes=_outcomes(report),
        pairs=[(pair, way_back(pair, report), advice(pair, report)) for pair in report.confused[:N_PAIRS]],
        n_sentences=N_SENTENCES,
        sections=sections(report.advice),
        n_steps={"first": N_STEPS, "all": N_MORE_STEPS},
        growth=growth_plot(report.growth) if report.growth else None,
        foretold=foretold(report.growth) if report.growth else "",
        gains=report.growth.intents[:N_GAINS] if report.growth else (),
        answered=report.out_of_scope.answered[:N_ANSWERED] if report.out_of_scope else (),
        matrix=confusion_matrix(report),
        reliability=reliability_plot(report),
        trust=_trust(report),
        thresholds=threshold_plot(report),
        choice_head=choice_head(report),
        choices=[(choice.is_own, choice_cells(choice)) for choice in choices(report)],
        choice_advice=CHOICE_ADVICE,
        trade_off=trade_off_plot(report),
        plot={"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "top": TOP},
        scores=sorted(report.intents, key=_worst_first),
        mistakes=wrong[:N_MISTAKES],
        n_mistakes=len(wrong),
        out_of_scope=OUT_OF_SCOPE,
    )


def _worst_first(score: IntentScore) -> tuple[bool, float, int, str]:
    return (score.support == 0, score.f1, -score.support, score.intent)


def _outcomes(report: Report) -> dict[str, tuple[Outcome, ...]]:
    point = at_threshold(report)
    bars: dict[str, tuple[Outcome, ...]] = {
        "Sentences the bot should answer": (
            Outcome("right", "answered rightly", point.accuracy),
            Outcome("refused", "refused by mistake", point.false_rejection),
            Outcome("wrong", "answered wrongly", max(0.0, 1 - point.accuracy - point.false_rejection)),
        )
    }
    if report.out_of_scope:
        recall = report.out_of_scope.recall
        bars["Sentences it must not answer"] = (
            Outcome("right", "refused, as they should be", recall),
            Outcome("wrong", "answered all the same", 1 - recall),
        )
    return bars


def _trust(report: Report) -> str:
    """Return what the reliability diagram shows, and what to do about it."""
    lean = sum(bin.count * (bin.confidence - bin.accuracy) for bin in report.reliability) / report.n_rows
    if report.calibration_error < 0.05:
        return "Here the confidence can be trusted."
    if lean > 0:
        return "Here the bot is too sure of itself: add more varied examples to the intents it gets wrong."
    return "Here the bot is right more often than it says, so nothing needs mending."

"""How the bot is doing: figures over time, and what changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from intentbot.bot import IntentBot
from intentbot.insight.drift import BEFORE_DAYS, RECENT_DAYS
from intentbot.insight.figures import Figures
from intentbot.insight.insight import Insight
from intentbot.insight.tallies import Tally
from intentbot.people import Person
from intentbot.renderings.time_plot import TimePlot, column_plot, day, line_plot
from intentbot.server.guard import require_role
from intentbot.server.live import LiveBot
from intentbot.server.pages.looking import plain
from intentbot.server.pages.responses import page_response
from intentbot.server.parts import insight_of, live_bot
from intentbot.text import normalise, tokenise

router = APIRouter(prefix="/review/dashboard", include_in_schema=False)

TIMES = {7: "7 days", 28: "28 days", 91: "13 weeks", 364: "52 weeks"}
"""What may be looked at; whole weeks, so that every day of the week is in it equally often."""

MOST_INTENTS, MOST_GROUPS = 200, 20
"""How many rows the tables have at most, and what there is to choose from: those with the most turns."""

Viewer = Annotated[Person, Depends(require_role("viewer"))]
Known = Annotated[Insight, Depends(insight_of)]
Live = Annotated[LiveBot, Depends(live_bot)]


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot, what it shows, and the rows of the table beside it."""

    title: str
    drawn: TimePlot
    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@router.get("")
async def dashboard(
    request: Request,
    person: Viewer,
    insight: Known,
    live: Live,
    days: str = "28",
    channel: str = "",
    language: str = "",
    model: str = "",
) -> Response:
    """Show how the bot did."""
    n_days = int(days) if days in {str(n) for n in TIMES} else 28
    asked = {"channel": plain(channel), "language": plain(language), "model": plain(model)}
    found = await run_in_threadpool(lambda: insight.figures(n_days, **asked))
    # What there is to choose from is that of the last weeks: to count a year twice would take twice as long.
    recent = await run_in_threadpool(lambda: insight.figures(min(n_days, 28))) if any(asked.values()) else found
    return page_response(
        request,
        "dashboard.html",
        figures=found,
        total=found.total,
        choices={name: list(getattr(recent, f"by_{name}"))[:MOST_GROUPS] for name in asked},
        asked=asked,
        n_days=n_days,
        times=TIMES,
        plots=[_rates(found), _counts(found), _opinions(found), _scores(found)],
        titles=_titles(live.now.bot),
        n_intents=len(found.by_intent),
        intents=list(found.by_intent.items())[:MOST_INTENTS],
        groups=[(name, list(group.items())[:MOST_GROUPS]) for name, group in _groups(found) if group],
    )


@router.get("/drift")
async def drift(request: Request, person: Viewer, insight: Known, live: Live) -> Response:
    """Show what changed in the last week."""
    now = live.now
    found = await run_in_threadpool(insight.drift, now.version, lambda: known_words(now.bot))
    return page_response(
        request, "drift.html", drift=found, titles=_titles(now.bot), recent_days=RECENT_DAYS, before_days=BEFORE_DAYS
    )


def known_words(bot: IntentBot) -> set[str]:
    """Return the words that the bot was taught: of examples, and of values of entities."""
    intents = bot.model.intents
    named = [word for entity in intents.entities for value, others in entity.values for word in (value, *others)]
    taught = {word for text in named for word in tokenise(normalise(text))}
    return taught.union(bot.model.classifier.vocabulary.words)


def _groups(figures: Figures) -> tuple[tuple[str, Mapping[str, Tally]], ...]:
    return (("Channel", figures.by_channel), ("Language", figures.by_language), ("Model version", figures.by_model))


def _titles(bot: IntentBot) -> Mapping[str, str]:
    return {intent.name: intent.shown_title for intent in bot.model.intents}


def _rates(figures: Figures) -> Plot:
    """Return what became of messages over time."""
    names = ("Answered", "Did you mean", "Fallback", "Handed over")

    def shares(tally: Tally) -> list[float | None]:
        counts = (tally.n_answered, tally.n_ambiguous, tally.n_fallbacks, tally.n_handovers)
        return [tally.share(count) for count in counts]

    return _plot(
        "What became of messages", figures, names, {at: shares(tally) for at, tally in figures.by_time.items()}
    )


def _opinions(figures: Figures) -> Plot:
    """Return what customers thought over time."""

    def shares(tally: Tally) -> list[float | None]:
        liked = tally.n_up / tally.n_opinions if tally.n_opinions else None
        return [liked, tally.share(tally.n_opinions)]

    names = ("Liked, of all thumbs", "Thumbs, of all messages")
    over_time = {at: shares(tally) for at, tally in figures.by_time.items()}
    return _plot("What customers thought", figures, names, over_time)


def _scores(figures: Figures) -> Plot:
    """Return how sure the bot was over time."""
    over_time = {at: [tally.score] for at, tally in figures.by_time.items()}
    return _plot("Average score", figures, ("Average score",), over_time)


def _plot(title: str, figures: Figures, names: tuple[str, ...], shares: Mapping[float, list[float | None]]) -> Plot:
    rows = tuple((_when(at, figures), tuple(_said(share) for share in values)) for at, values in shares.items())
    lines = [(name, [values[i] for values in shares.values()]) for i, name in enumerate(names)]
    tooltips = [
        f"{when}: " + ", ".join(f"{name.lower()} {value}" for name, value in zip(names, values, strict=True))
        for when, values in rows
    ]
    return Plot(title, line_plot(list(shares), lines, tooltips), names, rows)


def _counts(figures: Figures) -> Plot:
    """Return how many messages there were over time."""
    counts = {at: tally.n for at, tally in figures.by_time.items()}
    rows = tuple((_when(at, figures), (f"{n:,}",)) for at, n in counts.items())
    tooltips = [f"{when}: {values[0]} messages" for when, values in rows]
    return Plot("Messages", column_plot(list(counts), list(counts.values()), tooltips), ("Messages",), rows)


def _when(at: float, figures: Figures) -> str:
    return f"week of {day(at)}" if figures.is_weekly else day(at)


def _said(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"

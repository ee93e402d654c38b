"""Figures over time and what changes: what the database counts is what a person would count by hand."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import delete

from intentbot.insight import drift as drifting
from intentbot.insight.drift import changed_shares, drift, falling_scores, new_words
from intentbot.insight.figures import figures
from intentbot.insight.insight import FIGURES_S, Insight
from intentbot.insight.significance import difference_of_scores, difference_of_shares, discoveries, surprise
from intentbot.insight.tallies import Tally
from intentbot.store.log_database import LogDatabase
from intentbot.store.schema import FEEDBACK, TURNS
from intentbot.store.turn_figures import DAY_S, Chosen, Said, TurnFigures
from intentbot.store.turn_log import TurnLog
from intentbot.turns import Feedback, Turn

NOW = 20_700 * DAY_S + 43_200.0
"""Noon of a Saturday, 4 September 2026, UTC."""


@pytest.fixture
def log(log_database: LogDatabase) -> TurnLog:
    """Return an empty log."""
    with log_database.transaction() as connection:
        for table in (TURNS, FEEDBACK):
            connection.execute(delete(table))
    return TurnLog(log_database)


def turn(n: int, days_ago: float, **said: object) -> Turn:
    """Return the turn `n`."""
    values = {"message": "hello", "answer": "Hi!", "intent": "greet", "decided_by": "model", "model": "1"}
    channel = {"channel": "web", "language": "en", "conversation": f"c{n}", "latency_ms": 1.5, "score": 0.9}
    return Turn(id=f"{n:032x}", at=NOW - days_ago * DAY_S, **values | channel | said)  # type: ignore[arg-type]


def days(n: float) -> Chosen:
    """Return the last days."""
    return Chosen(NOW - n * DAY_S, NOW + 1)


def test_figures_are_counted_by_everything(log: TurnLog) -> None:
    """Turns, decisions, hand-overs, thumbs and scores are counted in all, by day, intent, channel, language, model."""
    log.write(
        [
            turn(1, 0),
            turn(2, 0, intent="", decided_by="fallback", score=0.1, handover="misses", channel="rest"),
            turn(3, 1, decided_by="exact", score=None, language="de", model="2"),
            turn(4, 1, intent="", decided_by="ambiguous", score=0.5, language=""),
            turn(5, 1, intent="", decided_by="empty", score=None),
            turn(6, 9),
        ],
        [Feedback(f"{1:032x}", NOW, 1), Feedback(f"{2:032x}", NOW, -1), Feedback(f"{6:032x}", NOW, -1)],
    )
    found = figures(TurnFigures(log.database), days(2))
    total = found.total
    assert (total.n, total.n_answered, total.n_fallbacks, total.n_ambiguous, total.n_handovers) == (5, 2, 1, 1, 1)
    assert (total.n_up, total.n_down, total.n_scores, total.score) == (1, 1, 3, pytest.approx(0.5))
    assert [tally.n for tally in found.by_time.values()] == [0, 3, 2]
    assert {name: tally.n for name, tally in found.by_intent.items()} == {"greet": 2}
    assert {name: tally.n for name, tally in found.by_channel.items()} == {"web": 4, "rest": 1}
    assert {name: tally.n for name, tally in found.by_language.items()} == {"en": 3, "de": 1}
    assert {name: tally.n for name, tally in found.by_model.items()} == {"1": 4, "2": 1}
    assert figures(TurnFigures(log.database), replace(days(2), language="de", model="2", channel="web")).total.n == 1


def test_long_times_are_shown_by_week(log: TurnLog) -> None:
    """Weeks begin on Monday, and each turn is in one."""
    log.write([turn(n, n) for n in range(100)])
    found = figures(TurnFigures(log.database), days(91))
    assert found.is_weekly and sum(tally.n for tally in found.by_time.values()) == found.total.n == 92
    assert {int(start // DAY_S) % 7 for start in found.by_time} == {4}


def test_nothing_and_one_turn_have_figures(log: TurnLog) -> None:
    """An empty log and one of a single turn are no special case."""
    nothing = figures(TurnFigures(log.database), days(28))
    assert nothing.total.n == 0 and nothing.latency_ms(0.5) is None and nothing.total.share(0) is None
    assert drift(TurnFigures(log.database), set(), NOW).words == ()
    log.write([turn(1, 0)])
    one = figures(TurnFigures(log.database), days(28))
    assert one.total.n == 1 and one.latency_ms(0.5) == one.latency_ms(0.99) == 2.0
    assert drift(TurnFigures(log.database), set(), NOW).words == ()


def test_latencies_have_an_upper_bound(log: TurnLog) -> None:
    """The latency of a share of turns is the end of the class in which it is reached."""
    log.write([turn(n, 0, latency_ms=ms) for n, ms in enumerate([0.1, 0.3, 4, 40, 9000])])
    found = figures(TurnFigures(log.database), days(1))
    assert [found.latency_ms(share) for share in (0.2, 0.4, 0.6, 0.8, 1.0)] == [0.25, 0.5, 5.0, 50.0, float("inf")]


def test_what_changes_is_found_and_noise_is_not(log: TurnLog) -> None:
    """A new word, a score that fell and an intent that is asked for more are told; nothing else is."""
    chance = random.Random(3)
    turns = []
    for n in range(3_500):
        days_ago = chance.uniform(0.01, 35)
        is_recent = days_ago < 7
        intent = chance.choices(["a", "b", "c", "d"], [3 if is_recent else 1, 5, 5, 5])[0]
        score = min(1.0, max(0.0, chance.gauss(0.6 if is_recent and intent == "b" else 0.8, 0.1)))
        message = "where is my " + ("airfryer" if is_recent and chance.random() < 0.03 else "kettle")
        turns.append(turn(n, days_ago, intent=intent, score=score, message=message))
    log.write(turns)
    found = drift(TurnFigures(log.database), {"where", "is", "my"}, NOW)
    assert [word.word for word in found.words] == ["airfryer"] and found.words[0].per_thousand_before == 0
    assert [fall.intent for fall in found.falls] == ["b", ""]
    assert "a" in {change.intent for change in found.shares if change.now > change.before}
    assert found.n + found.n_before == 3_500


def test_noise_cries_no_wolf() -> None:
    """Where nothing changes, hardly ever anything is told: of 200 weeks, in no more than one of ten."""
    chance = random.Random(5)
    alarms = 0
    for _ in range(200):
        sides = []
        for n in (400, 1_600):
            tallies: dict[str, Tally] = {f"i{i}": Tally() for i in range(20)}
            total = Tally()
            for name in chance.choices(list(tallies), k=n):
                score = chance.betavariate(8, 2)
                for tally in (total, tallies[name]):
                    tally.n, tally.n_scores = tally.n + 1, tally.n_scores + 1
                    tally.score_sum, tally.score_squares = tally.score_sum + score, tally.score_squares + score**2
            sides.append(_figures(total, tallies))
        alarms += bool(falling_scores(*sides) or changed_shares(*sides))
    assert alarms <= 20


def _figures(total: Tally, by_intent: dict[str, Tally]) -> drifting.Figures:
    return drifting.Figures(days(7), total, False, {}, by_intent, {}, {}, {}, [])


def test_one_customer_makes_no_new_word() -> None:
    """A word must stand in several conversations, and numbers, known words and single letters are none."""
    earlier = [Said("x", "hello")] * 1_000
    alone = [Said("a", "foo 84512 x known")] * 20
    assert new_words(alone, earlier, {"known"}) == ()
    several = [Said(f"c{n}", "Foo 84512 x known") for n in range(20)]
    assert [(word.word, word.n, word.n_conversations) for word in new_words(several, earlier, {"known"})] == [
        ("foo", 20, 20)
    ]
    assert new_words(several, [*earlier, *several * 50], {"known"}) == ()


def test_many_words_are_counted_in_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that came up once are let go when there are too many; those that matter are found all the same."""
    monkeypatch.setattr(drifting, "MOST_WORDS", 100)
    typos = [Said(f"c{n}", f"typo{n}q " + ("promo promo2go" if n % 10 == 0 else "")) for n in range(2_000)]
    found = new_words(typos, [Said("x", "hello")] * 2_000, set())
    assert [word.word for word in found] == ["promo", "promo2go"] and found[0].n == 200


def test_tests_of_significance_know_known_values() -> None:
    """Welch, two proportions, G squared and Benjamini-Hochberg give what textbooks compute by hand."""
    one = Tally(n_scores=100, score_sum=80.0, score_squares=64 + 99 * 0.01)
    other = Tally(n_scores=100, score_sum=77.0, score_squares=59.29 + 99 * 0.01)
    assert difference_of_scores(one, other) == pytest.approx(0.0339, abs=1e-4)
    assert difference_of_shares(60, 100, 45, 100) == pytest.approx(0.0337, abs=1e-4)
    assert surprise(10, 100, 10, 100) == 0 and surprise(10, 1000, 1, 1000) == pytest.approx(8.588, abs=1e-3)
    assert discoveries([0.01, 0.04, 0.03, 0.5]) == [True, False, False, False]
    assert discoveries([0.01, 0.02, 0.03, 0.5]) == [True, True, True, False] and discoveries([]) == []
    assert difference_of_scores(one, Tally()) == difference_of_shares(1, 100, 3, 100) == 1.0


def test_figures_are_remembered_for_a_minute(log: TurnLog) -> None:
    """A page that is loaded again does not make the database count again, and is out of date by a minute at most."""
    clock = {"now": NOW}
    insight = Insight(TurnFigures(log.database), lambda: clock["now"])
    assert insight.figures(7).total.n == 0
    log.write([turn(1, 0.1)])
    assert insight.figures(7).total.n == 0 and insight.figures(7, channel="web").total.n == 1
    clock["now"] += FIGURES_S
    assert insight.figures(7).total.n == 1


def test_drift_is_of_the_model_that_is_live(log: TurnLog) -> None:
    """What another version was taught is looked up anew."""
    log.write([turn(n, 10, message="hello") for n in range(100)])
    log.write([turn(100 + n, 1, message="hello airfryer") for n in range(10)])
    insight = Insight(TurnFigures(log.database), lambda: NOW)
    taught: Callable[[], set[str]] = lambda: {"hello", "airfryer"}  # noqa: E731
    assert [word.word for word in insight.drift("1", lambda: {"hello"}).words] == ["airfryer"]
    assert insight.drift("2", taught).words == ()

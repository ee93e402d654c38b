"""What a turn of a conversation costs, and whether many at once lose or mix anything.

    python -m tests.benchmarks.conversation MODEL --ask "where is my order" --answer "it is {}" --wanted order_number

The time of a full turn (session, entities, slots, the answer chosen and filled), where the session is in memory and in
SQLite, beside the time that classifying the same message takes in the same process. Then 100 threads hold conversations
of 1,000 turns each on one bot, each with its own order numbers, and every answer is looked at.
"""

from __future__ import annotations

import argparse
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, perf_counter_ns

import numpy as np

from intentbot import IntentBot
from intentbot.conversation.actions import ActionFunction
from intentbot.sessions import MemorySessions, Sessions
from intentbot.store import SqlSessions
from tests.benchmarks.machine import Machine

WARM, TIMED = 300, 3_000
THREADS, TURNS = 100, 1_000


def times_us(turn: Callable[[int], object], n: int = TIMED) -> np.ndarray:
    """Return the microseconds of each of `n` turns, after some that warm up."""
    for i in range(WARM):
        turn(-i - 1)
    times = np.empty(n)
    for i in range(n):
        start = perf_counter_ns()
        turn(i)
        times[i] = (perf_counter_ns() - start) / 1_000
    return times


def shown(name: str, times: np.ndarray, beside: np.ndarray | None = None) -> str:
    """Return a row of the table: percentiles, and the ratio of the medians."""
    ratio = f"{np.median(times) / np.median(beside):8.1f}" if beside is not None else "       1"
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    return f"{name:<44}{p50:9.0f}{p95:9.0f}{p99:9.0f}{ratio}"


def _load(model: Path) -> IntentBot:
    """Return the bot, whose actions find nothing."""
    bot = IntentBot.load(model)
    return IntentBot(bot.model, actions=_actions_of(bot))


def _actions_of(bot: IntentBot) -> dict[str, ActionFunction]:
    return {action.name: lambda call: {} for action in bot.intents.actions}


def measure(model: Path, ask: str, answer: str) -> None:
    """Print the table."""
    bot = _load(model)
    print(f"{'microseconds':<44}{'p50':>9}{'p95':>9}{'p99':>9}{'ratio':>8}")
    classified = times_us(lambda i: bot.classify([answer.format(80_000 + i % 1_000)]))
    print(shown("classify alone", classified))
    print(shown("a message that stands alone", times_us(lambda i: bot.reply(ask)), classified))
    with TemporaryDirectory() as folder:
        stores: tuple[tuple[str, Sessions], ...] = (
            ("memory", MemorySessions(100_000)),
            ("SQLite", SqlSessions(f"sqlite:///{folder}/sessions.db")),
        )
        for name, sessions in stores:
            talker = IntentBot(bot.model, sessions=sessions, actions=_actions_of(bot))
            asked = times_us(lambda i, t=talker: t.reply(ask, session=f"s{i}"))  # type: ignore[misc]
            print(shown(f"{name}: a question is asked", asked, classified))
            answered = times_us(lambda i, t=talker: t.reply(answer.format(80_000 + i % 1_000), session=f"s{i}"))  # type: ignore[misc]
            print(shown(f"{name}: the slot is filled and answered", answered, classified))


def crowd(model: Path, ask: str, answer: str, wanted: str) -> None:
    """Print how many turns of many threads at once were lost or mixed."""
    loaded = _load(model)
    bot = IntentBot(loaded.model, sessions=MemorySessions(THREADS * 2), actions=_actions_of(loaded))
    wrong: list[str] = []

    def talk(number: int) -> None:
        key = f"customer {number}"
        for i in range(TURNS // 2):
            value = str(1_000_000 + number * TURNS + i)
            bot.reply(ask, session=key)
            if bot.reply(f"no, I meant {value}", session=key).slots.get(wanted) != value:
                wrong.append(key)

    threads = [threading.Thread(target=talk, args=(number,)) for number in range(THREADS)]
    start = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = perf_counter() - start
    lost = sum(max(0, TURNS - bot.sessions.load(f"customer {number}").turns) for number in range(THREADS))
    print(
        f"{THREADS} threads x {TURNS:,} turns: {lost} lost, {len(wrong)} mixed, "
        f"{THREADS * TURNS / seconds:,.0f} turns a second"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--ask", default="where is my order")
    parser.add_argument("--answer", default="it is {}")
    parser.add_argument("--wanted", default="order_number", help="the slot that the answer fills")
    args = parser.parse_args(arguments)
    print(Machine.here())
    measure(args.model, args.ask, args.answer)
    crowd(args.model, args.ask, args.answer, args.wanted)


if __name__ == "__main__":
    main()

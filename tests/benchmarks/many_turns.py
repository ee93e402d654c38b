"""How quickly the pages read a log of a million turns: ``python -m tests.benchmarks.many_turns [N] [DATABASE]``.

Makes a database of N turns (1,000,000) where it is not there yet, and prints what each page takes.
"""

from __future__ import annotations

import random
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from intentbot.predictions import RankedIntent
from intentbot.store.log_database import LogDatabase
from intentbot.store.turn_log import TurnLog
from intentbot.store.turn_queries import TurnFilter
from intentbot.turns import Feedback, Turn

DAYS = 120
_TEXT = (
    "where is my order parcel when will it arrive track status delivery address change cancel refund return kettle "
    "money back invoice payment card voucher code open hours shop sunday person agent help please thanks the a to of "
    "for and not can you i want need have been sent lost broken wrong colour size exchange warranty repair account "
    "password login email phone number contact complaint gift wrapping shipping cost abroad express pickup point"
)
WORDS = _TEXT.split()


def turns(n: int, until: float, days: int = DAYS) -> Iterator[tuple[Turn, Feedback | None]]:
    """Yield `n` turns in conversations of about five, over the last days, as a shop of 61 intents has them."""
    chance = random.Random(7)
    intents = [f"intent_{i}" for i in range(61)]
    weights = [1 / (i + 2) for i in range(61)]
    conversation, left, at = "", 0, until - days * 86_400
    step = days * 86_400 / n
    for i in range(n):
        at += step
        if not left:
            conversation, left = uuid.UUID(int=chance.getrandbits(128)).hex, chance.randint(1, 9)
        left -= 1
        best = chance.choices(intents, weights)[0]
        decided_by = chance.choices(
            ["model", "exact", "button", "slot", "ambiguous", "fallback"], [60, 12, 8, 6, 6, 8]
        )[0]
        message = " ".join(chance.choices(WORDS, k=chance.randint(2, 12)))
        if chance.random() < 0.001:
            message += " discombobulated"
        is_answered = decided_by not in ("ambiguous", "fallback")
        turn = Turn(
            id=uuid.UUID(int=chance.getrandbits(128)).hex,
            at=at,
            conversation=conversation,
            message=message,
            answer="Your order is on its way. It comes tomorrow, between nine and twelve." if is_answered else "Sorry?",
            channel=chance.choices(["web", "rest"], [4, 1])[0],
            language=chance.choices(["en", "de"], [3, 1])[0],
            intent=best if is_answered else "",
            decided_by=decided_by,
            confidence=chance.betavariate(8, 2),
            score=chance.betavariate(8, 2) if decided_by in ("model", "ambiguous", "fallback") else None,
            ranking=tuple(RankedIntent(chance.choice(intents), 0.9 / 2**j) for j in range(5)),
            suggested=(intents[0], intents[1]) if decided_by == "ambiguous" else (),
            handover="asked" if best == "intent_3" and is_answered else "",
            latency_ms=chance.expovariate(1) + 0.2,
            model=str(1 + int(4 * i / n)),
        )
        opinion = Feedback(turn.id, at + 5, chance.choice([1, 1, -1])) if chance.random() < 0.05 else None
        yield turn, opinion


def fill(log: TurnLog, n: int, until: float) -> None:
    """Write `n` turns."""
    batch: list[tuple[Turn, Feedback | None]] = []
    for pair in turns(n, until):
        batch.append(pair)
        if len(batch) == 10_000:
            log.write([turn for turn, _ in batch], [one for _, one in batch if one])
            batch.clear()
    log.write([turn for turn, _ in batch], [one for _, one in batch if one])


def main() -> None:
    """Print how long each question takes, the first time and the second."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    path = Path(sys.argv[2] if len(sys.argv) > 2 else f"{n}.db").absolute()
    is_new = not path.exists()
    log = TurnLog(LogDatabase(f"sqlite:///{path}"))
    if is_new:
        start = perf_counter()
        fill(log, n, time.time())
        print(f"written in {perf_counter() - start:.0f} s")
    print(f"{log.n_turns():,} turns, {path.stat().st_size / 1e6:,.0f} MB")
    for name, wanted in {
        "newest": TurnFilter(),
        "a common word": TurnFilter(search="kettle"),
        "a rare word": TurnFilter(search="discombobulated"),
        "a word nobody wrote": TurnFilter(search="xyzzy"),
        "a common intent": TurnFilter(intent="intent_0"),
        "a rare intent": TurnFilter(intent="intent_60"),
        "fallback": TurnFilter(decided_by="fallback"),
        "a channel": TurnFilter(channel="rest"),
        "a day long ago": TurnFilter(since=time.time() - 90 * 86_400, until=time.time() - 89 * 86_400),
        "a word, a month": TurnFilter(search="xyzzy", since=time.time() - 30 * 86_400),
    }.items():
        taken = []
        for _ in range(2):
            start = perf_counter()
            found = log.conversations(wanted)
            taken.append(perf_counter() - start)
        print(f"{name:24} {len(found):3} found  {1000 * taken[0]:8.0f} ms, again {1000 * taken[1]:8.0f} ms")


if __name__ == "__main__":
    main()

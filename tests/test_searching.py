"""Patterns give up in time, and only where they themselves are slow."""

from __future__ import annotations

import threading
from time import monotonic, sleep

from intentbot.searching import compiled, in_time


def test_a_slow_pattern_finds_nothing_in_bounded_time() -> None:
    """A pattern that would take for ever is given up."""
    slow = compiled(r"(a|aa)+$")
    start = monotonic()
    assert not in_time(lambda seconds: bool(slow.search("a" * 40 + "b", timeout=seconds)), False)
    assert monotonic() - start < 5


def test_waiting_for_the_machine_is_not_slowness() -> None:
    """A search that was put off, and took no time of the processor, is begun again with more patience."""
    patience: list[float] = []

    def search(seconds: float) -> str:
        patience.append(seconds)
        if len(patience) < 3:
            sleep(0.001)
            raise TimeoutError
        return "found"

    assert in_time(search, "") == "found"
    assert patience == sorted(patience) and patience[0] < patience[-1]


def test_a_hundred_threads_find_what_one_finds() -> None:
    """However many threads are at work, none of them misses a number."""
    number = compiled(r"\b\d{5,8}\b")
    missed: list[int] = []

    def search(first: int) -> None:
        for i in range(first, first + 200):
            text = f"no, I meant {i}"
            if not in_time(lambda seconds, text=text: bool(number.search(text, timeout=seconds)), False):
                missed.append(i)

    threads = [threading.Thread(target=search, args=(10_000 + 200 * n,)) for n in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not missed

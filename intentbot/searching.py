"""Searching with an editor's patterns, which give up in time: a customer must get an answer, whatever they do."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import lru_cache
from time import thread_time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import regex

SLOWEST_S = 0.02
"""Seconds of the processor that a pattern may take for a piece of a message; one that takes longer finds nothing."""

_ATTEMPTS, _LONGER = 4, 8
_Found = TypeVar("_Found")


@lru_cache(maxsize=4_096)
def compiled(pattern: str) -> regex.Pattern[str]:
    """Return a pattern as it is searched: in upper and lower case alike."""
    # Unlike `re`, this library gives up in time; a bot without patterns need not load it.
    import regex

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return regex.compile(pattern, regex.IGNORECASE)


def in_time(search: Callable[[float], _Found], nothing: _Found) -> _Found:
    """Return what a search finds, or `nothing` where it takes too long.

    The library looks at the clock on the wall, which goes on while a busy machine lets other threads run. So a search
    that was given up is begun again, with more of it while it did not have its time; and a pattern is slow where it was
    given up twice, the second time by the processor's clock.

    Parameters
    ----------
    search : callable
        Is given the seconds after which to raise TimeoutError.
    nothing
        What is returned where the pattern itself is slow.
    """
    try:
        # Nearly always this is all, and the clock of the processor, which takes a system call, is not looked at.
        return search(SLOWEST_S)
    except TimeoutError:
        return _in_longer_time(search, nothing)


def _in_longer_time(search: Callable[[float], _Found], nothing: _Found) -> _Found:
    patience_s = SLOWEST_S
    for _ in range(_ATTEMPTS):
        start = thread_time()
        try:
            return search(patience_s)
        except TimeoutError:
            if thread_time() - start >= SLOWEST_S / 2:
                break
            patience_s *= _LONGER
    return nothing

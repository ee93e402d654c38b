"""How fast values of long lists are found in messages, beside comparing each word with every value's words.

Run it from the root of the repository, on a machine with nothing else to do:

    python -m tests.benchmarks.entity_lists --values 100000

The values are products, people and places of one to four made-up words that share syllables, as those of a language
do; the messages have 5 to 40 words, a third of them a misspelt value and a third many misspelt words. A hostile
message is 2,000 characters of misspelt values. The naive scan finds the same misspellings: RapidFuzz compares each
unknown word with all words of five letters or more that begin with the same letter.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Callable, Sequence
from time import perf_counter

from rapidfuzz import fuzz, process

from intentbot.intents import EntityDefinition
from intentbot.text import MAX_CHARACTERS, normalise, tokenise
from intentbot.value_lists import MIN_FUZZY_LETTERS, MIN_SIMILARITY, ValueLists
from tests.benchmarks.synthetic import Language

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS_OF_A_VALUE = 10
"""Words that values are made of grow as in a text of so many sentences for each value: 45,000 for 100,000 values."""

N_MESSAGES, N_OF_SCAN, N_HOSTILE = 2_000, 100, 20


def made_values(n_values: int, words: Sequence[str], chance: random.Random) -> list[str]:
    """Return so many different values: places of one word, people of two, products of three and a number."""
    values: dict[str, None] = {}
    while len(values) < n_values:
        n_words = chance.choice((1, 2, 3))
        parts = [chance.choice(words).capitalize() for _ in range(n_words)]
        values[" ".join([*parts, str(chance.randint(1, 99))] if n_words == 3 else parts)] = None
    return list(values)


def misspelt(word: str, chance: random.Random) -> str:
    """Return a word with a letter left out, put in or changed, never its first."""
    if len(word) < 3:
        return word
    at, kind = chance.randrange(1, len(word)), chance.randrange(3)
    put_in = "" if kind == 0 else chance.choice(LETTERS)
    return word[:at] + put_in + word[at + (kind != 1) :]


def made_message(values: Sequence[str], common: Sequence[str], chance: random.Random) -> str:
    """Return a message of 5 to 40 words with a value in it, spelt rightly or not."""
    words = [chance.choice(common) for _ in range(chance.choice((5, 10, 20, 40)))]
    value = chance.choice(values).lower()
    kind = chance.randrange(3)
    if kind == 1:
        value = " ".join(misspelt(word, chance) for word in value.split())
    if kind == 2:
        words = [misspelt(misspelt(word, chance), chance) for word in words]
    words.insert(chance.randrange(len(words)), value)
    return " ".join(words)


def hostile_message(words: Sequence[str], chance: random.Random) -> str:
    """Return 2,000 characters of long words, each misspelt."""
    long_words = [word for word in words if len(word) > 6]
    return " ".join(misspelt(chance.choice(long_words), chance) for _ in range(400))[:MAX_CHARACTERS]


def scan_of(values: Sequence[str]) -> Callable[[str], list[str]]:
    """Return the naive scan: a function that returns the words meant by the misspelt ones of a message."""
    known = dict.fromkeys(word for value in values for word in tokenise(normalise(value)))
    by_letter: dict[str, list[str]] = {}
    for word in known:
        if len(word) >= MIN_FUZZY_LETTERS:
            by_letter.setdefault(word[0], []).append(word)

    def scan(message: str) -> list[str]:
        found = []
        for word in tokenise(normalise(message)):
            if len(word) >= MIN_FUZZY_LETTERS and word not in known:
                group = by_letter.get(word[0], ())
                near = process.extractOne(word, group, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY)
                found += [near[0]] if near else []
        return found

    return scan


def times_of(function: Callable[[str], object], messages: Sequence[str]) -> list[float]:
    """Return the milliseconds that each message takes, in their order, ascending."""
    times = []
    for message in messages:
        start = perf_counter()
        function(message)
        times.append((perf_counter() - start) * 1e3)
    return sorted(times)


def _line(name: str, times: Sequence[float]) -> str:
    p99 = times[int(len(times) * 0.99)]
    return f"{name:22}  p50 {statistics.median(times):8.3f} ms   p99 {p99:8.3f} ms   worst {times[-1]:8.3f} ms"


def _held_mb() -> float:
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * 4096 / 1e6


def main() -> None:
    """Print how long it takes to build the lists, and to find values in messages. Linux only."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--values", type=int, default=100_000, help="how many values the list has (default: 100000)")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    language = Language.of(given.values * WORDS_OF_A_VALUE, chance)
    values = made_values(given.values, language.words, chance)
    common = language.words[:2_000]
    messages = [made_message(values, common, chance) for _ in range(N_MESSAGES)]
    hostile = [hostile_message(language.words, chance) for _ in range(N_HOSTILE)]
    definition = EntityDefinition("thing", values=tuple((value, ()) for value in values))

    held, start = _held_mb(), perf_counter()
    lists = ValueLists([definition])
    seconds = perf_counter() - start
    n_words = len({word for value in values for word in value.split()})
    print(f"{given.values:,} values of {n_words:,} words: built in {seconds:.2f} s, {_held_mb() - held:.0f} MB")
    found = times_of(lists.find, messages)
    scanned = times_of(scan_of(values), messages[:N_OF_SCAN])
    print(_line("find()", found))
    print(_line("find(), hostile", times_of(lists.find, hostile)))
    print(_line("naive scan", scanned))
    print(f"The naive scan takes {statistics.median(scanned) / statistics.median(found):.0f} times as long at p50.")


if __name__ == "__main__":
    main()

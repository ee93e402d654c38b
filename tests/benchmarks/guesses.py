"""Measures how often the language of a message is guessed right, pair by pair, on the sets of twelve languages.

Run it from the root of the repository; it takes seconds, and prints Markdown:

    python -m tests.benchmarks.guesses
    python -m tests.benchmarks.guesses --sentences 20
    python -m tests.benchmarks.guesses --data DIR

Each cell has the shares that were guessed right and wrong; the rest was left open. With --sentences, so many sentences
of each language are learned from, not 150. With --data, a folder with xsid-{en,de,ja,zh} as docs/benchmarks.md has it,
what was learned from the shop's sentences is also tried on messages about other subjects.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from time import perf_counter

from intentbot.language.guessing import LanguageGuesser

HERE = Path(__file__).parent
LANGUAGES = ("en", "de", "fr", "es", "it", "id", "tr", "ru", "ar", "he", "zh", "ja")
LATIN = LANGUAGES[:7]
LENGTHS = (1, 2, 3, 4, 8)
"""Words that are cut out of each message, at a place drawn with the same seed every time."""


def read_texts(path: Path) -> list[str]:
    """Return the messages of a CSV file with the column ``text``."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def cut(text: str, n_words: int, chance: random.Random) -> str:
    """Return so many neighbouring words of a message, all of it where it has no more."""
    words = text.split()
    start = chance.randrange(max(len(words) - n_words, 0) + 1)
    return " ".join(words[start : start + n_words])


def rates(guesser: LanguageGuesser, rows: Mapping[str, Sequence[str]], n_words: int) -> tuple[float, float]:
    """Return the shares of messages, in [0, 1], whose language was guessed right, and wrong; the rest was left open."""
    chance = random.Random(n_words)
    guesses = [(own, guesser.guess(cut(text, n_words, chance))) for own, texts in rows.items() for text in texts]
    right = sum(own == guess for own, guess in guesses)
    wrong = sum(guess is not None and own != guess for own, guess in guesses)
    return right / len(guesses), wrong / len(guesses)


def lines_of_pairs(train: Mapping[str, Sequence[str]], test: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the rows of the table: each pair of languages that are in both, and all of them together."""
    shared = [language for language in train if language in test]
    lines = []
    for languages in dict.fromkeys((*combinations(shared, 2), tuple(shared))):
        guesser = LanguageGuesser(languages, train)
        rows = {language: test[language] for language in languages}
        found = [rates(guesser, rows, n_words) for n_words in (*LENGTHS, 1_000)]
        cells = " | ".join(f"{right:.1%}, {wrong:.1%}" for right, wrong in found)
        name = " ".join(languages)
        lines.append(f"| {name} | {cells} |")
    return lines


def main() -> None:
    """Print the table, and what a message takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=150, help="sentences of each language learned from")
    parser.add_argument("--data", type=Path, help="a folder with xsid-en, xsid-de, xsid-ja and xsid-zh")
    options = parser.parse_args()
    folders = {language: HERE / "languages" / language for language in LANGUAGES}
    n, step = options.sentences, max(1, 150 // options.sentences)
    train = {name: read_texts(path / "train.csv")[::step][:n] for name, path in folders.items()}
    test = {name: read_texts(path / "test.csv") for name, path in folders.items()}
    heads = " | ".join(f"{n} words" if n > 1 else "1 word" for n in LENGTHS)
    print(f"| languages | {heads} | whole |", "|---" * (len(LENGTHS) + 2) + "|", sep="\n")
    print(*lines_of_pairs({name: train[name] for name in LATIN}, test), sep="\n")
    print(*lines_of_pairs({name: train[name] for name in ("zh", "ja")}, test)[:1], sep="\n")
    guesser = LanguageGuesser(LANGUAGES, train)
    shares = [rates(guesser, test, n_words) for n_words in (*LENGTHS, 1_000)]
    print("| all twelve |", " | ".join(f"{right:.1%}, {wrong:.1%}" for right, wrong in shares), "|")
    if options.data:
        others = {name: read_texts(options.data / f"xsid-{name}" / "test.csv") for name in ("en", "de", "ja", "zh")}
        print("\nOther subjects than those learned from (xSID):\n", *lines_of_pairs(train, others), sep="\n")
    messages = [text for name in LATIN[:5] for text in test[name]]
    start = perf_counter()
    latin = LanguageGuesser(LATIN[:5], train)
    made_s = perf_counter() - start
    start = perf_counter()
    for message in messages:
        latin.guess(message)
    each = (perf_counter() - start) / len(messages)
    print(f"\nFive Latin languages: made in {1000 * made_s:.0f} ms, {1e6 * each:.0f} microseconds a message")


if __name__ == "__main__":
    main()

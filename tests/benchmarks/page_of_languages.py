"""The part of the page that compares languages."""

from __future__ import annotations

import statistics

from tests.benchmarks.cells import NOTHING, difference, gap, number, shown, table
from tests.benchmarks.data import LANGUAGE_SETS
from tests.benchmarks.peers import BOT, SYSTEMS
from tests.benchmarks.records import Results

VARIANTS = {
    "one typo a message": "accuracy_typo",
    "lower case": "accuracy_lower",
    "no punctuation": "accuracy_unpunctuated",
    "greetings and thanks around": "accuracy_courteous",
}
"""What is done to test messages, and the figure that says how often a system is right then."""

A_TYPO = (
    "A typo is one letter swapped with the next, left out, put in or replaced, in one word of four letters or more."
)

_WHAT = """\
The same 30 intents of a shop in every language, 5 sentences an intent to learn from and 5 to test: 150 and 150. The
test sentences are short paraphrases in another order that share stems with the others rather than words: other persons,
numbers, tenses, cases and suffixes. Of their words 43 % (English) to 67 % (Hebrew) stand in no example. They were
written for this benchmark (`tests/benchmarks/languages/`, under the licence of intentbot) and were not changed after
any system was measured on them. Most are typed as customers type, in lower case and without a full stop, which leaves
little to change for two of the variants. The bot is told the language; Snowball has no stemmer for Hebrew, Chinese and
Japanese. One message is 0.7 points."""

_COMMAND = "python -m tests.benchmarks.run --only languages --markdown docs/benchmarks.md"


def languages_part(results: Results) -> str:
    """Return the section on languages, as Markdown."""
    measured = [labelled for labelled in LANGUAGE_SETS if results.has(labelled.name)]
    titles = {labelled.name: labelled.title for labelled in measured}
    accuracy = [
        (title, *(shown(results, name, system, "accuracy") for system in SYSTEMS), gap(results, name))
        for name, title in titles.items()
    ]
    accuracy.append(("average", *(_average(results, titles, system, "accuracy") for system in SYSTEMS), ""))
    typos = [
        (
            title,
            *(shown(results, name, system, "accuracy_typo") for system in SYSTEMS),
            difference(results, name, "accuracy", "accuracy_typo"),
        )
        for name, title in titles.items()
    ]
    averages = [
        (what, *(_average(results, titles, system, figure) for system in SYSTEMS))
        for what, figure in {"as written": "accuracy", **VARIANTS}.items()
    ]
    systems = tuple(f"{system}, %" for system in SYSTEMS)
    parts = (
        "## Twelve languages",
        _WHAT,
        table(("accuracy", *systems, "above the better linear model, points"), accuracy),
        table(("one typo a message", *systems, f"{BOT} loses, points"), typos),
        table(("average of the languages", *systems), averages),
        A_TYPO + " In Chinese and Japanese a letter is a character, and a word what stands between punctuation.",
        _when(results),
    )
    return "\n\n".join(parts)


def _average(results: Results, names: dict[str, str], system: str, figure: str) -> str:
    medians = [results.median(name, system, figure) for name in names]
    found = [median for median in medians if median is not None]
    return number(statistics.mean(found), "%").removesuffix(" %") if len(found) == len(medians) else NOTHING


def _when(results: Results) -> str:
    days = sorted({record.when for record in results.records})
    seeds = sorted({record.seed for record in results.records})
    return (
        f"Measured {' to '.join(dict.fromkeys((days[0], days[-1])))}; seeds {', '.join(map(str, seeds))}. These sets "
        f"need no download:\n\n```\n{_COMMAND}\n```"
    )

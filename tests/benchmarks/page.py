"""The page of results: each part of it that was measured is written anew between its two markers, the rest stays."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.cells import NOTHING, difference, gap, number, plain, ratio, shown, side_by_side, table
from tests.benchmarks.data import LANGUAGE_SETS, ORIGINS, SETS
from tests.benchmarks.page_of_bots import bots_part
from tests.benchmarks.page_of_languages import A_TYPO, VARIANTS, languages_part
from tests.benchmarks.page_of_runtimes import runtimes_part
from tests.benchmarks.peers import BOT, FASTTEXT, LOGISTIC, SVM, SYSTEMS
from tests.benchmarks.records import Record, Results, read_records
from tests.benchmarks.speed import EMPTY
from tests.benchmarks.targets import TARGETS

_MARKERS = "<!-- {}: begin -->", "<!-- {}: end -->"
_PARTS = ("measured", "languages", "runtimes")
_NEW_PAGE = "# Benchmarks\n\n" + "".join(f"{marker.format(part)}\n" for part in _PARTS for marker in _MARKERS)
_TITLES = {labelled.name: labelled.title for labelled in SETS}
_LANGUAGE_NAMES = frozenset(labelled.name for labelled in LANGUAGE_SETS)

_HOW = """\
Every system learns the same rows and is tested on the same rows, each in a process of its own.

- **intentbot**: the default settings; no pretraining, no word vectors from elsewhere.
- **linear SVM** and **logistic regression** (C = 30): scikit-learn on TF-IDF of words 1-2 and characters 2-5. No seed
  changes them, so they are fitted once.
- **fastText**: supervised, bigrams of words, subwords 3-6, 100 dimensions, step 1.0, one thread, 200,000 buckets, until
  it has seen about 250,000 rows (25 to 200 epochs). It reads the bot's own tokens.

Figures are medians over the seeds; the smallest and the largest stand behind them in brackets. No out-of-scope row is
learned from."""


def write_page(records: Iterable[Record], path: Path, *, fast: bool = False) -> None:
    """Write the results between the markers of a page, which is made where it is missing.

    The page has three parts: the sets of twelve languages, the runtimes, and all else. One that was not measured stays.

    Parameters
    ----------
    records : iterable of Record
        Oldest first.
    path : Path
    fast : bool, default=False
        Show smoke runs instead of real ones.
    """
    page = path.read_text(encoding="utf-8") if path.exists() else _NEW_PAGE
    warning = "**A smoke run: these figures mean nothing.**\n\n" if fast else ""
    parts: dict[str, list[Record]] = {name: [] for name in _PARTS}
    for record in records:
        if record.fast == fast:
            parts[_part_of(record)].append(record)
    for (name, mine), part in zip(parts.items(), (_measured, languages_part, runtimes_part), strict=True):
        if mine:
            page = _put(page, name, warning + part(Results(mine)), path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def _part_of(record: Record) -> str:
    return {"runtimes": "runtimes"}.get(
        record.benchmark, "languages" if record.benchmark in _LANGUAGE_NAMES else "measured"
    )


def _put(page: str, name: str, text: str, path: Path) -> str:
    begin, end = (marker.format(name) for marker in _MARKERS)
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise SystemExit(f"{path} lacks the lines {begin} and {end}. Put them where the results belong.")
    return f"{before}{begin}\n{text}\n{end}{after}"


def _measured(results: Results) -> str:
    sections = (
        ("Targets", _targets(results)),
        ("How it was measured", _HOW),
        ("Accuracy", _accuracy(results)),
        ("Accuracy with typos, in lower case, without punctuation, and with courtesies around", _variants(results)),
        ("Calibration", _calibration(results)),
        ("Out of scope", _out_of_scope(results)),
        ("Nonsense", _nonsense(results)),
        ("Training", _training(results)),
        ("Answering", _answering(results)),
        ("Other networks, sizes and qualities", bots_part(results)),
        ("Starting and serving", _starting(results)),
        ("The machine", _machine(results)),
        ("The data", _origins()),
        ("Measure it yourself", _commands(results)),
    )
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in sections if text)


def _targets(results: Results) -> str:
    lines = []
    for target in TARGETS:
        value = target.reached(results)
        word = "at least" if target.at_least else "at most"
        reached = NOTHING if value is None else number(value, target.unit)
        verdict = NOTHING if value is None else ("yes" if target.is_met(value) else "**no**")
        lines.append((target.what, f"{word} {number(target.bound, target.unit)}", reached, verdict))
    return table(("what", "target", "measured", "met"), lines)


def _accuracy(results: Results) -> str:
    lines = []
    for name, title in _TITLES.items():
        if results.has(name):
            rows = "{} / {}".format(*(plain(results, name, figure) for figure in ("train_rows", "test_rows")))
            above = gap(results, name)
            lines.append((title, rows, *(shown(results, name, system, "accuracy") for system in SYSTEMS), above))
    head = (
        "set",
        "rows train / test",
        *(f"{system}, %" for system in SYSTEMS),
        "above the better linear model, points",
    )
    return table(head, lines)


def _variants(results: Results) -> str:
    lines = []
    for labelled in SETS:
        if labelled.has_variants and results.has(labelled.name):
            for what, figure in VARIANTS.items():
                parts = (shown(results, labelled.name, system, figure) for system in SYSTEMS)
                lost = difference(results, labelled.name, "accuracy", figure)
                lines.append((f"{labelled.title}, {what}", *parts, lost))
    cells = table(("test messages", *(f"{system}, %" for system in SYSTEMS), "intentbot loses, points"), lines)
    return cells and f"{cells}\n\n{A_TYPO}"


def _calibration(results: Results) -> str:
    systems = (BOT, LOGISTIC, FASTTEXT)
    names = [name for name in _TITLES if results.values(name, BOT, "calibration_error")]
    lines = [
        (_TITLES[name], *(shown(results, name, system, "calibration_error", "") for system in systems))
        for name in names
    ]
    note = "Expected calibration error over 15 bins: how far confidence is from the share that is right; 0 is best."
    cells = table(("set", *systems), lines)
    return cells and f"{cells}\n\n{note}"


def _out_of_scope(results: Results) -> str:
    figures = (("auroc", ""), ("oos_recall_at_5", "%"), ("oos_recall", "%"), ("false_rejection", "%"))
    parts = []
    for labelled in SETS:
        if labelled.out_of_scope and results.has(labelled.name):
            lines = [
                (system, *(shown(results, labelled.name, system, figure, unit) for figure, unit in figures))
                for system in SYSTEMS
            ]
            head = (labelled.title, "AUROC", "recall at 5 % false rejection, %", "recall, %", "false rejection, %")
            parts.append(table(head, lines))
    note = (
        "Recall and false rejection are at the threshold that training chose by itself; the recall before them is "
        "where 5 % of the in-scope test messages are refused. The other systems have no threshold; their score is the "
        "margin or the probability of the best label."
    )
    return "\n\n".join([*parts, note]) if parts else ""


def _nonsense(results: Results) -> str:
    figures = ("random_fallback", "random_asked", "mash_fallback", "mash_asked", "false_rejection")
    lines = [
        (title, *(shown(results, name, BOT, figure) for figure in figures))
        for name, title in _TITLES.items()
        if results.values(name, BOT, "random_fallback")
    ]
    head = (
        "model",
        "random strings not answered, %",
        "of these asked back, %",
        "keyboard mash not answered, %",
        "of these asked back, %",
        "in-scope test messages refused, %",
    )
    note = (
        "1,000 strings of each kind, made by `tests/benchmarks/data.py`. Asked back: the bot asked which of two "
        "intents was meant."
    )
    cells = table(head, lines)
    return cells and f"{cells}\n\n{note}"


def _training(results: Results) -> str:
    measured = [name for name in _TITLES if results.has(name)]
    lines = []
    for name in measured:
        times = [shown(results, name, system, "train_s", " s") for system in SYSTEMS]
        lines.append((_TITLES[name], *times, *(ratio(results, name, "train_s", system) for system in (SVM, FASTTEXT))))
    times_table = table(("set", *SYSTEMS, f"{BOT} : SVM", f"{BOT} : fastText"), lines)
    memory = [
        (_TITLES[name], *(shown(results, name, system, "train_peak_mb", " MB") for system in SYSTEMS))
        for name in measured
    ]
    memory.append(
        ("imports alone, seconds", *(shown(results, measured[0], system, "import_s", "") for system in SYSTEMS))
    )
    note = (
        "The first table is everything after imports: reading the rows, learning and writing the model; for intentbot"
        " also the held-out runs, the calibration and the linear baseline of its report. The second is the most "
        "memory that the process held."
    )
    return "\n\n".join([times_table, note, table(("most memory", *SYSTEMS), memory)]) if measured else ""


def _answering(results: Results) -> str:
    rows = (
        ("`classify([message])`, p50", "classify_p50_us", " µs"),
        ("`classify([message])`, p99", "classify_p99_us", " µs"),
        ("`classify([message])`, first pass of a new bot, p50", "cold_classify_p50_us", " µs"),
        ("`classify([message])`, first pass of a new bot, p99", "cold_classify_p99_us", " µs"),
        ("`reply(message)`, p50", "reply_p50_us", " µs"),
        ("`reply(message)`, p99", "reply_p99_us", " µs"),
        ("all test messages in one call, messages a second", "messages_per_s", ""),
    )
    note = (
        "CLINC150: 150 intents, 4,500 test messages, blocks of 100 in turns, in one process. fastText is timed at its"
        " fastest: its C++ binding without the Python wrapper, the text made ready beforehand. The bot's own time "
        "includes all that it does with the text."
    )
    cells = side_by_side(results, "latency", rows, (BOT, FASTTEXT, SVM))
    return cells and f"{cells}\n\n{note}"


def _starting(results: Results) -> str:
    rows = (
        ("a new Python process: import, load, first answer, exit", "start_s", " s"),
        ("memory after the first answer", "start_rss_mb", " MB"),
        ("most memory until the first answer", "start_peak_mb", " MB"),
        ("memory after all CLINC150 test messages", "serving_rss_mb", " MB"),
        ("model on disk", "model_mb", " MB"),
    )
    empty = results.median("start", EMPTY, "start_s")
    note = f"Medians of several starts in turns. `python -c pass` takes {number(empty or 0, ' s')}."
    help_s = results.median("help", BOT, "help_s")
    if help_s is not None:
        note += f" `intentbot --help` takes {number(help_s, ' s')}."
    cells = side_by_side(results, "start", rows, (BOT, FASTTEXT, SVM, EMPTY))
    return cells and f"{cells}\n\n{note}"


def _machine(results: Results) -> str:
    lines = []
    for machine in dict.fromkeys(repr(record.machine) for record in results.records):
        mine = [record for record in results.records if repr(record.machine) == machine]
        one = mine[0].machine
        versions = ", ".join(f"{name} {version}" for name, version in one.versions.items())
        days, seeds = sorted({record.when for record in mine}), sorted({record.seed for record in mine})
        lines += [
            f"- {one.processor}, {one.n_cores} cores, {one.memory_gb} GB; {one.system}",
            f"- Python {one.python}; {versions}",
            f"- Measured {' to '.join(dict.fromkeys((days[0], days[-1])))}; seeds {', '.join(map(str, seeds))}; "
            f"{sum(record.seconds for record in mine) / 60:.0f} minutes in all; "
            f"load average as a benchmark began: at most {max(record.load for record in mine):.1f}",
        ]
        if max(record.load for record in mine) > one.n_cores + 1:
            lines.append("- **The machine was busy with other things: times are longer than they should be.**")
    return "\n".join(lines)


def _origins() -> str:
    lines = [(f"`{origin.folder}`", origin.made_by, origin.address, origin.licence) for origin in ORIGINS]
    return table(("folder", "what", "where", "licence"), lines)


def _commands(results: Results) -> str:
    seeds = ",".join(map(str, sorted({record.seed for record in results.records}))) or "0,1,2"
    return (
        "Put the data sets into a folder as above, as CSV files with the columns `text,intent` (`--help` lists them), "
        "and let nothing else run on the machine:\n\n"
        '```\npip install -e ".[bench]"\n'
        f"python -m tests.benchmarks.run --data DIR --seeds {seeds} --markdown docs/benchmarks.md\n```\n\n"
        "A run that was stopped goes on where it was. `python -m tests.benchmarks.page RESULTS PAGE` writes this page "
        "from the results alone. What stands outside of the markers in this file is not overwritten."
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the page of results from the JSON lines alone.")
    parser.add_argument("results", type=Path)
    parser.add_argument("page", type=Path)
    parser.add_argument("--fast", action="store_true", help="show smoke runs instead of real ones")
    options = parser.parse_args()
    write_page(read_records(options.results), options.page, fast=options.fast)

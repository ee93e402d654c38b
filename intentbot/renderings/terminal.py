"""A report in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from intentbot.advice import Cited
from intentbot.growth import Growth
from intentbot.renderings.steps import Name, Section, foretold, points, sections
from intentbot.renderings.summary import (
    CHOICE_ADVICE,
    choice_cells,
    choice_head,
    choices,
    counted,
    figures,
    n_intents,
    one_line,
    percent,
    refused_share,
    untested_intents,
    way_back,
    worst_intents,
)
from intentbot.report import ConfusedPair, IntentScore, Report, Row

N_WORST = 15
N_PAIRS = 10
N_SENTENCES = 3
N_STEPS = 3

_ADVICE = (
    "To mend a pair, move examples to the intent where they belong, add examples like the sentences shown, "
    "or make the two one intent."
)


def print_report(report: Report, console: Console | None = None) -> None:
    """Print the report: figures with the baseline beside, worst intents, confused pairs, out-of-scope answers.

    Sentences and names are printed as they are, never read as rich's markup.
    """
    console = console or Console()
    head = f"Measured on {one_line(report.source)} ({one_line(report.method)})"
    size = f"{counted(report.n_rows, 'sentence')}, {counted(n_intents(report), 'intent')}"
    _say(console, Text.assemble((head, "bold"), f"\n{size}, threshold {report.threshold:.3f}"))
    console.print(_figures(report))
    _print_untested(report, console)
    _print_worst(report, console)
    if report.confused:
        _heading(console, "Most confused", len(report.confused), N_PAIRS, "pair")
        for pair in report.confused[:N_PAIRS]:
            _print_pair(pair, report, console)
        _say(console, Text(f"\n{_ADVICE}", "italic dim"))
    found = sections(report.advice)
    for section in found:
        _print_section(section, console)
    if found:
        _say(console, Text("\nAll of these, and what to do: in the report that -o writes.", "italic dim"))
    if report.growth:
        _print_growth(report.growth, console)
    _print_choices(report, console)
    if report.out_of_scope and report.out_of_scope.answered:
        answered = report.out_of_scope.answered
        _heading(console, "Answered though out of scope", len(answered), N_PAIRS, "sentence")
        for row in answered[:N_PAIRS]:
            _say(console, Text.assemble(_sentence(row), (f"  as {one_line(row.predicted)}", "dim")), indent=2)


def _print_section(section: Section, console: Console) -> None:
    _heading(console, section.title, len(section.steps), N_STEPS, "place")
    for step in section.steps[:N_STEPS]:
        words = [(one_line(part.intent), "cyan") if isinstance(part, Name) else part for part in step.words]
        _say(console, Text.assemble(*words), indent=2)
        for example in step.examples[:N_SENTENCES]:
            _say(console, _sentence(example), indent=4)


def _print_growth(growth: Growth, console: Console) -> None:
    _heading(console, "What more examples are worth", 0, 0, "")
    _say(console, Text(foretold(growth)), indent=2)
    best = growth.intents[:N_STEPS]
    if best:
        named = [f"{one_line(one.intent)} {points(one.gain)}" for one in best]
        _say(console, Text(f"Likely to gain most from {growth.n_more} more of their own: {', '.join(named)}"), indent=2)


def _say(console: Console, text: Text, indent: int = 0) -> None:
    console.print(Padding(text, (0, 0, 0, indent), expand=False), highlight=False)


def _heading(console: Console, title: str, found: int, shown: int, noun: str) -> None:
    more = f"  ({shown} of {counted(found, noun)})" if found > shown else ""
    _say(console, Text.assemble(("\n" + title, "bold"), (more, "dim")))


def _table(*head: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column(head[0], overflow="fold")
    for name in head[1:]:
        table.add_column(name, justify="right", overflow="fold")
    return table


def _figures(report: Report) -> Padding:
    table = _table("", "Bot", *([one_line(report.baseline.name)] if report.baseline else []))
    table.columns[1].style = "bold"
    for figure in figures(report):
        cells = [figure.name, figure.value, figure.baseline or "–"]
        table.add_row(*(Text(cell) for cell in cells[: len(table.columns)]))
    return Padding(table, (1, 0, 0, 0), expand=False)


def _print_untested(report: Report, console: Console) -> None:
    names = untested_intents(report)
    if names:
        shown = ", ".join(one_line(name) for name in names[:N_WORST])
        rest = f" and {len(names) - N_WORST} more" if len(names) > N_WORST else ""
        _say(console, Text(f"\nNo test sentences: {shown}{rest}", "yellow"))


def _print_worst(report: Report, console: Console) -> None:
    worst = worst_intents(report)
    if not worst:
        _say(console, Text("\nEvery sentence of every intent was understood.", "green"))
        return
    _heading(console, "Worst intents", len(worst), N_WORST, "intent")
    table = _table("Intent", "Precision", "Recall", "F1", "Refused", "Rows")
    for score in worst[:N_WORST]:
        table.add_row(*_cells(score))
    console.print(table)


def _cells(score: IntentScore) -> Sequence[Text]:
    shares = (score.precision, score.recall, score.f1)
    return [
        Text(one_line(score.intent)),
        *(Text(percent(share), "red" if share < 0.5 else "yellow" if share < 0.8 else "") for share in shares),
        Text(refused_share(score)),
        Text(str(score.support)),
    ]


def _print_choices(report: Report, console: Console) -> None:
    _say(console, Text("\nWhat another threshold would bring", "bold"))
    table = _table(*choice_head(report))
    for choice in choices(report):
        table.add_row(*choice_cells(choice), style="bold" if choice.is_own else "")
    console.print(table)
    _say(console, Text(CHOICE_ADVICE, "italic dim"))


def _print_pair(pair: ConfusedPair, report: Report, console: Console) -> None:
    names = ((one_line(pair.expected), "cyan"), " taken for ", (one_line(pair.predicted), "red"))
    back = way_back(pair, report)
    also = f"  ({back} the other way round)" if back else ""
    _say(console, Text.assemble((f"{len(pair.rows)} × ", "bold"), *names, (also, "dim")))
    for row in pair.rows[:N_SENTENCES]:
        _say(console, _sentence(row), indent=4)
    rest = len(pair.rows) - N_SENTENCES
    if rest > 0:
        _say(console, Text(f"… and {rest} more", "dim"), indent=4)


def _sentence(row: Row | Cited) -> Text:
    place = f"{row.place}: " if str(row.place) else ""
    return Text.assemble((one_line(place) + " " if place else "", "dim"), one_line(row.text))

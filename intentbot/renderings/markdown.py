"""A report as Markdown, for a pull request or a wiki."""

from __future__ import annotations

from collections.abc import Sequence

from intentbot.renderings.markup import cell, code, table
from intentbot.renderings.steps import Name, Step, foretold, points, sections
from intentbot.renderings.summary import (
    CHOICE_ADVICE,
    advice,
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
    worst_intents,
)
from intentbot.report import Averages, ConfusedPair, IntentScore, Report, Row

N_WORST = 20
N_PAIRS = 15
N_SENTENCES = 5
N_STEPS = 20

_ADVICE = (
    "Add examples like these to the first intent of a pair, and look for examples in the second that mean the same."
)

_SCORE_HEAD = ("Intent", "Precision", "Recall", "F1", "Refused", "Sentences")


def to_markdown(report: Report) -> str:
    """Return the report as GitHub-flavoured Markdown: figures, worst intents, confused pairs, every intent."""
    parts = [
        "# Report\n",
        f"Measured on {code(report.source)} ({one_line(report.method)}): {counted(report.n_rows, 'sentence')}, "
        f"{counted(n_intents(report), 'intent')}, threshold {report.threshold:.3f}.\n",
        *_summary(report),
        *_untested(report),
        *_worst(report),
        *_steps(report),
        *_growth(report),
        *_pairs(report),
        *_answered(report),
        *_choices(report),
        *_every_intent(report),
    ]
    return "\n".join(parts)


def _summary(report: Report) -> list[str]:
    name = one_line(report.baseline.name).replace("|", "/") if report.baseline else ""
    head = ["", "Bot", name] if name else ["", "Bot"]
    rows = ([figure.name, figure.value, figure.baseline or "–"][: len(head)] for figure in figures(report))
    return [table(head, rows)]


def _untested(report: Report) -> list[str]:
    names = untested_intents(report)
    return [f"No test sentences: {', '.join(code(name) for name in names)}.\n"] if names else []


def _scores(name: str, score: IntentScore | Averages) -> list[str]:
    refused = refused_share(score) if isinstance(score, IntentScore) else ""
    return [name, percent(score.precision), percent(score.recall), percent(score.f1), refused, f"{score.support}"]


def _worst(report: Report) -> list[str]:
    worst = worst_intents(report)[:N_WORST]
    if not worst:
        return ["Every sentence of every intent was understood.\n"]
    return ["## Worst intents\n", table(_SCORE_HEAD, (_scores(cell(score.intent), score) for score in worst))]


def _choices(report: Report) -> list[str]:
    rows = (choice_cells(choice) for choice in choices(report))
    return ["## What another threshold would bring\n", f"{CHOICE_ADVICE}\n", table(choice_head(report), rows)]


def _every_intent(report: Report) -> list[str]:
    rows = [_scores(cell(score.intent), score) for score in report.intents]
    rows += [_scores("macro average", report.macro), _scores("weighted average", report.weighted)]
    return [
        "<details><summary>Every intent</summary>\n",
        table(_SCORE_HEAD, rows),
        "</details>\n",
    ]


def _steps(report: Report) -> list[str]:
    parts = []
    for section in sections(report.advice):
        parts += [f"## {section.title}\n", f"{section.hint}\n", *map(_step, section.steps[:N_STEPS])]
        rest = len(section.steps) - N_STEPS
        parts.append(f"- … and {rest} more, in report.json\n" if rest > 0 else "")
    return parts


def _step(step: Step) -> str:
    words = "".join(code(part.intent) if isinstance(part, Name) else part for part in step.words)
    shown = [f"{code(one.text)}{f' ({code(str(one.place))})' if str(one.place) else ''}" for one in step.examples]
    if len(shown) == 1:
        return f"- {shown[0]} {words}"
    return "\n".join([f"- {words}", *(f"  - {one}" for one in shown)])


def _growth(report: Report) -> list[str]:
    if report.growth is None:
        return []
    measured = ([f"{point.n_examples:.1f}", percent(point.accuracy)] for point in report.growth.points)
    best = ([cell(one.intent), f"{one.n_examples}", points(one.gain)] for one in report.growth.intents[:N_STEPS])
    return [
        "## What more examples are worth\n",
        f"{foretold(report.growth)}\n",
        table(("Examples an intent", "Accuracy"), measured),
        "Right on average; single intents may gain far more or less:\n",
        table(("Intent", "Examples", f"{report.growth.n_more} more are worth"), best),
    ]


def _pairs(report: Report) -> list[str]:
    if not report.confused:
        return []
    return ["## Most confused\n", f"{_ADVICE}\n", *(_pair(pair, report) for pair in report.confused[:N_PAIRS])]


def _pair(pair: ConfusedPair, report: Report) -> str:
    names = f"{code(pair.expected)} taken for {code(pair.predicted)}"
    head = f"**{len(pair.rows)} ×** {names}. {advice(pair, report)}".rstrip()
    return "\n".join([f"{head}\n", *_sentences(pair.rows)])


def _sentences(rows: Sequence[Row]) -> list[str]:
    shown = [f"- {code(row.text)}{_place(row)}" for row in rows[:N_SENTENCES]]
    rest = len(rows) - len(shown)
    return [*shown, *([f"- … and {rest} more"] if rest else []), ""]


def _place(row: Row) -> str:
    return f" ({code(str(row.place))})" if str(row.place) else ""


def _answered(report: Report) -> list[str]:
    if report.out_of_scope is None or not report.out_of_scope.answered:
        return []
    return ["## Answered though out of scope\n", *_sentences(report.out_of_scope.answered)]

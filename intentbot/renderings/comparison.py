"""A comparison of two bots: as text for the terminal, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from intentbot.comparison import Comparison, Difference, IntentDifference, Pair
from intentbot.renderings.markup import cell, code, table
from intentbot.renderings.summary import counted, one_line, percent

N_SENTENCES = 10
N_INTENTS = 15
"""Shown in the terminal; Markdown shows five times as many, JSON all."""

_MORE = 5

_MEASURES = ("Understood", "Answered rightly", "Out of scope, refused")


def verdict(comparison: Comparison) -> str:
    """Return in one sentence whether B is better than A."""
    found = comparison.understood
    shares = f"{percent(found.share_b)} against {percent(found.share_a)} of {counted(found.n_rows, 'sentence')}"
    if not found.gained and not found.lost:
        return f"No difference: both understand the same {percent(found.share_a)} of {found.n_rows:,} sentences."
    if found.verdict == "unclear":
        return f"No clear difference: B understands {shares}, and chance alone may explain that ({_p(found)})."
    return f"B is {found.verdict}: it understands {shares}, more than chance explains ({_p(found)})."


def to_text(comparison: Comparison) -> str:
    """Return the comparison for a terminal, without colours."""
    lines = [f"A  {one_line(comparison.name_a)}", f"B  {one_line(comparison.name_b)}", "", verdict(comparison), ""]
    lines += _columns([("", "A", "B", "B - A", "likely"), *_measures(comparison)])
    lines += _intents(comparison)
    for title, pairs in _changes(comparison):
        more = f" ({N_SENTENCES} of {len(pairs)})" if len(pairs) > N_SENTENCES else ""
        lines += ["", f"{title}{more}", *(f"  {_sentence(pair)}" for pair in pairs[:N_SENTENCES])]
    return "\n".join([*lines, *(["", note] if (note := _left_out(comparison)) else [])]) + "\n"


def to_markdown(comparison: Comparison) -> str:
    """Return the comparison as GitHub-flavoured Markdown."""
    parts = [
        "# Comparison\n",
        f"A is {code(comparison.name_a)}, B is {code(comparison.name_b)}.\n",
        f"**{verdict(comparison)}**\n",
        table(("", "A", "B", "B - A", "likely"), _measures(comparison)),
    ]
    if comparison.intents:
        shown = _most_changed(comparison, _MORE * N_INTENTS)
        rows = ([cell(one.intent), *_counts(one)] for one in shown)
        parts += ["## Intents that changed\n", table(("Intent", *_COUNT_HEAD), rows)]
    for title, pairs in _changes(comparison):
        shown_pairs = pairs[: _MORE * N_SENTENCES]
        parts += [f"## {title}\n", "\n".join(f"- {_marked(pair)}" for pair in shown_pairs) + "\n"]
        if len(pairs) > len(shown_pairs):
            parts.append(f"… and {len(pairs) - len(shown_pairs)} more\n")
    return "\n".join([*parts, *([f"{note}\n"] if (note := _left_out(comparison)) else [])])


def to_json(comparison: Comparison) -> str:
    """Return the comparison as JSON: shares and gains in [0, 1], each changed sentence with its place."""
    document = {
        "a": comparison.name_a,
        "b": comparison.name_b,
        "verdict": comparison.understood.verdict,
        "sentence": verdict(comparison),
        "understood": _figures(comparison.understood),
        "answered": _figures(comparison.answered),
        "refused": _figures(comparison.refused) if comparison.refused else None,
        "intents": {one.intent: _figures(one.difference) for one in comparison.intents},
        "gained": [_change(pair) for pair in comparison.gained],
        "lost": [_change(pair) for pair in comparison.lost],
        "left_out": comparison.n_left_out,
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _figures(found: Difference) -> dict[str, object]:
    return {
        "rows": found.n_rows,
        "a": found.share_a,
        "b": found.share_b,
        "gain": found.gain,
        "interval": list(found.interval),
        "gained": found.gained,
        "lost": found.lost,
        "p_value": found.p_value,
    }


def _change(pair: Pair) -> dict[str, object]:
    return {
        "text": pair.b.text,
        "expected": pair.b.expected,
        "a": pair.a.predicted,
        "b": pair.b.predicted,
        **asdict(pair.b.place),
    }


def _p(found: Difference) -> str:
    return "p < 0.001" if found.p_value < 0.001 else f"p = {found.p_value:.3f}" if found.p_value < 1 else "p = 1"


def _measures(comparison: Comparison) -> Iterator[Sequence[str]]:
    found = (comparison.understood, comparison.answered, comparison.refused)
    for name, one in zip(_MEASURES, found, strict=True):
        if one:
            low, high = one.interval
            likely = f"{100 * low:+.1f} to {100 * high:+.1f}"
            yield name, percent(one.share_a), percent(one.share_b), f"{100 * one.gain:+.1f} points", likely


_COUNT_HEAD = ("A right", "B right", "of", "gained", "lost", "")


def _counts(one: IntentDifference) -> tuple[str, ...]:
    found = one.difference
    sure = "" if found.verdict == "unclear" else f"surely {found.verdict}"
    return (f"{found.right_a}", f"{found.right_b}", f"{found.n_rows}", f"{found.gained}", f"{found.lost}", sure)


def _most_changed(comparison: Comparison, most: int) -> list[IntentDifference]:
    """Return the intents that changed, the largest changes kept, the greatest gain first."""
    largest = sorted(comparison.intents, key=lambda one: -abs(one.difference.gained - one.difference.lost))
    kept = {one.intent for one in largest[:most]}
    return [one for one in comparison.intents if one.intent in kept]


def _intents(comparison: Comparison) -> list[str]:
    if not comparison.intents:
        return []
    shown = _most_changed(comparison, N_INTENTS)
    more = f" ({len(shown)} of {len(comparison.intents)})" if len(comparison.intents) > len(shown) else ""
    rows = [(one_line(one.intent), *_counts(one)) for one in shown]
    return ["", f"Intents that changed{more}", *_columns([("", *_COUNT_HEAD), *rows])]


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines of aligned columns, the first to the left."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        "  " + "  ".join([row[0].ljust(widths[0]), *(map(str.rjust, row[1:], widths[1:]))]).rstrip() for row in rows
    ]


def _changes(comparison: Comparison) -> Iterator[tuple[str, Sequence[Pair]]]:
    for title, pairs in (("Understood by A, no longer by B", comparison.lost), ("New with B", comparison.gained)):
        if pairs:
            yield title, pairs


def _sentence(pair: Pair) -> str:
    place = f"{one_line(str(pair.b.place))}: " if str(pair.b.place) else ""
    other = pair.b.predicted if pair.b.is_error else pair.a.predicted
    who = "B takes it for" if pair.b.is_error else "A took it for"
    return f"{place}{one_line(pair.b.text)}  [{one_line(pair.b.expected)}; {who} {one_line(other)}]"


def _marked(pair: Pair) -> str:
    place = f" ({code(str(pair.b.place))})" if str(pair.b.place) else ""
    other = f"B takes it for {code(pair.b.predicted)}" if pair.b.is_error else f"A took it for {code(pair.a.predicted)}"
    return f"{code(pair.b.text)}{place}: {code(pair.b.expected)}, {other}"


def _left_out(comparison: Comparison) -> str:
    n = comparison.n_left_out
    if not n:
        return ""
    return f"{counted(n, 'sentence')} that only one of the two was asked {'is' if n == 1 else 'are'} left out."

"""What a version must not do worse than the one that is served, so that it may take its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from intentbot.comparison import LEVEL, mcnemar
from intentbot.deployment.findings import Count, Gate, Measure
from intentbot.report import Report

TESTS_ALLOWANCE = 0.02
"""How much smaller the share of test sentences that pass may be, in [0, 1], where chance alone explains it.

Two trainings of much the same files differ by about a point (the starter bot with one more intent: 8 of 466 fixed, 12
broken). A gate that noise misses half the time would soon be forced without a look.
"""

SCOPE_ALLOWANCE = 0.05
"""The same for out-of-scope sentences, of which fewer are written and which differ more."""

HELD_OUT_DROP = 0.10
"""How much less of the sentences held out of training may be understood, in [0, 1].

Not a fine measure, as other sentences were held out: it stops a training that went wrong, or files that lost most of
their examples, where few tests are written. A new intent that is hard to tell from others costs a point or two.
"""

SAME_BOT = 0.5
"""The share of the served version's intents below which a model is taken for that of another bot."""

_SHOWN = 3


def intents_gate(new: Collection[str], old: Collection[str], files: Collection[str] | None) -> Gate:
    """Return whether a model knows the intents that it should: those of the files, or most of the old ones."""
    name = "intents"
    if files is not None:
        lacking, extra = sorted(set(files) - set(new)), sorted(set(new) - set(files))
        if not lacking and not extra:
            return Gate(name, True, "It knows the intents of the intent files.")
        parts = [f"lacks {_named(lacking)}"] if lacking else []
        parts += [f"knows {_named(extra)}, which the files do not have"] if extra else []
        return Gate(name, False, f"It was made of other intents than those of the files: it {' and '.join(parts)}.")
    lost = sorted(set(old) - set(new))
    if len(lost) > SAME_BOT * len(old):
        return Gate(name, False, f"It is the model of another bot: it lacks {_named(lost)} of the served version.")
    if lost:
        return Gate(name, True, f"It no longer has {_named(lost)}.")
    return Gate(name, True, "It knows the intents of the served version.")


def tests_gate(count: Count, *, is_alone: bool) -> Gate:
    """Return whether about as many test sentences pass as with the old version, or all do."""
    found, is_known = _passing("test sentence", count, is_alone=is_alone)
    chance = mcnemar(count.fixed, count.broken)
    is_worse = count.broken > count.fixed and chance < LEVEL
    passed = is_known or not (is_worse or _is_beyond(count.broken - count.fixed, TESTS_ALLOWANCE, count.n_tests))
    return Gate("tests", passed, f"{found} ({count.fixed} fixed, {count.broken} broken)." if not is_known else found)


def dialogues_gate(count: Count, *, is_alone: bool) -> Gate:
    """Return whether at least as many dialogues pass as with the old version: each is a promise to customers."""
    found, is_known = _passing("dialogue", count, is_alone=is_alone)
    passed = is_known or count.new >= count.old
    return Gate(
        "dialogues", passed, f"{found} ({count.fixed} fixed, {count.broken} broken)." if not is_known else found
    )


def _passing(noun: str, count: Count, *, is_alone: bool) -> tuple[str, bool]:
    """Return how many tests pass in words, and whether that is all there is to it."""
    if not count.n_tests:
        return f"No {noun}s are written, so nothing is known.", True
    found = f"{count.new} of {count.n_tests} {noun}s pass"
    if is_alone:
        return f"{found}; there is nothing to compare with.", True
    if not count.n_findings:
        return f"{found}, and nothing fails that is not known to.", True
    return f"{found}, {count.old} with the served version", False


def _is_beyond(n_lost: int, allowance: float, n: int) -> bool:
    """Return whether more was lost than an allowance; a single sentence never is."""
    return n_lost > max(1.0, allowance * n)


def chance_gate(measures: Sequence[Measure], intents: Sequence[Measure]) -> Gate:
    """Return whether nothing is worse than chance alone explains: neither in all nor for any intent."""
    name = "no real loss"
    worse = [one for one in (*measures[:2], *intents) if one.verdict == "worse"]
    if worse:
        lost = ", ".join(f"{one.name} ({_p(one.p_value)})" for one in worse[:_SHOWN])
        return Gate(name, False, f"Worse than chance alone explains: {lost}.")
    if not measures:
        return Gate(name, True, "There is nothing to compare with.")
    return Gate(name, True, f"Nothing is worse than chance alone explains (McNemar, {_p(measures[0].p_value)}).")


def scope_gate(measures: Sequence[Measure]) -> Gate:
    """Return whether about as many out-of-scope sentences are refused."""
    name = "out of scope"
    if not measures:
        return Gate(name, True, "There is nothing to compare with.")
    if len(measures) < 3:
        return Gate(name, True, "No out-of-scope tests are written, so nothing is known.")
    found = measures[2]
    refused = f"{round(found.new * found.n_rows)} of {found.n_rows} out-of-scope sentences are refused"
    is_beyond = _is_beyond(found.lost - found.gained, SCOPE_ALLOWANCE, found.n_rows)
    passed = found.verdict != "worse" and not is_beyond
    return Gate(name, passed, f"{refused}, {round(found.old * found.n_rows)} with the served version.")


def held_out_gate(new: Report | None, old: Report | None) -> Gate:
    """Return whether the held-out sentences of its training are understood about as well."""
    name = "held out"
    if new is None or not new.n_rows:
        return Gate(name, True, "Training left no sentences to hold out.")
    found = f"{100 * new.accuracy:.1f}% of {new.n_rows:,} sentences held out of training are understood"
    if old is None or not old.n_rows:
        return Gate(name, True, f"{found}.")
    passed = new.accuracy >= old.accuracy - HELD_OUT_DROP
    return Gate(name, passed, f"{found}, {100 * old.accuracy:.1f}% with the served version.")


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(names[:_SHOWN])}{more}"


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"

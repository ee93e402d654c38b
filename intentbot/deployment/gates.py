"""What a version must not do worse than the one that is served, so that it may take its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from intentbot.deployment.findings import Count, Gate, Measure
from intentbot.report import Report

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


def count_gate(name: str, noun: str, count: Count, *, is_alone: bool) -> Gate:
    """Return whether at least as many tests pass as with the old version, or all do."""
    if not count.n_tests:
        return Gate(name, True, f"No {noun}s are written, so nothing is known.")
    found = f"{count.new} of {count.n_tests} {noun}s pass"
    if is_alone:
        return Gate(name, True, f"{found}; there is nothing to compare with.")
    passed = not count.n_findings or count.new >= count.old
    return Gate(name, passed, f"{found}, {count.old} with the served version.")


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
    """Return whether at least as many out-of-scope sentences are refused."""
    name = "out of scope"
    if not measures:
        return Gate(name, True, "There is nothing to compare with.")
    if len(measures) < 3:
        return Gate(name, True, "No out-of-scope tests are written, so nothing is known.")
    found = measures[2]
    refused = f"{round(found.new * found.n_rows)} of {found.n_rows} out-of-scope sentences are refused"
    passed = found.gained >= found.lost
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

"""Holds a version against another one: the written tests and dialogues with both, and what training measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intentbot.bot import IntentBot
from intentbot.comparison import Comparison, Difference, compare
from intentbot.deployment.findings import FIT, Changed, Count, Findings, Measure
from intentbot.deployment.gates import (
    chance_gate,
    dialogues_gate,
    held_out_gate,
    intents_gate,
    scope_gate,
    tests_gate,
)
from intentbot.errors import EvaluationError, FileError, IntentBotError
from intentbot.files.intent_paths import digest_of_files
from intentbot.files.setting_files import digests_of
from intentbot.fingerprint import fingerprint
from intentbot.intents import OUT_OF_SCOPE, IntentSet
from intentbot.judging import judge, sentences_of_tests
from intentbot.renderings.report_json import from_json
from intentbot.report import Report
from intentbot.sources import check_intents
from intentbot.testing.rehearsal import PlayedDialogue, run_dialogues
from intentbot.testing.sentences import Trial, run_tests
from intentbot.version import VERSION


@dataclass(frozen=True, slots=True)
class _Result:
    """A test with one version: whether it passed, whether somebody should look, and what happened in words."""

    passed: bool
    is_finding: bool
    got: str
    expected: str
    place: str


def examine(
    new: IntentBot, old: IntentBot | None, *, numbers: tuple[int, int] = (0, 0), intents: Path | None = None
) -> Findings:
    """Return what changes where `new` takes the place of `old`, and which gates it passes.

    Both are asked the tests of `new`: what was written last is what is right.

    Parameters
    ----------
    new, old : IntentBot
        `old` is None where there is nothing to compare with.
    numbers : tuple of int
        Their versions.
    intents : Path, optional
        The intent files that the new one should have been made of.
    """
    peer = _asked_the_same(old, new) if old else None
    sentences = _results(new), _results(peer)
    dialogues = _played(new, new), _played(peer, new)
    counts = _count(*sentences), _count(*dialogues)
    fixed, broken, failing = _changes([sentences, dialogues], is_alone=old is None)
    comparison = _compared(new, old)
    measures, by_intent = _measures(comparison), _by_intent(comparison)
    written = _written(intents)
    report = report_of(new), report_of(old)
    return Findings(
        new=numbers[0],
        old=numbers[1],
        files=digest_of_files(intents) if intents else "",
        program=VERSION,
        fit=_fit(new, written),
        sentences=counts[0],
        dialogues=counts[1],
        fixed=fixed,
        broken=broken,
        failing=failing,
        measures=measures,
        intents=by_intent,
        gates=(
            intents_gate(_names(new), _names(old), [one.name for one in written] if written else None),
            tests_gate(counts[0], is_alone=old is None),
            dialogues_gate(counts[1], is_alone=old is None),
            chance_gate(measures, by_intent),
            scope_gate(measures),
            held_out_gate(*report),
        ),
    )


def report_of(bot: IntentBot | None) -> Report | None:
    """Return what training measured of a bot; None where nothing is known."""
    try:
        return from_json(bot.model.report) if bot else None
    except EvaluationError:
        return None


def _names(bot: IntentBot | None) -> list[str]:
    return [intent.name for intent in bot.intents] if bot else []


def _written(intents: Path | None) -> IntentSet | None:
    """Return the intents of the files; None where there are none, or errors in them."""
    try:
        return check_intents(intents)[0] if intents else None
    except (FileError, OSError):
        return None


def _fit(bot: IntentBot, written: IntentSet | None) -> str:
    """Return whether the bot learned from the files as they are now."""
    if written is None:
        return ""
    try:
        expected = fingerprint(written, bot.model.settings, digests_of(bot.model.settings))
    except IntentBotError:
        return ""
    if expected == bot.model.fingerprint:
        return FIT
    return "The intent files have other sentences or settings than those that it learned from."


def _asked_the_same(old: IntentBot, new: IntentBot) -> IntentBot:
    """Return the old bot with the tests of the new one, in the intents that both have."""
    tests = {intent.name: intent.tests for intent in new.intents}
    intents = tuple(replace(intent, tests=tests.get(intent.name, ())) for intent in old.intents)
    known = new.intents.known_failures
    return IntentBot(
        replace(old.model, intents=replace(old.intents, intents=intents, known_failures=known)), is_offline=True
    )


def _results(bot: IntentBot | None) -> dict[tuple[str, str], _Result]:
    trials: Iterable[Trial] = run_tests(bot) if bot else ()
    return {
        (trial.expected, trial.sentence.text): _Result(
            trial.passed, trial.is_finding, trial.got, trial.expected, str(trial.sentence.place)
        )
        for trial in trials
    }


def _played(bot: IntentBot | None, new: IntentBot) -> dict[tuple[str, str], _Result]:
    known = [failure.text for failure in new.intents.known_failures]
    played = run_dialogues(bot, new.intents.dialogues, known=known) if bot else ()
    return {
        ("", one.dialogue.name): _Result(one.passed, one.is_finding, _went(one), "", str(one.dialogue.place))
        for one in played
    }


def _went(played: PlayedDialogue) -> str:
    """Return where a dialogue went wrong, in words."""
    for number, turn in enumerate(played.turns, 1):
        for mismatch in turn.mismatches[:1]:
            return (
                f"turn {number}, {mismatch.kind}: expected {mismatch.expected or 'none'}, got {mismatch.got or 'none'}"
            )
    return "as expected"


def _count(new: dict[tuple[str, str], _Result], old: dict[tuple[str, str], _Result]) -> Count:
    return Count(
        n_tests=len(new),
        old=sum(one.passed for key, one in old.items() if key in new),
        new=sum(one.passed for one in new.values()),
        fixed=sum(one.passed and not _has_passed(old, key) for key, one in new.items()),
        broken=sum(not one.passed and _has_passed(old, key) for key, one in new.items()),
        n_findings=sum(one.is_finding and not one.passed for one in new.values()),
    )


def _has_passed(old: dict[tuple[str, str], _Result], key: tuple[str, str]) -> bool:
    return key in old and old[key].passed


def _changes(
    both: Sequence[tuple[dict[tuple[str, str], _Result], dict[tuple[str, str], _Result]]], *, is_alone: bool
) -> tuple[tuple[Changed, ...], tuple[Changed, ...], tuple[Changed, ...]]:
    """Return the tests that were fixed, those that broke, and those that fail with both."""
    fixed: list[Changed] = []
    broken: list[Changed] = []
    failing: list[Changed] = []
    for new, old in both:
        for key, one in new.items():
            before = old.get(key)
            was = before.got if before else "no such intent"
            changed = Changed(key[1], one.expected, "" if is_alone else was, one.got, one.place)
            passed_before = _has_passed(old, key)
            if one.passed and not passed_before and not is_alone:
                fixed.append(changed)
            elif passed_before and not one.passed:
                broken.append(changed)
            elif not one.passed and one.is_finding:
                failing.append(changed)
    return tuple(fixed), tuple(broken), tuple(failing)


def _compared(new: IntentBot, old: IntentBot | None) -> Comparison | None:
    sentences = sentences_of_tests([new])
    if old is None or all(sentence.intent == OUT_OF_SCOPE for sentence in sentences):
        return None
    return compare(judge(old, sentences), judge(new, sentences))


def _measures(comparison: Comparison | None) -> tuple[Measure, ...]:
    if comparison is None:
        return ()
    found = {"understood": comparison.understood, "answered": comparison.answered}
    if comparison.refused:
        found["out of scope, refused"] = comparison.refused
    return tuple(_measure(name, one) for name, one in found.items())


def _by_intent(comparison: Comparison | None) -> tuple[Measure, ...]:
    return tuple(_measure(one.intent, one.difference) for one in comparison.intents) if comparison else ()


def _measure(name: str, found: Difference) -> Measure:
    return Measure(
        name,
        n_rows=found.n_rows,
        old=found.share_a,
        new=found.share_b,
        gained=found.gained,
        lost=found.lost,
        p_value=found.p_value,
        verdict=found.verdict,
    )

"""``intentbot test``"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command, add_quiet, add_source, read_percentage
from intentbot.cli.console import Style, paint, tell
from intentbot.cli.models import open_bot
from intentbot.errors import EvaluationError, Problem

if TYPE_CHECKING:
    from intentbot.bot import IntentBot
    from intentbot.formats.dialogue_files import WrittenTests
    from intentbot.testing.coverage import Coverage
    from intentbot.testing.rehearsal import PlayedDialogue
    from intentbot.testing.sentences import Tested, Trial

_SHOWN = 10


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "test",
        "run the tests in the intent files: sentences and whole dialogues",
        description="Ask the bot every sentence under `tests:` and play every dialogue under `dialogues:`. A sentence\n"
        "passes when its intent answers; one of out_of_scope passes when the bot falls back. A dialogue passes when\n"
        "all that its turns expect holds: actions give what the dialogue says, and nothing outside is called. What\n"
        "stands under `known_failures:` may fail, and is reported when it passes. Afterwards you see what no test\n"
        "exercised. Exit status 1 where anything is reported; with --min-pass, only the share of all tests that\n"
        "passed decides.",
        example="intentbot test intents/\n"
        'intentbot test intents/ --only "an order number that is corrected"\n'
        "intentbot test models/shop --min-pass 90 --junit tests.xml\n"
        "intentbot test models/shop --tests rasa/tests/ --no-coverage",
    )
    add_source(parser)
    parser.add_argument(
        "--tests",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="play the dialogues in this file or folder too: `dialogues:`, Rasa's `test_cases:` and `stories:`, or "
        "Home Assistant's `tests:`; can be repeated",
    )
    parser.add_argument(
        "--only",
        metavar="NAME",
        help="run only the dialogues with this in their name, or the sentences of the intent of this name",
    )
    parser.add_argument(
        "--min-pass", type=read_percentage, metavar="PERCENT", help="pass if at least this share of all tests passes"
    )
    parser.add_argument("--junit", type=Path, metavar="FILE", help="also write the results as JUnit XML")
    parser.add_argument("--no-coverage", action="store_true", help="do not tell what no test exercised")
    parser.add_argument("--all", action="store_true", help="tell all that was not exercised or checked, not only ten")
    add_quiet(parser)
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class _Results:
    trials: tuple[Trial, ...]
    played: tuple[PlayedDialogue, ...]
    coverage: Coverage | None

    @property
    def all(self) -> list[Tested]:
        return [*self.trials, *self.played]


def run(args: argparse.Namespace) -> int:
    """Print what failed and a summary; return 1 where the tests are not passed."""
    from intentbot.formats.dialogue_files import read_tests
    from intentbot.testing.sentences import tally

    bot = open_bot(args.source, args.model, dict(args.settings), is_quiet=args.quiet)
    written = read_tests(args.tests, bot.intents)
    errors = [problem for problem in written.problems if problem.severity == "error"]
    if errors:
        return _refuse(errors)
    results = _run(bot, written, args)
    if args.junit:
        _write_junit(args.junit, results)
    _print_notes(written.problems, is_whole=args.all)
    findings = [test for test in results.all if test.passed == test.is_known_failure]
    _print_findings(results, bot)
    _print_summary(results)
    share = tally(results.all).share
    passed = not findings if args.min_pass is None else 100 * share >= args.min_pass
    print(_verdict(passed, findings, args.min_pass))
    if results.coverage:
        _print_coverage(results.coverage, is_whole=args.all)
    return int(not passed)


def _run(bot: IntentBot, written: WrittenTests, args: argparse.Namespace) -> _Results:
    from intentbot.testing.coverage import coverage_of
    from intentbot.testing.rehearsal import run_dialogues
    from intentbot.testing.sentences import run_tests

    only = args.only or ""
    dialogues = [
        dialogue
        for dialogue in (*bot.intents.dialogues, *written.dialogues)
        if only.casefold() in dialogue.name.casefold()
    ]
    trials = run_tests(bot, only=only)
    played = run_dialogues(bot, dialogues, known=written.known_failures)
    if not trials and not played:
        raise _nothing_to_run(bot, written, args)
    has_coverage = not args.no_coverage and not only
    return _Results(trials, played, coverage_of(bot.intents, trials, played) if has_coverage else None)


def _nothing_to_run(bot: IntentBot, written: WrittenTests, args: argparse.Namespace) -> EvaluationError:
    from intentbot.fuzzy import suggest

    names = [dialogue.name for dialogue in (*bot.intents.dialogues, *written.dialogues)]
    names += [intent.name for intent in bot.intents if intent.tests]
    if not names:
        fix = "Write sentences under tests: of an intent, or whole conversations under dialogues:."
        return EvaluationError(f"{args.source} has no tests.", fix)
    near = suggest(args.only, names)
    fix = f'Did you mean "{near}"?' if near else f'There is, for one, "{names[0]}".'
    return EvaluationError(f'no dialogue has "{args.only}" in its name, and no intent with tests is called so.', fix)


def _refuse(errors: Sequence[Problem]) -> int:
    from intentbot.renderings.summary import counted

    tell("\n".join(str(error) for error in errors))
    tell(f"\n{counted(len(errors), 'error')} in the tests.")
    return 1


def _write_junit(path: Path, results: _Results) -> None:
    from intentbot.cli.junit import to_junit

    with open(path, "w", encoding="utf-8") as file:
        file.write(to_junit(results.trials, results.played, results.coverage))


def _print_notes(problems: Sequence[Problem], *, is_whole: bool) -> None:
    for line in _some([f"{_placed(one)} {paint(one.what, 'yellow')}" for one in problems], is_whole=is_whole):
        print(line)
    if problems:
        print()


def _print_findings(results: _Results, bot: IntentBot) -> None:
    from intentbot.cli.transcript import transcript

    for trial in results.trials:
        if trial.is_finding:
            print(f"{_described(trial)}\n")
    for played in results.played:
        if not played.is_finding:
            continue
        print(f"{paint(f'{played.dialogue.place}:', 'bold')} {_one_line(played.dialogue.name)}")
        if played.passed:
            print(f"    {paint('now passes', 'yellow')}: remove it from known_failures\n")
        else:
            print(f"{transcript(played)}\n")
    _print_unknown(results, [intent.name for intent in bot.intents])


def _print_unknown(results: _Results, names: Sequence[str]) -> None:
    """Tell which intents tests expect that are not there: only those of other systems can."""
    from intentbot.dialogues import NONE
    from intentbot.fuzzy import suggest

    turns = [turn for played in results.played for turn in played.turns if turn.mismatches]
    unknown = {turn.turn.intent for turn in turns if turn.turn.intent} - {NONE, *names}
    for name in sorted(unknown):
        near = suggest(name, names)
        more = f' Did you mean "{near}"?' if near else ""
        print(paint(f'This bot has no intent "{_one_line(name)}", which tests expect.{more}\n', "yellow"))


def _described(trial: Trial) -> str:
    head = f"{paint(f'{trial.sentence.place}:', 'bold')} {_one_line(trial.sentence.text)}"
    if trial.passed:
        return f"{head}\n    {paint('now passes', 'yellow')}: remove it from known_failures"
    wanted = "the fallback" if trial.is_out_of_scope else trial.expected
    sure = f"confidence {trial.reply.confidence:.2f}"
    return f"{head}\n    expected {paint(wanted, 'green')}, got {paint(trial.got, 'red')} ({sure})"


def _print_summary(results: _Results) -> None:
    from intentbot.renderings.summary import percent
    from intentbot.testing.sentences import tally

    kinds: dict[str, list[Tested]] = {
        "In scope": [trial for trial in results.trials if not trial.is_out_of_scope],
        "Out of scope": [trial for trial in results.trials if trial.is_out_of_scope],
        "Dialogues": [*results.played],
    }
    kinds = {name: some for name, some in kinds.items() if some}
    kinds = {**kinds, "All tests": results.all} if len(kinds) > 1 else kinds
    for name, some in kinds.items():
        found = tally(some)
        known = f", {found.n_known} known to fail" if found.n_known else ""
        print(f"{name:<13}{found.n_passed:>6,} of {found.n_tests:>6,} passed {percent(found.share):>7}{known}")


def _verdict(passed: bool, findings: Sequence[Tested], min_pass: float | None) -> str:
    from intentbot.renderings.summary import counted

    if min_pass is not None:
        return paint(f"{'At' if passed else 'Not at'} the {min_pass:g}% that --min-pass asks for.", _colour(passed))
    if passed:
        return paint("Every test passed that is not known to fail.", "green")
    n_failed = sum(not test.passed for test in findings)
    failed = f"{counted(n_failed, 'test')} failed" if n_failed else ""
    fixed = len(findings) - n_failed
    mended = f"{counted(fixed, 'known failure')} now {'passes' if fixed == 1 else 'pass'}" if fixed else ""
    return paint(f"{', '.join(part for part in (failed, mended) if part)}.", "red")


def _print_coverage(coverage: Coverage, *, is_whole: bool) -> None:
    told = ", ".join(f"{kind} {n_exercised} of {n_parts}" for kind, n_exercised, n_parts in coverage.counts)
    print(f"\nExercised: {told}")
    if coverage.never:
        print("Never exercised:")
    for line in _some([f"{part.place}: {_one_line(part.what)}" for part in coverage.never], is_whole=is_whole):
        print(f"    {line}")


def _some(lines: Sequence[str], *, is_whole: bool) -> Iterable[str]:
    """Return the lines; only the first ten, and how many more there are, unless all are wanted."""
    if is_whole or len(lines) <= _SHOWN + 1:
        return lines
    return [*lines[:_SHOWN], f"and {len(lines) - _SHOWN:,} more; --all tells them"]


def _placed(problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}:{problem.column}:" if problem.line else f"{problem.path}:"
    return paint(place, "bold")


def _one_line(text: str) -> str:
    from intentbot.renderings.summary import one_line

    return one_line(text)


def _colour(passed: bool) -> Style:
    return "green" if passed else "red"

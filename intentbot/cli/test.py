"""``intentbot test``"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command, add_quiet, add_source, read_percentage
from intentbot.cli.console import Style, paint
from intentbot.cli.models import open_bot
from intentbot.errors import EvaluationError

if TYPE_CHECKING:
    from intentbot.testing import Trial


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "test",
        "run the tests in the intent files",
        description="Ask the bot every sentence under `tests:`. A test passes when its intent answers; one of\n"
        "out_of_scope passes when the bot falls back. Sentences under `known_failures:` may fail, and are\n"
        "reported when they pass. Exit status 1 where anything is reported; with --min-pass, only the share of\n"
        "all tests that passed decides.",
        example="intentbot test intents/\nintentbot test models/shop --min-pass 90 --junit tests.xml",
    )
    add_source(parser)
    parser.add_argument(
        "--min-pass", type=read_percentage, metavar="PERCENT", help="pass if at least this share of all tests passes"
    )
    parser.add_argument("--junit", type=Path, metavar="FILE", help="also write the results as JUnit XML")
    add_quiet(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what failed and a summary; return 1 where the tests are not passed."""
    from intentbot.cli.junit import to_junit
    from intentbot.testing import run_tests, tally

    trials = run_tests(open_bot(args.source, args.model, dict(args.settings), is_quiet=args.quiet))
    if not trials:
        raise EvaluationError(f"{args.source} has no tests.", "Write sentences under tests: of an intent.")
    if args.junit:
        with open(args.junit, "w", encoding="utf-8") as file:
            file.write(to_junit(trials))
    findings = [trial for trial in trials if trial.is_finding]
    for trial in findings:
        print(f"{_described(trial)}\n")
    _print_summary(trials)
    share = tally(trials).share
    passed = not findings if args.min_pass is None else 100 * share >= args.min_pass
    print(_verdict(passed, findings, args.min_pass))
    return int(not passed)


def _described(trial: Trial) -> str:
    from intentbot.renderings.summary import one_line

    head = f"{paint(f'{trial.sentence.place}:', 'bold')} {one_line(trial.sentence.text)}"
    if trial.passed:
        return f"{head}\n    {paint('now passes', 'yellow')}: remove it from known_failures"
    wanted = "the fallback" if trial.is_out_of_scope else trial.expected
    sure = f"confidence {trial.reply.confidence:.2f}"
    return f"{head}\n    expected {paint(wanted, 'green')}, got {paint(trial.got, 'red')} ({sure})"


def _print_summary(trials: Sequence[Trial]) -> None:
    from intentbot.renderings.summary import percent
    from intentbot.testing import tally

    kinds = {
        "In scope": [trial for trial in trials if not trial.is_out_of_scope],
        "Out of scope": [trial for trial in trials if trial.is_out_of_scope],
        "All tests": trials,
    }
    for name, some in kinds.items():
        if not some:
            continue
        found = tally(some)
        known = f", {found.n_known} known to fail" if found.n_known else ""
        print(f"{name:<13}{found.n_passed:>6,} of {found.n_tests:>6,} passed {percent(found.share):>7}{known}")


def _verdict(passed: bool, findings: Sequence[Trial], min_pass: float | None) -> str:
    from intentbot.renderings.summary import counted

    if min_pass is not None:
        return paint(f"{'At' if passed else 'Not at'} the {min_pass:g}% that --min-pass asks for.", _colour(passed))
    if passed:
        return paint("Every test passed that is not known to fail.", "green")
    n_failed = sum(not trial.passed for trial in findings)
    failed = f"{counted(n_failed, 'test')} failed" if n_failed else ""
    fixed = len(findings) - n_failed
    mended = f"{counted(fixed, 'known failure')} now {'passes' if fixed == 1 else 'pass'}" if fixed else ""
    return paint(f"{', '.join(part for part in (failed, mended) if part)}.", "red")


def _colour(passed: bool) -> Style:
    return "green" if passed else "red"

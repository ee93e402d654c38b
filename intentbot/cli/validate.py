"""``intentbot validate``"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command
from intentbot.cli.console import paint
from intentbot.cli.problems import as_github, as_json, as_text, count
from intentbot.errors import Problem

if TYPE_CHECKING:
    from intentbot.intents import IntentSet


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "validate",
        "find every problem in the intent files",
        description="Print every problem in the intent files at once, each with its place and how to mend it.\n"
        "Exit status 1 where there are errors (with --strict, warnings too).",
        example="intentbot validate intents/ --strict\nintentbot validate intents/ --format github   # in a workflow",
    )
    parser.add_argument("intents", type=Path, metavar="INTENTS", help="a folder, a .yaml, .csv, .tsv or .json file")
    parser.add_argument("--format", choices=("text", "json", "github"), default="text", help="default: text")
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the problems; return 1 where some must be mended."""
    from intentbot.sources import check_intents

    intents, problems = check_intents(args.intents)
    fails = intents is None or (args.strict and bool(problems))
    if args.format == "json":
        print(as_json(problems))
        return int(fails)
    listed = as_text(problems) if args.format == "text" else as_github(problems)
    if listed:
        print(f"{listed}\n" if args.format == "text" else listed)
    print(paint(_summary(args.intents, intents, problems, is_strict=args.strict), "red" if fails else "green"))
    return int(fails)


def _summary(path: Path, intents: IntentSet | None, problems: Sequence[Problem], *, is_strict: bool) -> str:
    from intentbot.renderings.summary import counted

    n_errors, n_warnings = count(problems)
    found = " and ".join(counted(n, noun) for n, noun in ((n_errors, "error"), (n_warnings, "warning")) if n)
    if intents is None:
        return f"{path}: {found}."
    size = f"{counted(len(intents.in_scope), 'intent')} with {counted(intents.n_examples, 'example')}"
    strictly = ", which --strict does not allow" if is_strict and problems else ""
    return f"{path}: {size}, {found or 'no problems'}{strictly}."

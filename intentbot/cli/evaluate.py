"""``intentbot evaluate``"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command, add_quiet, add_source, read_folds
from intentbot.cli.console import tell
from intentbot.cli.models import is_model, load_training, open_bot, read_sound
from intentbot.cli.outputs import refuse_foreign_folder
from intentbot.cli.progress import progress_for_terminal
from intentbot.errors import EvaluationError, MissingExtra

if TYPE_CHECKING:
    from intentbot.report import Report

FOLDS = 5
_FILES = ("report.html", "report.md", "report.json", "errors.csv")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "evaluate",
        "report how good the bot is, intent by intent",
        description="Report how good the bot is: precision, recall and F1 of each intent, what is confused with what,\n"
        "and a linear baseline beside. Intent files are cross-validated: each sentence is judged by a model\n"
        "that has not seen it, and the report says which examples to move, to write more of, and which intents\n"
        "to merge or split. With --test FILE, one model is tested on the sentences of a file.",
        example="intentbot evaluate intents/ -o report\nintentbot evaluate models/shop --test test.csv --json",
    )
    add_source(parser)
    parser.add_argument(
        "--test", type=Path, metavar="FILE", help="test sentences: a CSV or TSV with the columns text,intent; or YAML"
    )
    parser.add_argument("--folds", type=read_folds, metavar="N", help=f"parts in cross-validation (default: {FOLDS})")
    parser.add_argument(
        "--learning-curve",
        action="store_true",
        help="also say what more examples are worth; trains on shares of them and takes 2.5 times as long",
    )
    parser.add_argument(
        "--out-of-scope-label", default="out_of_scope", metavar="LABEL", help="what FILE calls out-of-scope sentences"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="REPORT", help=f"write a folder with {', '.join(_FILES[:3])}, {_FILES[3]}"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    add_quiet(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Evaluate, print the report, and write it where asked."""
    if args.output:
        refuse_foreign_folder(args.output, _FILES)
    report = _tested(args) if args.test else _cross_validated(args)
    if args.output:
        _write(report, args.output)
    _print(report, as_json=args.json)
    if args.output:
        tell(f"\nWrote {args.output}: {', '.join(_FILES)}")
    return 0


def _cross_validated(args: argparse.Namespace) -> Report:
    if is_model(args.source):
        raise EvaluationError(
            f"{args.source} is a trained model, which needs sentences to be tested on.",
            "Add --test FILE, or give the intent files to cross-validate them.",
        )
    from intentbot.settings import TrainingSettings

    # Mistakes in the files and settings are told before the seconds that TensorFlow takes.
    intents, _ = read_sound(args.source)
    TrainingSettings.read({**intents.training, **dict(args.settings)})
    progress = progress_for_terminal(is_quiet=args.quiet)
    try:
        load_training(progress)
        from intentbot.training import evaluate

        return evaluate(
            args.source,
            folds=FOLDS if args.folds is None else args.folds,
            learning_curve=args.learning_curve,
            settings=dict(args.settings),
            progress=progress,
        )
    finally:
        progress.finish()


def _tested(args: argparse.Namespace) -> Report:
    if args.folds is not None:
        raise EvaluationError("--folds is for cross-validation; with --test nothing is held out.", "Leave one out.")
    if args.learning_curve:
        raise EvaluationError("--learning-curve is for cross-validation of intent files.", "Leave out --test.")
    bot = open_bot(args.source, args.model, dict(args.settings), is_quiet=args.quiet)
    from intentbot.training import evaluate

    return evaluate(bot, args.test, out_of_scope_label=args.out_of_scope_label)


def _print(report: Report, *, as_json: bool) -> None:
    if as_json:
        from intentbot.renderings.report_json import to_json

        print(to_json(report))
        return
    try:
        from intentbot.renderings.terminal import print_report
    except ImportError:
        raise MissingExtra("train", "The report") from None
    print_report(report)


def _write(report: Report, folder: Path) -> None:
    try:
        from intentbot.renderings.page import to_html
    except ImportError:
        raise MissingExtra("train", "The report") from None
    from intentbot.files.folders import write_folder
    from intentbot.renderings.errors_csv import to_csv
    from intentbot.renderings.markdown import to_markdown
    from intentbot.renderings.report_json import to_json

    write_folder(
        folder,
        {
            "report.html": to_html(report).encode("utf-8"),
            "report.md": to_markdown(report).encode("utf-8"),
            "report.json": to_json(report).encode("utf-8"),
            # Excel reads other scripts rightly only with a byte order mark.
            "errors.csv": to_csv(report).encode("utf-8-sig"),
        },
    )

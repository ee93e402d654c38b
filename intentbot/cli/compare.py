"""``intentbot compare``"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command
from intentbot.cli.console import tell
from intentbot.cli.models import is_model, load_model
from intentbot.cli.outputs import refuse_foreign_folder
from intentbot.errors import EvaluationError, FileError, ModelNotFound

if TYPE_CHECKING:
    from intentbot.comparison import Comparison
    from intentbot.judging import LabelledSentence
    from intentbot.report import Row

_REPORT = "report.json"
_FILES = ("comparison.md", "comparison.json")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "compare",
        "say whether one bot is better than another, or whether it may be chance",
        description="Compare two bots on the same sentences: how much better B is than A, whether chance may explain\n"
        "the difference (McNemar's exact test), and which intents and sentences got right or went wrong.\n"
        "A and B are two models, asked the sentences of --test FILE or else the tests of both; or two reports\n"
        "written by `intentbot evaluate -o`, compared on the sentences that are in both.",
        example="intentbot compare models/old models/new --test test.csv\n"
        "intentbot compare report-monday report-friday --fail-if-worse",
    )
    parser.add_argument("a", type=Path, metavar="A", help="a model; or a report, its folder or report.json")
    parser.add_argument("b", type=Path, metavar="B", help="what to compare it with, of the same kind")
    parser.add_argument(
        "--test", type=Path, metavar="FILE", help="test sentences: a CSV or TSV with the columns text,intent; or YAML"
    )
    parser.add_argument(
        "--out-of-scope-label", default="out_of_scope", metavar="LABEL", help="what FILE calls out-of-scope sentences"
    )
    parser.add_argument("--fail-if-worse", action="store_true", help="exit status 1 where B is worse beyond chance")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help=f"write a folder with {' and '.join(_FILES)}"
    )
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="print the comparison as JSON")
    shown.add_argument("--markdown", action="store_true", help="print it as Markdown, for a pull request")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare, print what changed, and write it where asked; return 1 where B is worse and that was to fail."""
    from intentbot.renderings.comparison import to_json, to_markdown, to_text

    if args.output:
        refuse_foreign_folder(args.output, _FILES)
    comparison = _compared(args)
    if args.output:
        from intentbot.files.folders import write_folder

        contents = (to_markdown(comparison), to_json(comparison))
        write_folder(args.output, {name: text.encode() for name, text in zip(_FILES, contents, strict=True)})
    show = to_json if args.json else to_markdown if args.markdown else to_text
    print(show(comparison), end="")
    if args.output:
        tell(f"\nWrote {args.output}: {', '.join(_FILES)}")
    return int(args.fail_if_worse and comparison.understood.verdict == "worse")


def _compared(args: argparse.Namespace) -> Comparison:
    from intentbot.comparison import compare

    reports = [_report_file(path) for path in (args.a, args.b)]
    names = str(args.a), str(args.b)
    if all(reports):
        if args.test:
            raise EvaluationError(
                "--test is for models; a report has its sentences in it.", "Leave it out, or name two models."
            )
        rows = [_rows_of_report(path) for path in reports if path]
    elif any(reports):
        raise EvaluationError(
            f"{names[0]} and {names[1]} are a model and a report.",
            "Compare two models, or two reports: intentbot evaluate MODEL --test FILE -o FOLDER writes one.",
        )
    else:
        rows = _rows_of_models(args)
    return compare(rows[0], rows[1], name_a=names[0], name_b=names[1])


def _report_file(path: Path) -> Path | None:
    """Return the file of a report; None for a model, which has a report of its training in it."""
    if path.is_file() and path.suffix == ".json":
        return path
    return path / _REPORT if not is_model(path) and (path / _REPORT).is_file() else None


def _rows_of_report(path: Path) -> tuple[Row, ...]:
    from intentbot.files.text_files import decode, read_bytes
    from intentbot.renderings.report_json import from_json

    text, problem = decode(read_bytes(path), str(path))
    if problem:
        raise FileError(f"{path}: {problem.what}", problem.fix)
    try:
        rows = from_json(text).rows
    except EvaluationError as error:
        raise EvaluationError(f"{path}: {error.what}", error.fix) from None
    if not rows:
        raise EvaluationError(
            f"{path} has no sentences to compare by: it is from an earlier version, of training, or very large.",
            "Write it anew: intentbot evaluate MODEL --test FILE -o FOLDER",
        )
    return rows


def _rows_of_models(args: argparse.Namespace) -> list[tuple[Row, ...]]:
    from intentbot.judging import judge, read_sentences, refuse_unknown, sentences_of_tests

    if not args.a.exists() or not args.b.exists():
        missing = args.b if args.a.exists() else args.a
        raise ModelNotFound(f"there is no model and no report at {missing}.", "Name a model folder or a report.")
    bots = [load_model(args.a), load_model(args.b)]
    sentences: tuple[LabelledSentence, ...]
    if args.test:
        sentences = read_sentences(args.test, args.out_of_scope_label)
        # An intent that only one of them knows is a difference; one that neither knows is a mistake.
        refuse_unknown(sentences, {label for bot in bots for label in bot.classifier.labels})
    else:
        sentences = sentences_of_tests(bots)
        if not sentences:
            raise EvaluationError(
                f"neither {args.a} nor {args.b} has tests.", "Name a file of test sentences with --test."
            )
    return [judge(bot, sentences) for bot in bots]

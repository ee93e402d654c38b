"""``intentbot train``"""

from __future__ import annotations

import argparse
from pathlib import Path

from intentbot.cli.arguments import Commands, add_command, add_quiet, add_settings
from intentbot.cli.console import paint
from intentbot.cli.models import Update, default_model, update_model
from intentbot.cluster import Cluster


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "train",
        "learn a model from intent files",
        description="Learn a model from intent files. What is unchanged is not learned again; where only answers\n"
        "changed, the model gets the new answers in under a second.",
        example="intentbot train intents/ -o models/shop\nintentbot train intents/ --set training.epochs=10",
    )
    parser.add_argument("intents", type=Path, metavar="INTENTS", help="a folder, a .yaml, .csv, .tsv or .json file")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="MODEL", help="the model's folder (default: models/NAME of INTENTS)"
    )
    add_settings(parser)
    parser.add_argument("--force", action="store_true", help="train even what is unchanged")
    add_quiet(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Train, then say how good the model is."""
    folder = args.output or default_model(args.intents)
    settings = dict(args.settings)
    update = update_model(args.intents, folder, settings=settings, force=args.force, is_quiet=args.quiet)
    cluster = Cluster.here()
    if not cluster.is_chief:
        print(f"Worker {cluster.index} of {cluster.n_workers} is done; worker 0 writes the model.")
        return 0
    print(_told(update, folder))
    if update.outcome == "trained":
        _print_figures(folder)
    print(f"\nTalk to it: {paint(f'intentbot chat {folder}', 'bold')}")
    return 0


def _told(update: Update, folder: Path) -> str:
    if update.outcome == "unchanged":
        return f"{folder} is up to date: nothing has changed. To train it all the same: --force"
    if update.outcome == "answers":
        return f"{folder} has the new answers ({update.seconds:.1f} s); there was no new sentence to learn."
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    return paint(f"Trained {folder} in {update.seconds:.1f} s ({size / 1e6:.1f} MB).", "green")


def _print_figures(folder: Path) -> None:
    from intentbot.files.model_folder import read_model
    from intentbot.renderings.report_json import from_json
    from intentbot.renderings.summary import at_threshold, counted, percent

    report = from_json(read_model(folder).report)
    for name in ("variants", "vectors"):
        if name in report.settings:
            print(f"With {name}: {report.settings[name]}.")
    if "without" in report.settings:
        print(f"Without {report.settings['without']} would take too long.")
    print(f"\nOn {counted(report.n_rows, 'sentence')} held out of training:")
    beside = f"   (linear baseline: {percent(report.baseline.accuracy)})" if report.baseline else ""
    print(f"  right intent  {percent(report.accuracy):>7}{beside}")
    refused = percent(at_threshold(report).false_rejection)
    print(f"  refused       {refused:>7}   (the bot falls back below a score of {report.threshold:.3f})")
    if report.out_of_scope:
        print(
            f"  out of scope  {percent(report.out_of_scope.recall):>7}   "
            f"(refused of {counted(report.out_of_scope.support, 'sentence')} that it must not answer)"
        )

"""BANKING77, from CSV to an HTML report: how well the bot learns one bank's 77 intents.

python examples/banking77/report.py --train train.csv --test test.csv [-o report] [--set epochs=10]

The data set is not part of intentbot. It can be had from PolyAI's repository task-specific-datasets on GitHub, in the
folder banking_data (Casanueva et al. 2020, Efficient Intent Detection with Dual Sentence Encoders, arXiv:2003.04807;
licence CC BY 4.0). Any other CSV files with the columns text and intent do as well.
"""

import argparse
import csv
import tempfile
from dataclasses import replace
from pathlib import Path

from intentbot.renderings.errors_csv import to_csv
from intentbot.renderings.markdown import to_markdown
from intentbot.renderings.page import to_html
from intentbot.renderings.report_json import to_json
from intentbot.report import Report
from intentbot.training import evaluate, train


def rename_column(source: Path, target: Path) -> Path:
    """Write a copy of a CSV file whose column is called `intent`, as PolyAI's files call it `category`; return it."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["intent" if name == "category" else name for name in header], *rows])
    return target


def write_report(report: Report, folder: Path) -> None:
    """Write the report as a page, as Markdown, as JSON, and its wrong sentences as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.html").write_text(to_html(report), encoding="utf-8")
    (folder / "report.md").write_text(to_markdown(report), encoding="utf-8")
    (folder / "report.json").write_text(to_json(report), encoding="utf-8")
    (folder / "errors.csv").write_text(to_csv(report), encoding="utf-8", newline="")


def main() -> None:
    """Train on one file, test on the other, write the report."""
    parser = argparse.ArgumentParser(description="Train on a CSV file and report on another.")
    parser.add_argument("--train", type=Path, required=True, metavar="FILE")
    parser.add_argument("--test", type=Path, required=True, metavar="FILE")
    parser.add_argument("-o", "--output", type=Path, default=Path("banking77-report"), metavar="FOLDER")
    parser.add_argument("--model", type=Path, default=Path("models/banking77"), metavar="FOLDER")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a training setting")
    chosen = parser.parse_args()
    settings = dict(setting.split("=", 1) for setting in chosen.set)
    with tempfile.TemporaryDirectory() as folder:
        bot = train(rename_column(chosen.train, Path(folder, "train.csv")), chosen.model, settings=settings)
        report = evaluate(bot, rename_column(chosen.test, Path(folder, "test.csv")))
    write_report(replace(report, source=str(chosen.test)), chosen.output)
    print(f"Accuracy: {report.accuracy:.1%}")
    if report.baseline:
        print(f"Linear baseline: {report.baseline.accuracy:.1%}")
    print(f"The report stands in {chosen.output / 'report.html'}.")


if __name__ == "__main__":
    main()

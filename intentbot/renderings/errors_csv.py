"""The errors of a report as CSV, for a spreadsheet."""

from __future__ import annotations

import csv
import io

from intentbot.renderings.summary import mistakes
from intentbot.report import Report

COLUMNS = ("text", "expected", "predicted", "confidence", "score", "accepted", "path", "line")

# Spreadsheets run a cell that begins with one of these as a formula, the full-width forms included.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def to_csv(report: Report) -> str:
    """Return the errors as CSV with a header and lines ending in a newline alone.

    Wrong intents come first, then out-of-scope sentences that were answered. A cell that a spreadsheet would
    run as a formula begins with an apostrophe. Excel reads other scripts rightly when the file is written as
    ``utf-8-sig``.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in mistakes(report):
        writer.writerow(
            [
                _cell(row.text),
                _cell(row.expected),
                _cell(row.predicted),
                f"{row.confidence:.4f}",
                f"{row.score:.4f}",
                "yes" if row.accepted else "no",
                _cell(row.place.path),
                row.place.line or "",
            ]
        )
    return out.getvalue()


def _cell(text: str) -> str:
    # Some programs drop leading blanks first, so a formula after blanks is one too.
    is_formula = text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if is_formula else text

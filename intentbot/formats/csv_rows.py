"""Tables of sentences: ``.csv`` and ``.tsv`` files with the columns ``text`` and ``intent``."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from intentbot.errors import IntentFilesError, Problem
from intentbot.files.text_files import decode, read_bytes
from intentbot.fuzzy import suggest
from intentbot.intents import Example, Intent, IntentSet
from intentbot.places import Place

COLUMNS = ("text", "intent")
_MAX_NAME = 100
_HEADER_FIX = "Write the header as the first line: text,intent"


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A sentence of a table with its label, which may be any text, and the line it starts on."""

    text: str
    intent: str
    line: int


def read_rows(path: str | Path) -> tuple[LabelledRow, ...]:
    """Return the rows of a table, in its order; empty lines are skipped.

    Raises
    ------
    IntentFilesError
        When the header or a row is wrong; it carries every problem.
    FileError
        When the file cannot be opened.
    """
    rows, problems = _check_rows(Path(path))
    if problems:
        raise IntentFilesError(problems)
    return rows


def read_csv(path: Path) -> tuple[IntentSet, list[Problem]]:
    """Return a table as intents, in the order in which their labels first appear, and every problem in it.

    Raises
    ------
    FileError
        When the file cannot be opened.
    """
    rows, problems = _check_rows(path)
    shown = path.as_posix()
    examples: dict[str, list[Example]] = {}
    for row in rows:
        if row.intent not in examples:
            examples[row.intent] = []
            if len(row.intent) > _MAX_NAME or not row.intent.isprintable():
                what = f'"{row.intent[:60]}" cannot be the name of an intent.'
                fix = f"Write one line of at most {_MAX_NAME} characters."
                problems.append(Problem(shown, row.line, 1, what, fix, "intent-name"))
        examples[row.intent].append(Example(row.text, (), Place(shown, row.line, 1)))
    intents = (Intent(name, examples=tuple(found), place=found[0].place) for name, found in examples.items())
    return IntentSet(tuple(intents)), problems


def _check_rows(path: Path) -> tuple[tuple[LabelledRow, ...], list[Problem]]:
    shown = path.as_posix()
    text, problem = decode(read_bytes(path), shown)
    if problem:
        return (), [problem]
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[LabelledRow] = []
    problems: list[Problem] = []
    line = 1
    try:
        header = next(table, [])
        columns, problem = _find_columns(header, delimiter, shown)
        if problem:
            return (), [problem]
        line = table.line_num + 1
        for cells in table:
            row = _read_row(cells, columns, line, problems, shown)
            if row:
                rows.append(row)
            line = table.line_num + 1
    except csv.Error as error:
        what = f"the table cannot be read further: {error}."
        fix = 'Look for a quote that is not closed; inside a quoted text, write a quote as "".'
        problems.append(Problem(shown, line, 1, what, fix, "csv-syntax"))
    if not rows and not problems:
        problems.append(Problem(shown, 0, 0, "the table has no rows.", "Write one sentence a line.", "empty-table"))
    return tuple(rows), problems


@dataclass(frozen=True, slots=True)
class _Columns:
    text: int
    intent: int
    count: int


def _find_columns(header: list[str], delimiter: str, path: str) -> tuple[_Columns, Problem | None]:
    names = [name.strip().lower() for name in header]
    missing = [name for name in COLUMNS if name not in names]
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if not missing and not twice:
        return _Columns(names.index("text"), names.index("intent"), len(names)), None
    shown = ", ".join(header)[:60]
    if twice:
        what, fix = f'the header has the column "{twice[0]}" twice.', "Rename or delete one of them."
    else:
        what = f'the header has no column "{missing[0]}": "{shown}".' if header else "the file has no header."
        fix = _column_fix(missing[0], names, delimiter)
    return _Columns(0, 0, 0), Problem(path, 1, 1, what, fix, "csv-header")


def _column_fix(missing: str, names: list[str], delimiter: str) -> str:
    for sign, word in ((";", "semicolons"), ("\t", "tabs"), (",", "commas")):
        if sign != delimiter and len(names) == 1 and sign in names[0]:
            wanted = "tabs" if delimiter == "\t" else "commas"
            return f"The columns seem to stand apart by {word}; save the file with {wanted}."
    others = [name for name in names if name and name not in COLUMNS]
    near = suggest(missing, others) or next(
        (name for name in others if name in {"label", "category", "utterance"}), None
    )
    return f'Rename the column "{near}" to "{missing}".' if near else _HEADER_FIX


def _read_row(cells: list[str], columns: _Columns, line: int, problems: list[Problem], path: str) -> LabelledRow | None:
    if not any(cell.strip() for cell in cells):
        return None
    if len(cells) != columns.count:
        what = f"the row has {len(cells)} columns where the header has {columns.count}."
        fix = 'A text with the separator in it needs quotes around it: "yes, please",confirm'
        problems.append(Problem(path, line, 1, what, fix, "csv-columns"))
        return None
    row = LabelledRow(cells[columns.text].strip(), cells[columns.intent].strip(), line)
    for name, cell in (("text", row.text), ("intent", row.intent)):
        if not cell:
            problems.append(
                Problem(path, line, 1, f"the row has no {name}.", "Fill it in, or delete the row.", "empty-text")
            )
            return None
    return row

"""Pieces of Markdown in which no sentence is ever read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from intentbot.renderings.summary import one_line


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, all columns but the first aligned to the right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def code(text: str) -> str:
    """Return text as a code span, in which nothing is markup, a link or a mention."""
    line = one_line(text) or " "
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def cell(text: str) -> str:
    """Return text as a code span within a table."""
    # In a table a bar ends the cell even within code, unless a backslash stands before it.
    return code(text).replace("|", "\\|")

"""The problems of intent files, for people, for programs and for GitHub."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from intentbot.cli.console import paint
from intentbot.errors import Problem


def as_text(problems: Sequence[Problem]) -> str:
    """Return each problem with its fix under it; coloured in a terminal."""
    return "\n".join(_coloured(problem) for problem in problems)


def as_json(problems: Sequence[Problem]) -> str:
    """Return all problems and their counts as one JSON object."""
    n_errors, n_warnings = count(problems)
    found = {"errors": n_errors, "warnings": n_warnings, "problems": [asdict(problem) for problem in problems]}
    return json.dumps(found, ensure_ascii=False, indent=2)


def as_github(problems: Sequence[Problem]) -> str:
    """Return one workflow command a problem, which GitHub shows on the line it concerns."""
    return "\n".join(_annotation(problem) for problem in problems)


def count(problems: Sequence[Problem]) -> tuple[int, int]:
    """Return how many are errors, and how many warnings."""
    n_errors = sum(problem.severity == "error" for problem in problems)
    return n_errors, len(problems) - n_errors


def _coloured(problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}:{problem.column}:" if problem.line else f"{problem.path}:"
    label = paint("warning: ", "yellow") if problem.severity == "warning" else ""
    fix = f"\n    {problem.fix}" if problem.fix else ""
    return f"{paint(place, 'bold')} {label}{problem.what}{fix}"


def _annotation(problem: Problem) -> str:
    place = f"file={_property(problem.path)}"
    if problem.line:
        place += f",line={problem.line},col={problem.column}"
    text = f"{problem.what}\n{problem.fix}" if problem.fix else problem.what
    return f"::{problem.severity} {place},title={_property(problem.code)}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")

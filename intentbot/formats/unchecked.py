"""What a test of another system expects and this bot has no way to compare: told, never silently dropped."""

from __future__ import annotations

from intentbot.errors import Problem
from intentbot.files.fields import Fields
from intentbot.files.nodes import Node

NOT_CHECKED = "not-checked"
"""The code of such a note, which is a warning."""


def note_unchecked(fields: Fields, node: Node, what: str, why: str) -> None:
    """Note that something at a node is not checked, and why."""
    said = f"not checked: {what}; {why}."
    fields.problems.append(Problem(fields.path, node.line, node.column, said, "", NOT_CHECKED, "warning"))

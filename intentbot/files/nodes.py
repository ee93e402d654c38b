"""The parts of a parsed file: texts, lists and mappings, each with its line and column, counted from 1."""

from __future__ import annotations

from dataclasses import dataclass

from intentbot.errors import Problem

MAX_DEPTH = 20
"""The deepest nesting that is read; intent files need 9, and what an editor makes up for a channel some more."""

UNREAD = frozenset(
    {
        "file-too-large",
        "not-utf-8",
        "control-character",
        "yaml-syntax",
        "json-syntax",
        "too-deep",
        "csv-header",
        "csv-syntax",
        "empty-table",
    }
)
"""The codes of problems after which the rest of a file is not known, so nothing can be said of the whole."""


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar, as text. `line` and `column` count from 1 and point at its first character, inside any quotes."""

    value: str
    line: int
    column: int
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``key: value`` of a mapping."""

    key: TextNode
    value: Node


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping, its keys all different and in the order of the file."""

    entries: tuple[Entry, ...]
    line: int
    column: int


Node = TextNode | ListNode | MapNode


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What a file says; `root` is None where it is empty or cannot be read further."""

    path: str
    root: Node | None
    problems: tuple[Problem, ...]

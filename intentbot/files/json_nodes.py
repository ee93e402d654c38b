"""JSON as the same nodes that YAML gives, with the line and column of every text."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intentbot.errors import Problem
from intentbot.files.nodes import MAX_DEPTH, Entry, ListNode, MapNode, Node, ParsedFile, TextNode
from intentbot.files.text_files import decode, read_bytes

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class _Pairs:
    """A JSON object with all its keys, also those that stand twice."""

    pairs: list[tuple[str, object]]


@dataclass(frozen=True, slots=True)
class _Bare:
    """A JSON number, as written: it has no quotes, and so no place of its own."""

    written: str


def read_json(path: Path) -> ParsedFile:
    """Return the nodes of a JSON file, and every problem found on the way.

    Raises
    ------
    FileError
        When the file cannot be opened.
    """
    return parse_json(read_bytes(path), path.as_posix())


def parse_json(content: bytes, path: str) -> ParsedFile:
    """Return the nodes of the bytes of a JSON file; `path` is named in the problems. Numbers stay as written."""
    text, problem = decode(content, path)
    if problem:
        return ParsedFile(path, None, (problem,))
    try:
        value = json.loads(text, object_pairs_hook=_Pairs, parse_int=_Bare, parse_float=_Bare, parse_constant=_Bare)
    except json.JSONDecodeError as error:
        what, fix = (
            f"this is not valid JSON: {error.msg}.",
            "Check the commas, brackets and quotes here and just before.",
        )
        return ParsedFile(path, None, (Problem(path, error.lineno, error.colno, what, fix, "json-syntax"),))
    except RecursionError:
        return ParsedFile(path, None, (_too_deep(path, 1, 1),))
    return _Walk(path, text).run(value)


def _too_deep(path: str, line: int, column: int) -> Problem:
    what = f"lists and objects are nested deeper than {MAX_DEPTH}."
    return Problem(path, line, column, what, "Check the brackets.", "too-deep")


class _Walk:
    """Gives every text its place: the strings of a JSON file stand in the order in which a walk meets them."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.places = self._string_places(text)
        self.place = (1, 1)

    def run(self, value: object) -> ParsedFile:
        root = self._node(value, 0)
        is_deep = any(problem.code == "too-deep" for problem in self.problems)
        return ParsedFile(self.path, None if is_deep else root, tuple(self.problems))

    @staticmethod
    def _string_places(text: str) -> Iterator[tuple[int, int]]:
        starts = [0, *(found.end() for found in re.finditer("\n", text))]
        for found in _STRING.finditer(text):
            line = bisect_right(starts, found.start())
            yield line, found.start() - starts[line - 1] + 2

    def _text(self, value: str) -> TextNode:
        self.place = next(self.places, self.place)
        return TextNode(value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), *self.place)

    def _node(self, value: object, depth: int) -> Node:
        line, column = self.place
        if depth > MAX_DEPTH:
            if not self.problems or self.problems[-1].code != "too-deep":
                self.problems.append(_too_deep(self.path, line, column))
            return TextNode("", line, column)
        if isinstance(value, _Pairs):
            return self._object(value, depth)
        if isinstance(value, list):
            return ListNode(tuple(self._node(item, depth + 1) for item in value), line, column)
        if isinstance(value, str):
            return self._text(value)
        return TextNode(value.written if isinstance(value, _Bare) else "", line, column)

    def _object(self, value: _Pairs, depth: int) -> MapNode:
        line, column = self.place
        entries: dict[str, Entry] = {}
        for name, inner in value.pairs:
            key = self._text(name)
            if not entries:
                line, column = key.line, key.column
            entry = Entry(key, self._node(inner, depth + 1))
            first = entries.setdefault(key.value, entry)
            if first is not entry:
                what = f'the key "{name}" stands here and on line {first.key.line}; one of them would be lost.'
                fix = "Merge the two, or rename one."
                self.problems.append(Problem(self.path, key.line, key.column, what, fix, "duplicate-key"))
        return MapNode(tuple(entries.values()), line, column)

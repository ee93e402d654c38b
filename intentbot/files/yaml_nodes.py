"""YAML as an editor wrote it: every scalar a string, every node with its line and column.

Only the plain part of YAML is read: lists, mappings and text. Anchors, aliases, tags, duplicate keys, several
documents, and files that are too deep or too large are problems, each with its line. The events of the parser are
used, never its constructors, so no file can create anything but text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from intentbot.errors import Problem
from intentbot.files.nodes import MAX_DEPTH, Entry, ListNode, MapNode, Node, ParsedFile, TextNode
from intentbot.files.text_files import decode, find_control_character, read_bytes

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_SURROGATE = re.compile("[\ud800-\udfff]")

# What the parser says, and what the editor most likely did. The first match is taken.
_TABS = "Indent with spaces; tabs are not allowed in YAML."
_MENDS = (
    (
        "mapping values are not allowed",
        'A sentence with ": " in it needs quotes around it; else check the indentation.',
    ),
    ("'\\t'", _TABS),
    ("tab character", _TABS),
    ("cannot start any token", "A sentence that starts with a sign such as @, % or ` needs quotes around it."),
    ("unexpected end of stream", "A quote is opened and never closed."),
    ("alphabetic or numeric", "A sentence that starts with * or & needs quotes around it."),
    ("escape character", "Inside double quotes a backslash is special; use single quotes."),
    ("escape sequence", "Inside double quotes a backslash is special; use single quotes."),
    ("tag", "A sentence that starts with ! needs quotes around it."),
    ("'-' indicator", "A sentence that starts with [, {, a quote, * or ! needs quotes around all of it."),
    ("<block end>", "A sentence that starts with [, {, a quote, * or ! needs quotes around all of it."),
    ("',' or", "Close the bracket before this place; inside [ ], words with {, } or a comma need quotes around them."),
    ("expected key", "Check the quotes on this line, and that the lines of one list start in the same column."),
)
_USUAL_MEND = "Check the quotes and the indentation, here and on the line above."


def read_yaml(path: Path) -> ParsedFile:
    """Return the nodes of a YAML file, and every problem found on the way.

    Raises
    ------
    FileError
        When the file cannot be opened.
    """
    return parse_yaml(read_bytes(path), path.as_posix())


def parse_yaml(content: bytes, path: str) -> ParsedFile:
    """Return the nodes of the bytes of a YAML file; `path` is named in the problems."""
    text, problem = decode(content, path)
    problem = problem or find_control_character(text, path)
    if problem:
        return ParsedFile(path, None, (problem,))
    return _Builder(path, text).build()


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read: `key` waits for its value."""

    event: yaml.CollectionStartEvent
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    key: TextNode | None = None
    skips_value: bool = False

    @property
    def is_map(self) -> bool:
        return isinstance(self.event, yaml.MappingStartEvent)

    @property
    def awaits_key(self) -> bool:
        return self.is_map and self.key is None and not self.skips_value

    def close(self) -> Node:
        line, column = _start(self.event)
        if self.is_map:
            return MapNode(tuple(self.entries.values()), line, column)
        return ListNode(tuple(self.items), line, column)


class _Builder:
    """Builds nodes from the parser's events, without recursion."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None

    def build(self) -> ParsedFile:
        try:
            self._read_events()
        except yaml.YAMLError as error:
            self._report_syntax(error)
        except (ValueError, OverflowError):
            # The pure Python scanner turns an impossible \U escape into these.
            self._report(1, 1, "the file has an impossible escape such as \\UFFFFFFFF.", _MENDS[6][1], "yaml-syntax")
            self.root = None
        return ParsedFile(self.path, self.root, tuple(self.problems))

    def _read_events(self) -> None:
        n_documents = 0
        for event in self._events():
            if isinstance(event, yaml.ScalarEvent):
                self._check_plain(event)
                self._place(self._text(event))
            elif isinstance(event, yaml.CollectionStartEvent):
                self._check_plain(event)
                self.stack.append(_Open(event))
                if len(self.stack) > MAX_DEPTH:
                    what = f"lists and mappings are nested deeper than {MAX_DEPTH}."
                    self._report_at(
                        event, what, "Intent files need about half of that; check the brackets.", "too-deep"
                    )
                    self.root = None
                    return
            elif isinstance(event, yaml.CollectionEndEvent):
                self._place(self.stack.pop().close())
            elif isinstance(event, yaml.AliasEvent):
                what = f"the alias *{event.anchor} stands for a part of the file; aliases are not read."
                self._report_at(event, what, "Write the text out; a sentence that starts with * needs quotes.", "alias")
                self._place(None)
            elif isinstance(event, yaml.DocumentStartEvent):
                n_documents += 1
                if n_documents > 1:
                    what = "a second document starts here (---)."
                    self._report_at(event, what, "Delete the line, or put what follows in its own file.", "documents")
                    return

    def _events(self) -> Iterator[yaml.Event]:
        events: Iterator[yaml.Event] = yaml.parse(self.text, Loader=_LOADER)
        return events

    def _check_plain(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            what = f"the anchor &{event.anchor} is not read."
            self._report_at(event, what, "Delete it; a sentence that starts with & needs quotes.", "anchor")
        if event.tag is not None:
            what = f"the tag {event.tag} is not read; everything is text."
            self._report_at(event, what, "Delete it; a sentence that starts with ! needs quotes.", "tag")

    def _text(self, event: yaml.ScalarEvent) -> TextNode:
        value = event.value
        if not value.isascii() and _SURROGATE.search(value):
            self._report_at(
                event, "this text has half a character in it.", "Write the character itself.", "yaml-syntax"
            )
            value = _SURROGATE.sub("", value)
        inside = 1 if event.style in {'"', "'"} else 0
        line, column = _start(event)
        if not event.style:
            self._check_comment(event)
        return TextNode(value, line, column + inside, is_quoted=bool(event.style))

    def _check_comment(self, event: yaml.ScalarEvent) -> None:
        """Warn of ``my order #123 is late``: without quotes, YAML reads only ``my order``."""
        end = event.end_mark.index if event.end_mark else len(self.text)
        if self.text[end : end + 2] == " #" and self.text[end + 2 : end + 3].isalnum():
            cut = self.text[end + 1 : end + 30].split("\n")[0]
            what = f'"{cut}" is read as a comment, so this text ends before it.'
            fix = "Put the whole text in quotes; if it is a comment, write a space after the #."
            line, column = _start(event)
            self.problems.append(Problem(self.path, line, column, what, fix, "cut-by-comment", "warning"))

    def _place(self, node: Node | None) -> None:
        """Put a finished node where it belongs; None stands for one that was refused."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if not parent.is_map:
            if node is not None:
                parent.items.append(node)
        elif parent.awaits_key:
            self._open_key(parent, node)
        else:
            if parent.key is not None and node is not None and not parent.skips_value:
                parent.entries[parent.key.value] = Entry(parent.key, node)
            parent.key, parent.skips_value = None, False

    def _open_key(self, parent: _Open, node: Node | None) -> None:
        if not isinstance(node, TextNode):
            if node is not None:
                what = "a list or mapping stands where a key is needed."
                fix = "A sentence that starts with [ or { needs quotes around all of it."
                self._report(node.line, node.column, what, fix, "bad-key")
            parent.skips_value = True
            return
        parent.key = node
        first = parent.entries.get(node.value)
        if first is not None:
            what = f'the key "{node.value}" stands here and on line {first.key.line}; one of them would be lost.'
            self._report(node.line, node.column, what, "Merge the two, or rename one.", "duplicate-key")
            parent.skips_value = True

    def _report_syntax(self, error: yaml.YAMLError) -> None:
        self.root = None
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable")
        mend = next((mend for words, mend in _MENDS if words in said), _USUAL_MEND)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        lines = self.text.split("\n")
        whole = lines[line - 1] if line <= len(lines) else ""
        shown = whole.strip()[:60]
        if "\t" in whole[: len(whole) - len(whole.lstrip())]:
            mend = _TABS
        what = f"this is not valid YAML ({said}): {shown!r}." if shown else f"this is not valid YAML ({said})."
        self._report(line, column, what, mend, "yaml-syntax")

    def _report_at(self, event: yaml.Event, what: str, fix: str, code: str) -> None:
        self._report(*_start(event), what, fix, code)

    def _report(self, line: int, column: int, what: str, fix: str, code: str) -> None:
        self.problems.append(Problem(self.path, line, column, what, fix, code))

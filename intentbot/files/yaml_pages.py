"""A YAML file as text and as nodes that know where they start and end: what editing it without loss takes.

Places come from the marks of the YAML parser, counted in characters of the decoded file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from intentbot.errors import IntentFilesError, Problem

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
# The line breaks of YAML 1.1.
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_USUAL_BREAK = re.compile("\r\n|[\r\n]")


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a YAML file that can be read, and its nodes with the places of the parser."""

    path: str
    text: str
    root: yaml.Node

    @classmethod
    def of(cls, path: str, text: str) -> Page:
        """Return the page of a text that was read without errors and says something."""
        root = yaml.compose(text, Loader=_LOADER)
        if root is None:
            raise ValueError("the text says nothing")
        return cls(path, text, root)

    @property
    def newline(self) -> str:
        """How lines end in it."""
        found = _USUAL_BREAK.search(self.text)
        return found[0] if found else "\n"

    def refuse(self, node: yaml.Node | None, what: str, fix: str) -> IntentFilesError:
        """Return the error that an example cannot be written, at a node or for the whole file."""
        mark = node.start_mark if node is not None else None
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        return IntentFilesError([Problem(self.path, line, column, what, fix, "cannot-edit")])

    def line_of(self, node: yaml.Node) -> int:
        """Return where the line starts on which a node starts."""
        return int(node.start_mark.index - node.start_mark.column)

    def line_end(self, index: int) -> int:
        """Return where the line of a character ends, before its line break."""
        found = _BREAK.search(self.text, index)
        return found.start() if found else len(self.text)

    def next_line(self, index: int) -> int:
        """Return where the line after that of a character starts; the end of the text where there is none."""
        found = _BREAK.search(self.text, index)
        return found.end() if found else len(self.text)

    def break_before(self, start: int) -> int:
        """Return where the line break before a line starts; the line's own start where there is none before it."""
        two = self.text[max(0, start - 2) : start]
        return start - 2 if two == "\r\n" else start - 1 if _BREAK.search(two[-1:]) else start

    def is_first(self, node: yaml.Node) -> bool:
        """Whether nothing but space stands before a node on its line."""
        return not self.text[self.line_of(node) : node.start_mark.index].strip(" \t")

    def end_of(self, node: yaml.Node) -> int:
        """Return where what was written ends, before the space, comments and blank lines after it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end_of(last[1] if isinstance(node, yaml.MappingNode) else last)
        end = int(node.end_mark.index)
        is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        return len(self.text[:end].rstrip()) if is_block else end

    def line_after(self, index: int) -> tuple[int, str, str]:
        """Return where a line can be put after that of a character, and the line breaks before and after it."""
        end = self.line_end(index)
        if end == len(self.text):
            return end, self.newline, ""
        found = _USUAL_BREAK.match(self.text, end)
        return self.next_line(index), "", found[0] if found else self.newline

    def next_token(self, index: int) -> yaml.Token:
        """Return the first token that starts at a place or after it."""
        tokens = yaml.scan(self.text, Loader=_LOADER)
        return next(token for token in tokens if token.start_mark.index >= index)

    def intent(self, name: str) -> tuple[yaml.Node, yaml.Node]:
        """Return the name of an intent and what stands under it.

        Raises
        ------
        IntentFilesError
            Where the file has no such intent.
        """
        intents = entry(self.root, "intents")
        found = entry(intents[1], name) if intents else None
        if found is None:
            fix = "Write it under intents: first, with a title and responses."
            raise self.refuse(intents[0] if intents else None, f'there is no intent "{name}" in this file.', fix)
        return found

    def all_intents(self) -> list[tuple[yaml.Node, yaml.Node]]:
        """Return each intent's name and what stands under it."""
        intents = entry(self.root, "intents")
        return list(intents[1].value) if intents and isinstance(intents[1], yaml.MappingNode) else []


def entry(node: yaml.Node, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    """Return a key of a mapping and its value; None where the node has none of this name."""
    entries = node.value if isinstance(node, yaml.MappingNode) else []
    return next((one for one in entries if isinstance(one[0], yaml.ScalarNode) and one[0].value == key), None)


def is_blank(node: yaml.Node) -> bool:
    """Whether nothing at all was written after a key, not even quotes."""
    return isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index

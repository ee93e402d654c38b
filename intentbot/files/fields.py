"""Takes texts, lists and mappings out of YAML nodes, and notes what is not as it should be."""

from __future__ import annotations

import re
from collections.abc import Collection

from intentbot.errors import Problem
from intentbot.files.nodes import Entry, ListNode, MapNode, Node, TextNode
from intentbot.fuzzy import suggest
from intentbot.places import Place

_ENTITY_NAME = re.compile(r"[A-Za-z_]\w*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MAX_NAME = 100
_SECONDS = re.compile(r"\d{1,6}(\.\d{1,6})?")
_YES, _NO = ("yes", "true", "on"), ("no", "false", "off")


class Fields:
    """Reads the nodes of one file. Every problem is kept in `problems`; a value that is wrong reads as empty."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def place(self, node: Node) -> Place:
        """Return where a node stands."""
        return Place(self.path, node.line, node.column)

    def error(self, node: Node, what: str, fix: str, code: str) -> None:
        """Note an error at a node."""
        self.problems.append(Problem(self.path, node.line, node.column, what, fix, code))

    def entries(self, node: Node, what: str) -> tuple[Entry, ...]:
        """Return the entries of a mapping; `what` names it in problems. An empty value is an empty mapping."""
        if isinstance(node, MapNode):
            return node.entries
        if not is_blank(node):
            fix = "Write name: value lines there, indented, without a dash before them."
            self.error(node, f"{what} must be a mapping, not {kind(node)}.", fix, "not-a-mapping")
        return ()

    def keys(self, node: Node, what: str, known: Collection[str]) -> dict[str, Node]:
        """Return the known keys of a mapping with their values; another key is an error that names the nearest."""
        found = {}
        for entry in self.entries(node, what):
            key = entry.key.value
            if key in known:
                found[key] = entry.value
                continue
            near = suggest(key, known)
            fix = f"Did you mean `{near}`?" if near else f"Known keys: {', '.join(known)}."
            self.error(entry.key, f'{what} has no key "{shorten(key)}".', fix, "unknown-key")
        return found

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """Return the items of a list; an empty value is an error, as it is most likely forgotten."""
        if node is None:
            return ()
        if isinstance(node, ListNode) and node.items:
            return node.items
        if is_blank(node) or isinstance(node, ListNode):
            self.error(node, f"{what} is empty.", "Write something there, or delete the key.", "empty-list")
        else:
            fix = "Write one item a line, each after a dash and a space."
            self.error(node, f"{what} must be a list, not {kind(node)}.", fix, "not-a-list")
        return ()

    def texts(self, node: Node | None, what: str, item: str) -> tuple[TextNode, ...]:
        """Return the texts of a list; `item` names one of them in problems."""
        found = (self.text(one, item) for one in self.items(node, what))
        return tuple(text for text in found if text is not None)

    def text(self, node: Node, what: str) -> TextNode | None:
        """Return a text that is not empty, or None where there is none."""
        if not isinstance(node, TextNode):
            fix = 'A sentence that has ": " in it, or starts with [ or {, needs quotes around it.'
            self.error(node, f"{what} must be a text, not {kind(node)}.", fix, "not-a-text")
            return None
        if not node.value.strip():
            self.error(node, f"{what} is empty.", "Write something there, or delete the line.", "empty-text")
            return None
        return node

    def words(self, node: Node | None, what: str) -> str:
        """Return a text's value without the space around it; empty where the node is missing or wrong."""
        text = self.text(node, what) if node is not None else None
        return text.value.strip() if text else ""

    def language(self, node: Node | None, what: str) -> str:
        """Return a language code such as ``en`` or ``zh-Hant``; empty where the node is missing or wrong."""
        code = self.words(node, what)
        if not code or node is None or _LANGUAGE.fullmatch(code):
            return code
        self.error(
            node,
            f'{what} is "{shorten(code)}", which is no language code.',
            "Write one such as en, de or pt-BR.",
            "language",
        )
        return ""

    def whole(self, node: Node | None, what: str, usual: int, *, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`; `usual` where the node is missing or wrong."""
        if node is None:
            return usual
        written = node.value.strip() if isinstance(node, TextNode) else ""
        if written.isascii() and written.isdecimal() and len(written) < 10 and low <= int(written) <= high:
            return int(written)
        fix = f"Write a whole number from {low} to {high}."
        self.error(node, f"{what} cannot be {kind(node)}.", fix, "bad-number")
        return usual

    def seconds(self, node: Node | None, what: str, usual: float, *, high: float) -> float:
        """Return seconds, more than 0 and up to `high`; `usual` where the node is missing or wrong."""
        if node is None:
            return usual
        written = node.value.strip() if isinstance(node, TextNode) else ""
        if _SECONDS.fullmatch(written) and 0 < float(written) <= high:
            return float(written)
        self.error(node, f"{what} cannot be {kind(node)}.", f"Write seconds, such as 3, up to {high:g}.", "bad-number")
        return usual

    def yes_or_no(self, node: Node | None, what: str, usual: bool) -> bool:
        """Return whether yes was written; `usual` where the node is missing or wrong."""
        if node is None:
            return usual
        written = node.value.strip().casefold() if isinstance(node, TextNode) else ""
        if written in _YES or written in _NO:
            return written in _YES
        self.error(node, f"{what} cannot be {kind(node)}.", "Write yes or no.", "yes-or-no")
        return usual

    def intent_name(self, key: TextNode) -> str | None:
        """Return an intent's name, one line of up to 100 characters, or None where it is wrong."""
        name = key.value
        if name.strip() and name == name.strip() and len(name) <= _MAX_NAME and name.isprintable():
            return name
        fix = f"Write one line of 1 to {_MAX_NAME} characters, without spaces around it."
        self.error(key, f'"{shorten(name)}" cannot be the name of an intent.', fix, "intent-name")
        return None

    def entity_name(self, key: TextNode, what: str) -> str | None:
        """Return the name of an entity, slot, rule or context, or None where it is wrong."""
        if _ENTITY_NAME.fullmatch(key.value):
            return key.value
        fix = "Write letters, digits and _ only, and no digit first, such as order_number."
        self.error(key, f'"{shorten(key.value)}" cannot be the name of {what}.', fix, "bad-name")
        return None


def is_blank(node: Node) -> bool:
    """Whether nothing was written after a key."""
    return isinstance(node, TextNode) and not node.value.strip()


def kind(node: Node) -> str:
    """Return what a node is, in an editor's words, with what it says where that is short."""
    if isinstance(node, TextNode):
        return f'the text "{shorten(node.value)}"'
    return "a list" if isinstance(node, ListNode) else "a mapping (name: value)"


def shorten(text: str, length: int = 60) -> str:
    """Return a text short enough to be shown in one line of a message."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"

"""The signs of a sentence template, and the tree they make.

``(a|b)`` is a choice, ``[a]`` may be left out, ``{entity}`` is one of the entity's values and ``<rule>`` a named
template. A backslash takes the meaning from a sign: ``\\(``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intentbot.errors import SentenceError

MAX_DEPTH = 10
"""How deep brackets, and rules, may be nested."""

_SIGNS = re.compile(r"[()\[\]{}<>|\\]")
_NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text, its spaces as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Parts one after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several branches; what may be left out has an empty one."""

    branches: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class EntityName:
    """``{name}``; `column` counts from 1 in the template."""

    name: str
    column: int


@dataclass(frozen=True, slots=True)
class RuleName:
    """``<name>``; `column` counts from 1 in the template."""

    name: str
    column: int


Part = Words | Run | Choice | EntityName | RuleName


def parse(text: str) -> Part:
    """Return the tree of a template.

    Raises
    ------
    SentenceError
        When a bracket is not closed, never opened or empty, or a name is none; with its column.
    """
    return _Parser(text).whole()


def names(part: Part) -> Iterator[EntityName | RuleName]:
    """Yield the entities and rules that a template names, in its order, those in its rules not included."""
    match part:
        case EntityName() | RuleName():
            yield part
        case Run(inner) | Choice(inner):
            for one in inner:
                yield from names(one)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def whole(self) -> Part:
        part = self._branches(0)
        if self.at < len(self.text):
            sign = self.text[self.at]
            raise self._error(f'"{sign}" closes what was never opened', f"Delete it, or write \\{sign} for the sign.")
        return part

    def _error(self, what: str, fix: str, at: int | None = None) -> SentenceError:
        return SentenceError(f"{what}.", fix, column=(self.at if at is None else at) + 1)

    def _branches(self, depth: int) -> Part:
        if depth > MAX_DEPTH:
            raise self._error(f"brackets are nested deeper than {MAX_DEPTH}", "Use a rule for the inner part.")
        branches = [self._run(depth)]
        while self.text.startswith("|", self.at):
            self.at += 1
            branches.append(self._run(depth))
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _run(self, depth: int) -> Part:
        parts: list[Part] = []
        while self.at < len(self.text):
            found = _SIGNS.search(self.text, self.at)
            end = found.start() if found else len(self.text)
            if end > self.at:
                parts.append(Words(self.text[self.at : end]))
                self.at = end
            elif self.text[end] in "|)]":
                break
            else:
                parts.append(self._sign(self.text[end], depth))
        return parts[0] if len(parts) == 1 else Run(tuple(parts))

    def _sign(self, sign: str, depth: int) -> Part:
        start = self.at
        self.at += 1
        if sign == "\\":
            self.at += 1
            return Words(self.text[start + 1 : start + 2] or "\\")
        if sign in "([":
            return self._bracket(sign, start, depth)
        if sign in "{<":
            return self._name(sign, start)
        raise self._error(
            f'"{sign}" closes what was never opened', f"Delete it, or write \\{sign} for the sign.", start
        )

    def _bracket(self, sign: str, start: int, depth: int) -> Part:
        closing = ")" if sign == "(" else "]"
        inner = self._branches(depth + 1)
        if not self.text.startswith(closing, self.at):
            raise self._error(f'"{sign}" is not closed', f"Write {closing} where it ends.", start)
        if not self.text[start + 1 : self.at].strip():
            raise self._error(f'"{sign}{closing}" has nothing in it', "Delete it, or write words in it.", start)
        self.at += 1
        if sign == "(":
            return inner
        branches = inner.branches if isinstance(inner, Choice) else (inner,)
        return Choice((*branches, Words("")))

    def _name(self, sign: str, start: int) -> Part:
        closing = "}" if sign == "{" else ">"
        end = self.text.find(closing, start)
        if end < 0:
            raise self._error(f'"{sign}" is not closed', f"Write {closing} behind the name.", start)
        name = self.text[start + 1 : end]
        if not _NAME.fullmatch(name):
            what = f'"{sign}{name[:40]}{closing}" holds no name'
            raise self._error(what, f"Write letters, digits and _ in it, or \\{sign} for the sign.", start)
        self.at = end + 1
        return EntityName(name, start + 1) if sign == "{" else RuleName(name, start + 1)

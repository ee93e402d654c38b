"""Regular expressions that editors write: which of them are dangerous, and what they would match.

A pattern is parsed into a small tree of its own, as Python keeps its parser private. Parts that the tree does not
know (lookarounds, back references, conditions) are opaque: they are never called slow, and never sampled.
"""

from __future__ import annotations

import random
import re
import string
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

_MANY = 10
"""A group repeated up to this often is not called slow: the ways to split a text stay few."""

_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase + " -_./@:#+,&"
_PROBES = string.printable + "é中あ"
_QUANTIFIER = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})[?+]?")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|0[0-7]{0,2}|.)", re.DOTALL)
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_FLAGS = re.compile(r"\(\?[aiLmsux-]+([:)])")


@dataclass(frozen=True, slots=True)
class Atom:
    """What matches one character: a letter, an escape such as ``\\d``, a class, or the dot."""

    source: str


@dataclass(frozen=True, slots=True)
class Edge:
    """What matches no character: ``\\b``, ``^``, ``$``."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """What is not looked into."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several branches."""

    branches: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part repeated from `low` to `high` times; `high` is None for no end."""

    part: Part
    low: int
    high: int | None


Part = Atom | Edge | Opaque | Sequence | Choice | Repeat


def fault(pattern: str) -> str | None:
    """Return why a pattern cannot be used, as the end of a sentence, or None where it can.

    A pattern must compile, must not match nothing at all, and must not repeat a group that itself repeats, unless a
    character that the inner part cannot match stands between the rounds: such patterns take time exponential in the
    length of a message.
    """
    # What searches messages; a bot without patterns need not load it.
    import regex

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
            regex.compile(pattern)
        part = _parse(pattern)
    except (re.error, regex.error, OverflowError) as error:
        return f"is no regular expression ({error})"
    except RecursionError:
        return "is nested too deeply"
    if _least(part) == 0:
        return "matches the empty text"
    if any(_is_slow(repeat) for repeat in _repeats(part)):
        return "has a repeat inside a repeat, which can take hours on one message"
    return None


def samples(pattern: str, count: int, seed: int) -> tuple[str, ...]:
    """Return up to `count` different texts that the pattern matches whole; none where it is too involved for that."""
    if fault(pattern):
        return ()
    compiled, part, rng = re.compile(pattern), _parse(pattern), random.Random(f"{seed}:{pattern}")
    found: dict[str, None] = {}
    for _ in range(4 * count):
        text = _draw(part, rng)
        if text is None:
            break
        match = compiled.search(text)
        if match and match.group() == text and text == text.strip():
            found[text] = None
        if len(found) == count:
            break
    return tuple(found)


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    def choice(self) -> Part:
        branches = [self.sequence()]
        while self.source.startswith("|", self.at):
            self.at += 1
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def sequence(self) -> Part:
        parts: list[Part] = []
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            part = self._quantified(self._one())
            parts.append(part)
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _quantified(self, part: Part) -> Part:
        found = _QUANTIFIER.match(self.source, self.at)
        if not found or (found[0].startswith("{") and not (found[2] or found[4])):
            return part
        self.at = found.end()
        if found[1]:
            low, high = {"*": (0, None), "+": (1, None), "?": (0, 1)}[found[1]]
            return Repeat(part, low, high)
        low = int(found[2] or 0)
        return Repeat(part, low, (int(found[4]) if found[4] else None) if found[3] else low)

    def _one(self) -> Part:
        sign = self.source[self.at]
        if sign == "(":
            return self._group()
        if sign == "\\":
            return self._escape()
        found = _CLASS.match(self.source, self.at) if sign == "[" else None
        self.at = found.end() if found else self.at + 1
        return Edge() if sign in "^$" else Atom(found[0] if found else sign)

    def _escape(self) -> Part:
        found = _ESCAPE.match(self.source, self.at)
        written = found[0] if found else "\\"
        self.at += len(written)
        if written[1:] in {"b", "B", "A", "Z", "z"}:
            return Edge()
        return Opaque() if written[1:2] in set("123456789") else Atom(written)

    def _group(self) -> Part:
        flags = _FLAGS.match(self.source, self.at)
        if flags and flags[1] == ")":
            self.at = flags.end()
            return Opaque() if "x" in flags[0] else Edge()
        start = self.at
        is_seen = True
        if flags:
            self.at = flags.end()
        elif self.source.startswith("(?:", start):
            self.at += 3
        elif self.source.startswith("(?P<", start):
            self.at = self.source.index(">", start) + 1
        elif self.source.startswith(("(?#", "(?P="), start):
            self.at = self.source.index(")", start) + 1
            return Edge() if self.source[start + 2] == "#" else Opaque()
        elif self.source.startswith("(?", start):
            is_seen = False
            self.at = self.source.index(")", start) + 1 if self.source.startswith("(?(", start) else start + 3
            self.at += self.source.startswith(("(?<=", "(?<!"), start)
        else:
            self.at += 1
        inner = self.choice()
        self.at += 1
        return inner if is_seen else Opaque()


def _parse(pattern: str) -> Part:
    return _Parser(pattern).choice()


def _parts(part: Part) -> tuple[Part, ...]:
    match part:
        case Sequence(parts):
            return parts
        case Choice(branches):
            return branches
        case Repeat(inner):
            return (inner,)
    return ()


def _least(part: Part) -> int:
    """Return the length of the shortest text the part matches."""
    match part:
        case Atom():
            return 1
        case Sequence(parts):
            return sum(_least(one) for one in parts)
        case Choice(branches):
            return min(_least(one) for one in branches)
        case Repeat(inner, low):
            return low * _least(inner)
    return 0


def _repeats(part: Part) -> Iterator[Repeat]:
    if isinstance(part, Repeat):
        yield part
    for inner in _parts(part):
        yield from _repeats(inner)


def _atoms(part: Part) -> Iterator[Atom]:
    if isinstance(part, Atom):
        yield part
    for inner in _parts(part):
        yield from _atoms(inner)


def _is_slow(repeat: Repeat) -> bool:
    """Whether a text can be split into the rounds of this repeat in many ways."""
    if repeat.high is not None and repeat.high <= _MANY:
        return False
    body = repeat.part
    if isinstance(body, Choice):
        single = [branch for branch in body.branches if isinstance(branch, Atom)]
        if any(_overlap(one, other) for i, one in enumerate(single) for other in single[:i]):
            return True
    varying = [atom for inner in _repeats(body) if inner.low != inner.high for atom in _atoms(inner)]
    if not varying:
        return False
    return not any(all(not _overlap(fixed, atom) for atom in varying) for fixed in _separators(body))


def _separators(body: Part) -> Iterator[Atom]:
    """Yield the atoms that every round must match."""
    for part in body.parts if isinstance(body, Sequence) else ():
        inner = part.part if isinstance(part, Repeat) and part.low == part.high and part.low else part
        if isinstance(inner, Atom):
            yield inner


def _overlap(one: Atom, other: Atom) -> bool:
    """Whether some character matches both; judged on printable ASCII and a few letters beyond."""
    first, second = re.compile(one.source, re.IGNORECASE), re.compile(other.source, re.IGNORECASE)
    return one == other or any(first.fullmatch(sign) and second.fullmatch(sign) for sign in _PROBES)


def _draw(part: Part, rng: random.Random) -> str | None:
    match part:
        case Atom(source):
            if len(source) == 1 and source != ".":
                return source
            signs = [sign for sign in _ALPHABET if re.fullmatch(source, sign)]
            return rng.choice(signs) if signs else None
        case Edge():
            return ""
        case Opaque():
            return None
        case Choice(branches):
            return _draw(rng.choice(branches), rng)
        case Repeat(inner, low, high):
            times = rng.randint(low, low + 3 if high is None else min(high, low + 3))
            return _join(_draw(inner, rng) for _ in range(min(times, 100)))
        case Sequence(parts):
            return _join(_draw(one, rng) for one in parts)


def _join(pieces: Iterator[str | None]) -> str | None:
    found = list(pieces)
    return None if None in found else "".join(piece for piece in found if piece)

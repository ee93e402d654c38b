"""Puts a new intent into a YAML file behind the others, and takes it out again; every other byte stays as it is.

As with examples, what was written is read again: the file must say what it said before and this one intent more (or
less), else nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from intentbot.errors import IntentFilesError
from intentbot.files.example_edits import byte_of, escape_marks, one_sentence, read_sound, refusal
from intentbot.files.intent_nodes import read_content
from intentbot.files.nodes import ParsedFile
from intentbot.files.said import Said, said, under
from intentbot.files.scalars import write_scalar
from intentbot.files.text_files import decode
from intentbot.files.yaml_nodes import parse_yaml
from intentbot.files.yaml_pages import Page, entry, is_blank
from intentbot.places import Place

_USUAL_INDENT = 2
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


@dataclass(frozen=True, slots=True)
class NewIntent:
    """An intent that is to be written.

    Attributes
    ----------
    name : str
    sentences : tuple of str
        Its examples: at least one, as customers wrote them.
    title : str
        What a person sees; empty for none.
    answers : tuple of str
        Its responses; empty for none, as `out_of_scope` has it.
    """

    name: str
    sentences: tuple[str, ...]
    title: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IntentEdit:
    """An intent that was put into a file.

    Attributes
    ----------
    path, intent : str
    start : int
        Before which byte of the file it was put.
    added : bytes
    line : int
        On which its name stands, counted from 1.
    """

    path: str
    intent: str
    start: int
    added: bytes
    line: int


@dataclass(frozen=True, slots=True)
class _Room:
    """Before which character an intent can be put, what stands before and behind it, and how far it is indented."""

    at: int
    before: str
    after: str
    column: int
    deeper: int = _USUAL_INDENT
    dash: int = _USUAL_INDENT


def plan_intent(content: bytes, path: str, new: NewIntent) -> IntentEdit:
    """Return what has to be added to the bytes of a YAML file for it to have one more intent, and where.

    It is written like its neighbours: as far indented, and with a blank line before it where they have one.

    Raises
    ------
    IntentFilesError
        Where it cannot be done: the file cannot be read or has an intent of this name, or the name is none.
    """
    text = decode(content, path)[0]
    before = parse_yaml(content, path) if not _says_anything(text) else read_sound(content, path)
    if new.name in _names(before):
        fix = "Accept the sentences into it, or choose another name."
        raise refusal(Place(path), f'there is an intent "{new.name}" in this file already.', fix, "known-intent")
    page = Page.of(path, text) if before.root is not None else None
    room = _find_room(page, text)
    newline = page.newline if page else "\n"
    lines = newline.join(_lines(new, room))
    start, added = byte_of(content, text, room.at), f"{room.before}{lines}{room.after}".encode()
    after = parse_yaml(content[:start] + added + content[start:], path)
    _check(before, after, new)
    line = next(one.place.line for one in read_content(after).intents if one.name == new.name)
    return IntentEdit(path, new.name, start, added, line)


def take_intent_back(content: bytes, edit: IntentEdit) -> bytes:
    """Return the bytes of a file without an intent that was put into it, whatever else was changed meanwhile.

    Raises
    ------
    IntentFilesError
        Where the intent itself was changed.
    """
    parsed = read_sound(content, edit.path)
    if edit.intent not in _names(parsed):
        what = f'there is no intent "{edit.intent}" in this file any more.'
        raise refusal(Place(edit.path), what, "Nothing has to be taken back.", "unknown-intent")
    expected = _without(said(parsed.root), edit.intent)
    at = content.find(edit.added)
    while at >= 0:
        rest = content[:at] + content[at + len(edit.added) :]
        after = parse_yaml(rest, edit.path)
        if _without(said(after.root), edit.intent) == expected and edit.intent not in _names(after):
            return rest
        at = content.find(edit.added, at + 1)
    what = f'intent "{edit.intent}" was changed since it was written.'
    place = next(one.place for one in read_content(parsed).intents if one.name == edit.intent)
    raise refusal(place, what, "Delete it in an editor, if nobody needs it.", "cannot-edit")


def _says_anything(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def _names(parsed: ParsedFile) -> list[str]:
    intents = under(said(parsed.root), "intents")
    return list(intents) if isinstance(intents, dict) else []


def _find_room(page: Page | None, text: str) -> _Room:
    if page is None:
        gap = "" if not text or text.endswith("\n") else "\n"
        return _Room(len(text), f"{gap}intents:\n", "\n", _USUAL_INDENT)
    found = entry(page.root, "intents")
    if found is None:
        return _new_section(page)
    key, intents = found
    if is_blank(intents):
        at, before, after = page.line_after(intents.end_mark.index)
        return _Room(at, before, after, key.start_mark.column + _USUAL_INDENT)
    if not isinstance(intents, yaml.MappingNode) or intents.flow_style or not intents.value:
        fix = "Write each intent under intents: on lines of its own, indented."
        raise page.refuse(intents, "a new intent cannot be put among these.", fix)
    last = intents.value[-1]
    at, before, after = page.line_after(page.end_of(last[1]))
    gap = page.newline if _are_apart(page, intents) else ""
    inner = [value for _, value in intents.value if isinstance(value, yaml.MappingNode) and not value.flow_style]
    column = intents.start_mark.column
    deeper = inner[-1].start_mark.column - column if inner else _USUAL_INDENT
    return _Room(at, before + gap, after, column, deeper, _dash_indent(inner))


def _new_section(page: Page) -> _Room:
    """Return the room at the end of a file that has no intents yet."""
    if not isinstance(page.root, yaml.MappingNode) or page.root.flow_style:
        raise page.refuse(page.root, "the file has no room for intents.", "Write intents: and a name under it.")
    gap = "" if page.text.endswith(("\n", "\r")) else page.newline
    column = page.root.start_mark.column
    before = f"{gap}{page.newline}{' ' * column}intents:{page.newline}"
    return _Room(len(page.text), before, page.newline, column + _USUAL_INDENT)


def _are_apart(page: Page, intents: yaml.MappingNode) -> bool:
    """Whether a blank line stands between intents, or they are too few to tell."""
    gaps = zip(intents.value, intents.value[1:], strict=False)
    between = [page.text[page.end_of(one[1]) : other[0].start_mark.index] for one, other in gaps]
    return not between or any(map(_BLANK_LINE.search, between))


def _dash_indent(mappings: Sequence[yaml.MappingNode]) -> int:
    for mapping in reversed(mappings):
        for key, value in mapping.value:
            if isinstance(value, yaml.SequenceNode) and not value.flow_style and value.value:
                return int(value.start_mark.column - key.start_mark.column)
    return _USUAL_INDENT


def _lines(new: NewIntent, room: _Room) -> list[str]:
    key, item = " " * (room.column + room.deeper), " " * (room.column + room.deeper + room.dash)
    found = [f"{' ' * room.column}{write_scalar(new.name)}:"]
    if new.title:
        found.append(f"{key}title: {write_scalar(new.title)}")
    found.append(f"{key}examples:")
    found += [f"{item}- {write_scalar(escape_marks(one_sentence(sentence)))}" for sentence in new.sentences]
    if new.answers:
        found.append(f"{key}responses:")
        found += [f"{item}- {write_scalar(answer)}" for answer in new.answers]
    return found


def _check(before: ParsedFile, after: ParsedFile, new: NewIntent) -> None:
    """Raise where the file says anything else than before and the intent, or has problems it had not."""
    old, whole = said(before.root), said(after.root)
    expected: dict[str, Said] = {"examples": [escape_marks(one_sentence(one)) for one in new.sentences]}
    if new.title:
        expected["title"] = new.title
    if new.answers:
        expected["responses"] = list(new.answers)
    same = _without(whole, new.name) == _without(old, "") and under(under(whole, "intents"), new.name) == expected
    known = {problem.what for problem in read_content(before).problems}
    worse = [problem for problem in read_content(after).problems if problem.what not in known]
    if worse:
        raise IntentFilesError(worse)
    if not same:
        what = f'intent "{new.name}" cannot be added without changing something else.'
        raise refusal(Place(before.path), what, "Write it there in an editor.", "cannot-edit")


def _without(whole: Said, name: str) -> Said:
    """Return what a file says without an intent; no intents are the same whether their key is there or not."""
    rest = dict(whole) if isinstance(whole, dict) else {}
    intents = rest.pop("intents", {})
    others = {one: value for one, value in intents.items() if one != name} if isinstance(intents, dict) else intents
    return {**rest, "intents": others} if others else rest

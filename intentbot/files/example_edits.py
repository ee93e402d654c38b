"""Puts a sentence among an intent's examples in a YAML file, and takes it out again; every other byte stays as it is.

What was written is read again before it is handed back: the file must say exactly what it said before and this one
example more (or less), else nothing is changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intentbot.errors import IntentFilesError, Problem, SentenceError
from intentbot.files.example_rooms import Room, find_room
from intentbot.files.example_slices import find_slices
from intentbot.files.intent_nodes import read_content
from intentbot.files.nodes import ListNode, MapNode, Node, ParsedFile
from intentbot.files.said import Said, said, under
from intentbot.files.scalars import write_scalar
from intentbot.files.text_files import decode
from intentbot.files.yaml_nodes import parse_yaml
from intentbot.files.yaml_pages import Page
from intentbot.intents import Example
from intentbot.marks import read_example, write_example
from intentbot.places import Place
from intentbot.text import comparison_key

_BOM = b"\xef\xbb\xbf"
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class ExampleEdit:
    """An example that was put into a file.

    Attributes
    ----------
    path : str
    intent : str
    sentence : str
        As it is read: one line, without marks.
    start : int
        Before which byte of the file it was put.
    added : bytes
        What was put there.
    line : int
        The line on which it stands, counted from 1.
    """

    path: str
    intent: str
    sentence: str
    start: int
    added: bytes
    line: int


def one_sentence(text: str) -> str:
    """Return a customer's message as an example has it: one line, without space around it and control characters."""
    lines = _UNWRITABLE.sub(" ", text).splitlines()
    return " ".join(line.strip() for line in lines if line.strip())


def add_example(content: bytes, path: str, intent: str, sentence: str) -> bytes:
    """Return the bytes of a YAML file with one more example of an intent, behind its others.

    The example is written like its neighbours, and quoted where YAML needs it. Brackets and backslashes that would
    be read as a mark are escaped: the sentence is plain text.

    Parameters
    ----------
    content : bytes
    path : str
        How the file is called in errors.
    intent : str
        Its name, as it stands in the file.
    sentence : str
        What a customer wrote; line breaks become spaces.

    Raises
    ------
    IntentFilesError
        Where it cannot be done: the file cannot be read, has no such intent, has no list where the examples should
        stand, or has the sentence already.
    """
    edit = plan_example(content, path, intent, sentence)
    return content[: edit.start] + edit.added + content[edit.start :]


def plan_example(content: bytes, path: str, intent: str, sentence: str) -> ExampleEdit:
    """Return what `add_example` adds, and where.

    Raises
    ------
    IntentFilesError
    """
    sentence = one_sentence(sentence)
    if not comparison_key(sentence):
        raise refusal(Place(path), "there are no words to write.", "Give a sentence.", "empty-text")
    parsed = read_sound(content, path)
    page = Page.of(path, decode(content, path)[0])
    room = find_room(page, intent)
    _refuse_twice(parsed, intent, sentence)
    written = escape_marks(sentence)
    scalar = write_scalar(written, style=room.style, quote=room.quote, is_flow=room.is_flow)
    start, added = _in_bytes(content, page, room, scalar)
    line = _check(content, start, added, parsed, intent, sentence, room.position)
    return ExampleEdit(path, intent, sentence, start, added, line)


def remove_example(content: bytes, path: str, intent: str, sentence: str) -> bytes:
    """Return the bytes of a YAML file without an example of an intent: what `add_example` added is gone again.

    Where it is the only one, its key goes with it.

    Raises
    ------
    IntentFilesError
        Where it is no example of the intent, or cannot be taken out without touching something else, such as a
        comment behind it.
    """
    parsed = read_sound(content, path)
    page = Page.of(path, decode(content, path)[0])
    whole = said(parsed.root)
    texts = _examples_of(whole, intent)
    positions = [number for number, text in enumerate(texts) if _is_example(text, one_sentence(sentence))]
    if not positions:
        what = f'"{one_sentence(sentence)}" is no example of intent "{intent}" in this file.'
        raise refusal(Place(path), what, "Look for it in another file, or under another intent.", "unknown-example")
    position = positions[-1]
    expected = _without(whole, intent, position)
    for start, end in find_slices(page, intent, position):
        first, last = byte_of(content, page.text, start), byte_of(content, page.text, end)
        rest = content[:first] + content[last:]
        if _without(said(parse_yaml(rest, path).root), intent) == expected:
            return rest
    what = f'the example "{one_sentence(sentence)}" cannot be taken out without touching what stands around it.'
    raise refusal(Place(path), what, "Delete it in an editor.", "cannot-edit")


def take_back(content: bytes, edit: ExampleEdit) -> bytes:
    """Return the bytes of a file without an example that was put into it, whatever else was changed meanwhile.

    Raises
    ------
    IntentFilesError
    """
    end = edit.start + len(edit.added)
    if content[edit.start : end] == edit.added:
        rest = content[: edit.start] + content[end:]
        try:
            if plan_example(rest, edit.path, edit.intent, edit.sentence).start == edit.start:
                return rest
        except IntentFilesError:
            # Something else stands there now that looks the same.
            pass
    return remove_example(content, edit.path, edit.intent, edit.sentence)


def refusal(place: Place, what: str, fix: str, code: str) -> IntentFilesError:
    """Return the error that a file cannot be edited so, at a place."""
    return IntentFilesError([Problem(place.path, place.line, place.column, what, fix, code)])


def read_sound(content: bytes, path: str) -> ParsedFile:
    """Return what a file says, if nothing of it is lost on reading.

    Raises
    ------
    IntentFilesError
    """
    parsed = parse_yaml(content, path)
    errors = [problem for problem in parsed.problems if problem.severity == "error"]
    if errors:
        raise IntentFilesError(errors)
    if not isinstance(parsed.root, MapNode):
        raise refusal(Place(path), "the file has no intents.", "Write intents: and a name under it.", "cannot-edit")
    return parsed


def _refuse_twice(parsed: ParsedFile, intent: str, sentence: str) -> None:
    key = comparison_key(sentence)
    for one in read_content(parsed).intents:
        for example in one.examples if one.name == intent else ():
            if comparison_key(example.text) == key:
                what = f'"{example.text}" is an example of "{intent}" already.'
                raise refusal(example.place, what, "Nothing has to be written.", "known-example")


def escape_marks(sentence: str) -> str:
    """Return what is read as this sentence, without a mark."""
    try:
        if read_example(sentence) == Example(sentence):
            return sentence
    except SentenceError:
        # It looks like a mark and is none.
        pass
    return write_example(Example(sentence))


def _is_example(written: Said, sentence: str) -> bool:
    try:
        return isinstance(written, str) and read_example(written.strip()).text == sentence
    except SentenceError:
        return False


def byte_of(content: bytes, text: str, index: int) -> int:
    """Return which byte of a file a character of its text starts at."""
    return (len(_BOM) if content.startswith(_BOM) else 0) + len(text[:index].encode())


def _in_bytes(content: bytes, page: Page, room: Room, scalar: str) -> tuple[int, bytes]:
    return byte_of(content, page.text, room.at), f"{room.before}{scalar}{room.after}".encode()


def _check(
    content: bytes, start: int, added: bytes, before: ParsedFile, intent: str, sentence: str, position: int
) -> int:
    """Return the line of the new example, having read the file as it will be.

    Raises
    ------
    IntentFilesError
        Where it says anything else than before and the example.
    """
    after = parse_yaml(content[:start] + added + content[start:], before.path)
    whole = said(after.root)
    texts = _examples_of(whole, intent)
    is_there = position < len(texts) and _is_example(texts[position], sentence)
    same = is_there and _without(whole, intent, position) == _without(said(before.root), intent)
    if same and len(after.problems) == len(before.problems):
        return _line_of(after.root, position, intent)
    what = f'the sentence cannot be added to intent "{intent}" without changing something else.'
    raise refusal(Place(before.path), what, "Write it there in an editor.", "cannot-edit")


def _examples_of(whole: Said, intent: str) -> list[Said]:
    found = under(under(under(whole, "intents"), intent), "examples")
    return found if isinstance(found, list) else []


def _without(whole: Said, intent: str, position: int = -1) -> Said:
    """Return what a file says without one example of an intent.

    An intent without examples is the same whether its key is there or not, and whether anything stands under its name.
    """
    intents = under(whole, "intents")
    if not isinstance(whole, dict) or not isinstance(intents, dict):
        return whole
    rest = dict(one) if isinstance(one := intents.get(intent), dict) else {}
    examples = _examples_of(whole, intent)
    if position >= 0:
        examples = examples[:position] + examples[position + 1 :]
    if examples:
        rest["examples"] = examples
    elif rest.get("examples") in ("", [], None) or position >= 0:
        rest.pop("examples", None)
    return {**whole, "intents": {**intents, intent: rest or ""}}


def _line_of(root: Node | None, position: int, intent: str) -> int:
    """Return the line of an example that is there."""
    node = root
    for key in ("intents", intent, "examples"):
        entries = node.entries if isinstance(node, MapNode) else ()
        node = next((one.value for one in entries if one.key.value == key), None)
    return node.items[position].line if isinstance(node, ListNode) else 0

"""A new intent goes into a file behind the others, and every other byte of the file stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.errors import IntentFilesError
from intentbot.files.example_edits import add_example, one_sentence
from intentbot.files.intent_edits import NewIntent, plan_intent, take_intent_back
from intentbot.files.intent_nodes import read_content
from intentbot.files.yaml_nodes import parse_yaml
from intentbot.text import comparison_key

ROOT = Path(__file__).parent.parent
SHIPPED = sorted((*(ROOT / "intents").glob("*.yaml"), *(ROOT / "examples").glob("*/intents/*.yaml")))
NEW = NewIntent("n", ("new",), "N", ("Yes.",))


def written(deeper: int = 2, dash: int = 2, end: str = "\n") -> str:
    """Return the lines of NEW, two columns in."""
    key, item = " " * (2 + deeper), " " * (2 + deeper + dash)
    lines = ["  n:", f"{key}title: N", f"{key}examples:", f"{item}- new", f"{key}responses:", f"{item}- Yes."]
    return end.join(lines)


# Before, and after NEW was added: what is between « and » was put there.
SHAPES = {
    "one intent": f"intents:\n  a:\n    examples:\n      - x\n«\n{written()}\n»",
    "apart": f"intents:\n  a: {{title: A}}\n\n  b:\n   title: B\n«\n{written(1)}\n»\nbot:\n  name: X\n",
    "not apart": f"intents:\n  a:\n    examples:\n    - x\n  b: {{title: B}}\n«{written(2, 0)}\n»# end\n",
    "no final line break": f"intents:\n  a: {{title: A}}\n  b:\n    title: B«\n{written()}»",
    "Windows": "intents:\r\n  a: {title: A}\r\n  b: {title: B}\r\n«" + written(end="\r\n") + "\r\n»",
    "no intents": f"bot:\n  name: X\n«\nintents:\n{written()}\n»",
    "nothing under intents": f"intents:\n«{written()}\n»",
    "only a comment": f"# mine\n«intents:\n{written()}\n»",
    "nothing": f"«intents:\n{written()}\n»",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_only_the_intent_is_new(shape: str) -> None:
    """In every shape of file the intent gets the look of its neighbours, nothing else changes, and it goes again."""
    before, added, rest = shape.replace("»", "«").split("«")
    old = (before + rest).encode()
    edit = plan_intent(old, "a.yaml", NEW)
    new = old[: edit.start] + edit.added + old[edit.start :]
    assert new.decode() == before + added + rest
    assert new.decode().splitlines()[edit.line - 1].strip() == "n:"
    assert take_intent_back(new, edit) == old
    assert take_intent_back(b"# more\n" + new, edit) == b"# more\n" + old


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_file_takes_an_intent(path: Path) -> None:
    """Each of our own files takes a new intent and gives it back, byte for byte."""
    old = path.read_bytes()
    edit = plan_intent(old, path.name, NewIntent("a new one", ("is it: new?", "[x](y) {z}"), "New: one", ("Say #1",)))
    new = old[: edit.start] + edit.added + old[edit.start :]
    found = next(one for one in read_content(parse_yaml(new, "a")).intents if one.name == "a new one")
    assert [example.text for example in found.examples] == ["is it: new?", "[x](y) {z}"]
    assert (found.title, found.responses[0].text) == ("New: one", "Say #1")
    assert take_intent_back(new, edit) == old


@pytest.mark.parametrize(
    "old, new, match",
    [
        (b"intents:\n  n: {title: N}\n", NEW, 'is an intent "n" in this file already'),
        (b"intents: {a: {title: A}}\n", NEW, "cannot be put among these"),
        (b"intents:\n  a: [\n", NEW, ":3:1:"),
        (b"intents:\n  a: {title: A}\n", NewIntent(" x ", ("y",)), "cannot be the name"),
        (b"intents:\n  a: {title: A}\n", NewIntent("out_of_scope", ("y",), "T"), "reserved"),
    ],
)
def test_what_cannot_be_written_is_refused(old: bytes, new: NewIntent, match: str) -> None:
    """A name that is taken or wrong, and a file with no room or with errors, is told with the place."""
    with pytest.raises(IntentFilesError, match=match):
        plan_intent(old, "a.yaml", new)


def test_an_intent_that_was_changed_stays() -> None:
    """What somebody added to a new intent is not taken away with it."""
    old = b"intents:\n  a: {title: A}\n"
    edit = plan_intent(old, "a.yaml", NEW)
    new = add_example(old[: edit.start] + edit.added + old[edit.start :], "a.yaml", "n", "more")
    with pytest.raises(IntentFilesError, match='4:3: intent "n" was changed since'):
        take_intent_back(new, edit)
    with pytest.raises(IntentFilesError, match='no intent "n"'):
        take_intent_back(old, edit)


@given(st.text(min_size=1, max_size=60), st.text(max_size=40), st.text(max_size=60))
def test_any_words_are_read_back(sentence: str, title: str, answer: str) -> None:
    """Whatever is written as sentence, title and answer is read again as it was, or refused."""
    sentence, title, answer = one_sentence(sentence), one_sentence(title), one_sentence(answer)
    if not comparison_key(sentence):
        return
    old = "# é\nintents:\n  a:\n    examples: [q] # c\nbot: {name: B}\n".encode()
    new = NewIntent("n", (sentence,), title, (answer,) if answer.strip() else ())
    try:
        edit = plan_intent(old, "a.yaml", new)
    except IntentFilesError:
        return
    content = old[: edit.start] + edit.added + old[edit.start :]
    found = read_content(parse_yaml(content, "a")).intents[1]
    assert [one.text for one in found.examples] == [sentence]
    assert [one.text for one in found.responses] == list(new.answers)
    assert take_intent_back(content, edit) == old

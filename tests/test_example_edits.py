"""A sentence goes among an intent's examples, and every other byte of the file stays as it was."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.errors import FileError, IntentFilesError
from intentbot.files.example_edits import add_example, one_sentence, plan_example, remove_example, take_back
from intentbot.files.example_files import files_of, take_out, write_into
from intentbot.files.intent_nodes import read_content
from intentbot.files.scalars import write_scalar
from intentbot.files.yaml_nodes import parse_yaml
from intentbot.intents import Example, Intent
from intentbot.places import Place
from intentbot.text import comparison_key

ROOT = Path(__file__).parent.parent
SHIPPED = sorted((*(ROOT / "intents").glob("*.yaml"), *(ROOT / "examples").glob("*/intents/*.yaml")))

# Before, and after "new" was added to the examples of intent a: what is between « and » was put there.
SHAPES = {
    "a list": "intents:\n  a:\n    examples:\n      - x\n«      - new\n»    responses: [z]\n",
    "dashes under the key": "intents:\n  a:\n    examples:\n    - x\n«    - new\n»    responses: [z]\n",
    "no final line break": "intents:\n  a:\n    examples:\n      - x«\n      - new»",
    "a comment behind the last": "intents:\n  a:\n    examples:\n      - x # c\n«      - new\n»\n\n  b: {title: B}\n",
    "a comment below": "intents:\n  a:\n    examples:\n    - x\n«    - new\n»    # d\t!\n    responses: [z]\n",
    "Windows lines and a mark": '\ufeffintents:\r\n  a:\r\n    examples:\r\n      - "x"\r\n«      - "new"\r\n»',
    "double quotes": 'intents:\n a:\n  examples:\n   -  "x"\n   -  "y"\n«   -  "new"\n»',
    "single quotes": "intents:\n a:\n  examples:\n   - 'x'\n«   - 'new'\n»",
    "some quotes": "intents:\n a:\n  examples:\n   - 'x'\n   - y\n«   - new\n»",
    "two lines": "intents:\n  a:\n    examples:\n      - x\n        y\n«      - new\n»    title: A\n",
    "a block of text": "intents:\n  a:\n    examples:\n      - |\n        x\n«      - new\n»\n    title: A\n",
    "brackets": "intents:\n  a:\n    examples: [x, y«, new»]\n",
    "brackets without space": "intents:\n  a:\n    examples: [x,y«,new»]\n",
    "brackets, a comma last": "intents:\n  a:\n    examples: [ x«, new», ] # c\n",
    "brackets over lines": "intents:\n  a:\n    examples: [\n      x,\n      y«,\n      new»\n    ]\n",
    "lines that end in commas": "intents:\n  a:\n    examples: [\n      x,\n      y, # c\n«      new,\n»    ]\n",
    "a comment without comma": "intents:\n  a:\n    examples: [\n      x,\n      «new,\n      »y # c\n    ]\n",
    "brackets that wrap": "intents:\n  a:\n    examples: [x, y,\n      z, 'q'«, new»]\n",
    "empty brackets": "intents:\n  a:\n    examples: [«new»]\n",
    "nothing behind the key": "intents:\n  a:\n    examples: # c\n«      - new\n»    title: A\n",
    "no key": "intents:\n  a:\n    title: A # c\n«    examples:\n    - new\n»    # t\n    templates:\n    - x\n",
    "no key, no title": "intents:\n  'a': # c\n«    examples:\n      - new\n»    # t\n    templates:\n      - x\n",
    "only a name": "intents:\n  a:\n«   examples:\n     - new\n»  b:\n   title: B\n",
    "in braces": "intents:\n  a: {«examples: [new], »title: A}\n",
    "in braces, with a list": "intents: {a: {examples: [x«, new»]}}",
    "empty braces": "intents:\n  a: {«examples: [new]»}\n",
    "Chinese and emoji": "intents:\n  b: {title: 😀}\n  a:\n    examples:\n    - 你好 😀\n«    - new\n»",
    "a later intent": "intents:\n  b:\n    examples:\n      - q\n  a:\n    examples:\n      - x\n«      - new\n»",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_only_the_example_is_new(shape: str) -> None:
    """In every shape of file the example gets the look of its neighbours, and nothing else changes."""
    before, added, rest = shape.replace("»", "«").split("«")
    old = (before + rest).encode()
    new = add_example(old, "a.yaml", "a", "new")
    assert new.decode() == before + added + rest
    edit = plan_example(old, "a.yaml", "a", "new")
    assert take_back(new, edit) == old
    assert new.decode().splitlines()[edit.line - 1].strip("\ufeff").find("new") >= 0


@pytest.mark.parametrize(
    "sentence, plain, double, flow",
    [
        # In brackets the parser in pure Python takes a question mark for the start of a key.
        ("where is it?", "where is it?", '"where is it?"', '"where is it?"'),
        ("yes", "yes", '"yes"', "yes"),
        ("a: b", '"a: b"', '"a: b"', '"a: b"'),
        ("order #12", '"order #12"', '"order #12"', '"order #12"'),
        ("one, two", "one, two", '"one, two"', '"one, two"'),
        ("- dash", '"- dash"', '"- dash"', '"- dash"'),
        ("it's", "it's", '"it\'s"', "it's"),
        ('a "b": c', "'a \"b\": c'", '"a \\"b\\": c"', "'a \"b\": c'"),
        ("*", '"*"', '"*"', '"*"'),
        ("@you", '"@you"', '"@you"', '"@you"'),
    ],
)
def test_quotes_stand_where_they_must(sentence: str, plain: str, double: str, flow: str) -> None:
    """A sentence is quoted where YAML would read it otherwise, or where its neighbours are."""
    assert write_scalar(sentence) == plain
    assert write_scalar(sentence, style='"') == double
    assert write_scalar(sentence, is_flow=True) == flow


@pytest.mark.parametrize("sentence", ["[words](entity)", "a [b](c d) e", r"back\[slash", "[] (z)", "[ ](z)", r"c:\dir"])
def test_brackets_are_no_marks(sentence: str) -> None:
    """What a customer wrote is plain text, even where it looks like a mark."""
    new = add_example(b"intents:\n  a:\n    examples: [x]\n", "a.yaml", "a", sentence)
    example = read_content(parse_yaml(new, "a.yaml")).intents[0].examples[1]
    assert example == Example(sentence)


@pytest.mark.parametrize(
    "content, said",
    [
        ("intents:\n  b:\n    examples: [x]\n", 'a.yaml:1:1: there is no intent "a"'),
        ("intents:\n  a:\n    examples: hello\n", 'a.yaml:3:15: `examples` of intent "a" is not a list'),
        ("intents:\n  a:\n    examples: [x: y]\n", "is not a text"),
        ("intents:\n  a: [x]\n", "a.yaml:2:6: what stands under"),
        ("intents:\n  a: &b\n    examples: [x]\n", "the anchor &b"),
        ("intents:\n  a: [\n", "not valid YAML"),
        ("", "has no intents"),
        (
            "intents:\n  a:\n    examples:\n    - The new one!\n",
            'a.yaml:4:7: "The new one!" is an example of "a" already',
        ),
        ("intents:\n  a:\n    examples:\n    - |+\n      x\n\n    title: A\n", "without changing something else"),
    ],
)
def test_what_cannot_be_edited_is_refused(content: str, said: str) -> None:
    """Where a file cannot take the example, the error names the place and the way out."""
    with pytest.raises(IntentFilesError) as error:
        add_example(content.encode(), "a.yaml", "a", "the new one")
    assert said in str(error.value)
    assert all(problem.fix for problem in error.value.problems)


@pytest.mark.parametrize("sentence", ["", " \n\t", "\x00\x07"])
def test_no_words_are_no_example(sentence: str) -> None:
    """An empty message is refused."""
    with pytest.raises(IntentFilesError, match="no words"):
        add_example(b"intents:\n  a:\n    examples: [x]\n", "a.yaml", "a", sentence)


def test_a_comment_is_never_cut_out() -> None:
    """An example with a comment behind it is left for the editor to delete."""
    content = b"intents:\n  a:\n    examples:\n      - x\n      - y # why\n"
    with pytest.raises(IntentFilesError, match="without touching"):
        remove_example(content, "a.yaml", "a", "y")
    with pytest.raises(IntentFilesError, match="is no example"):
        remove_example(content, "a.yaml", "a", "z")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_intent_takes_a_sentence(path: Path) -> None:
    """Each intent of the shipped files takes a sentence, and gives it back."""
    content = path.read_bytes()
    for intent in read_content(parse_yaml(content, path.name)).intents:
        new = add_example(content, path.name, intent.name, "zz: it's [new](x) 你好 😀")
        assert remove_example(new, path.name, intent.name, "zz: it's [new](x) 你好 😀") == content


names = st.sampled_from(["a", "b/c", "退款", "d e"])
words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).map(one_sentence).filter(comparison_key)
sentences = st.one_of(
    words, st.text("ab :#-?[]{}()\\'\"&*!|>%@`,.\t你😀", min_size=1).map(one_sentence).filter(comparison_key)
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Return an intent file in some style, without errors."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    lines = ["# shop", "", "intents:"]
    for name in draw(st.lists(names, min_size=1, max_size=3, unique=True)):
        lines.append(f"  {draw(st.sampled_from([name, repr(name)]))}:{draw(st.sampled_from(['', '  # about']))}")
        texts = draw(st.lists(words, min_size=1, max_size=3, unique_by=comparison_key))
        style = draw(st.sampled_from(["", "'", '"']))
        shape = draw(st.sampled_from(["list", "list", "flat", "brackets", "lines", "none"]))
        is_flow = shape in ("brackets", "lines")
        # Brackets in the old sentences are not what is tested here.
        written = [write_scalar(t.translate({91: 40, 93: 41, 92: 47}), style=style, is_flow=is_flow) for t in texts]
        tails = [draw(st.sampled_from(["", "", " # why\t"])) for _ in texts]
        if shape == "none":
            lines.append("    templates: [q]")
        elif shape == "brackets":
            lines.append(f"    examples: [{draw(st.sampled_from([', ', ',  '])).join(written)}]{tails[0]}")
        elif shape == "lines":
            comma = draw(st.sampled_from(["", ","]))
            ends = [","] * (len(written) - 1) + [comma]
            lines += [
                "    examples: [",
                *(f"      {w}{e}{t}" for w, e, t in zip(written, ends, tails, strict=True)),
                "    ]",
            ]
        else:
            indent = "      " if shape == "list" else "    "
            lines += [f"    examples:{tails[0]}", *(f"{indent}- {w}{t}" for w, t in zip(written, tails, strict=True))]
        lines += draw(st.sampled_from([[], ["    # end"], [""], ["    responses:", "      - ok"]]))
    text = newline.join(lines) + draw(st.sampled_from(["", newline]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


@given(files(), sentences, st.integers(0, 2))
def test_adding_is_undone_by_removing(content: bytes, sentence: str, number: int) -> None:
    """Whatever the file and the sentence: what is added is one piece, one example more, and can be taken out again."""
    intents = read_content(parse_yaml(content, "a.yaml")).intents
    intent = intents[number % len(intents)]
    if comparison_key(sentence) in {comparison_key(example.text) for example in intent.examples}:
        return
    edit = plan_example(content, "a.yaml", intent.name, sentence)
    new = add_example(content, "a.yaml", intent.name, sentence)
    end = edit.start + len(edit.added)
    assert new[: edit.start] + new[end:] == content and new[edit.start : end] == edit.added
    after = {one.name: list(one.examples) for one in read_content(parse_yaml(new, "a.yaml")).intents}
    after[intent.name].remove(Example(one_sentence(sentence)))
    assert after == {one.name: list(one.examples) for one in intents}
    assert take_back(new, edit) == content
    assert remove_example(new, "a.yaml", intent.name, sentence) == content


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return an intent file."""
    path = tmp_path / "shop.yaml"
    path.write_bytes(b"intents:\n  a:\n    examples:\n      - x\n  b:\n    examples: [q]\n")
    return path


def test_a_file_keeps_its_rights_and_its_link(shop: Path, tmp_path: Path) -> None:
    """Writing follows a link, keeps the file's rights, and leaves nothing beside it."""
    shop.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(shop)
    write_into(link, "a", "new")
    assert link.is_symlink() and b"- new\n" in shop.read_bytes()
    assert stat.S_IMODE(shop.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "shop.yaml"]


def test_undo_finds_the_example_in_a_changed_file(shop: Path) -> None:
    """What an editor wrote meanwhile stays; the example is found wherever it is now."""
    edit = write_into(shop, "a", "new")
    shop.write_bytes(b"# mine\n" + shop.read_bytes().replace(b"- new\n", b"- new\n      - later\n"))
    take_out(edit)
    assert shop.read_bytes() == (
        b"# mine\nintents:\n  a:\n    examples:\n      - x\n      - later\n  b:\n    examples: [q]\n"
    )
    with pytest.raises(IntentFilesError, match="is no example"):
        take_out(edit)


def test_a_file_that_may_not_be_written_is_left_alone(shop: Path) -> None:
    """A file that is gone or read-only is an error with its name."""
    before = shop.read_bytes()
    with pytest.raises(FileError, match="does not exist"):
        write_into(shop.with_name("gone.yaml"), "a", "new")
    shop.chmod(0o444)
    if not os.access(shop, os.W_OK):
        with pytest.raises(FileError, match="may not be written"):
            write_into(shop, "a", "new")
        assert shop.read_bytes() == before


def test_an_intent_is_found_in_each_of_its_files(tmp_path: Path) -> None:
    """The files of an intent are told with their languages."""
    first, second = tmp_path / "en.yaml", tmp_path / "zh.yaml"
    first.write_text("intents:\n  a:\n    examples: [x]\n", encoding="utf-8")
    second.write_text("language: zh\nintents:\n  a:\n    examples: [你好]\n", encoding="utf-8")
    known = Intent(
        "a", place=Place(first.as_posix(), 2, 3), examples=(Example("你好", (), Place(second.as_posix(), 4, 16)),)
    )
    assert list(files_of(known)) == [(first.as_posix(), ""), (second.as_posix(), "zh")]

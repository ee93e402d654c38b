"""Whatever stands in a file, the reader answers with intents or a documented error."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from intentbot.errors import FileError, IntentFilesError
from intentbot.sources import read_intents

GOOD = r"""language: en
intents:
  a:
    title: An "A"
    examples: [where is my [x](e), 'two: words', "esc\n"]
    templates: ["(a|b) [c] {e} <r>"]
    slots: {e: {ask: "Which?"}}
    responses: ["It is {e}.", {text: ok, when: {channel: web}, buttons: [{title: t, message: m}]}]
    context: {requires: [c], sets: [{name: c, lifespan: 3}]}
    tests: [is it there]
  out_of_scope:
    examples:
      - what is life
entities: {e: {pattern: '\d{2,3}'}, f: {values: {one: [two], three: }}}
rules: {r: "(x|y)"}
bot: {name: B, fallback: {responses: [what]}}
training: {epochs: 3}
known_failures: [is it there]
"""
TOY = (
    '{"intents": [{"tag": "a", "patterns": ["hi", "yo \\ud83d\\ude00"], "responses": ["x{"], "context_set": "c"}, '
    '{"tag": 7}]}'
)
TABLE = 'text,intent\n"hello, you",greet\nbye,leave\n'
YAMLISH = "abc :-[]{}#&*!|>'\"%@`\n\t?,\\<>()~=\u00e9\u2028\ufeff0"
FEW = settings(max_examples=60, deadline=None, derandomize=True)


def read_anything(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        try:
            read_intents(path)
        except IntentFilesError as error:
            assert error.problems
            assert all(problem.what and problem.code for problem in error.problems)
        except FileError as error:
            assert name in str(error)


names = st.sampled_from(["a.yaml", "a.csv", "a.tsv", "a.json"])


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, bytes]:
    """A good file with a few places cut out, doubled or overwritten."""
    name, text = draw(st.sampled_from([("a.yaml", GOOD), ("a.yaml", GOOD), ("a.json", TOY), ("a.csv", TABLE)]))
    content = text.encode()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 20)))
        new = draw(
            st.one_of(
                st.just(content[start:end] * 2), st.binary(max_size=3), st.text(YAMLISH, max_size=6).map(str.encode)
            )
        )
        content = content[:start] + new + content[end:]
    return name, content


@FEW
@given(names, st.binary(max_size=200))
def test_random_bytes_are_read_or_refused(name, content):
    """Bytes of any kind give intents or one clear error."""
    read_anything(name, content)


@FEW
@given(names, st.text(YAMLISH, max_size=120))
def test_random_signs_are_read_or_refused(name, text):
    """The signs that mean something to YAML give intents or one clear error, in any order."""
    read_anything(name, text.encode())


@settings(max_examples=200, deadline=None, derandomize=True)
@given(mutations())
def test_a_damaged_file_is_read_or_refused(damaged):
    """A good file with a few places changed gives intents or one clear error."""
    read_anything(*damaged)


KEYS = st.sampled_from(
    [
        *("intents", "entities", "rules", "bot", "training", "known_failures", "language", "examples", "templates"),
        *("slots", "responses", "context", "tests", "title", "text", "when", "buttons", "image", "message", "channel"),
        *("ask", "pattern", "values", "name", "fallback", "requires", "excludes", "sets", "lifespan", "epochs"),
        *("a", "out_of_scope", "email"),
    ]
)
nodes = st.recursive(
    st.text(YAMLISH, max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.dictionaries(KEYS, nodes, max_size=5))
def test_the_right_keys_with_the_wrong_values_are_refused(content):
    """Any value under any key gives intents or one clear error."""
    import json

    read_anything("a.yaml", json.dumps(content).encode())

"""Reading and checking intent files."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from intentbot.answers import Button, Condition, Response
from intentbot.errors import FileError, IntentFilesError, Problem
from intentbot.files.schema import intent_schema
from intentbot.intents import ContextChange, EntityMark, Example, IntentSet, Slot
from intentbot.marks import read_example, write_example
from intentbot.sources import check_intents, read_intents

GOOD = r"""
language: de
intents:
  track_order:
    title: Track an order
    examples:
      - Where is my order?
      - when will [84512](order_number) arrive
      - "track it: now"
      - yes
      - 12:30
    templates:
      - "<polite> (where is|track) [my] (order|{product})"
    slots:
      order_number: {ask: "What is your order number?"}
    responses:
      - On its way.
      - text: "Track {{it}} here: https://shop.example/{order_number}"
        when: {channel: web, language: de}
        buttons: [{title: Talk to a person, message: agent please}]
        image: https://shop.example/a.png
    context: {requires: [], excludes: [], sets: [{name: order, lifespan: 3}, seen]}
    tests:
      - has my parcel shipped yet
  greet:
    examples: [hello, hi there, good morning, hey you, good day]
    responses: [Hello!]
    context: {requires: [order]}
  out_of_scope:
    examples: [what is the meaning of life, sing a song, who won the cup, cook rice, tell me a tale]
entities:
  order_number: {pattern: '\b\d{5,8}\b'}
  product:
    values: {espresso machine: [coffee maker, espresso maker], grinder: []}
rules: {polite: "(please|kindly|could you)"}
bot:
  name: Acme support
  language: en
  ambiguous: "{first}, or {second}?"
  fallback: {responses: ["Sorry, I did not get that."]}
training: {network: cnn, epochs: 30}
known_failures: [has my parcel shipped yet]
"""

TWO = """intents:
  a:
    examples: [where is my parcel, track it, find it, did it ship, is it here]
  b:
    examples: [hello, hi, good morning, hey you, good day]
"""


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(content, encoding="utf-8", newline="")
    return path


def problems_of(folder: Path, content: str) -> list[Problem]:
    return list(check_intents(write(folder, "bot.yaml", content))[1])


@pytest.fixture
def good(tmp_path) -> IntentSet:
    return read_intents(write(tmp_path, "bot.yaml", GOOD))


def test_every_part_of_a_file_is_read(good):
    """What the editor wrote stands in the values, as text."""
    track = good.intents[0]
    assert [example.text for example in track.examples][2:] == ["track it: now", "yes", "12:30"]
    assert track.examples[1] == Example("when will 84512 arrive", (EntityMark(10, 15, "order_number"),))
    assert track.slots == (Slot("order_number", "order_number", (Response("What is your order number?"),)),)
    assert track.responses[1].when == (Condition("channel", ("web",)), Condition("language", ("de",)))
    assert track.responses[1].buttons == (Button("Talk to a person", "agent please"),)
    assert track.context.sets == (ContextChange("order", 3), ContextChange("seen", 5))
    assert good.entities[1].values == (("espresso machine", ("coffee maker", "espresso maker")), ("grinder", ()))
    assert good.training == {"network": "cnn", "epochs": "30"}
    assert (good.bot.name, track.language) == ("Acme support", "de")
    assert good.bot.ambiguous == (Response("{first}, or {second}?"),)


def test_everything_has_its_place(good):
    """Lines and columns count from 1 and point at the text itself, inside any quotes."""
    track = good.intents[0]
    assert (track.place.line, track.place.column) == (4, 3)
    assert (track.examples[0].place.line, track.examples[0].place.column) == (7, 9)
    assert (track.examples[2].place.line, track.examples[2].place.column) == (9, 10)


def test_a_good_file_has_no_problems(tmp_path):
    """What is right is not complained about."""
    assert problems_of(tmp_path, GOOD) == []


def test_a_folder_is_read_recursively_in_path_order(tmp_path):
    """All YAML files count, hidden ones and others do not."""
    write(
        tmp_path,
        "b/two.yml",
        TWO.replace("  a:", "  c:").replace("  b:", "  d:").replace("[", "[so ").replace(", ", ", so "),
    )
    write(tmp_path, "a.yaml", TWO)
    write(tmp_path, ".hidden.yaml", "nonsense: [")
    write(tmp_path, "notes.txt", "nonsense: [")
    assert [intent.name for intent in check_intents(tmp_path)[0] or ()] == ["a", "b", "c", "d"]


def test_all_problems_are_told_at_once_by_path_and_line(tmp_path):
    """An editor sees everything in one run, in the order of the files."""
    write(tmp_path, "b.yaml", "intents:\n  x: {exmples: [hello]}\n  y: {examples: ['']}\n")
    write(tmp_path, "a.yaml", "intents:\n  z: {responses: ['{no}', '{no']}\n")
    with pytest.raises(IntentFilesError) as caught:
        read_intents(tmp_path)
    places = [(Path(problem.path).name, problem.line) for problem in caught.value.problems]
    assert places == sorted(places)
    assert {"unknown-key", "empty-text", "unknown-name", "response-braces"} <= {p.code for p in caught.value.problems}
    assert "Did you mean `examples`?" in str(caught.value)


def test_the_same_intent_in_two_files_names_both_places(tmp_path):
    """Nothing is lost silently when two files define one thing."""
    write(tmp_path, "a.yaml", TWO)
    write(tmp_path, "b.yaml", TWO)
    found = [p for p in check_intents(tmp_path)[1] if p.code == "duplicate-definition"]
    assert len(found) == 2
    assert found[0].path.endswith("b.yaml")
    assert "a.yaml:2" in found[0].what


GOLDEN = [
    ("duplicate-key", 3, "intents:\n  a: {examples: [x]}\n  a: {examples: [y]}\n"),
    ("unknown-key", 1, "intens:\n  a: {examples: [x]}\n"),
    ("unknown-key", 2, "intents:\n  a: {example: [x]}\n"),
    ("anchor", 2, "intents:\n  a: &x\n    examples: [y]\n"),
    ("alias", 3, "intents:\n  a:\n    examples: [*x]\n"),
    ("tag", 3, "intents:\n  a:\n    examples: [!!str y]\n"),
    ("tag", 1, "!!python/object/apply:os.system ['ls']\n"),
    ("documents", 3, "intents:\n  a: {examples: [x]}\n---\nb: c\n"),
    ("too-deep", 1, "intents: " + "[" * 30 + "]" * 30 + "\n"),
    ("too-deep", 1, "[" * 300 + "\n"),
    ("bad-key", 1, "? [a, b]\n: c\n"),
    ("yaml-syntax", 3, "intents:\n  a:\n    examples: - x\n"),
    ("yaml-syntax", 3, "intents:\n  a:\n\texamples: [x]\n"),
    ("yaml-syntax", 2, "intents:\n  a: {examples: [x}\n  b: {}\n"),
    ("yaml-syntax", 4, "intents:\n  a:\n    examples:\n    - @home\n"),
    ("yaml-syntax", 4, 'intents:\n  a:\n    examples:\n    - "\\d"\n'),
    ("control-character", 2, "intents:\n  a\x07: {examples: [x]}\n"),
    ("cut-by-comment", 4, "intents:\n  a:\n    examples:\n      - my order #12345 is late\n"),
    ("not-a-text", 4, "intents:\n  a:\n    examples:\n      - order: where is it\n"),
    ("not-a-list", 3, "intents:\n  a:\n    examples: where is it\n"),
    ("not-a-list", 3, "intents:\n  a:\n    examples: |\n      one\n      two\n"),
    ("not-a-mapping", 2, "intents:\n  - a\n"),
    ("not-a-mapping", 3, "intents:\n  a:\n  - x\n"),
    ("empty-list", 3, "intents:\n  a:\n    examples:\n"),
    ("empty-text", 3, "intents:\n  a:\n    examples: ['  ']\n"),
    ("intent-name", 2, "intents:\n  '': {examples: [x]}\n"),
    ("intent-name", 2, f"intents:\n  {'a' * 101}: {{examples: [x]}}\n"),
    ("reserved-intent", 3, "intents:\n  out_of_scope:\n    responses: [no]\n    examples: [x]\n"),
    ("bad-mark", 3, "intents:\n  a:\n    examples: ['see [docs](http://x.example)']\n"),
    ("no-examples", 2, "intents:\n  a: {responses: [x]}\n"),
    ("few-examples", 2, "intents:\n  a: {examples: [x]}\n"),
    ("no-intents", 0, ""),
    ("one-intent", 2, "intents:\n  a: {examples: [x]}\n"),
    ("example-conflict", 3, "intents:\n  a: {examples: [Where is it!]}\n  b: {examples: [where is it]}\n"),
    ("duplicate-example", 3, "intents:\n  a:\n    examples: [x y, X y!]\n"),
    (
        "near-duplicate",
        3,
        "intents:\n  a: {examples: [please where is my order]}\n  b: {examples: [please where is my orders]}\n",
    ),
    ("unknown-name", 2, "intents:\n  a: {examples: [x], responses: ['it is {order_no}']}\n"),
    ("response-braces", 2, "intents:\n  a: {examples: [x], responses: ['it is {order']}\n"),
    ("no-plain-response", 2, "intents:\n  a: {examples: [x], responses: ['it is {date}']}\n"),
    ("no-responses", 3, "intents:\n  a: {examples: [x], responses: [y]}\n  b: {examples: [y]}\n"),
    ("response-without-text", 2, "intents:\n  a: {examples: [x], responses: [{image: y}]}\n"),
    ("bad-button", 2, "intents:\n  a: {examples: [x], responses: [{text: y, buttons: [{title: z}]}]}\n"),
    ("bad-button", 2, "intents:\n  a: {examples: [x], responses: [{text: y, buttons: [z]}]}\n"),
    ("unknown-key", 2, "intents:\n  a: {examples: [x], responses: [{text: y, when: {chanel: web}}]}\n"),
    ("unknown-entity", 2, "intents:\n  a: {examples: ['[x](y)']}\n"),
    ("unknown-entity", 2, "intents:\n  a: {examples: [x], slots: {y: {ask: z}}}\n"),
    ("unknown-entity", 2, "intents:\n  a: {templates: ['x {y}']}\n"),
    ("unknown-rule", 2, "intents:\n  a: {templates: ['x <y>']}\n"),
    ("template-syntax", 2, "intents:\n  a: {templates: ['(x']}\n"),
    ("template-expansion", 3, "intents:\n  a: {templates: ['<x>']}\nrules: {x: <x> y}\n"),
    ("unused-rule", 1, "rules: {polite: please}\n"),
    ("unused-entity", 1, "entities: {drink: {values: [tea]}}\n"),
    ("bad-name", 1, "entities: {my drink: {values: [tea]}}\n"),
    ("built-in-entity", 1, "entities: {email: {values: [tea]}}\n"),
    ("entity-kind", 1, "entities: {drink: {values: [tea], pattern: x}}\n"),
    ("entity-kind", 1, "entities: {drink: {}}\n"),
    ("bad-pattern", 1, "entities: {drink: {pattern: '(x'}}\n"),
    ("bad-pattern", 1, "entities: {drink: {pattern: '(x+)+'}}\n"),
    ("bad-pattern", 1, "entities: {drink: {pattern: 'x*'}}\n"),
    ("not-a-mapping", 2, "intents:\n  a: {examples: [x], slots: {date: When then}}\n"),
    ("context-never-set", 2, "intents:\n  a: {examples: [x], context: {requires: [y]}}\n"),
    ("bad-context", 2, "intents:\n  a: {examples: [x], context: {sets: [{name: y, lifespan: soon}]}}\n"),
    ("bad-context", 2, "intents:\n  a: {examples: [x], context: {sets: [{lifespan: 3}]}}\n"),
    ("duplicate-test", 2, "intents:\n  a: {examples: [x], tests: [y, Y!]}\n"),
    ("test-is-example", 2, "intents:\n  a: {examples: [x], tests: [X]}\n"),
    ("unknown-failure", 1, "known_failures: [x]\n"),
    ("language", 1, "language: English\n"),
    ("language", 1, "bot: {language: EN}\n"),
    ("unknown-name", 1, "bot: {ambiguous: 'This or {second}?'}\n"),
    ("response-braces", 1, "bot: {ambiguous: 'This or {second?'}\n"),
    ("fallback-without-text", 1, "bot: {fallback: {}}\n"),
    ("bad-setting", 1, "training: {epochs: many}\n"),
    ("bad-setting", 1, "training: {epoch: 3}\n"),
    ("bad-setting", 1, "training: {dropout: nan}\n"),
    ("bad-link", 2, "intents:\n  a: {examples: [x], responses: [{text: y, links: [{title: z}]}]}\n"),
    (
        "bad-link",
        2,
        "intents:\n  a: {examples: [x], responses: [{text: y, links: [{title: z, url: 'javascript:1'}]}]}\n",
    ),
    ("not-a-mapping", 2, "intents:\n  a: {examples: [x], responses: [{text: y, custom: z}]}\n"),
    ("unknown-slot", 2, "intents:\n  a: {examples: [x], responses: [{text: y, when: {slots: {z: 1}}}]}\n"),
    ("unknown-entity", 2, "intents:\n  a: {examples: [x], responses: [{text: y, unless: {entities: {z: 1}}}]}\n"),
    ("unknown-context", 2, "intents:\n  a: {examples: [x], responses: [{text: y, when: {context: z}}]}\n"),
    ("unknown-result", 2, "intents:\n  a: {examples: [x], responses: [{text: y, when: {results: {z: 1}}}]}\n"),
    ("unknown-language", 2, "intents:\n  a: {examples: [x], responses: [{text: y, when: {language: xx}}]}\n"),
    ("no-plain-response", 2, "intents:\n  a: {examples: [x], responses: [{text: y, when: {channel: web}}]}\n"),
    ("bad-number", 2, "intents:\n  a: {examples: [x], slots: {date: {tries: many}}}\n"),
    ("yes-or-no", 2, "intents:\n  a: {examples: [x], slots: {date: {required: maybe}}}\n"),
    ("bad-pattern", 2, "intents:\n  a: {examples: [x], slots: {date: {pattern: '(x'}}}\n"),
    ("slot-limit", 2, "intents:\n  a: {examples: [x], slots: {email: {min: 1}}}\n"),
    ("slot-limit", 2, "intents:\n  a: {examples: [x], slots: {date: {min: soon}}}\n"),
    ("slot-limit", 2, "intents:\n  a: {examples: [x], slots: {number: {min: 3, max: 2}}}\n"),
    ("slot-value", 2, "intents:\n  a: {examples: [x], slots: {s: {values: [tee]}}}\nentities: {s: {values: [tea]}}\n"),
    (
        "slot-conflict",
        3,
        "intents:\n  a: {examples: [x], slots: {s: {entity: url}}}\n  b: {examples: [y], slots: {s: {entity: date}}}\n",
    ),
    ("unreachable-intent", 2, "intents:\n  a: {examples: [x], context: {requires: [c], excludes: [c], sets: [c]}}\n"),
    (
        "unreachable-intent",
        2,
        "intents:\n  a: {examples: [x], context: {requires: [c], sets: [d]}}\n"
        "  b: {examples: [y], context: {requires: [d], sets: [c]}}\n",
    ),
    ("unknown-intent", 2, "intents:\n  a: {examples: [x], follow_ups: {yes: {intent: z}}}\n"),
    ("empty-follow-up", 2, "intents:\n  a: {examples: [x], follow_ups: {yes: {sets: [c]}}}\n"),
    ("unknown-key", 2, "intents:\n  a: {examples: [x], follow_ups: {maybe: {intent: a}}}\n"),
    ("action-without-name", 2, "intents:\n  a: {examples: [x], action: {when: {channel: web}}}\n"),
    ("unknown-slot", 2, "intents:\n  a: {examples: [x], action: {name: z, when: {slots: {y: 1}}}}\nactions: {z: {}}\n"),
    ("bad-reason", 2, "intents:\n  a: {examples: [x], handover: no}\n"),
    (
        "condition-value",
        2,
        "intents:\n  a: {examples: [x], slots: {s: {entity: yes_no}}, responses: [{text: y, when: {slots: {s: n}}}]}\n",
    ),
    ("slot-value", 2, "intents:\n  a: {examples: [x], slots: {s: {entity: yes_no, values: [a]}}}\n"),
    ("slot-value", 2, "intents:\n  a: {examples: [x], slots: {number: {values: [one]}}}\n"),
    ("slot-limit", 2, "intents:\n  a: {examples: [x], slots: {number: {min: nan}}}\n"),
    ("bad-webhook", 1, "actions: {z: {webhook: 'https://u:p@x.example/'}}\n"),
    ("unknown-action", 2, "intents:\n  a: {examples: [x], action: z}\n"),
    ("unused-action", 1, "actions: {z: {}}\n"),
    ("bad-webhook", 1, "actions: {z: {webhook: file:///etc/passwd}}\n"),
    ("bad-webhook", 1, "actions: {z: {webhook: {retries: 1}}}\n"),
    ("bad-webhook", 1, "actions: {z: {webhook: {url: 'https://x.example', token_from: 'Bearer abc'}}}\n"),
    ("bad-result", 1, "actions: {z: {results: {a: dates}}}\n"),
    ("bad-number", 1, "actions: {z: {timeout: 0}}\n"),
    ("opening-hours", 1, "bot: {handover: {hours: {timezone: Europe/Londom, monday: '09:00-17:00'}}}\n"),
    ("opening-hours", 1, "bot: {handover: {hours: {monday: '9 to 5'}}}\n"),
    ("opening-hours", 1, "bot: {handover: {hours: {monday: '17:00-09:00'}}}\n"),
    ("opening-hours", 1, "bot: {handover: {hours: {monday: closed}}}\n"),
    ("opening-hours", 1, "bot: {handover: {hours: {monday: '09:00-17:00', closed_on: [christmas]}}}\n"),
]


@pytest.mark.parametrize(("code", "line", "content"), GOLDEN)
def test_each_kind_of_problem_has_its_code_line_and_fix(tmp_path, code, line, content):
    """What an editor can get wrong is named on its line, with a fix."""
    found = [problem for problem in problems_of(tmp_path, content) if problem.code == code]
    assert found, problems_of(tmp_path, content)
    assert found[0].line == line
    assert found[0].fix
    assert found[0].what.endswith((".", ")."))


def test_the_pure_python_parser_finds_the_same(tmp_path, monkeypatch):
    """Where PyYAML was built without libyaml, the same problems are found on the same lines."""
    contents = [GOOD, *(content for _, _, content in GOLDEN)]
    fast = [[(p.code, p.line) for p in problems_of(tmp_path, content)] for content in contents]
    monkeypatch.setattr("intentbot.files.yaml_nodes._LOADER", yaml.SafeLoader)
    slow = [[(p.code, p.line) for p in problems_of(tmp_path, content)] for content in contents]
    assert slow == fast


def test_a_misspelt_key_has_no_echo(tmp_path):
    """An intent whose `exampels` are not read is not also said to have no examples."""
    found = problems_of(tmp_path, TWO + "  c:\n    exampels: [one, two]\n  d: {title: D}\n")
    assert [(p.code, p.line) for p in found] == [("unknown-key", 7), ("no-examples", 8)]


def test_names_that_are_nearly_right_are_suggested(tmp_path):
    """A near-miss is named in the fix."""
    content = GOOD.replace("{order_number}", "{order_no}").replace("<polite>", "<polit>")
    fixes = "\n".join(problem.fix for problem in problems_of(tmp_path, content))
    assert "Did you mean {order_number}?" in fixes
    assert "Did you mean <polite>?" in fixes


def test_the_column_points_into_the_text(tmp_path):
    """An unknown name is shown where it stands in its line."""
    line = "  a: {examples: [x], responses: ['it is {order_no}']}"
    (found,) = [p for p in problems_of(tmp_path, f"intents:\n{line}\n") if p.code == "unknown-name"]
    assert found.column == line.index("{order_no}") + 1


def test_a_conflict_in_two_languages_is_none(tmp_path):
    """The same words may mean other things in another language."""
    write(tmp_path, "en.yaml", "language: en\n" + TWO)
    write(tmp_path, "de.yaml", "language: de\n" + TWO.replace("  a:", "  c:").replace("  b:", "  d:"))
    assert not [p for p in check_intents(tmp_path)[1] if p.severity == "error"]


def test_a_file_that_is_not_utf_8_names_byte_and_line(tmp_path):
    """Other encodings are named, not guessed; a byte order mark is accepted."""
    path = tmp_path / "bot.yaml"
    path.write_bytes(TWO.encode() + "  c: {examples: [Grüße]}".encode("latin-1"))
    (problem,) = check_intents(path)[1]
    assert (problem.code, problem.line, problem.column) == ("not-utf-8", 6, 20)
    assert "0xFC" in problem.what
    path.write_bytes("\ufeff".encode() + TWO.encode())
    assert read_intents(path).n_examples == 10


def test_what_is_no_source_is_a_file_error(tmp_path):
    """A missing path, a folder without YAML and an unknown kind of file are named."""
    write(tmp_path, "notes.txt", "hello")
    for path in (tmp_path / "missing", tmp_path, tmp_path / "notes.txt", tmp_path / "missing.yaml", tmp_path / "a\0b"):
        with pytest.raises(FileError):
            read_intents(path)


def test_an_unreadable_file_is_a_file_error(tmp_path):
    """A file that the system will not open, here a link that leads to itself, is named."""
    (tmp_path / "bot.yaml").symlink_to("bot.yaml")
    with pytest.raises(FileError, match=r"bot\.yaml"):
        read_intents(tmp_path)


def test_a_file_too_large_is_refused(tmp_path):
    """A file beyond the limit is not read into memory whole."""
    path = tmp_path / "bot.yaml"
    with path.open("wb") as file:
        file.truncate(2**26 + 1)
    (problem,) = check_intents(path)[1]
    assert problem.code == "file-too-large"


def test_the_schema_accepts_what_the_reader_accepts():
    """Editors that complete by the schema agree with validate on a good file, and on misspelt keys."""
    schema = intent_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(json.loads(json.dumps(schema)))
    written = yaml.safe_load(GOOD.replace("- 12:30\n", "- 3.5\n"))
    assert list(validator.iter_errors(written)) == []
    for broken in ({"intens": {}}, {"intents": {"a": {"exmples": []}}}, {"entities": {"email": {"pattern": "x"}}}):
        assert list(validator.iter_errors(broken))


def test_an_escaped_bracket_is_no_mark():
    r"""\[ is a bracket; brackets without a name behind them are plain text."""
    assert read_example(r"see \[docs](x) and [this] or (that)").text == "see [docs](x) and [this] or (that)"


@given(st.text(alphabet="ab []()\\_", max_size=20), st.text(alphabet="ab[]\\", max_size=5))
def test_a_written_example_reads_the_same(text, words):
    """Writing marks and reading them again gives the same example."""
    marks = (EntityMark(len(text), len(text) + len(words), "x"),) if words.strip() else ()
    example = Example(text + words, marks)
    assert read_example(write_example(example)) == example


def test_two_intents_with_one_title_are_told(tmp_path):
    """ "Did you mean Returns or Returns?" helps nobody."""
    intents = "intents:\n" + "".join(
        f"  {name}: {{title: Returns, examples: [{name} one, {name} two], responses: [ok]}}\n" for name in ("ab", "cd")
    )
    codes = [problem.code for problem in check_intents(write(tmp_path, "bot.yaml", intents))[1]]
    assert "duplicate-title" in codes


def test_an_intent_may_not_have_the_name_of_a_figure(tmp_path):
    """Reports have keys of their own, such as accuracy."""
    content = "text,intent\nhow exact,accuracy\nhello,greet\n"
    codes = [problem.code for problem in check_intents(write(tmp_path, "bot.csv", content))[1]]
    assert "intent-name" in codes


def test_tabs_are_named_as_the_mistake(tmp_path):
    """Who indents with tabs is told so, whatever the parser stumbles over."""
    (problem,) = check_intents(write(tmp_path, "bot.yaml", "intents:\n\ta:\n\t\texamples: [x]\n"))[1]
    assert "spaces" in problem.fix


def test_one_intent_in_two_languages_is_one(tmp_path):
    """Files in different languages add to one intent; each response is for the language of its file."""
    english = """
language: en
intents:
  hours:
    title: Hours
    examples: [when are you open, opening hours, are you open now, closing time, open today]
    slots: {day: {ask: "Which day?", entity: date}}
    responses: [From nine to six.]
    context: {sets: [hours]}
  hello: {examples: [hello, hi, good day, hey, hi there], responses: [Hi.]}
entities: {room: {values: {single: [small room]}}}
"""
    german = """
language: de
intents:
  hours:
    title: Zeiten
    examples: [wann ist offen, öffnungszeiten, seid ihr offen, wann macht ihr zu, heute offen]
    slots: {day: {ask: "Welcher Tag?"}}
    responses: [Von neun bis sechs.]
entities: {room: {values: {single: [Einzelzimmer]}}}
"""
    (tmp_path / "a.yaml").write_text(english, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(german, encoding="utf-8")
    intents, problems = check_intents(tmp_path)
    assert [problem.code for problem in problems] == ["unused-entity"]
    assert intents is not None
    hours = intents.intents[0]
    assert (hours.languages, hours.title_in("de"), hours.title_in("en")) == (("en", "de"), "Zeiten", "Hours")
    assert [(one.text, one.when[0].values) for one in hours.responses] == [
        ("From nine to six.", ("en",)),
        ("Von neun bis sechs.", ("de",)),
    ]
    assert [one.text for one in hours.slots[0].ask] == ["Which day?", "Welcher Tag?"]
    assert len(hours.examples) == 10
    assert intents.entities[0].values == (("single", ("small room", "Einzelzimmer")),)


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("duplicate-definition", "intents:\n  a: {examples: [z]}\n"),
        ("translation-conflict", "language: de\nintents:\n  a: {examples: [z], action: other}\n"),
        ("translation-conflict", "language: de\nintents:\n  a: {examples: [z], slots: {number: {}}}\n"),
        ("translation-conflict", "language: de\nintents:\n  a: {examples: [z], slots: {date: {min: today}}}\n"),
        ("translation-conflict", "language: de\nintents:\n  a: {examples: [z], follow_ups: {yes: {intent: a}}}\n"),
    ],
)
def test_translations_that_do_not_go_together_are_told(tmp_path, code, more):
    """The same language twice, another action and a slot that the first file has not are errors with their line."""
    first = "intents:\n  a: {examples: [x], responses: [y], slots: {date: {}}, follow_ups: {yes: {responses: [y]}}}\n"
    (tmp_path / "a.yaml").write_text(first, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(more, encoding="utf-8")
    found = [problem for problem in check_intents(tmp_path)[1] if problem.code == code]
    assert found
    assert found[0].path.endswith("b.yaml")
    assert found[0].line


def test_the_same_sentence_may_stand_in_different_contexts(tmp_path):
    """What contexts tell apart is no conflict, and the set knows which intents share a sentence."""
    content = """
intents:
  a: {examples: [refund please, x1, x2, x3, x4], responses: [y], context: {sets: [refund]}}
  b: {examples: [track it please, w1, w2, w3, w4], responses: [y], context: {sets: [parcel]}}
  c: {examples: [how long, v1, v2, v3, v4], responses: [y], context: {requires: [refund]}}
  d: {examples: [how long, u1, u2, u3, u4], responses: [y], context: {requires: [parcel]}}
"""
    assert not problems_of(tmp_path, content)
    (tmp_path / "set.yaml").write_text(content, encoding="utf-8")
    intents = read_intents(tmp_path / "set.yaml")
    assert intents.contested_intents() == {"how long": ("c", "d")}
    assert "how long" not in intents.exact_intents()


def test_what_is_said_in_one_language_alone_is_told(tmp_path):
    """A response, a question or a follow-up without a translation is a warning that names the language."""
    first = (
        "language: en\nintents:\n"
        "  a: {examples: [x], responses: [y], slots: {date: {ask: When?}}, follow_ups: {yes: {responses: [z]}}}\n"
    )
    (tmp_path / "a.yaml").write_text(first, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("language: de\nintents:\n  a: {examples: [v]}\n", encoding="utf-8")
    told = [problem.what for problem in check_intents(tmp_path)[1] if problem.code == "untranslated"]
    assert len(told) == 3
    assert all("in de" in what for what in told)


def test_the_file_of_the_bots_own_language_says_what_an_intent_does(tmp_path):
    """Whatever the files are called, slots and contexts are those of the bot's own language."""
    (tmp_path / "ar.yaml").write_text(
        "language: ar\nintents:\n  a: {examples: [x], slots: {n: {}}}\n", encoding="utf-8"
    )
    own = "language: en\nintents:\n  a: {examples: [y], slots: {n: {entity: number, min: 1}}}\n"
    (tmp_path / "en.yaml").write_text(own, encoding="utf-8")
    found = [problem.code for problem in check_intents(tmp_path)[1] if problem.severity == "error"]
    assert found == ["one-intent"]

"""Tables and the tutorials' intents.json."""

import json
from pathlib import Path

import pytest

from intentbot.errors import FileError, IntentFilesError
from intentbot.formats.csv_rows import LabelledRow, read_rows
from intentbot.sources import check_intents, read_intents

TOY = {
    "intents": [
        {"tag": "greeting", "patterns": ["Hi", "Hello"], "responses": ["Hey {you}"], "context_set": ""},
        {"tag": "hours", "id": 7, "patterns": ["When do you open?"], "responses": ["At 9"], "context_set": "hours"},
        {"tag": "today", "patterns": ["And today?"], "responses": ["Yes"], "context_filter": "hours", "context": [""]},
        {"tag": "noanswer", "patterns": [], "responses": ["What?"]},
    ]
}


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8", newline="")
    return path


def test_rows_carry_the_line_they_start_on(tmp_path):
    """Quoted texts may hold commas, quotes and line breaks."""
    path = write(tmp_path, "a.csv", 'intent,text\r\ngo,"one,\r\n""two"""\r\n\r\nstop,three\r\n')
    assert read_rows(path) == (LabelledRow('one,\r\n"two"', "go", 2), LabelledRow("three", "stop", 5))


def test_a_table_is_read_as_intents(tmp_path):
    """Labels become intents, in their order, with the lines of their sentences."""
    path = write(tmp_path, "a.tsv", "\ufefftext\tintent\nhello, you\tgreet?\nbye\tweather/find\nhi\tgreet?\n")
    intents = read_intents(path)
    assert [intent.name for intent in intents] == ["greet?", "weather/find"]
    assert [(one.text, one.place.line) for one in intents.intents[0].examples] == [("hello, you", 2), ("hi", 4)]


def test_a_table_with_conflicts_still_trains(tmp_path):
    """Real data sets have the same sentence twice; that is a warning there."""
    path = write(tmp_path, "a.csv", "text,intent\nhello,a\nhello,b\nhello,a\nhi there,b\n")
    intents, problems = check_intents(path)
    assert intents is not None
    assert {"example-conflict", "duplicate-example"} <= {problem.code for problem in problems}


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("hello,greet\nbye,leave\n", 1, "text,intent"),
        ("text,category\nhello,greet\n", 1, 'Rename the column "category"'),
        ("text;intent\nhello;greet\n", 1, "semicolons"),
        ("text,intent,text\n", 1, "twice"),
        ("", 1, "no header"),
        ("text,intent\n", 0, "no rows"),
        ("text,intent\nhello\n", 2, "1 columns"),
        ("text,intent\nhello, you,greet\n", 2, "needs quotes"),
        ("text,intent\nhi,a\n,greet\n", 3, "no text"),
        ("text,intent\nhi,a\nhello,\n", 3, "no intent"),
        ('text,intent\nhi,a\n"hello,greet\n', 3, "quote"),
    ],
)
def test_a_broken_table_names_the_line_and_the_fix(tmp_path, content, line, said):
    """Each problem of a table says where it is and how to mend it."""
    path = write(tmp_path, "a.csv", content)
    with pytest.raises(IntentFilesError) as caught:
        read_rows(path)
    assert caught.value.problems[0].line == line
    assert said in str(caught.value)


def test_a_missing_table_is_a_file_error(tmp_path):
    """A path that is not there is named."""
    with pytest.raises(FileError, match=r"nowhere\.csv"):
        read_rows(tmp_path / "nowhere.csv")


def test_the_tutorials_json_is_read_unchanged(tmp_path):
    """Tags, contexts and the entry without patterns find their places."""
    intents = read_intents(write(tmp_path, "intents.json", json.dumps(TOY, indent=1)))
    assert [intent.name for intent in intents] == ["greeting", "hours", "today"]
    greeting, hours, today = intents.intents
    assert greeting.responses[0].text == "Hey {{you}}"
    assert [greeting.examples[1].place.line, hours.examples[0].place.line] == [7, 18]
    assert [change.name for change in hours.context.sets] == ["hours"]
    assert today.context.requires == ("hours",)
    assert [response.text for response in intents.bot.fallback] == ["What?"]


def test_a_bare_list_and_missing_keys_are_read(tmp_path):
    """Some tutorials leave the outer object, the responses or the context away."""
    items = [{"tag": "a", "patterns": ["one \U0001f600"]}, {"tag": "b", "patterns": ["two"], "responses": "fine"}]
    intents = read_intents(write(tmp_path, "intents.json", json.dumps(items)))
    assert intents.intents[0].examples[0].text == "one \U0001f600"
    assert intents.intents[1].responses[0].text == "fine"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"intents": [', "json-syntax"),
        ("", "json-syntax"),
        ('{"intent": []}', "toy-json"),
        ('{"intents": [{"patterns": ["a"]}]}', "toy-json"),
        ('{"intents": ["a"]}', "toy-json"),
        ('{"intents": [{"tag": "a", "tag": "b", "patterns": ["a"]}]}', "duplicate-key"),
        ('{"intents": [{"tag": "a", "patterns": {"a": 1}}]}', "not-a-list"),
        ("[" * 100_000, "too-deep"),
        ("[" * 40 + "]" * 40, "too-deep"),
        ("7", "not-a-list"),
    ],
)
def test_a_broken_json_has_a_problem(tmp_path, content, code):
    """What is wrong with a JSON file is said, never thrown."""
    with pytest.raises(IntentFilesError) as caught:
        read_intents(write(tmp_path, "intents.json", content))
    assert code in {problem.code for problem in caught.value.problems}

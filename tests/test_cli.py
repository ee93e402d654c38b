"""The command line: what each command prints, and its exit status."""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml

from intentbot.cli.main import main

COMMANDS = (
    "init",
    "validate",
    "schema",
    "augment",
    "train",
    "chat",
    "ask",
    "test",
    "evaluate",
    "explain",
    "compare",
    "export",
    "completion",
)
Type = Callable[[str], None]


@pytest.fixture
def intents(intents_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return intent files that a test may change, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(intents_folder, tmp_path / "shop")).relative_to(tmp_path)


@pytest.fixture
def model(intents: Path, model_folder: Path) -> Path:
    """Return the model of `intents`, where the commands look for it."""
    return Path(shutil.copytree(model_folder, "models/shop"))


@pytest.fixture
def type_lines(monkeypatch: pytest.MonkeyPatch) -> Type:
    """Return what puts text on the standard input."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def edit(intents: Path, before: str, after: str) -> None:
    file = intents / "all.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def line_of(intents: Path, words: str) -> int:
    """Return the first line, counted from 1, that has these words."""
    lines = (intents / "all.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def start(*arguments: str, **more: str) -> "subprocess.Popen[str]":
    """Start the command line in a new process, with these environment variables besides."""
    command = [sys.executable, "-m", "intentbot", *arguments]
    pipe = subprocess.PIPE
    environment = {**os.environ, **more}
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8", env=environment)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command says what it does and shows a line to type."""
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert f"example:\n  {'mkdir' if command == 'completion' else 'intentbot'}" in capsys.readouterr().out


def test_no_command_shows_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """Who types only the name sees what there is, and status 2."""
    assert main([]) == 2
    shown = capsys.readouterr().err
    assert all(command in shown for command in COMMANDS)


def test_the_starter_bot_is_clean_and_passes_its_tests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What `init` writes has no warning, trains with the defaults and passes every test."""
    monkeypatch.chdir(tmp_path)
    assert main(["init", "mybot"]) == 0
    assert "intentbot chat mybot" in capsys.readouterr().out
    assert main(["validate", "mybot", "--strict"]) == 0
    assert main(["test", "mybot", "--quiet"]) == 0, capsys.readouterr().out


def test_init_overwrites_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder with files is refused and left as it was; one with only hidden files is taken."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert main(["init", str(tmp_path)]) == 2
    assert "notes.txt" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    (tmp_path / "notes.txt").rename(tmp_path / ".hidden")
    assert main(["init", str(tmp_path)]) == 0


def test_validate_tells_everything_and_counts(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors and warnings are listed with their places, then counted; errors make the status 1."""
    edit(intents, "examples: [hello, hi there", "exampels: [hello, hi there")
    edit(intents, "tests: [hello you,", "tests: [hello you, track my parcel,")
    assert main(["validate", str(intents)]) == 1
    lines = capsys.readouterr().out.splitlines()
    place = f"shop/all.yaml:{line_of(intents, 'exampels')}:5: "
    assert any(line.startswith(place) and "exampels" in line for line in lines)
    assert re.fullmatch(r"shop: \d errors? and \d warnings?\.", lines[-1])


def test_validate_is_strict_when_asked(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A warning alone is status 0, and 1 under --strict."""
    edit(intents, "tests: [hello you,", "tests: [hello you, track my parcel,")
    assert main(["validate", str(intents)]) == 0
    assert "warning: " in capsys.readouterr().out
    assert main(["validate", str(intents), "--strict"]) == 1


def test_validate_prints_json(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get the counts and each problem's parts."""
    edit(intents, "tests: [hello you,", "tests: [hello you, track my parcel,")
    assert main(["validate", str(intents), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["errors"], found["warnings"]) == (0, 1)
    assert {"path", "line", "column", "what", "fix", "code", "severity"} == set(found["problems"][0])


def test_validate_annotates_for_github(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A workflow command names the place; what has a meaning in it is escaped."""
    folder = tmp_path / "a,b"
    folder.mkdir()
    (folder / "x.yaml").write_text("intents: {a%b: {examples: 7%}, c: {examples: [x], x:}}", encoding="utf-8")
    assert main(["validate", str(folder), "--format", "github"]) == 1
    annotations = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::")]
    assert annotations
    assert all(
        re.match(r"::(error|warning) file=[^,:]*a%2Cb/x\.yaml(,line=\d+,col=\d+)?,title=", a) for a in annotations
    )
    assert any("a%25b" in annotation for annotation in annotations)


def test_the_schema_accepts_good_files(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `schema` prints is a JSON Schema that intent files follow."""
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.safe_load((intents / "all.yaml").read_text(encoding="utf-8")), schema)


def test_train_says_how_good_the_model_is(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Training goes to models/NAME by default and ends with held-out figures, the baseline beside them."""
    assert main(["train", str(intents), "--set", "training.epochs=2"]) == 0
    said = capsys.readouterr()
    assert "all sentences: 2 of 2, done" in said.err
    assert re.search(r"right intent +\d+\.\d% +\(linear baseline: \d+\.\d%\)", said.out)
    assert "intentbot chat models/shop" in said.out
    assert Path("models/shop/model.json").exists()


def test_train_skips_what_is_unchanged(intents: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing changed, or only an answer: both are said, and neither trains."""
    assert main(["train", str(intents)]) == 0, "the files stand elsewhere now, which is part of the answers"
    capsys.readouterr()
    assert main(["train", str(intents)]) == 0
    assert "nothing has changed" in capsys.readouterr().out
    edit(intents, "A colleague comes.", "A friend comes.")
    assert main(["train", str(intents)]) == 0
    said = capsys.readouterr()
    assert "new answers" in said.out and "held-out" not in said.err
    assert main(["ask", str(model), "agent please"]) == 0
    assert capsys.readouterr().out == "A friend comes.\n"


def test_train_mentions_warnings_in_one_line(intents: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings do not stop training; they are counted, with the command that shows them."""
    edit(intents, "tests: [hello you,", "tests: [hello you, track my parcel,")
    assert main(["train", str(intents)]) == 0
    assert capsys.readouterr().err == "1 warning in the intent files; to see: intentbot validate shop\n"


@pytest.mark.parametrize(
    ("option", "said"),
    [("epoch=3", "Did you mean epochs?"), ("epochs=many", "whole number"), ("training.filters=1", "from 8 to")],
)
def test_a_wrong_setting_is_told_before_training(
    intents: Path, capsys: pytest.CaptureFixture[str], option: str, said: str
) -> None:
    """A misspelt or impossible --set is status 2, and nothing is written."""
    assert main(["train", str(intents), "--set", option]) == 2
    assert said in capsys.readouterr().err
    assert not Path("models").exists()


def test_broken_intents_are_findings(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors in the files stop training with status 1 and every place."""
    edit(intents, "title: Say hello", "titel: Say hello")
    assert main(["train", str(intents)]) == 1
    assert f"shop/all.yaml:{line_of(intents, 'titel')}:5: " in capsys.readouterr().err


def test_ctrl_c_keeps_the_old_model(intents: Path, model: Path) -> None:
    """Stopping a training is one line and status 130; the model that was there still answers."""
    before = (model / "model.json").read_bytes()
    with start("train", str(intents), "--force", "--set", "epochs=900") as process:
        assert process.stderr is not None
        # Not before it learns: libraries that are being imported may swallow the interrupt.
        assert any("held-out run 1" in line for line in process.stderr)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode == 130
    assert "Stopped; models/shop is as it was." in said and "Traceback" not in said
    assert (model / "model.json").read_bytes() == before


def test_ask_answers_line_by_line(model: Path, capsys: pytest.CaptureFixture[str], type_lines: Type) -> None:
    """Each TEXT, or each line of the input, gets one line."""
    assert main(["ask", str(model), "where is order 84512", "agent please"]) == 0
    assert capsys.readouterr().out == "Order 84512 is on its way.\nA colleague comes.\n"
    type_lines("agent please\n\nwhen are you open\n")
    assert main(["ask", str(model)]) == 0
    assert capsys.readouterr().out == "A colleague comes.\nSorry?\nFrom nine to six.\n"


def test_ask_prints_json(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get one object a message, with entities, buttons and the best five labels."""
    assert main(["ask", str(model), "--json", "where is order 84512", ""]) == 0
    found, empty = map(json.loads, capsys.readouterr().out.splitlines())
    assert (found["intent"], found["decided_by"]) == ("track_order", "exact")
    assert found["entities"][0]["value"] == "84512"
    assert len(found["ranking"]) == 5 and 0 <= found["score"] <= 1
    assert (empty["intent"], empty["score"], empty["decided_by"]) == (None, None, "empty")
    assert empty["messages"][0]["buttons"][0] == {"title": "A person", "message": "get me a human"}


def test_options_may_stand_anywhere(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--json between MODEL and TEXT, or between two texts, is an option still; a misspelt one is refused."""
    for arguments in (
        ["--json", str(model), "a", "b"],
        [str(model), "--json", "a", "b"],
        [str(model), "a", "--json", "b"],
    ):
        assert main(["ask", *arguments]) == 0
        assert [json.loads(line)["message"] for line in capsys.readouterr().out.splitlines()] == ["a", "b"]
    with pytest.raises(SystemExit, match="2"):
        main(["ask", str(model), "a", "--jsom"])


def test_ask_names_the_mistake(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Intent files in the place of a model, or nothing there: status 2 and the command that mends it."""
    assert main(["ask", str(intents), "hello"]) == 2
    assert "intentbot train shop" in capsys.readouterr().err
    assert main(["ask", "models/none", "hello"]) == 2
    assert "there is no model at models/none" in capsys.readouterr().err


def test_a_reader_who_leaves_is_no_error(model: Path) -> None:
    """`ask ... | head -1` ends without a traceback."""
    with start("ask", str(model)) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write("hello\n" * 5_000)
        process.stdin.close()
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 141


def test_chat_answers_a_pipe_and_presses_buttons(
    intents: Path, model: Path, capsys: pytest.CaptureFixture[str], type_lines: Type
) -> None:
    """A number presses the button shown with it; /quit ends."""
    type_lines("zqxj vkwp\n2\n2\n/quit\nhello\n")
    assert main(["chat", str(intents), "--debug"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["Sorry?", "  1 A person", "  2 Hours"]
    assert lines[4] == "From nine to six."
    assert "opening_hours" in lines[5] and "decided by exact" in lines[5]
    assert lines[6] == "Sorry?"
    assert len(lines) == 10


def test_settings_are_for_training(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--set with a trained model is refused, not ignored."""
    assert main(["chat", str(model), "--set", "epochs=3"]) == 2
    assert "--set is for training" in capsys.readouterr().err


def test_evaluate_scores_a_test_file(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A model and a CSV give a report, as JSON and as a folder of four files."""
    Path("test.csv").write_text("text,intent\nhello,greet\nmy parcel,track_order\nmoon,oos\n", encoding="utf-8")
    arguments = ["evaluate", str(model), "--test", "test.csv", "--out-of-scope-label", "oos", "--json", "-o", "report"]
    assert main(arguments) == 0
    assert "accuracy" in json.loads(capsys.readouterr().out)
    assert {path.name for path in Path("report").iterdir()} == {"report.html", "report.md", "report.json", "errors.csv"}
    assert main(arguments) == 0, "a report takes the place of the one before"


def test_evaluate_cross_validates_intents(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Intent files alone are judged by models that have not seen the sentence."""
    assert main(["evaluate", str(intents), "--folds", "2", "--quiet", "--set", "epochs=2"]) == 0
    assert "Measured on shop (2-fold cross-validation)" in capsys.readouterr().out


def test_evaluate_replaces_no_other_folder(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder with other files is never taken for an old report."""
    assert main(["evaluate", str(model), "--test", "test.csv", "-o", str(model)]) == 2
    assert "other files" in capsys.readouterr().err
    assert (model / "model.json").exists()


def test_a_model_alone_cannot_be_evaluated(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without test sentences there is nothing to measure a model on; the message says what to add."""
    assert main(["evaluate", str(model)]) == 2
    assert "Add --test FILE" in capsys.readouterr().err
    assert main(["evaluate", str(model), "--test", "test.csv", "--learning-curve"]) == 2
    assert "--learning-curve is for cross-validation" in capsys.readouterr().err


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_names_every_command(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The script for each shell knows the commands."""
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(command in script for command in COMMANDS)


def test_any_locale_prints_utf_8(tmp_path: Path) -> None:
    """Where the locale knows only ASCII, other scripts are still printed as they are."""
    (tmp_path / "x.yaml").write_text("注文: 1\n", encoding="utf-8")
    with start("validate", str(tmp_path), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as process:
        said, complaint = process.communicate()
    assert process.returncode == 1, complaint
    assert "注文" in said


def test_a_full_disk_is_one_line(model: Path) -> None:
    """What the system refuses is told in its words, without a traceback."""
    command = [sys.executable, "-m", "intentbot", "schema"]
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert done.stderr == "error: No space left on device.\n"


def test_tests_pass_and_fail(intents: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong test is printed with its place, what was expected and what came; the status is 1."""
    assert main(["test", str(model), "--min-pass", "50"]) == 0
    capsys.readouterr()
    edit(intents, "tests: [hello you,", "tests: [agent please,")
    assert main(["test", str(intents), "--junit", "out.xml"]) == 1
    said = capsys.readouterr().out
    place = rf"shop/all\.yaml:{line_of(intents, 'tests: [agent')}"
    assert re.search(place + r": agent please\n    expected greet, got talk_to_person \(confidence ", said)
    assert re.search(r"In scope +\d+ of +8 passed", said) and re.search(r"Out of scope +[01] of +1 passed", said)
    suite = ElementTree.parse("out.xml").getroot()
    assert suite.get("tests") == "9"
    assert any("talk_to_person" in failure.get("message", "") for failure in suite.iter("failure"))


def test_known_failures_must_fail(intents: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A listed test may fail; one that passes has to leave the list."""
    edit(intents, "tests: [hello you,", "tests: [agent please,")
    shown = intents / "all.yaml"
    shown.write_text(shown.read_text(encoding="utf-8") + "known_failures: [agent please]\n", encoding="utf-8")
    main(["test", str(intents)])
    said = capsys.readouterr().out
    assert "agent please" not in said and "1 known to fail" in said
    edit(intents, "known_failures: [agent please]", "known_failures: [agent please, hello you]")
    edit(intents, "tests: [agent please,", "tests: [agent please, hello you,")
    assert main(["test", str(intents)]) == 1
    assert "hello you\n    now passes: remove it from known_failures" in capsys.readouterr().out


def test_intents_without_tests_pass_nothing(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No test at all is a mistake, not a success."""
    file = Path("shop/all.yaml")
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if "tests:" not in line]
    file.write_text("\n".join(kept), encoding="utf-8")
    assert main(["test", "shop"]) == 2
    assert "shop has no tests" in capsys.readouterr().err

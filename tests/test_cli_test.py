"""``intentbot test``: what it prints of dialogues and coverage, and what it writes for build servers."""

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from intentbot.cli.main import main

DIALOGUES = """\
dialogues:
  where it is:
    actions: {order_status: {status: shipped}}
    turns:
      - {user: where is order 84512, bot: Order 84512 has been shipped., intent: track_order}
      - {user: agent please, bot: A colleague comes.}
  hello:
    - {user: hello, bot: "Hello!", buttons: [Track, Hours]}
    - {user: Hours, bot: From nine to six.}
"""


# What the tiny bot of conftest gets on top, none of which is learned.
MORE = (
    (
        '    responses: ["Order {order_number} is on its way.", It is on its way., It comes tomorrow.]\n',
        '    action: order_status\n    responses: ["Order {order_number} is {status}.", It is on its way.]\n',
    ),
    (
        "    responses: [Hello!, Hi!, Good day!]\n",
        "    responses:\n"
        "      - text: Hello!\n"
        "        buttons: [{title: Track, message: where is my order}, {title: Hours, message: closing time}]\n",
    ),
)


@pytest.fixture
def intents(intents_folder: Path, model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the tiny bot's files with an action and dialogues, in the current folder, beside their model."""
    monkeypatch.chdir(tmp_path)
    folder = Path(shutil.copytree(intents_folder, "shop"))
    shutil.copytree(model_folder, "models/shop")
    text = (folder / "all.yaml").read_text(encoding="utf-8")
    for before, after in MORE:
        assert before in text
        text = text.replace(before, after)
    (folder / "all.yaml").write_text(text + "actions: {order_status: {results: [status]}}\n", encoding="utf-8")
    (folder / "dialogues.yaml").write_text(DIALOGUES, encoding="utf-8")
    return folder


def mend(folder: Path) -> None:
    """Make the dialogue that fails pass."""
    path = folder / "dialogues.yaml"
    path.write_text(DIALOGUES.replace("has been shipped", "is shipped"), encoding="utf-8")


def test_a_failed_dialogue_is_told_turn_by_turn(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The transcript goes up to the turn that is not as expected, with its line and the words that differ."""
    assert main(["test", "shop"]) == 1
    said = capsys.readouterr().out
    assert (
        "shop/dialogues.yaml:2: where it is\n"
        "    user  where is order 84512\n"
        "    bot   Order 84512 is shipped.\n"
        "      shop/dialogues.yaml:5: not as expected\n"
        "        expected  Order 84512 [has been] shipped.\n"
        "        said      Order 84512 [is] shipped.\n\n"
    ) in said
    assert "agent please" not in said and re.search(r"Dialogues +1 of +2 passed +50\.0%", said)


def test_coverage_names_what_no_test_exercised(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After the summary stands how much was exercised and what never was, with its file and line."""
    mend(intents)
    main(["test", "shop", "--quiet"])
    said = capsys.readouterr().out
    assert re.search(r"Exercised: intents 5 of 5, responses \d+ of \d+, actions 1 of 1\nNever exercised:\n", said)
    assert re.search(r'    shop/all\.yaml:\d+: the response of the fallback: "Sorry\?"', said) or "fallback" not in said
    main(["test", "shop", "--quiet", "--no-coverage"])
    assert "xercised" not in capsys.readouterr().out


def test_one_dialogue_can_be_run_alone(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--only takes a part of a dialogue's name or an intent, and names the nearest where there is none."""
    assert main(["test", "shop", "--only", "HELL"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"Dialogues +1 of +1 passed", said) and "In scope" not in said and "xercised" not in said
    assert main(["test", "shop", "--only", "greet"]) == 0
    assert re.search(r"In scope +2 of +2 passed", capsys.readouterr().out)
    assert main(["test", "shop", "--only", "where its is"]) == 2
    assert 'Did you mean "where it is"?' in capsys.readouterr().err


def test_junit_has_dialogues_transcripts_and_coverage(intents: Path) -> None:
    """A dialogue is a test case of the class "dialogues" with its whole transcript; coverage stands in properties."""
    assert main(["test", "shop", "--junit", "out.xml", "--min-pass", "50"]) == 0
    suite = ElementTree.parse("out.xml").getroot()
    cases = {case.get("name"): case for case in suite.iter("testcase") if case.get("classname") == "dialogues"}
    assert list(cases) == ["where it is", "hello"] and cases["hello"].find("failure") is None
    failure, out = cases["where it is"].find("failure"), cases["where it is"].findtext("system-out", "")
    assert failure is not None and "shop/dialogues.yaml:5" in failure.get("message", "")
    assert "[has been]" in (failure.text or "") and "A colleague comes." in out
    properties = {one.get("name"): one.get("value", "") for one in suite.iter("property")}
    assert properties["coverage.intents"] == "5 of 5" and suite.get("tests") == "11"


def test_tests_of_other_systems_are_played_too(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--tests plays files that stand elsewhere; what is not checked is told first, at most ten unless all is wanted."""
    mend(intents)
    steps = "".join(f"      - action: action_{number}\n" for number in range(14))
    story = f"stories:\n  - story: old\n    steps:\n      - user: hello\n        intent: gret\n{steps}"
    Path("rasa").mkdir()
    Path("rasa/stories.yml").write_text(story, encoding="utf-8")
    assert main(["test", "shop", "--tests", "rasa", "--no-coverage"]) == 1
    said = capsys.readouterr().out
    assert said.count("not checked") == 10 and said.count("and 4 more; --all tells them") == 1
    assert "rasa/stories.yml:4: not as expected\n        expected  intent gret, got greet (decided by exact" in said
    assert 'This bot has no intent "gret", which tests expect. Did you mean "greet"?' in said
    main(["test", "shop", "--tests", "rasa", "--no-coverage", "--all"])
    assert capsys.readouterr().out.count("not checked") == 14


def test_wrong_test_files_are_told_without_running(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors in files of tests are printed together, and nothing is run."""
    Path("wrong.yaml").write_text("dialogues: {a: [{user: b, intent: gret}], b: [c]}", encoding="utf-8")
    assert main(["test", "shop", "--tests", "wrong.yaml"]) == 1
    printed = capsys.readouterr()
    assert printed.out == "" and "2 errors in the tests." in printed.err and 'Did you mean "greet"?' in printed.err
    assert main(["test", "shop", "--tests", "nowhere"]) == 2
    assert "nowhere does not exist" in capsys.readouterr().err


def test_a_dialogue_may_be_known_to_fail(intents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Under known_failures a dialogue stands by its name, and has to leave the list when it passes."""
    file = intents / "dialogues.yaml"
    file.write_text(f"{DIALOGUES}known_failures: [where it is]\n", encoding="utf-8")
    assert main(["test", "shop"]) == 0
    assert "1 known to fail" in capsys.readouterr().out
    mended = DIALOGUES.replace("has been shipped", "is shipped")
    file.write_text(f"{mended}known_failures: [where it is]\n", encoding="utf-8")
    assert main(["test", "shop"]) == 1
    assert "where it is\n    now passes: remove it from known_failures" in capsys.readouterr().out


def test_a_terminal_gets_colours_and_no_brackets(
    intents: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a terminal, the words that differ are green where expected and red where said."""
    monkeypatch.setattr("intentbot.cli.console.wants_colours", lambda stream: True)
    main(["test", "shop", "--quiet"])
    said = capsys.readouterr().out
    assert "Order 84512 \033[32mhas been\033[0m shipped." in said and "Order 84512 \033[31mis\033[0m shipped." in said

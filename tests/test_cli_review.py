"""The morning round in the terminal: a key for each group, and the YAML has it."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from intentbot.cli.main import main
from tests.review_parts import BEN, Desk, accept, git, turn

Review = Callable[..., tuple[str, str]]


@pytest.fixture
def desk(intents_folder: Path, model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return the files, the model and the database of a shop that was served for a day, in the working folder."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(intents_folder, "intents")
    shutil.copytree(model_folder, "shop")
    Path("shop.data").mkdir()
    found = Desk.at(f"sqlite:///{tmp_path / 'shop.data' / 'intentbot.db'}", Path("intents"))
    texts = ["wher is my stuff", "wher is my stuff?", "where is my stuf", "zqxj vkwp"]
    found.missed(*(turn(text) for text in texts), turn("do you sell gift cards"))
    return found


@pytest.fixture
def review(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Review:
    """Return what types lines into ``intentbot review shop`` and returns what it printed."""

    def type_lines(*lines: str, options: tuple[str, ...] = (), status: int = 0) -> tuple[str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        assert main(["review", "shop", "--intents", "intents", "--by", "ana", *options]) == status
        said = capsys.readouterr()
        return said.out, said.err

    return type_lines


def test_one_key_writes_a_group_into_the_file(review: Review, desk: Desk) -> None:
    """A number puts all messages of the group that is shown among the examples of that intent."""
    before = desk.text
    out, err = review("1")
    assert "1 of 3  3 misses: 3 not understood; last " in out and "2 x wher is my stuff?" in out
    assert "1 Track an order  track_order, 0." in out and "near: " in out and "intents/all.yaml:" in out
    assert "intents/all.yaml:28: wher is my stuff?\n" in out and "written into intents." in err
    assert out.endswith("1 decided; 2 of the groups are left.\nThe bot learns with the next training: "
                        "intentbot train intents -o shop\n")  # fmt: skip
    line = "      - follow my parcel\n"
    assert desk.text == before.replace(line, line + "      - wher is my stuff?\n      - where is my stuf\n")


def test_a_whole_round(review: Review, desk: Desk) -> None:
    """Undo, another intent by a part of its name, dismissing, and a new intent, one after the other."""
    before = desk.text
    out, _ = review("1", "u", "/return", "d", "n", "gift_cards", "Gift cards", "Yes: we do.", "x")
    assert "Taken back." in out and "Dismissed." in out and "gift_cards, a new intent" in out
    assert "      - give me a refund\n      - wher is my stuff?\n" in desk.text
    assert desk.text.endswith('  gift_cards:\n    title: Gift cards\n    examples:\n      - zqxj vkwp\n'
                              '    responses:\n      - "Yes: we do."\n')  # fmt: skip
    assert out.count("decided; 0 of the groups are left") == 1
    kinds = [(one.kind, one.author, one.undone_by) for one in reversed(desk.log.reviews())]
    assert kinds == [("accept", "ana", "ana"), ("accept", "ana", ""), ("dismiss", "ana", ""), ("new", "ana", "")]
    out, _ = review()
    assert "The inbox is empty" in out and before != desk.text


def test_words_can_be_edited_and_left_out(review: Review, desk: Desk) -> None:
    """What is edited is written as it was edited; what is left out stays in the inbox."""
    out, _ = review("x", "2", "e", "Where is my stuff?", "1", "q")
    assert "      - Where is my stuff?\n    responses" in desk.text and "stuf\n" not in desk.text
    assert "2 of 4  1 miss: " in out or "2 of 4  2 misses: " in out


def test_doubts_are_asked_about(review: Review, desk: Desk) -> None:
    """A sentence that is an example elsewhere is written only where the reviewer says so again."""
    before = desk.text
    out, _ = review("x 2", "e", "hello", "1", "n", "1", "y", "q")
    assert out.count("It is an example of greet already") == 2 and "Nothing was written." in out
    assert "      - hello\n    responses" in desk.text and desk.text != before


def test_the_conversation_can_be_looked_at(review: Review) -> None:
    """A key shows what was said before and after."""
    out, _ = review("l", "?", "q")
    assert "> customer wher is my stuff?\n  bot      Sorry? [fallback]\n" in out and "dismiss them" in out


def test_out_of_scope(review: Review, desk: Desk) -> None:
    """A key puts messages under out_of_scope."""
    review("o")
    assert "      - who is the president\n      - wher is my stuff?\n" in desk.text


def test_json_lists_the_groups(review: Review) -> None:
    """With --json the groups are listed, and nothing is decided."""
    out, _ = review(options=("--json",))
    groups = json.loads(out)
    assert [group["misses"] for group in groups] == [3, 1, 1] and groups[0]["ranking"][0]["intent"] == "track_order"
    assert groups[0]["messages"][0]["text"] == "wher is my stuff?" and len(groups[0]["messages"][0]["turns"]) == 2
    out, _ = review(options=("--json", "--only", "thumbs_down"))
    assert json.loads(out) == []


def test_somebody_was_faster(review: Review, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another reviewer decided meanwhile, it is said who, and the round goes on."""
    from intentbot.cli.reviewing import Round

    show = Round._show
    taken: list[object] = []

    def show_and_take(self: Round, group: object) -> None:
        show(self, group)  # type: ignore[arg-type]
        if not taken:
            missed = [one for one in desk.turns.turns() if one.message == "wher is my stuff"]
            taken.append(desk.reviewer.decide(accept(missed, "greet"), BEN))

    monkeypatch.setattr(Round, "_show", show_and_take)
    out, err = review("1", "y", "s", "q")
    assert "conflict: somebody was faster: ben has accepted it into greet." in err and "0 decided" in out


def test_other_intents_are_refused(review: Review, desk: Desk) -> None:
    """Files that share no intent with the model are not written into; a few strangers are told."""
    Path("intents/all.yaml").write_text("intents:\n  other:\n    examples: [x]\n    responses: [y]\n", encoding="utf-8")
    _, err = review("1", status=2)
    assert "intents has none of the model's intents" in err
    Path("intents/all.yaml").write_text("intents:\n  greet:\n    examples: [x]\n    responses: [y]\n", encoding="utf-8")
    out, err = review("1", "s", "q")
    assert "4 intents (" in err and "are not in the files any more" in err
    assert 'conflict: the files have no intent "track_order" any more' in err and "(not in the files)" in out


def test_files_that_cannot_be_read(review: Review) -> None:
    """Files with a broken line are told with line and fix before anything is asked."""
    Path("intents/all.yaml").write_text("intents:\n  greet: [\n", encoding="utf-8")
    _, err = review("1", status=1)
    assert "intents/all.yaml:3:1: this is not valid YAML" in err


def test_the_files_that_the_model_was_trained_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --intents the files that the model remembers are taken; where they are gone only dismissing is left."""
    from intentbot.cli import review as command

    monkeypatch.setattr(command, "_remembered", lambda bot: None)
    monkeypatch.setattr("sys.stdin", io.StringIO("1\nd\nq\n"))
    assert main(["review", "shop"]) == 0
    said = capsys.readouterr()
    assert "No intent files are at hand" in said.err and "there are no intent files to write into" in said.err
    assert "Dismissed." in said.out


def test_the_author_is_who_git_knows(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --by the author is git's, and each decision is a commit."""
    git(Path(), "init", "--quiet", "--initial-branch=main")
    git(Path(), "config", "user.name", "Eva Ruiz")
    git(Path(), "config", "user.email", "eva@shop.example")
    git(Path(), "add", "intents")
    git(Path(), "commit", "--quiet", "-m", "start")
    monkeypatch.setattr("sys.stdin", io.StringIO("1\nu\nq\n"))
    assert main(["review", "shop", "--intents", "intents"]) == 0
    log = git(Path(), "log", "--format=%an <%ae> %s").splitlines()
    assert log[0].startswith("Eva Ruiz <eva@shop.example> Take back: Add to track_order") and len(log) == 3


def test_no_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path without a model is an error that says so."""
    assert main(["review", str(tmp_path / "gone")]) == 2
    assert "there is no model" in capsys.readouterr().err

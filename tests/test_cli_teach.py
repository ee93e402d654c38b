"""Teaching in the terminal: the bot learns at once, and the intent file keeps everything else."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from intentbot.cli.main import main
from intentbot.intents import Intent
from intentbot.review.intent_names import find_intents

FILE = Path("shop/all.yaml")
Chat = Callable[..., tuple[str, str]]


class Script(io.StringIO):
    """Lines to type; what is in `steps` happens before its line is read."""

    steps: Mapping[str, Callable[[], object]] = {}

    def readline(self, size: int | None = -1) -> str:
        """Return the next line."""
        line = super().readline(-1 if size is None else size)
        self.steps.get(line.strip(), int)()
        return line


@pytest.fixture
def chat(
    intents_folder: Path,
    model_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Chat:
    """Return what types lines into ``intentbot chat shop --teach`` and returns what it printed."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(intents_folder, "shop")
    shutil.copytree(model_folder, "models/shop")

    def type_lines(*lines: str, options: tuple[str, ...] = (), script: Script | None = None) -> tuple[str, str]:
        monkeypatch.setattr("sys.stdin", script or Script("".join(f"{line}\n" for line in lines)))
        assert main(["chat", "shop", "--teach", "--quiet", *options]) == 0
        said = capsys.readouterr()
        return said.out, said.err

    return type_lines


def test_each_answer_says_why(chat: Chat) -> None:
    """Under an answer stand the intent, the figures, who decided, what was found, and the words that decided."""
    out, _ = chat("wher is my ordr 84512", "zqxj vkwp", "hello")
    assert "[track_order, confidence 0." in out and " needed, decided by model, order_number=84512]" in out
    assert "[because of: " in out and "; in no example: wher, ordr" in out
    assert "[no intent, nearest " in out and "decided by fallback]" in out
    assert "[because it is an example, word for word]" in out


def test_a_taught_sentence_is_known_at_once(chat: Chat) -> None:
    """/teach writes the last message into the file; from then on the bot answers it word for word."""
    before = FILE.read_text(encoding="utf-8")
    out, _ = chat("gimme dough", "/teach return_item", "Gimme dough!", "/quit")
    assert "[return_item, confidence " in out.splitlines()[-4] and "decided by exact]" in out
    assert out.endswith("model has not learned from it yet.\nTrain it: intentbot train shop\n")
    line = "      - give me a refund\n"
    assert FILE.read_text(encoding="utf-8") == before.replace(line, line + "      - gimme dough\n")


def test_the_likeliest_intents_are_offered(chat: Chat) -> None:
    """/teach shows five intents with numbers; a number, a name, a part of one or none is taken."""
    out, _ = chat("where is my stuff", "/teach", "1", "/undo", "/teach", "open", "/undo", "/teach", "0")
    assert '"where is my stuff" belongs to:\n  1 Track an order  track_order, 0.' in out
    assert "an example of track_order now" in out and "an example of opening_hours now" in out
    assert out.endswith("Nothing was written.\n")


def test_undo_gives_the_file_back(chat: Chat) -> None:
    """/undo takes sentences out one after the other, and the bot forgets them."""
    before = FILE.read_bytes()
    out, _ = chat("gimme dough", "/teach ret", "gimme cash", "/oos", "/undo", "/undo", "gimme dough", "/undo")
    assert FILE.read_bytes() == before
    assert "decided by exact" not in out and out.endswith("Nothing was taught, so there is nothing to take back.\n")


def test_out_of_scope_is_refused_at_once(chat: Chat) -> None:
    """/oos teaches the bot not to answer."""
    out, _ = chat("where is my dinner", "/oos", "where is my dinner")
    assert "[because it is an example of out_of_scope, word for word]" in out
    assert "      - where is my dinner\n" in FILE.read_text(encoding="utf-8")


def test_what_is_written_already_is_told(chat: Chat) -> None:
    """An example stays where it is; one of another intent, or a test, is written only after a yes."""
    before = FILE.read_bytes()
    out, _ = chat("opening hours", "/teach opening_hours", "/teach greet", "n", "hello you", "/teach greet", "")
    assert "It is an example of opening_hours already: shop/all.yaml:" in out and "In two intents" in out
    assert "It is a test of greet: shop/all.yaml:" in out
    assert FILE.read_bytes() == before
    out, _ = chat("opening hours", "/teach greet", "yes")
    assert "an example of greet now" in out


def test_retrain_goes_on_with_the_new_model(chat: Chat) -> None:
    """/retrain learns what was taught, and nothing is left to be trained."""
    out, _ = chat("gimme dough", "/teach return_item", "/retrain", "gimme dough", options=("--set", "epochs=2"))
    assert "Trained. The conversation goes on.\n" in out and "decided by exact" in out
    assert "Train it:" not in out


def test_what_goes_wrong_ends_nothing(chat: Chat) -> None:
    """A file that was broken meanwhile, and commands that do not exist, are told; the conversation goes on."""
    before = FILE.read_text(encoding="utf-8")
    script = Script("gimme dough\n/teach ret\n/retrain\n/undo\n/foo\n/teech\nhello\n")
    script.steps = {"/teach ret": lambda: FILE.write_text(f"{before}  'broken", encoding="utf-8")}
    out, err = chat(script=script)
    assert err.count("shop/all.yaml:") == 2 and "Traceback" not in err
    assert "There is no /foo." in out and "There is no /teech. Did you mean /teach?" in out
    assert "Nothing was taught" in out and "decided by exact" in out
    assert FILE.read_text(encoding="utf-8") == f"{before}  'broken"


def test_what_others_write_meanwhile_stays(chat: Chat) -> None:
    """A line that a colleague adds while the bot is taught is there afterwards, also after /undo."""
    before = FILE.read_text(encoding="utf-8")
    script = Script("gimme dough\n/teach return_item\nhello\n/undo\n")
    mine = "# a colleague's\n"
    script.steps = {"hello": lambda: FILE.write_text(mine + FILE.read_text(encoding="utf-8"), encoding="utf-8")}
    chat(script=script)
    assert FILE.read_text(encoding="utf-8") == mine + before


def test_a_message_is_needed(chat: Chat) -> None:
    """Before anything was said there is nothing to teach."""
    out, _ = chat("/teach", "/oos", "/help")
    assert out.count("There is no message to teach yet") == 2 and "/retrain" in out


@pytest.mark.parametrize("source, said", [("models/shop", "is a trained model"), ("rows.csv", "is none")])
def test_only_yaml_files_are_taught(chat: Chat, source: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A model and a table are refused with what to do instead."""
    Path("rows.csv").write_text("text,intent\nhello,greet\n", encoding="utf-8")
    assert main(["chat", source, "--teach"]) == 2
    assert said in capsys.readouterr().err


def test_intents_are_found_by_what_is_typed() -> None:
    """A whole name wins over a part, a title is as good as a name, and a typo is forgiven."""
    intents = {name: Intent(name, title) for name, title in (("track", "Where is it?"), ("track_back", "Returns"))}
    assert find_intents("track", intents) == ["track"]
    assert find_intents("RETURNS", intents) == ["track_back"]
    assert find_intents("rack", intents) == ["track", "track_back"]
    assert find_intents("trakc_back", intents) == ["track_back"]
    assert find_intents("zzz", intents) == []

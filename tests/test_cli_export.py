"""``intentbot export``: what it writes and says, and that it leaves nothing behind where it cannot."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from intentbot.cli.export import FORMATS
from intentbot.cli.main import main
from intentbot.errors import ExportError
from intentbot.export import TARGETS, export
from intentbot.files.model_folder import write_model
from tests.models_for_export import random_model

WITHOUT_ONNX = """
import sys
from intentbot.cli.main import main

class NotInstalled:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "onnx":
            raise ModuleNotFoundError("No module named 'onnx'", name="onnx")

sys.meta_path.insert(0, NotInstalled())
sys.exit(main(["export", sys.argv[1], "--to", "onnx"]))
"""


@pytest.fixture
def model(model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a model in the current folder, where nothing else is."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(model_folder, "models/shop"))


def everything() -> set[str]:
    """Return all that is in the current folder but the models, hidden or not."""
    return {path.as_posix() for path in Path().rglob("*") if path.parts[0] != "models"}


def n_compared(said: str) -> int:
    found = re.search(r"answers ([\d,]+) messages as the model does", said)
    assert found, said
    return int(found[1].replace(",", ""))


def test_the_command_knows_every_target() -> None:
    """What it offers is what there is."""
    assert tuple(TARGETS) == FORMATS


def test_export_says_what_it_wrote_and_how_to_run_it(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By default it goes to exports/NAME-FORMAT; the size, the comparison and the next command are told."""
    assert main(["export", str(model), "--to", "torchserve"]) == 0
    said = capsys.readouterr().out
    assert everything() == {"exports", "exports/shop-torchserve", "exports/shop-torchserve/shop.mar"}
    assert re.search(r"^Wrote exports/shop-torchserve in \d+\.\d s \(\d+\.\d MB\)\.$", said, re.MULTILINE)
    assert re.search(r"\(largest difference: \d\.\de-\d\d\)$", said, re.MULTILINE) and n_compared(said) > 50
    assert "--model-store exports/shop-torchserve --models shop=shop.mar" in said


def test_the_name_and_the_folder_can_be_chosen(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--name is what the model is called there, and part of the default folder."""
    assert main(["export", str(model), "--to", "torchserve", "--name", "shop-2.0", "-q"]) == 0
    assert main(["export", str(model), "--to", "torchserve", "--name", "b", "-o", "deep/er/place", "-q"]) == 0
    assert {"exports/shop-2.0-torchserve/shop-2.0.mar", "deep/er/place/b.mar"} <= everything()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("file", "content", "n_more"),
    [
        ("a.txt", "where is it\n\nпривет\n  \n退款", 3),
        ("a.csv", "text,intent\nwhere is it,x\nhello,greet\n", 2),
        ("a.tsv", "intent\ttext\nx\twhere is it\n", 1),
        ("messages", "\ufeffwhere is it", 1),
    ],
)
def test_more_messages_are_compared(
    model: Path, capsys: pytest.CaptureFixture[str], file: str, content: str, n_more: int
) -> None:
    """--check takes a message of each line of a text file, or each text of a table, besides the model's own."""
    Path(file).write_text(content, encoding="utf-8")
    assert main(["export", str(model), "--to", "torchserve", "-o", "one"]) == 0
    n_own = n_compared(capsys.readouterr().out)
    assert main(["export", str(model), "--to", "torchserve", "-o", "two", "--check", file]) == 0
    assert n_compared(capsys.readouterr().out) == n_own + n_more


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "taken"], "taken is there already.\n    Choose another name with -o, or remove it first."),
        (["-o", "file.txt"], "file.txt is a file; an export is a folder."),
        (["-o", "file.txt/deeper"], "file.txt/deeper cannot be written: "),
        (["--name", "../shop"], "'../shop' cannot be the name of a model there.\n    Choose another with --name: "),
        (["--check", "none.txt"], "none.txt does not exist."),
        (["--check", "file.txt"], "file.txt has no messages.\n    Write one a line."),
        (["--check", "table.csv"], "error: table.csv:"),
        (["--check", "latin.txt"], "latin.txt: byte 0xE9 at offset 3 is not UTF-8."),
    ],
)
def test_a_mistake_is_told_and_nothing_written(
    model: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    """Wrong options are status 2, one message, and every folder is as it was."""
    Path("taken").mkdir()
    Path("file.txt").touch()
    Path("table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    Path("latin.txt").write_bytes("café".encode("latin-1"))
    before = everything()
    assert main(["export", str(model), "--to", "torchserve", *options]) == 2
    assert said in capsys.readouterr().err
    assert everything() == before


def test_a_wrong_format_is_wrong_usage(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What there is no export to is status 2, with what there is; in Python it is an ExportError."""
    with pytest.raises(SystemExit, match="2"):
        main(["export", str(model), "--to", "tflite"])
    assert "'litert'" in capsys.readouterr().err
    with pytest.raises(ExportError, match=r"there is no export to 'tflite'\.\n    Choose one of: savedmodel, "):
        export(model, "tflite", "out")


def test_what_is_no_model_is_told(model: Path, intents_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Intent files, nothing, or a damaged model: status 2, the command that mends it, and nothing written."""
    assert main(["export", str(intents_folder), "--to", "torchserve"]) == 2
    assert f"intentbot train {intents_folder}" in capsys.readouterr().err
    assert main(["export", "models/none", "--to", "torchserve"]) == 2
    assert "there is no model at models/none." in capsys.readouterr().err
    with open(model / "weights.npz", "r+b") as file:
        file.truncate(1_000)
    assert main(["export", str(model), "--to", "torchserve"]) == 2
    assert "models/shop/weights.npz was changed or cut short." in capsys.readouterr().err
    assert everything() == set()


def test_a_missing_extra_is_named(model: Path) -> None:
    """Where a library is not installed, the message is the command that installs it."""
    command = [sys.executable, "-c", WITHOUT_ONNX, str(model)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert done.stderr == (
        "error: an export to onnx needs the extra 'export', which is not installed.\n"
        "    Install it: pip install 'intentbot[export]'\n"
    )
    assert everything() == set()


def test_names_that_other_runtimes_cannot_carry_are_refused(model: Path) -> None:
    """An intent with a NUL in its name is refused before anything is written; any other character goes."""
    odd = random_model()
    labels = ("re\0fund", *odd.classifier.labels[1:])
    write_model(Path("models/odd"), replace(odd, classifier=replace(odd.classifier, labels=labels)))
    with pytest.raises(ExportError, match=r"'re\\x00fund' has a character in its name .*\n    Rename it"):
        export("models/odd", "torchserve", "out")
    # Half a character cannot be written into a model; one that somebody put there by hand is found all the same.
    manifest = Path("models/odd/model.json")
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("re\\u0000fund", "re\\ud800fund"), "utf-8")
    assert "re\ud800fund" in json.loads(manifest.read_bytes())["labels"]
    assert main(["export", "models/odd", "--to", "torchserve", "-o", "out"]) == 2
    assert everything() == set()


@pytest.mark.parametrize(
    ("number", "status", "expected"),
    [(signal.SIGINT, 130, "\nStopped; nothing was written.\n"), (signal.SIGTERM, 143, "")],
)
def test_a_signal_leaves_nothing(model: Path, number: signal.Signals, status: int, expected: str) -> None:
    """Stopped while it works, by Ctrl-C or by a service manager, there is no folder of its own left, hidden or not."""
    Path("models/many.txt").write_text("where is my parcel\n" * 200_000, encoding="utf-8")
    command = [sys.executable, "-m", "intentbot", "export", str(model), "--to", "torchserve", "-q"]
    command += ["--check", "models/many.txt"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        while process.poll() is None and not list(Path().glob("exports/.*.new/shop.mar")):
            time.sleep(0.01)
        os.kill(process.pid, number)
        assert process.stderr is not None
        said = process.stderr.read()
    assert (process.returncode, said) == (status, expected)
    assert everything() == set()

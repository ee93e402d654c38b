"""Actions on the command line: a file of Python functions, and what it says where one fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from intentbot.cli.main import main
from intentbot.files.model_folder import Model, write_model


@pytest.fixture
def folder(shop_model: Model, tmp_path: Path) -> Path:
    """Return the folder of the conversation bot's model."""
    write_model(tmp_path / "model", shop_model)
    return tmp_path / "model"


def test_a_function_answers(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A function of the name of an action is asked."""
    file = tmp_path / "shop_actions.py"
    file.write_text("def order_status(call):\n    return {'state': 'in ' + call.language}\n", encoding="utf-8")
    assert main(["ask", str(folder), "where is order 84512", "--actions", str(file)]) == 0
    assert capsys.readouterr().out == "Order 84512 is in en.\n"


def test_a_function_that_fails_is_told_in_a_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The customer's answer is printed, and what went wrong beside it, without a traceback."""
    file = tmp_path / "shop_actions.py"
    file.write_text("def order_status(call):\n    raise OSError('no database')\n", encoding="utf-8")
    assert main(["ask", str(folder), "where is order 84512", "--actions", str(file)]) == 0
    shown = capsys.readouterr()
    assert shown.out == "I cannot look.\n"
    assert "raised OSError: no database" in shown.err
    assert "Traceback" not in shown.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "is no file of actions"),
        ("def x(:", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
        ("x = 1", "no function"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(
    folder: Path, tmp_path: Path, content: str | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing file, one that does not run, and one without such a function are errors that name the file."""
    file = tmp_path / "shop_actions.py"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert main(["ask", str(folder), "hello", "--actions", str(file)]) in (1, 2)
    shown = capsys.readouterr().err
    assert told in shown
    assert "shop_actions.py" in shown
    assert "Traceback" not in shown


def test_a_language_that_is_not_spoken_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--language names one of the bot's."""
    assert main(["ask", str(folder), "hello", "--language", "fr"]) == 2
    assert "It speaks en." in capsys.readouterr().err

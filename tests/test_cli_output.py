"""How the command line prints: colours, progress lines, and TensorFlow's chatter held back."""

import io
import subprocess
import sys

import pytest

from intentbot.cli.console import on_one_line, paint
from intentbot.cli.progress import LineProgress, progress_for_terminal

CHATTER = """
import os, sys
from intentbot.quiet import hold_back_chatter
with hold_back_chatter():
    os.write(2, b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\\n")
    os.write(2, b"I0000 00:00:1795455326.796626   18293 port.cc:153] oneDNN custom operations are on.\\n")
    print("something else", file=sys.stderr)
print("afterwards", file=sys.stderr)
"""


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


@pytest.fixture(autouse=True)
def terminal_with_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the tests run in, let the environment want colours."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def test_colours_are_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file gets plain text; so does a terminal where NO_COLOR is set to anything."""
    assert paint("hello", "red", io.StringIO()) == "hello"
    assert paint("hello", "red", Terminal()) == "\033[31mhello\033[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert paint("hello", "red", Terminal()) == "hello"


def test_one_line_is_one_line() -> None:
    """No line break and no control character survives; nothing is cut."""
    assert on_one_line("a\r\n\r\nb\x1b[2J\u2028c\u009b") == "a b [2J c"
    assert on_one_line("x" * 5_000) == "x" * 5_000


def test_progress_without_a_terminal_is_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Each stage ends in one line with its steps and its note, early or not; one that was over at once has none."""
    progress = progress_for_terminal(is_quiet=False)
    assert isinstance(progress, LineProgress)
    progress.start("loading", 1)
    progress.start("learning", 40)
    progress.advance("loss 0.9")
    progress.advance("loss 0.8")
    progress.finish()
    progress.finish()
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("learning: 2 of 40, done, loss 0.8 (")


def test_tensorflow_starts_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first log lines are dropped; everything else on the standard error is shown."""
    monkeypatch.delenv("TF_CPP_MIN_LOG_LEVEL", raising=False)
    done = subprocess.run([sys.executable, "-c", CHATTER], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == "something else\nafterwards\n"


def test_tensorflow_speaks_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sets a lower log level sees every line."""
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "0")
    done = subprocess.run([sys.executable, "-c", CHATTER], capture_output=True, encoding="utf-8", check=True)
    assert "oneDNN" in done.stderr and "afterwards" in done.stderr

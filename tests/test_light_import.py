"""Serving is light: answering imports no TensorFlow, and asking for help imports next to nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HEAVY = ("tensorflow", "keras", "sklearn", "scipy", "rich", "jinja2")

ANSWER = """
import sys, json
from intentbot import IntentBot
bot = IntentBot.load(sys.argv[1])
replies = [bot.reply(text, session="ana").text for text in ("hello", "wher is my ordr", "")]
bot.classify(["one", "two"])
print(json.dumps({"replies": replies, "modules": sorted({name.partition(".")[0] for name in sys.modules})}))
"""

HELP = """
import sys
from intentbot.cli.main import main
try:
    main(["--help"])
except SystemExit:
    pass
print("modules:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def run(code: str, *arguments: str) -> str:
    """Return what a new interpreter prints."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_reply_needs_no_heavy_library(model_folder: Path) -> None:
    """A new interpreter imports intentbot, loads a model and replies without TensorFlow and its kin."""
    found = json.loads(run(ANSWER, str(model_folder)))
    assert all(found["replies"])
    assert not set(HEAVY) & set(found["modules"])


def test_help_imports_no_library_at_all() -> None:
    """``--help`` answers without NumPy, PyYAML's parser or anything heavier."""
    modules = run(HELP).rpartition("modules:")[2].split()
    assert not {*HEAVY, "numpy"} & set(modules)


def test_the_package_runs_as_a_module() -> None:
    """``python -m intentbot --help`` prints the commands."""
    command = [sys.executable, "-m", "intentbot", "--help"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert "train" in done.stdout

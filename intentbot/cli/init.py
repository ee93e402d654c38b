"""``intentbot init``"""

from __future__ import annotations

import argparse
from importlib.resources import files
from pathlib import Path

from intentbot.cli.arguments import Commands, add_command
from intentbot.cli.console import paint
from intentbot.errors import FileError


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "init",
        "write a small bot to start from",
        description="Write a small bot into a new or empty folder: a few intents, explained line by line.\n"
        "It trains in seconds and passes its own tests.",
        example="intentbot init mybot\nintentbot chat mybot",
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder to write; it must be new or empty")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the files and say what comes next."""
    folder: Path = args.folder
    _refuse_used(folder)
    starter = files("intentbot.cli") / "starter"
    found = sorted((one for one in starter.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)
    folder.mkdir(parents=True, exist_ok=True)
    for file in found:
        # "x": a file that appeared in the meantime is not overwritten.
        with open(folder / file.name, "x", encoding="utf-8", newline="\n") as fresh:
            fresh.write(file.read_text(encoding="utf-8"))
    print(f"Wrote {', '.join(file.name for file in found)} to {folder}. Now:\n")
    for command, meaning in (
        ("chat", "train the bot and talk to it"),
        ("validate", "find mistakes after you changed a file"),
        ("test", "check the sentences under tests:"),
    ):
        print(f"  {paint(f'intentbot {command} {_shown(folder)}'.ljust(36), 'bold')} {meaning}")
    return 0


def _refuse_used(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder} is a file, not a folder.", "Choose another name.")
    # A folder with only .git in it is as good as empty.
    used = sorted(one.name for one in folder.iterdir() if not one.name.startswith(".")) if folder.exists() else []
    if used:
        raise FileError(f"{folder} is not empty: it has {used[0]!r} in it.", "Choose a new or an empty folder.")


def _shown(folder: Path) -> str:
    return f'"{folder}"' if " " in str(folder) else str(folder)

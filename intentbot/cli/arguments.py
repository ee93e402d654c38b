"""What the commands' arguments have in common."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Where commands are added."""


def add_command(
    commands: Commands, name: str, summary: str, *, description: str, example: str
) -> argparse.ArgumentParser:
    """Return the parser of a new command, whose help ends with an example."""
    return commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=f"example:\n{_indented(example)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_source(parser: argparse.ArgumentParser) -> None:
    """Add INTENTS|MODEL, and what concerns the training of INTENTS."""
    parser.add_argument(
        "source", type=Path, metavar="INTENTS|MODEL", help="intent files, trained first if needed; or a trained model"
    )
    parser.add_argument(
        "--model", type=Path, metavar="MODEL", help="where the model of INTENTS is kept (default: models/NAME)"
    )
    add_settings(parser)


def add_talk(parser: argparse.ArgumentParser) -> None:
    """Add what a message is answered with: --channel, --language and --actions."""
    parser.add_argument("--channel", metavar="NAME", help="answer as on this channel, such as web")
    parser.add_argument("--language", metavar="CODE", help="answer in this language of the bot, whatever is written")
    parser.add_argument(
        "--actions", type=Path, metavar="FILE", help="a Python file with a function for each action of the bot"
    )


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add --set."""
    parser.add_argument(
        "--set",
        dest="settings",
        action="append",
        default=[],
        type=read_setting,
        metavar="NAME=VALUE",
        help="overrule a training setting of the files, as training.epochs=10; can be repeated",
    )


def add_place(parser: argparse.ArgumentParser) -> None:
    """Add MODEL and --store, and --data, which say where a server keeps what it keeps."""
    parser.add_argument("model", type=Path, metavar="MODEL", help="the model folder that is served")
    parser.add_argument("--store", default="", metavar="URL", help="the database, where serve was given one")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="the server's folder, where serve was given one")


def add_quiet(parser: argparse.ArgumentParser) -> None:
    """Add --quiet."""
    parser.add_argument("-q", "--quiet", action="store_true", help="show no progress")


def read_setting(text: str) -> tuple[str, str]:
    """Return the name and value of ``training.epochs=10``; the ``training.`` may be left out."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE, such as training.epochs=10")
    return name.strip().removeprefix("training."), value.strip()


def read_percentage(text: str) -> float:
    """Return a number from 0 to 100; a percent sign may follow it."""
    try:
        value = float(text.strip().removesuffix("%"))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a percentage from 0 to 100")
    return value


def read_folds(text: str) -> int:
    """Return a whole number, at least 2: in fewer parts nothing can be held out in turn."""
    if not text.isascii() or not text.isdigit() or int(text) < 2:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 2")
    return int(text)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())

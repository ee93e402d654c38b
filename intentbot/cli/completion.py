"""``intentbot completion``"""

from __future__ import annotations

import argparse
from functools import partial

from intentbot.cli.arguments import Commands, add_command

_SHELLS = ("bash", "zsh", "tcsh")
_FOLDERS = frozenset({"DIR", "FOLDER", "MODEL", "REPORT"})
_FILES = frozenset({"INTENTS", "INTENTS|MODEL", "FILE"})


def add(commands: Commands, whole: argparse.ArgumentParser) -> None:
    """Add the command, which completes the `whole` command line."""
    parser = add_command(
        commands,
        "completion",
        "print a script that completes commands in your shell",
        description="Print a script that lets your shell complete commands, options and paths when you press Tab.",
        example="mkdir -p ~/.local/share/bash-completion/completions\n"
        "intentbot completion bash > ~/.local/share/bash-completion/completions/intentbot\n"
        "intentbot completion zsh > ~/.zfunc/_intentbot   # a folder of your $fpath",
    )
    parser.add_argument("shell", choices=_SHELLS, metavar="SHELL", help=", ".join(_SHELLS))
    parser.set_defaults(run=partial(run, whole=whole))


def run(args: argparse.Namespace, *, whole: argparse.ArgumentParser) -> int:
    """Print the script."""
    import shtab

    for action in _all_actions(whole):
        if action.metavar in _FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        elif action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    print(shtab.complete(whole, shell=args.shell))
    return 0


def _all_actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    found = []
    for action in parser._actions:
        found.append(action)
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                found += _all_actions(command)
    return found

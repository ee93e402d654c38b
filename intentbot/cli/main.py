"""Puts the commands together, and turns what goes wrong into a message and an exit status."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from intentbot.cli import (
    ask,
    augment,
    chat,
    compare,
    completion,
    customers,
    deploy,
    evaluate,
    explain,
    export,
    init,
    people,
    pretrain,
    review,
    schema,
    serve,
    test,
    tokens,
    train,
    validate,
)
from intentbot.cli.console import complain, set_up_streams, tell
from intentbot.errors import GatesMissed, IntentBotError, IntentFilesError, TrainingError
from intentbot.version import VERSION

FINDINGS, WRONG_USAGE, STOPPED, BROKEN_PIPE = 1, 2, 130, 141

_COMMANDS = (
    init,
    validate,
    schema,
    augment,
    pretrain,
    train,
    chat,
    ask,
    test,
    evaluate,
    explain,
    compare,
    export,
    serve,
    review,
    deploy,
    people,
    tokens,
    customers,
)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="intentbot",
        description="A bot that answers customers' questions. You write intents in YAML; it learns them.",
        epilog="start here:\n  intentbot init mybot\n  intentbot chat mybot\n\n"
        "Exit status: 0 done, 1 findings, 2 wrong usage or unreadable input.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"intentbot {VERSION}")
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for command in _COMMANDS:
        command.add(commands)
    completion.add(commands, parser)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status: 0 done, 1 findings, 2 wrong usage or unreadable input."""
    set_up_streams()
    parser = build_parser()
    args = _parse(parser, arguments)
    if args.run is None:
        parser.print_help(sys.stderr)
        return WRONG_USAGE
    try:
        status: int = args.run(args)
        sys.stdout.flush()
        return status
    except IntentBotError as error:
        return _report(error)
    except KeyboardInterrupt as stop:
        tell(f"\n{stop}" if str(stop) else "\nStopped.")
        return STOPPED
    except BrokenPipeError:
        # Whoever read our output has had enough; Python would complain when it flushes on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except MemoryError:
        complain("there is not enough memory for this.\n    Use fewer sentences, or a smaller network.")
        return WRONG_USAGE
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        complain(f"{place}{error.strerror or error}.")
        return WRONG_USAGE


def _parse(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> argparse.Namespace:
    args, rest = parser.parse_known_args(arguments)
    # argparse takes what follows an option for unknown, as the TEXT in `ask MODEL --json TEXT`.
    if hasattr(args, "texts") and not any(word.startswith("-") for word in rest):
        args.texts += rest
    elif rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return args


def _report(error: IntentBotError) -> int:
    if isinstance(error, IntentFilesError):
        n_problems = len(error.problems)
        tell(str(error))
        tell(f"\n{n_problems} {'error' if n_problems == 1 else 'errors'} in the intent files.")
        return FINDINGS
    complain(str(error))
    return FINDINGS if isinstance(error, GatesMissed | TrainingError) else WRONG_USAGE

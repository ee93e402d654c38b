"""``intentbot chat``"""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command, add_quiet, add_source
from intentbot.cli.console import paint
from intentbot.cli.models import open_bot

if TYPE_CHECKING:
    from intentbot.bot import IntentBot
    from intentbot.intents import Button
    from intentbot.predictions import Reply

QUIT = "/quit"
_SESSION = "chat"


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "chat",
        "talk to the bot",
        description="Talk to the bot in the terminal. Intent files are trained first if needed. Buttons are shown\n"
        f"with numbers: type one to press it. Ctrl-D or {QUIT} ends. Lines from a pipe are answered too.",
        example="intentbot chat intents/\n"
        "intentbot chat models/shop --debug\n"
        'echo "Where is my order?" | intentbot chat models/shop',
    )
    add_source(parser)
    parser.add_argument("--debug", action="store_true", help="show the intent, how sure the bot is, and who decided")
    parser.add_argument("--channel", metavar="NAME", help="answer as on this channel, such as web")
    add_quiet(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer until there is nothing more to answer."""
    bot = open_bot(args.source, args.model, dict(args.settings), is_quiet=args.quiet)
    if sys.stdin.isatty():
        print(paint(f"{bot.intents.bot.name} is listening. Ctrl-D or {QUIT} ends.", "dim"))
        _talk(bot, _typed(), args)
    else:
        _talk(bot, (line.rstrip("\r\n") for line in sys.stdin), args)
    return 0


def _talk(bot: IntentBot, lines: Iterator[str], args: argparse.Namespace) -> None:
    buttons: tuple[Button, ...] = ()
    for line in lines:
        if line.strip() == QUIT:
            return
        reply = bot.reply(_pressed(line, buttons), session=_SESSION, channel=args.channel)
        buttons = tuple(button for message in reply.messages for button in message.buttons)
        print(_answer(reply))
        if args.debug:
            print(paint(_wrapped(_reason(reply)), "dim"))
        sys.stdout.flush()


def _typed() -> Iterator[str]:
    # Arrow keys and history, where Python has them.
    with suppress(ImportError):
        import readline  # noqa: F401
    while True:
        try:
            line = input("\n> ")
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if line.strip():
            yield line


def _pressed(line: str, buttons: tuple[Button, ...]) -> str:
    """Return the message of the button whose number was typed; any other line is the message itself."""
    number = line.strip()
    if number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= len(buttons):
        return buttons[int(number[:4]) - 1].message
    return line


def _answer(reply: Reply) -> str:
    lines, number = [], 0
    for message in reply.messages:
        lines.append(paint(_wrapped(message.text), "cyan"))
        if message.image:
            lines.append(f"  [image] {message.image}")
        for button in message.buttons:
            number += 1
            lines.append(f"  {paint(str(number), 'bold')} {button.title}")
    return "\n".join(lines)


def _wrapped(text: str) -> str:
    if not sys.stdout.isatty():
        return text
    width = max(20, shutil.get_terminal_size().columns - 1)
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in text.splitlines()
    )


def _reason(reply: Reply) -> str:
    answered = reply.intent or "no intent"
    nearest = "" if reply.intent or not reply.ranking else f", nearest {reply.ranking[0].intent}"
    score = f", score {reply.prediction.score:.3f}" if reply.prediction else ""
    entities = "".join(f", {found.entity}={found.value}" for found in reply.entities)
    return f"[{answered}{nearest}, confidence {reply.confidence:.3f}{score}, decided by {reply.decided_by}{entities}]"

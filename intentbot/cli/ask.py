"""``intentbot ask``"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from intentbot.cli.arguments import Commands, add_command, add_talk
from intentbot.cli.console import on_one_line, tell
from intentbot.cli.functions import with_actions
from intentbot.cli.models import load_model, refuse_language


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "ask",
        "answer messages, one line each",
        description="Print the bot's answer to each message on a line of its own. Each message stands alone;\n"
        "for a conversation there is `intentbot chat`. Without TEXT, every line of the input is a message.",
        example='intentbot ask models/shop "Where is my order?" "And can I return it?"\n'
        "intentbot ask models/shop --json < messages.txt",
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help="a trained model")
    parser.add_argument("texts", nargs="*", metavar="TEXT", help="a message, in quotes")
    parser.add_argument("--json", action="store_true", help="print a JSON object for each message")
    add_talk(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print an answer for each message."""
    from intentbot.renderings.reply_json import reply_record

    bot = with_actions(load_model(args.model), args.actions)
    refuse_language(bot, args.language)
    if not args.texts and sys.stdin.isatty():
        tell("Type messages, one on a line; Ctrl-D ends.")
    messages: Iterable[str] = args.texts or (line.rstrip("\r\n") for line in sys.stdin)
    for message in messages:
        reply = bot.reply(message, channel=args.channel, language=args.language)
        line = json.dumps(reply_record(message, reply), ensure_ascii=False) if args.json else on_one_line(reply.text)
        # At once: whoever reads may wait for the answer before writing the next message.
        print(line, flush=True)
    return 0

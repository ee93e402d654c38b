"""``intentbot ask``"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intentbot.cli.arguments import Commands, add_command
from intentbot.cli.console import on_one_line, tell
from intentbot.cli.models import load_model

if TYPE_CHECKING:
    from intentbot.predictions import Reply

N_RANKED = 5


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
    parser.add_argument("--channel", metavar="NAME", help="answer as on this channel, such as web")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print an answer for each message."""
    bot = load_model(args.model)
    if not args.texts and sys.stdin.isatty():
        tell("Type messages, one on a line; Ctrl-D ends.")
    messages: Iterable[str] = args.texts or (line.rstrip("\r\n") for line in sys.stdin)
    for message in messages:
        reply = bot.reply(message, channel=args.channel)
        line = json.dumps(_record(message, reply), ensure_ascii=False) if args.json else on_one_line(reply.text)
        # At once: whoever reads may wait for the answer before writing the next message.
        print(line, flush=True)
    return 0


def _record(message: str, reply: Reply) -> dict[str, Any]:
    return {
        "message": message,
        "text": reply.text,
        "intent": reply.intent,
        "confidence": round(reply.confidence, 6),
        "decided_by": reply.decided_by,
        "score": round(reply.prediction.score, 6) if reply.prediction else None,
        "entities": [asdict(found) for found in reply.entities],
        "ranking": [
            {"intent": ranked.intent, "confidence": round(ranked.confidence, 6)} for ranked in reply.ranking[:N_RANKED]
        ],
        "messages": [asdict(bubble) for bubble in reply.messages],
    }

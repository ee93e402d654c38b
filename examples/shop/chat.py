"""The starter bot with a shop behind it: plays a conversation, or talks with you.

python examples/shop/chat.py [--talk] [--intents DIR] [--model DIR] [--sessions FILE] [MESSAGE ...]
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import actions

from intentbot import IntentBot, Reply
from intentbot.sessions import Sessions

MESSAGES = [
    "where is my order",
    "84512",
    "how long does it take?",
    "sorry, I meant 55091",
    "can you send it to another address?",
    "7 Mill Lane, Bristol BS1 4DJ",
    "yes please",
    "thanks",
]
FUNCTIONS = {
    "order_status": actions.order_status,
    "cancel_order": actions.cancel_order,
    "change_address": actions.change_address,
    "refund_status": actions.refund_status,
    "book_delivery": actions.book_delivery,
}


def load(intents: Path, model: Path, sessions: Sessions | None) -> IntentBot:
    """Return the bot with the shop's functions; it is trained first where there is no model."""
    if not (model / "model.json").exists():
        # Imported only here: this line needs intentbot[train] and takes seconds, loading a model does not.
        from intentbot.training import train

        train(intents, model)
    return IntentBot.load(model, sessions=sessions, actions=FUNCTIONS)


def open_sessions(file: Path | None) -> Sessions | None:
    """Return where conversations are kept: in a SQLite file, or only in memory."""
    if file is None:
        return None
    # Needs intentbot[store]. Every process that names the same file goes on with the same conversations.
    from intentbot.store import SqlSessions

    return SqlSessions(f"sqlite:///{file}")


def shown(reply: Reply) -> str:
    """Return a reply as lines: each message, what can be pressed and opened, and whether a person takes over."""
    lines = []
    for message in reply.messages:
        lines.append(message.text)
        lines += [f"  [{button.title}]" for button in message.buttons]
        lines += [f"  {link.title}: {link.url}" for link in message.links]
        lines += [f"  {message.image}"] if message.image else []
    if reply.handover:
        lines.append(f"  (handed over: {reply.handover.reason})")
    return "\n".join(lines)


def typed() -> Iterator[str]:
    """Yield what is typed, until it ends."""
    print("Ask about order 84512, 84513 or 55091. Ctrl-D ends.")
    for line in sys.stdin:
        yield line.strip()


def main() -> None:
    """Answer the messages of the command line, or what is typed."""
    parser = argparse.ArgumentParser(description="Talk to the starter bot with a small shop behind it.")
    parser.add_argument("messages", nargs="*", default=MESSAGES, metavar="MESSAGE")
    parser.add_argument("--talk", action="store_true", help="read messages from the terminal")
    parser.add_argument("--intents", type=Path, default=Path("intents"))
    parser.add_argument("--model", type=Path, default=Path("models/intents"))
    parser.add_argument("--sessions", type=Path, metavar="FILE", help="remember conversations in this SQLite file")
    chosen = parser.parse_args()
    if not actions.database().exists():
        actions.make_database(actions.database())
    bot = load(chosen.intents, chosen.model, open_sessions(chosen.sessions))
    messages: Iterable[str] = typed() if chosen.talk else chosen.messages
    for message in messages:
        # The session is whose conversation this is: one for each customer.
        reply = bot.reply(message, session="ana", channel="terminal")
        print(f"\n> {message}\n{shown(reply)}")


if __name__ == "__main__":
    main()

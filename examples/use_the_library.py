"""Train a bot or load it, ask it something, and see why it answered as it did.

python examples/use_the_library.py [--intents intents] [--model models/intents] [MESSAGE ...]
"""

import argparse
from pathlib import Path

from intentbot import IntentBot, Reply

MESSAGES = ["wher is my ordr", "can I send the kettle back?", "what is the meaning of life"]


def load_or_train(intents: Path, model: Path) -> IntentBot:
    """Return the bot in the folder `model`, trained first where there is none."""
    if not (model / "model.json").exists():
        # Imported only here: this line needs intentbot[train] and takes seconds, loading a model does not.
        from intentbot.training import train

        return train(intents, model)
    return IntentBot.load(model)


def explain(reply: Reply) -> str:
    """Return why the bot gave this reply, in a few lines."""
    lines = [f"  decided by {reply.decided_by}, intent {reply.intent}, confidence {reply.confidence:.2f}"]
    lines += [f"  {ranked.confidence:.2f} {ranked.intent}" for ranked in reply.ranking[:3]]
    lines += [f"  found {entity.entity}: {entity.value}" for entity in reply.entities]
    return "\n".join(lines)


def main() -> None:
    """Answer the messages of the command line."""
    parser = argparse.ArgumentParser(description="Ask a bot something and see why it answered so.")
    parser.add_argument("messages", nargs="*", default=MESSAGES, metavar="MESSAGE")
    parser.add_argument("--intents", type=Path, default=Path("intents"))
    parser.add_argument("--model", type=Path, default=Path("models/intents"))
    chosen = parser.parse_args()
    bot = load_or_train(chosen.intents, chosen.model)
    for message in chosen.messages:
        # The session is whose conversation this is: one for each customer.
        reply = bot.reply(message, session="ana")
        print(f"\n> {message}\n{reply.text}\n{explain(reply)}")


if __name__ == "__main__":
    main()

"""``intentbot chat``"""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command, add_quiet, add_source, add_talk
from intentbot.cli.console import on_one_line, paint
from intentbot.cli.functions import with_actions
from intentbot.cli.lines import Lines
from intentbot.cli.models import default_model, is_model, open_bot, refuse_language, update_model
from intentbot.errors import SettingsError

if TYPE_CHECKING:
    from intentbot.answers import Button
    from intentbot.bot import IntentBot
    from intentbot.cli.teach import Outcome, Teacher
    from intentbot.files.model_folder import Model
    from intentbot.predictions import Reply

QUIT = "/quit"
_SESSION = "chat"


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "chat",
        "talk to the bot, and teach it",
        description="Talk to the bot in the terminal. Intent files are trained first if needed. Buttons are shown\n"
        f"with numbers: type one to press it. Ctrl-D or {QUIT} ends. Lines from a pipe are answered too.\n\n"
        "With --teach each answer says why, and /teach puts the last message into the intent file where it\n"
        "belongs: the bot knows it at once, and /retrain lets it learn from it. /help lists what else there is.",
        example="intentbot chat intents/\n"
        "intentbot chat intents/ --teach\n"
        "intentbot chat models/shop --debug\n"
        'echo "Where is my order?" | intentbot chat models/shop',
    )
    add_source(parser)
    parser.add_argument("--debug", action="store_true", help="show the intent, how sure the bot is, and who decided")
    parser.add_argument(
        "--teach", action="store_true", help="show why, and take commands that write into the intent files"
    )
    add_talk(parser)
    add_quiet(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer until there is nothing more to answer."""
    if args.teach:
        _refuse_unteachable(args.source)
    bot, lines = open_bot(args.source, args.model, dict(args.settings), is_quiet=args.quiet), Lines()
    refuse_language(bot, args.language)
    teacher = _teacher(bot, lines, args) if args.teach else None
    bot = bot if teacher else with_actions(bot, args.actions)
    if lines.is_typed:
        commands = "/help shows the commands" if teacher else f"Ctrl-D or {QUIT} ends"
        print(paint(f"{on_one_line(bot.intents.bot.name)} is listening. {commands}.", "dim"))
    try:
        _talk(bot, lines, args, teacher)
    finally:
        if teacher:
            teacher.leave()
    return 0


def _talk(bot: IntentBot, lines: Lines, args: argparse.Namespace, teacher: Teacher | None) -> None:
    buttons: tuple[Button, ...] = ()
    while (line := lines.read()) is not None and line.strip() != QUIT:
        if lines.is_typed and not line.strip():
            continue
        if not (teacher and teacher.obey(line)):
            bot, message = teacher.bot if teacher else bot, _pressed(line, buttons)
            reply = bot.reply(message, session=_SESSION, channel=args.channel, language=args.language)
            buttons = tuple(button for one in reply.messages for button in one.buttons)
            print(_answer(reply))
            reason = teacher.listen(message, reply) if teacher else _reason(reply) if args.debug else ""
            if reason:
                print(paint(_wrapped(reason), "dim"))
        sys.stdout.flush()


def _teacher(bot: IntentBot, lines: Lines, args: argparse.Namespace) -> Teacher:
    from intentbot.cli.teach import Teacher
    from intentbot.files.model_folder import read_model

    folder = args.model or default_model(args.source)
    settings = dict(args.settings)

    def prepare(bare: IntentBot) -> IntentBot:
        return with_actions(bare, args.actions)

    def retrain() -> tuple[Outcome, Model]:
        update = update_model(args.source, folder, settings=settings, is_quiet=args.quiet)
        return update.outcome, read_model(folder)

    options = [option for name, value in settings.items() for option in ("--set", f"{name}={value}")]
    options += ["-o", str(args.model)] if args.model else []
    command = shlex.join(["intentbot", "train", str(args.source), *options])
    return Teacher(bot, args.source, lines, prepare=prepare, retrain=retrain, command=command)


def _refuse_unteachable(source: Path) -> None:
    """Refuse to teach what is no YAML file, nor a folder of them.

    Raises
    ------
    SettingsError
    """
    if is_model(source):
        fix = "Give the intent files it was trained on: intentbot chat INTENTS --teach"
        raise SettingsError(f"--teach writes into intent files, and {source} is a trained model.", fix)
    if source.is_file() and source.suffix.lower() not in (".yaml", ".yml"):
        fix = "Write the sentence and its intent into the file yourself, and train again."
        raise SettingsError(f"--teach writes into YAML files, and {source} is none.", fix)


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
        lines += [f"  [link] {on_one_line(link.title)}: {link.url}" for link in message.links]
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

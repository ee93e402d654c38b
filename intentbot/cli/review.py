"""``intentbot review``"""

from __future__ import annotations

import argparse
import getpass
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command, add_place
from intentbot.cli.console import on_one_line, tell
from intentbot.errors import IntentFilesError, SettingsError
from intentbot.reviews import REASONS

if TYPE_CHECKING:
    from intentbot.bot import IntentBot
    from intentbot.review.commits import Author
    from intentbot.review.inbox import Group, Overview
    from intentbot.review.intent_folder import IntentFolder

_MOST_PROBLEMS = 5


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "review",
        "what the bot missed, grouped, one keystroke from the YAML",
        description="Show what customers wrote and the bot did not understand, was unsure of, or was blamed for:\n"
        "messages that want the same stand together. One key puts them among an intent's examples, makes a\n"
        "new intent of them, puts them out of scope or dismisses them; u takes it back. The intent files keep\n"
        "all else as it is, and where they stand in a git repository, each decision is a commit of yours.\n\n"
        "What is not typed but comes through a pipe is read line by line, a line for each key or answer.",
        example="intentbot review models/shop --intents intents/\nintentbot review models/shop --json",
    )
    add_place(parser)
    parser.add_argument(
        "--intents", type=Path, metavar="INTENTS", help="the intent files (default: those the model was trained on)"
    )
    parser.add_argument("--by", metavar="NAME", help="who reviews (default: git's user.name, else your login)")
    parser.add_argument(
        "--only",
        action="append",
        choices=tuple(REASONS),
        metavar="REASON",
        help=f"only misses with this reason, one of {', '.join(REASONS)}; can be repeated",
    )
    parser.add_argument("--json", action="store_true", help="print the groups as JSON, and decide about nothing")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Go through the inbox, or list it."""
    from intentbot.cli.databases import log_database
    from intentbot.cli.keys import Keys
    from intentbot.cli.lines import Lines
    from intentbot.cli.models import load_model
    from intentbot.cli.reviewing import Round
    from intentbot.review.inbox import Inbox
    from intentbot.review.reviewer import Reviewer
    from intentbot.store.review_log import ReviewLog
    from intentbot.store.turn_log import TurnLog

    bot, folder, database = load_model(args.model), _folder(args), log_database(args)
    folder = folder or _remembered(bot)
    log = ReviewLog(database)
    overview = Inbox(log).overview(bot, folder.keys if folder else tuple).only(args.only or ())
    if args.json:
        print(json.dumps([_group_record(group) for group in overview.groups], ensure_ascii=False, indent=2))
        return 0
    _introduce(overview, bot, folder)
    lines = Lines()
    author = _author(args.by, folder)
    turn_log = TurnLog(database)
    going = Round(overview, Reviewer(log, folder), bot, turn_log, author=author, keys=Keys(lines))
    going.go()
    print(f"\n{going.n_decided:,} decided; {going.n_left:,} of the groups are left.")
    if going.n_decided and folder:
        print(f"The bot learns with the next training: intentbot train {folder.source} -o {args.model}")
    return 0


def _folder(args: argparse.Namespace) -> IntentFolder | None:
    from intentbot.review.intent_folder import IntentFolder

    return IntentFolder(args.intents) if args.intents else None


def _remembered(bot: IntentBot) -> IntentFolder | None:
    """Return the files the bot was trained on, where they are still there."""
    from intentbot.review.evidence import remembered_paths
    from intentbot.review.intent_folder import IntentFolder, source_of

    source = source_of(remembered_paths(bot))
    return IntentFolder(source) if source else None


def _introduce(overview: Overview, bot: IntentBot, folder: IntentFolder | None) -> None:
    from intentbot.review.evidence import strangers

    if folder is None:
        tell("No intent files are at hand, so misses can only be dismissed. Name them: --intents FOLDER")
    else:
        now = folder.now()
        if now.unread:
            raise IntentFilesError(now.unread)
        if now.errors:
            tell("The files have errors; whatever is written, the bot cannot be trained before they are mended:")
            tell("\n".join(map(str, now.errors[:_MOST_PROBLEMS])))
        only_model, only_files = strangers(bot, now.intents)
        if len(only_model) == len(bot.classifier.labels):
            fix = "Name the ones it was trained on: --intents FOLDER"
            raise SettingsError(f"{folder.source} has none of the model's intents; these are other files.", fix)
        _warn_strangers(only_model, only_files)
        tell(f"What you decide is written into {folder.source}.")
    if overview.is_cut:
        tell(f"There are more misses than these {overview.n_misses:,}, the latest.")
    if overview.n_waiting:
        tell(f"{overview.n_waiting:,} more are examples by now and wait for the next training.")
    if not overview.groups:
        print("The inbox is empty: nothing was missed that nobody has decided about.")


def _author(name: str | None, folder: IntentFolder | None) -> Author:
    from intentbot.review.commits import Author, git_author

    if name:
        return Author(name)
    known = git_author(folder.root) if folder else None
    try:
        return known or Author(getpass.getuser())
    except (KeyError, OSError, ImportError):
        # A container may run as somebody who has no name.
        return Author("reviewer")


def _group_record(group: Group) -> dict[str, object]:
    """Return a group as what `json.dumps` takes."""
    return {
        "id": group.id,
        "misses": group.n_misses,
        "reasons": dict(group.reasons),
        "last_at": group.at,
        "score": round(group.score, 6),
        "messages": [
            {"text": row.text, "language": row.language, "misses": len(row.turns), "turns": list(row.turns)}
            for row in group.rows
        ],
        "ranking": [{"intent": one.intent, "confidence": round(one.confidence, 6)} for one in group.ranking],
    }


def _warn_strangers(only_model: Sequence[str], only_files: Sequence[str]) -> None:
    """Tell which intents the model and the files do not share."""
    for names, what in (
        (only_model, "are not in the files any more: they are not offered"),
        (only_files, "are not in the model yet: train it"),
    ):
        if names:
            shown = ", ".join(on_one_line(name) for name in names[:5]) + (" ..." if len(names) > 5 else "")
            tell(f"{len(names):,} {'intent' if len(names) == 1 else 'intents'} ({shown}) {what}.")

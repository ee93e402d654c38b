"""``intentbot customers``"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command, add_place
from intentbot.cli.console import tell
from intentbot.cli.databases import kept_of_customers
from intentbot.cli.lines import Lines
from intentbot.errors import SettingsError

if TYPE_CHECKING:
    from intentbot.recording.customers import Kept


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "customers",
        "export or delete all that is kept of a customer",
        description="Show or delete all that a served bot keeps of one customer, as data protection asks.\n"
        "The server may run meanwhile.",
        example="intentbot customers export models/shop +4930123456 > customer.json\n"
        "intentbot customers delete models/shop +4930123456",
    )
    verbs = parser.add_subparsers(metavar="WHAT", required=True, title="what to do")
    for verb, summary in (
        ("export", "print all that is kept of a customer, as JSON"),
        ("delete", "delete all that is kept of a customer, for good"),
    ):
        one = verbs.add_parser(verb, help=summary, description=f"{summary[:1].upper()}{summary[1:]}.")
        add_place(one)
        one.add_argument(
            "conversation",
            metavar="CONVERSATION",
            help="the id of the conversation, as the client has it: a phone number for some messengers; "
            "write -- before one that begins with -",
        )
        if verb == "delete":
            one.add_argument("-y", "--yes", action="store_true", help="do not ask whether it is meant")
        one.set_defaults(run=run, verb=verb)


def run(args: argparse.Namespace) -> int:
    """Do what the verb says; print JSON."""
    kept = kept_of_customers(args)
    found = kept.export(args.conversation)
    if args.verb == "delete":
        print(json.dumps(_deleted(kept, found, args.conversation, is_sure=args.yes), ensure_ascii=False))
    else:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    if not found["turns"] and found["session"] is None:
        tell(f'Nothing is kept of "{args.conversation}".')
    return 0


def _deleted(kept: Kept, found: dict[str, object], conversation: str, *, is_sure: bool) -> dict[str, object]:
    """Delete what was found, and return what was done."""
    turns = found["turns"]
    n_found = len(turns) if isinstance(turns, list) else 0
    if not is_sure and (n_found or found["session"] is not None):
        lines = Lines()
        if not lines.is_typed:
            raise SettingsError("nobody is here to ask whether this is meant.", "Say so: --yes")
        noun = "turn" if n_found == 1 else "turns"
        answer = lines.read(f'Delete {n_found:,} {noun} of "{conversation}" for good? [y/N] ')
        if (answer or "").strip().casefold() not in ("y", "yes"):
            raise KeyboardInterrupt("Nothing was deleted.")
    n_deleted = kept.delete(conversation)
    return {"conversation": conversation, "turns": n_deleted, "session": found["session"] is not None}

"""``intentbot people``"""

from __future__ import annotations

import argparse
import getpass
import sys

from intentbot.cli.arguments import Commands, add_command, add_place
from intentbot.cli.console import tell
from intentbot.errors import AccountError
from intentbot.people import ROLES


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "people",
        "who may use the review pages",
        description="Let people use the review pages of a bot: a viewer reads, an editor also changes the bot,\n"
        "an admin also deploys it and deletes what customers said.",
        example="intentbot people add models/shop ana --role admin\nintentbot people list models/shop\n"
        "intentbot people password models/shop ana\nintentbot people remove models/shop ana",
    )
    verbs = parser.add_subparsers(metavar="WHAT", required=True, title="what to do")
    for verb, summary, has_name in (
        ("list", "show everybody", False),
        ("add", "let somebody in; asks for a password", True),
        ("role", "let somebody do more or less", True),
        ("password", "give somebody another password", True),
        ("remove", "let somebody in no more", True),
    ):
        one = verbs.add_parser(verb, help=summary, description=f"{summary[:1].upper()}{summary[1:]}.")
        add_place(one)
        if has_name:
            one.add_argument("name", metavar="NAME", help="what they log in with, such as ana")
        if verb == "role":
            one.add_argument("role", choices=ROLES)
        if verb == "add":
            one.add_argument("--role", choices=ROLES, default="viewer", help="default: viewer")
        if verb in ("add", "password"):
            one.add_argument("--password-stdin", action="store_true", help="read the password from the standard input")
        one.set_defaults(run=run, verb=verb)


def run(args: argparse.Namespace) -> int:
    """Do what the verb says."""
    from intentbot.accounts.accounts import Accounts
    from intentbot.cli.databases import account_records

    accounts = Accounts(account_records(args))
    if args.verb == "list":
        people = accounts.people()
        for person in people:
            print(f"{person.name}\t{person.role}")
        if not people:
            tell(f"There is nobody yet. Let the first one in: intentbot people add {args.model} ana --role admin")
    elif args.verb == "add":
        person = accounts.add(args.name, read_password(args.name, from_stdin=args.password_stdin), args.role)
        tell(f"{person.name} may log in, as {person.role}.")
    elif args.verb == "role":
        accounts.set_role(args.name, args.role)
        tell(f"{args.name} is {args.role} now, and must log in again.")
    elif args.verb == "password":
        accounts.set_password(args.name, read_password(args.name, from_stdin=args.password_stdin))
        tell(f"{args.name} has another password now, and must log in again.")
    else:
        accounts.remove(args.name)
        tell(f"{args.name} may not log in any more.")
    return 0


def read_password(name: str, *, from_stdin: bool) -> str:
    """Return a password: typed twice, without being shown, or the first line of the standard input.

    Raises
    ------
    AccountError
    """
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise AccountError("there is no terminal to type a password at.", "Pipe it: --password-stdin.")
    try:
        password = getpass.getpass(f"Password for {name} (not shown): ")
        again = getpass.getpass("The same again: ")
    except EOFError:
        raise AccountError("no password was typed.", "Start again; nothing was changed.") from None
    if again != password:
        raise AccountError("the two passwords are not the same.", "Start again; nothing was changed.")
    return password

"""``intentbot tokens``"""

from __future__ import annotations

import argparse
from datetime import datetime, timezone

from intentbot.cli.arguments import Commands, add_command, add_place
from intentbot.cli.console import tell
from intentbot.people import SCOPES, TOKEN_DAYS, AccessToken


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "tokens",
        "let programs use the HTTP API",
        description="Make tokens for programs that call the server: Authorization: Bearer TOKEN. One of scope\n"
        "client asks the bot; one of scope admin also exchanges its model.",
        example="intentbot tokens add models/shop website\n"
        "intentbot tokens add models/shop ci --scope admin --days 30\n"
        "intentbot tokens list models/shop\nintentbot tokens revoke models/shop 1f2e3d4c",
    )
    verbs = parser.add_subparsers(metavar="WHAT", required=True, title="what to do")
    new = verbs.add_parser(
        "add", help="make a token, and print it once", description="Make a token, and print it once."
    )
    add_place(new)
    new.add_argument("name", metavar="NAME", help="what it is for")
    new.add_argument("--scope", choices=SCOPES, default="client", help="default: client")
    new.add_argument(
        "--days", type=float, default=TOKEN_DAYS, help=f"how long it is good for (default: {TOKEN_DAYS}); 0: for ever"
    )
    listed = verbs.add_parser("list", help="show all, without their secrets", description="Show all tokens.")
    add_place(listed)
    revoked = verbs.add_parser("revoke", help="end one", description="End a token, within two seconds.")
    add_place(revoked)
    revoked.add_argument("id", metavar="ID", help="as list shows it")
    for verb, one in (("add", new), ("list", listed), ("revoke", revoked)):
        one.set_defaults(run=run, verb=verb)


def run(args: argparse.Namespace) -> int:
    """Do what the verb says."""
    from intentbot.accounts.tokens import Tokens
    from intentbot.cli.databases import account_records

    tokens = Tokens(account_records(args))
    if args.verb == "add":
        token, secret = tokens.issue(args.name, args.scope, days=args.days or None)
        tell(f'Token {token.id} for "{token.name}", scope {token.scope}, {_until(token)}. It is shown this once:')
        print(secret)
    elif args.verb == "list":
        found = tokens.all()
        for token in found:
            print(f"{token.id}\t{token.name}\t{token.scope}\t{_state(token)}")
        if not found:
            tell("There are no tokens: whoever reaches the server may ask the bot.")
    else:
        tokens.revoke(args.id)
        tell(f"Token {args.id} is revoked.")
    return 0


def _until(token: AccessToken) -> str:
    return f"good until {_day(token.expires_at)}" if token.expires_at is not None else "good for ever"


def _state(token: AccessToken) -> str:
    if token.revoked_at is not None:
        return f"revoked {_day(token.revoked_at)}"
    is_over = token.expires_at is not None and token.expires_at <= datetime.now(timezone.utc).timestamp()
    return f"expired {_day(token.expires_at or 0)}" if is_over else _until(token)


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%d")

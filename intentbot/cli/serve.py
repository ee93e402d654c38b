"""``intentbot serve``"""

from __future__ import annotations

import argparse
import gc
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command
from intentbot.cli.console import tell
from intentbot.cli.models import refuse_intents
from intentbot.errors import SettingsError

if TYPE_CHECKING:
    from intentbot.server.settings import ServerSettings


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "serve",
        "put the bot on the web: HTTP API, chat page, widget and review pages",
        description="Serve a model over HTTP until Ctrl-C.",
        example="intentbot serve models/shop\nintentbot serve models/shop --intents intents/ --cors https://shop.example",
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help="a model folder")
    parser.add_argument("--intents", type=Path, metavar="INTENTS", help="the intent files that reviewers write into")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine alone)")
    parser.add_argument("--port", type=_read_port, default=8000, help="(default: 8000)")
    parser.add_argument("--workers", type=_read_workers, default=1, metavar="N", help="how many processes answer")
    parser.add_argument("--actions", type=Path, metavar="FILE", help="a Python file with a function for each action")
    parser.add_argument(
        "--watch", action="store_true", help="train anew whenever INTENTS change, and let it go live: for development"
    )
    _add_keeping(parser)
    _add_access(parser)
    parser.add_argument("--log-format", choices=("text", "json"), default="text", help="of the log on standard error")
    parser.add_argument("--no-request-log", action="store_true", help="log no line for each request")
    parser.set_defaults(run=run)


def _add_keeping(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is kept")
    group.add_argument("--data", type=Path, metavar="DIR", help="the server's own files (default: MODEL.data)")
    group.add_argument(
        "--store", default="", metavar="URL", help="postgresql://user:password@host/name (default: SQLite in --data)"
    )
    group.add_argument(
        "--retention", type=_read_retention, metavar="TIME", help="delete what is older, such as 90d (default: never)"
    )
    group.add_argument("--no-log", action="store_true", help="keep nothing of what is said")


def _add_access(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("who may call it")
    group.add_argument(
        "--cors",
        action="append",
        default=[],
        metavar="SITE",
        help="a web site whose pages may talk to the bot, such as https://shop.example; can be repeated; '*' for all",
    )
    group.add_argument(
        "--rate-limit",
        default="600/m",
        metavar="N/UNIT",
        help="of one client (default: 600/m; 0 for none)",
    )
    group.add_argument("--private", action="store_true", help="also the chat needs a token: intentbot tokens")
    group.add_argument(
        "--callback-url", default="", metavar="URL", help="where answers of Rasa's callback channel are sent"
    )


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    refuse_intents(args.model)
    if args.watch and not args.intents:
        raise SettingsError("--watch has no intent files to watch.", "Name them: --intents INTENTS")
    # What is imported is no garbage, and looking for some takes a tenth of the time until the server is ready.
    gc.disable()
    from intentbot.server.worker import serve

    if args.store:
        from intentbot.store.addresses import Address

        # The database is opened later, and may be away until then; an address that is none is a mistake now.
        Address.of(args.store)
    settings = _settings(args)
    serve(settings, lambda port: tell(_welcome(settings, port)))
    return 0


def _settings(args: argparse.Namespace) -> ServerSettings:
    from intentbot.server.callbacks import read_callback_url
    from intentbot.server.middleware.origins import read_origin
    from intentbot.server.settings import ServerSettings, data_folder

    return ServerSettings(
        model=args.model,
        data=args.data or data_folder(args.model),
        intents=args.intents,
        store=args.store,
        host=args.host,
        port=args.port,
        n_workers=args.workers,
        origins=tuple(map(read_origin, args.cors)),
        is_logged=not args.no_log,
        logs_requests=not args.no_request_log,
        log_format=args.log_format,
        rate_limit=args.rate_limit,
        callback_url=read_callback_url(args.callback_url) if args.callback_url else "",
        actions=args.actions,
        watches=args.watch,
        is_private=args.private,
        retention_s=args.retention,
    )


def _welcome(settings: ServerSettings, port: int) -> str:
    """Return where everything is, and what a site needs to be told."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host
    root = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    sites = f"and {', '.join(settings.origins)}" if settings.origins else "alone; let your site in with --cors SITE"
    lines = [
        f"intentbot serves {settings.model}. Stop it with Ctrl-C.",
        f"  chat page   {root}/chat",
        f'  your site   <script src="{root}/widget.js" async></script>',
        f"  review      {root}/review/",
        f"  API         {root}/api/v1/reply      described by {root}/openapi.json",
        f"  who may     its own pages {sites}",
        *(["  private     chat page and sites need a proxy that adds a token"] if settings.is_private else []),
        f"  kept in     {settings.data}" if settings.is_logged else "  kept        nothing of what is said",
    ]
    return "\n".join(lines)


def _read_port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port from 0 to 65535")
    return int(text)


def _read_retention(text: str) -> float:
    units = {"h": 3_600.0, "d": 86_400.0, "w": 604_800.0, "y": 31_557_600.0}
    number, unit = text[:-1], text[-1:]
    if unit not in units or not number.isascii() or not number.isdigit() or not 0 < int(number[:9]) < 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no time to keep turns for, such as 90d, 12w or 1y")
    return int(number) * units[unit]


def _read_workers(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes from 1 to 64")
    return int(text)

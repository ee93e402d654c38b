"""``intentbot serve``"""

from __future__ import annotations

import argparse
from pathlib import Path

from intentbot.cli.arguments import Commands, add_command


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "serve",
        "put the bot on the web: HTTP API, chat page, widget and review pages",
        description="Serve a model over HTTP.",
        example="intentbot serve models/shop\nintentbot serve models/shop --intents intents/ --cors https://shop.example",
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help="a model folder")
    parser.add_argument("--intents", type=Path, metavar="INTENTS", help="the intent files that reviewers write into")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine alone)")
    parser.add_argument("--port", type=int, default=8000)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    import uvicorn

    from intentbot.server.app import create_app
    from intentbot.server.settings import ServerSettings, data_folder

    settings = ServerSettings(
        model=args.model, data=data_folder(args.model), intents=args.intents, host=args.host, port=args.port
    )
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port)
    return 0

"""``intentbot schema``"""

from __future__ import annotations

import argparse
import json

from intentbot.cli.arguments import Commands, add_command


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "schema",
        "print the JSON Schema of an intent file",
        description="Print the JSON Schema of an intent file, for editors that complete and check while you type.",
        example="intentbot schema > intents.schema.json\n"
        "# then, as the first line of an intent file:\n"
        "# yaml-language-server: $schema=../intents.schema.json",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the schema."""
    from intentbot.files.schema import intent_schema

    print(json.dumps(intent_schema(), ensure_ascii=False, indent=2))
    return 0

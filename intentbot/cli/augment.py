"""``intentbot augment``"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command, add_quiet, add_settings
from intentbot.cli.console import paint, tell
from intentbot.cli.models import read_sound
from intentbot.cli.progress import progress_for_terminal

if TYPE_CHECKING:
    from intentbot.training.augment import Variant
    from intentbot.training.sentences import Sentence

_COLUMNS = ("text", "intent", "method", "original", "path", "line")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "augment",
        "show the variants that training would add",
        description="Print the variants of examples that training would learn beside them, by the settings `augment`,\n"
        "`augment_with` and `augment_below`: intents with few examples get some. Nothing is written.",
        example="intentbot augment intents/ --set augment=2\n"
        "intentbot augment intents/ --set augment=1 --set augment_with=synonyms --csv > variants.csv",
    )
    parser.add_argument("intents", type=Path, metavar="INTENTS", help="a folder, a .yaml, .csv, .tsv or .json file")
    add_settings(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print a table: text, intent, method, original, path, line")
    form.add_argument("--json", action="store_true", help="print a JSON object for each variant")
    add_quiet(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the variants, and how many there are."""
    from intentbot.settings import TrainingSettings

    intents, _ = read_sound(args.intents)
    settings = TrainingSettings.read({**intents.training, **dict(args.settings)})
    progress = progress_for_terminal(is_quiet=args.quiet)
    from intentbot.training.augment import augment, counts_of
    from intentbot.training.sentences import sentences_of

    sentences = sentences_of(intents, settings)
    try:
        variants = augment(sentences, intents, settings=settings, progress=progress)
    finally:
        progress.finish()
    if args.csv:
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerows([_COLUMNS, *(_record(sentences, variant).values() for variant in variants)])
    elif args.json:
        for variant in variants:
            print(json.dumps(_record(sentences, variant), ensure_ascii=False))
    else:
        _print_by_intent(sentences, variants)
    if not settings.augment:
        tell("training.augment is 0, so training adds none. To see some: --set augment=2")
    elif not args.quiet:
        tell(f"{len(variants):,} variants of {len(sentences):,} sentences: {counts_of(variants)}.")
    return 0


def _record(sentences: Sequence[Sentence], variant: Variant) -> dict[str, str | int]:
    place = variant.sentence.place
    return {
        "text": variant.sentence.text,
        "intent": variant.sentence.intent,
        "method": variant.method,
        "original": sentences[variant.origin].text,
        "path": place.path,
        "line": place.line,
    }


def _print_by_intent(sentences: Sequence[Sentence], variants: Sequence[Variant]) -> None:
    from intentbot.renderings.summary import counted, one_line
    from intentbot.training.augment import counts_of

    by_intent: dict[str, list[Variant]] = {}
    for variant in variants:
        by_intent.setdefault(variant.sentence.intent, []).append(variant)
    for intent, found in by_intent.items():
        n_sentences = sum(sentence.intent == intent for sentence in sentences)
        print(f"{paint(intent, 'bold')}: {counted(n_sentences, 'sentence')}, variants: {counts_of(found)}")
        origin = -1
        for variant in found:
            if variant.origin != origin:
                origin = variant.origin
                print(f"  {one_line(sentences[origin].text)}")
            print(f"    {paint(f'{variant.method:<11}', 'dim')} {one_line(variant.sentence.text)}")
        print()

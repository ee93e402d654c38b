"""``intentbot pretrain``"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command, add_quiet
from intentbot.cli.console import paint, tell
from intentbot.cli.models import load_training
from intentbot.cli.progress import progress_for_terminal

if TYPE_CHECKING:
    from intentbot.training.teachers import Teacher

NO_TEACHER = "none"


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "pretrain",
        "learn an encoder from sentences without labels",
        description="Learn an encoder from sentences without labels: a team's own messages, or a corpus. A bot that\n"
        "starts from it needs fewer examples. With tens of thousands of sentences and a teacher this takes the better\n"
        "part of an hour on two cores; the teacher's vectors are kept, so that they are computed once.",
        example="intentbot pretrain corpus.txt.gz -o encoders/general\n"
        "intentbot pretrain messages.txt --from encoders/general -o encoders/shop\n"
        "intentbot train intents/ --set training.encoder=encoders/shop",
    )
    parser.add_argument(
        "sentences", type=Path, nargs="+", metavar="SENTENCES", help="text files, one sentence a line; .gz too"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="ENCODER", help="the folder of the encoder")
    parser.add_argument(
        "--from", type=Path, dest="start", metavar="ENCODER", help="an encoder to learn on from: minutes, not an hour"
    )
    parser.add_argument(
        "--teacher",
        default="",
        metavar="FOLDER",
        help="a model of sentence-transformers that knows which sentences mean the same; 'none': hidden words are "
        "guessed instead (default: all-MiniLM-L6-v2 for English, where intentbot[pretrain] is installed)",
    )
    parser.add_argument("--language", default="en", help="of the sentences (default: %(default)s)")
    parser.add_argument(
        "--epochs", type=int, default=0, metavar="N", help="times each sentence is seen (default: by their number)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of every random choice (default: 0)")
    add_quiet(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Learn the encoder, then say how to use it."""
    began = time.monotonic()
    progress = progress_for_terminal(is_quiet=args.quiet)
    try:
        load_training(progress)
        from intentbot.training.pretrain import pretrain

        encoder = pretrain(
            args.sentences,
            args.output,
            start=args.start,
            teacher=_teacher(args.teacher, args.language, is_quiet=args.quiet),
            language=args.language,
            epochs=args.epochs,
            seed=args.seed,
            progress=progress,
        )
    except KeyboardInterrupt:
        raise KeyboardInterrupt("Stopped; no encoder was written. The teacher's vectors are kept.") from None
    finally:
        progress.finish()
    size = sum(file.stat().st_size for file in args.output.iterdir() if file.is_file())
    seconds = time.monotonic() - began
    print(paint(f"Learned {args.output} in {seconds:.0f} s ({size / 1e6:.1f} MB).", "green"))
    for name, value in encoder.origin.items():
        print(f"  {name}: {value}")
    print(f"\nStart from it: {paint(f'intentbot train INTENTS --set training.encoder={args.output}', 'bold')}")
    return 0


def _teacher(name: str, language: str, *, is_quiet: bool) -> Teacher | None:
    from intentbot.training.teachers import SentenceTransformer, has_packaged_teacher

    if name == NO_TEACHER:
        return None
    if name:
        return SentenceTransformer(Path(name))
    if language.partition("-")[0] == "en" and has_packaged_teacher():
        return SentenceTransformer()
    if not is_quiet:
        tell("No teacher is installed for this language: hidden words are guessed instead. docs/pre-training.md")
    return None

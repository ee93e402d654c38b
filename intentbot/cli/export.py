"""``intentbot export``"""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command, add_quiet
from intentbot.cli.console import paint
from intentbot.cli.models import refuse_intents
from intentbot.cli.progress import progress_for_terminal
from intentbot.errors import ExportError, FileError, IntentFilesError

if TYPE_CHECKING:
    from intentbot.export import Exported

FORMATS = ("savedmodel", "litert", "onnx", "torchserve", "javascript")
"""What there is, named here so that ``--help`` need not import it."""

_LABELLED = (".csv", ".tsv", ".yaml", ".yml", ".json")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "export",
        "write a model for TensorFlow Serving, phones, browsers, ONNX Runtime or TorchServe",
        description="Write a model for another runtime. What is written is run there, and asked a thousand messages:\n"
        "its answers are the model's, within 0.0001, or nothing is written.\n\n"
        "  savedmodel   TensorFlow Serving: takes text, and gives labels\n"
        "  litert       phones and small devices, by LiteRT (formerly TensorFlow Lite)\n"
        "  onnx         whatever has ONNX Runtime\n"
        "  torchserve   TorchServe: a .mar archive whose handler needs NumPy alone\n"
        "  javascript   browsers and Node: an ES module and the weights",
        example="intentbot export models/shop --to onnx\n"
        "intentbot export models/shop --to savedmodel -o serving/shop --check messages.txt",
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help="a trained model")
    parser.add_argument("--to", required=True, choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="the folder to write (default: exports/NAME-FORMAT)"
    )
    parser.add_argument(
        "--name", default="", metavar="NAME", help="what the model is called there (default: the name of its folder)"
    )
    parser.add_argument(
        "--check",
        type=Path,
        metavar="FILE",
        help="more messages to compare on: a text file, one a line; or a CSV or TSV with the columns text,intent",
    )
    add_quiet(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Export, then say how near the answers are, and how to run what was written."""
    began = time.monotonic()
    refuse_intents(args.model)
    name = args.name or Path(os.path.realpath(args.model)).name
    texts = _messages(args.check) if args.check else ()
    progress = progress_for_terminal(is_quiet=args.quiet)
    try:
        from intentbot.export import export

        output = args.output or Path("exports", f"{name}-{args.to}")
        with _tidy_when_terminated():
            exported = export(args.model, args.to, output, name=name, texts=texts, progress=progress)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("Stopped; nothing was written.") from None
    finally:
        progress.finish()
    size, seconds = exported.n_bytes / 1e6, time.monotonic() - began
    parity = exported.parity
    print(paint(f"Wrote {exported.path} in {seconds:.1f} s ({size:.1f} MB).", "green"))
    print(
        f"  {exported.runtime} answers {parity.n_rows:,} messages as the model does "
        f"(largest difference: {parity.difference:.1e})"
    )
    if parity.n_as_ids:
        print(
            f"  of {parity.n_as_ids:,} of these it was asked the ids: they have a word in a form that no example has, "
            "and TensorFlow cannot\n  find its stem. Of such text it may be a little less or more sure (docs/deploy.md)"
        )
    print(f"\nRun it: {paint(_next_step(args.to, exported, name), 'bold')}")
    return 0


@contextmanager
def _tidy_when_terminated() -> Iterator[None]:
    """Leave in good order when a service manager or a CI job ends the command: what was begun is removed."""
    before = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _next_step(to: str, exported: Exported, name: str) -> str:
    """Return the command that runs an export, as a shell takes it."""
    folder = shlex.quote(str(exported.path))
    if to == "savedmodel":
        # It wants a full path, of the folder of all versions.
        versions = shlex.quote(str(exported.path.parent.absolute()))
        return f"tensorflow_model_server --rest_api_port=8501 --model_name={name} --model_base_path={versions}"
    if to == "torchserve":
        return f"torchserve --start --ncs --disable-token-auth --model-store {folder} --models {name}={name}.mar"
    if to == "javascript":
        return f'node {folder}/ask.mjs "where is my order"'
    return f'python {folder}/reader.py "where is my order"'


def _messages(path: Path) -> tuple[str, ...]:
    """Return the messages of a file: the lines of a text file, the sentences of a table or of intent files.

    Raises
    ------
    FileError, ExportError
    """
    if path.is_dir() or path.suffix.lower() in _LABELLED:
        from intentbot.judging import read_sentences

        try:
            return tuple(sentence.text for sentence in read_sentences(path))
        except IntentFilesError as error:
            first = error.problems[0]
            place = f"{first.path}:{first.line}" if first.line else first.path
            raise FileError(f"{place}: {first.what}", first.fix) from error
    from intentbot.files.text_files import decode, read_bytes

    text, problem = decode(read_bytes(path), path.as_posix())
    if problem:
        raise FileError(f"{path}: {problem.what}", problem.fix)
    found = tuple(line for line in text.splitlines() if line.strip())
    if not found:
        raise ExportError(f"{path} has no messages.", "Write one a line.")
    return found

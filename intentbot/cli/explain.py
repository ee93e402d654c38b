"""``intentbot explain``"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command, add_quiet
from intentbot.cli.console import paint, tell
from intentbot.cli.models import load_model
from intentbot.cli.progress import progress_for_terminal
from intentbot.errors import ExplanationError, MissingExtra

if TYPE_CHECKING:
    from intentbot.bot import IntentBot
    from intentbot.explain.why import Why


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "explain",
        "say why the bot answers as it does: which words decided, and what they are like",
        description="Say why the bot answers a message as it does: what each word gave to the decision (exact: the\n"
        "shares add up), the nearest examples with file and line, what would change the outcome, and what the score\n"
        "is made of. Without TEXT, say what the model goes by: the phrases that stand for each intent, and words that\n"
        "decide where they should not.",
        example='intentbot explain models/shop "wher is my ordr"\n'
        'intentbot explain models/shop "cancel my delivery" --against delivery_late\n'
        "intentbot explain models/shop --html habits.html",
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help="a trained model")
    parser.add_argument("texts", nargs="*", metavar="TEXT", help="a message, in quotes; none: the whole model")
    parser.add_argument(
        "--against", default="", metavar="INTENT", help="hold words against this intent, instead of the average of all"
    )
    parser.add_argument(
        "--method",
        choices=("lime", "shap"),
        default="",
        help="show beside it what LIME or SHAP makes of the words (needs intentbot[explain])",
    )
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="print a JSON object for each message, or for the model")
    shown.add_argument("--html", type=Path, metavar="FILE", help="write a page instead (needs intentbot[explain])")
    add_quiet(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Explain each message, or the model."""
    _refuse_together(args)
    bot = load_model(args.model)
    if not args.texts:
        return _explain_model(bot, args)
    if args.against:
        _refuse_unknown(args.against, bot)
    from intentbot.explain import explain

    whys = [explain(bot, text) for text in args.texts]
    if args.html:
        _write_page(args.html, _pages().to_html(whys, against=args.against))
        return 0
    for number, why in enumerate(whys):
        weights = _weights(bot, why, args)
        if args.json:
            from intentbot.renderings.why_json import to_record

            methods = {args.method: weights} if args.method else {}
            print(json.dumps(to_record(why, against=args.against, methods=methods), ensure_ascii=False))
        else:
            from intentbot.renderings.why_text import to_text

            against = _other(args.against, why)
            shown = to_text(why, paint, against=against, weights=weights, method=args.method)
            print(f"{chr(10) if number else ''}{shown}", end="")
    return 0


def _refuse_together(args: argparse.Namespace) -> None:
    """Refuse options that would be left unheard."""
    alone = "--against" if args.against else "--method" if args.method else ""
    if alone and not args.texts:
        raise ExplanationError(f"{alone} is for a message, and there is none.", "Write the message after the model.")
    if args.method and args.html:
        raise ExplanationError("a page does not show LIME or SHAP.", "Leave out --method, or --html.")


def _refuse_unknown(intent: str, bot: IntentBot) -> None:
    from intentbot.fuzzy import suggest

    if intent not in bot.classifier.labels:
        near = suggest(intent, bot.classifier.labels)
        raise ExplanationError(
            f"the model has no intent {intent!r}.", f"Did you mean {near}?" if near else "Name one that it has."
        )


def _other(against: str, why: Why) -> str:
    """Return the intent to hold words against: none, so that it is all of them, where it is what won."""
    if against and why.explanation and against == why.explanation.intent:
        tell(f"{against} is what the message was taken for: its words are held against the average intent.")
        return ""
    return against


def _explain_model(bot: IntentBot, args: argparse.Namespace) -> int:
    from intentbot.explain import explain_model

    found = explain_model(bot, progress=progress_for_terminal(is_quiet=args.quiet))
    if args.html:
        _write_page(args.html, _pages().model_to_html(found))
    elif args.json:
        from intentbot.renderings.why_json import model_to_record

        print(json.dumps(model_to_record(found), ensure_ascii=False))
    else:
        from intentbot.renderings.why_text import model_to_text

        print(model_to_text(found, paint), end="")
    return 0


def _pages() -> ModuleType:
    """Return what makes pages.

    Raises
    ------
    MissingExtra
    """
    try:
        return import_module("intentbot.renderings.why_page")
    except ModuleNotFoundError:
        raise MissingExtra("explain", "A page") from None


def _write_page(path: Path, page: str) -> None:
    from intentbot.files.folders import write_file

    write_file(path, page.encode())
    tell(f"Wrote {path}")


def _weights(bot: IntentBot, why: Why, args: argparse.Namespace) -> Sequence[float]:
    """Return what LIME or SHAP gives each word of a message; nothing where none was asked for."""
    if not args.method or why.explanation is None or not why.explanation.words:
        return ()
    progress = progress_for_terminal(is_quiet=args.quiet)
    progress.start(f"asking with words left out, for {args.method.upper()}", 1)
    from intentbot.explain.perturbation import lime_weights, shap_values

    weigh = lime_weights if args.method == "lime" else shap_values
    tokens = [word.token for word in why.explanation.words]
    weights = [float(weight) for weight in weigh(bot.classifier, tokens, why.explanation.intent)]
    progress.advance()
    progress.finish()
    return weights

"""``intentbot deploy``"""

from __future__ import annotations

import argparse
import getpass
import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from intentbot.cli.arguments import Commands, add_command, add_quiet, add_settings
from intentbot.cli.console import complain, paint, tell
from intentbot.cli.models import is_model, refuse_intents

if TYPE_CHECKING:
    from intentbot.deployment.findings import Findings
    from intentbot.deployment.jobs import Job, Jobs
    from intentbot.deployment.records import Version
    from intentbot.deployment.versions import Versions

_EVERY_S = 0.2
_SHOWN = 10
_EXAMPLE = """\
intentbot deploy list models/shop
intentbot deploy train models/shop intents/ --promote
intentbot deploy show models/shop 4
intentbot deploy promote models/shop 4
intentbot deploy rollback models/shop"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "deploy",
        "train, compare, promote and roll back versions of a served model",
        description="Make versions of the model that `intentbot serve MODEL` serves, and choose which one is live. A\n"
        "server that runs meanwhile takes up the new one within a second, without losing a message.\n"
        "Exit status 1 where a version misses its gates, or its training fails.",
        example=_EXAMPLE,
    )
    verbs = parser.add_subparsers(metavar="VERB", title="verbs", required=True)
    listing = _verb(verbs, "list", "show the versions, and which one is live", _list)
    listing.add_argument("--json", action="store_true", help="print them as JSON")
    training = _verb(verbs, "train", "train a new version, test it and hold it against the live one", _train)
    training.add_argument("intents", type=Path, metavar="INTENTS", help="the intent files")
    training.add_argument("--note", default="", help="why: it is shown beside the version")
    training.add_argument("--promote", action="store_true", help="let it go live where it passes its gates")
    add_settings(training)
    add_quiet(training)
    showing = _verb(verbs, "show", "show what a version would change", _show)
    showing.add_argument("version", type=int, metavar="VERSION", help="its number")
    showing.add_argument("--against", type=int, metavar="VERSION", help="hold it against this one, not the live one")
    showing.add_argument("--json", action="store_true", help="print it as JSON")
    promoting = _verb(verbs, "promote", "let a version go live", _promote)
    promoting.add_argument("version", type=int, metavar="VERSION", help="its number")
    promoting.add_argument("--force", action="store_true", help="even if it misses its gates; who forced it is kept")
    promoting.add_argument("--note", default="", help="why: it is kept")
    rolling = _verb(verbs, "rollback", "let the version that was live before go live again", _rollback)
    rolling.add_argument("--note", default="", help="why: it is kept")


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str, run: object
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    parser.add_argument("model", type=Path, metavar="MODEL", help="the model folder that is served")
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER", help="the server's data folder (default: MODEL.data beside the model)"
    )
    parser.set_defaults(run=run)
    return parser


def _versions(args: argparse.Namespace, intents: Path | None = None) -> Versions:
    from intentbot.deployment.records import data_folder
    from intentbot.deployment.versions import Versions

    refuse_intents(args.model)
    versions = Versions(args.data or data_folder(args.model), args.model, intents)
    if is_model(args.model) and not versions.state().version:
        # No server has been started yet: what one would serve is the live version.
        versions.start(by=_who())
    return versions


def _list(args: argparse.Namespace) -> int:
    """Print the versions."""
    versions = _versions(args)
    known = versions.all()
    state = versions.state()
    if args.json:
        print(json.dumps({"live": state.version, "versions": [asdict(one) for one in known]}, ensure_ascii=False))
        return 0
    for version in known:
        mark = paint("live", "green") if version.number == state.version else "    "
        print(f"{version.number:>4}  {mark}  {_when(version.at)}  {_described(version)}")
    if not known:
        print(f"No version yet. Train one: intentbot deploy train {args.model} INTENTS")
    return 0


def _described(version: Version) -> str:
    parts = [f"{100 * version.accuracy:.1f}% of {version.n_rows:,} held out"] if version.n_rows else []
    parts += [{"trained": "trained", "answers": "new answers", "found": "registered"}[version.origin]]
    parts += [f"by {version.author}"] if version.author else []
    parts += [version.note] if version.note else []
    return ", ".join(parts)


def _train(args: argparse.Namespace) -> int:
    """Train a version in a process of its own, follow it, and promote it where asked."""
    from intentbot.deployment.jobs import Jobs

    versions = _versions(args, args.intents)
    jobs = Jobs(versions)
    job = jobs.start(args.intents, by=_who(), note=args.note, settings=dict(args.settings))
    try:
        job = _followed(jobs, job, is_quiet=args.quiet)
    except KeyboardInterrupt:
        jobs.cancel(by=_who())
        raise KeyboardInterrupt("Cancelled; what is live is as it was.") from None
    if job.state != "done":
        complain(job.message)
        return 1
    print(job.message)
    if not job.version:
        return 0
    print(f"\nWhat it would change: intentbot deploy show {args.model} {job.version}")
    if not args.promote:
        return 0
    versions.promote(job.version, by=_who(), note=args.note)
    print(_is_live(versions, job.version))
    return 0


def _followed(jobs: Jobs, job: Job, *, is_quiet: bool) -> Job:
    """Return a training when it has ended, its progress shown meanwhile."""
    from intentbot.cli.progress import progress_for_terminal

    shown = progress_for_terminal(is_quiet=is_quiet)
    stage, step = "", 0
    try:
        while job.is_running:
            if job.stage != stage:
                shown.start(job.stage, job.n_steps)
                stage, step = job.stage, 0
            for _ in range(job.step - step):
                shown.advance()
            step = job.step
            time.sleep(_EVERY_S)
            job = jobs.job(job.number)
    finally:
        shown.finish()
    return job


def _show(args: argparse.Namespace) -> int:
    """Print what a version would change; return 1 where it misses its gates."""
    found = _versions(args).findings(args.version, args.against)
    print(json.dumps(asdict(found), ensure_ascii=False) if args.json else _findings(found))
    return int(not found.passed)


def _findings(found: Findings) -> str:
    against = f"against version {found.old}" if found.old else "with nothing to compare it with"
    lines = [paint(f"Version {found.new} {against}", "bold"), *([found.fit] if found.fit else []), ""]
    for gate in found.gates:
        lines.append(f"{paint('pass', 'green') if gate.passed else paint('miss', 'red')}  {gate.name}: {gate.why}")
    for title, some in (("Fixed", found.fixed), ("Broken", found.broken), ("Fails with both", found.failing)):
        if some:
            lines += ["", paint(f"{title} ({len(some)})", "bold")]
            lines += [f"  {one.text}  [{one.expected or 'dialogue'}: {one.old} -> {one.new}]" for one in some[:_SHOWN]]
            lines += [f"  and {len(some) - _SHOWN} more"] if len(some) > _SHOWN else []
    if found.intents:
        lines += ["", paint("Intents that changed", "bold")]
        lines += [
            f"  {one.name}: {round(one.old * one.n_rows)} -> {round(one.new * one.n_rows)} of {one.n_rows}"
            for one in found.intents
        ]
    return "\n".join(lines)


def _promote(args: argparse.Namespace) -> int:
    """Let a version go live."""
    versions = _versions(args)
    version = versions.promote(args.version, by=_who(), force=args.force, note=args.note)
    missed = versions.state().history[-1].missed
    if missed:
        tell(f"Forced, though it misses: {', '.join(missed)}.")
    print(_is_live(versions, version.number))
    return 0


def _rollback(args: argparse.Namespace) -> int:
    """Let the version before go live again."""
    versions = _versions(args)
    print(_is_live(versions, versions.rollback(by=_who(), note=args.note).number))
    return 0


def _is_live(versions: Versions, number: int) -> str:
    return paint(f"Version {number} is live, and {versions.model} is the same model.", "green")


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # No name for this user, as in some containers.
        return "command line"


def _when(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at))

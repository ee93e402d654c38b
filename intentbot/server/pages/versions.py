"""The versions of the model: what each was made of and would change; training, promoting and rolling back.

Viewers look. Editors train, which changes nothing for customers. Admins promote, roll back and force: what all
customers hear is decided by somebody other than whoever just wrote it, unless a team makes its editors admins.
"""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, Response

from intentbot.deployment.apart import findings_apart, promote_apart
from intentbot.deployment.jobs import Job, Jobs
from intentbot.deployment.misfits import misfit
from intentbot.deployment.records import Version
from intentbot.deployment.versions import Versions
from intentbot.errors import DeploymentError, EvaluationError, GatesMissed, IntentBotError, VersionNotFound
from intentbot.people import Person
from intentbot.server.guard import require_role
from intentbot.server.pages.responses import PageRefused, page_response, redirect
from intentbot.server.parts import follower, live_bot, model_versions, server_settings

router = APIRouter(include_in_schema=False, prefix="/review/versions")

_LIST = "/review/versions"
_LONGEST_NOTE = 300
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

Viewer = Annotated[Person, Depends(require_role("viewer"))]
Editor = Annotated[Person, Depends(require_role("editor"))]
Admin = Annotated[Person, Depends(require_role("admin"))]
Known = Annotated[Versions, Depends(model_versions)]
Note = Annotated[str, Form(max_length=_LONGEST_NOTE)]
T = TypeVar("T")


@router.get("")
async def versions_page(request: Request, person: Viewer, versions: Known) -> Response:
    """Show all versions, which one is live, and the training that runs or ran last."""
    return page_response(request, "versions.html", **await _done(lambda: _listed(request, versions)))


@router.get("/training")
async def training(person: Viewer, versions: Known) -> Response:
    """Return how far the training is, for the page that shows it."""
    jobs = Jobs(versions)
    job = await _done(jobs.latest)
    return JSONResponse(_progress(jobs, job) if job else {"state": "none"}, headers={"Cache-Control": "no-store"})


@router.post("/train")
async def train(request: Request, person: Editor, versions: Known, note: Note = "") -> Response:
    """Start a training of the intent files."""
    intents = versions.intents
    if intents is None:
        return redirect(_LIST, flash="The server was started without --intents, so there is nothing to learn from.")
    try:
        await run_in_threadpool(lambda: Jobs(versions).start(intents, by=person.name, note=note.strip()))
    except IntentBotError as error:
        return redirect(_LIST, flash=error.sentences, kind="bad")
    return redirect(_LIST)


@router.post("/cancel")
async def cancel(person: Editor, versions: Known) -> Response:
    """Stop the training."""
    was_running = await _done(lambda: Jobs(versions).cancel(by=person.name))
    return redirect(_LIST, flash="" if was_running else "No training was running any more.", kind="note")


@router.post("/rollback")
async def roll_back(request: Request, person: Admin, versions: Known, note: Note = "") -> Response:
    """Let the version before the live one go live again."""
    try:
        version = await run_in_threadpool(lambda: versions.rollback(by=person.name, note=note.strip()))
    except IntentBotError as error:
        return redirect(_LIST, flash=error.sentences, kind="bad")
    return await _went_live(request, version)


@router.get("/{number}")
async def version_page(
    request: Request, number: int, person: Viewer, versions: Known, against: int | None = None
) -> Response:
    """Show what a version would change, against the live one or another."""
    version = await _done(lambda: versions.version(number))
    state = await _done(versions.state)
    old = state.version if against is None else against
    try:
        found = await run_in_threadpool(findings_apart, versions, number, old)
    except VersionNotFound as error:
        raise _missing(error) from None
    except DeploymentError as error:
        raise PageRefused(500, "These versions could not be compared", error.sentences) from None
    others = [one for one in await _done(versions.numbers) if one != number]
    promotions = [one for one in reversed(state.history) if one.version == number]
    return page_response(
        request, "version.html", version=version, found=found, live=state.version, others=others, promotions=promotions
    )


@router.post("/{number}/promote")
async def promote(
    request: Request, number: int, person: Admin, versions: Known, note: Note = "", force: Annotated[str, Form()] = ""
) -> Response:
    """Let a version go live."""
    why = {"by": person.name, "note": note.strip()}
    try:
        version = await run_in_threadpool(lambda: promote_apart(versions, number, force=bool(force), **why))
    except GatesMissed as error:
        return redirect(f"{_LIST}/{number}", flash=error.sentences, kind="bad")
    except IntentBotError as error:
        return redirect(_LIST, flash=error.sentences, kind="bad")
    return await _went_live(request, version)


@router.get("/{number}/report")
async def report(number: int, person: Viewer, versions: Known) -> Response:
    """Show what training measured, as the page that `intentbot evaluate` writes."""
    await _done(lambda: versions.version(number))
    try:
        page = await run_in_threadpool(_report_page, versions, number)
    except (EvaluationError, OSError):
        raise PageRefused(
            404, "There is no report", f"Version {number} has none that this version of intentbot can read."
        ) from None
    return HTMLResponse(page, headers={"Content-Security-Policy": _policy_of(page), "Cache-Control": "no-store"})


def _listed(request: Request, versions: Versions) -> dict[str, Any]:
    """Return what the page of all versions shows."""
    known, state, jobs = versions.all(), versions.state(), Jobs(versions)
    job = jobs.latest()
    gates = {one.number: versions.kept_findings(one.number, state.version) for one in known}
    return {
        "versions": known,
        "live": state.version,
        "before": state.before[-1] if state.before else 0,
        "history": [*reversed(state.history)][:10],
        "gates": gates,
        "job": job,
        "progress": _progress(jobs, job) if job else None,
        "intents": server_settings(request).intents,
        "misfit": misfit(versions),
        "problem": live_bot(request).problem,
    }


def _progress(jobs: Jobs, job: Job) -> dict[str, object]:
    left = job.left_s(jobs.like(job), time.time()) if job.is_running else None
    share = job.seconds / (job.seconds + left) if left else job.step / job.n_steps if job.n_steps else 0.0
    return {
        "number": job.number,
        "state": job.state,
        "stage": job.stage,
        "step": job.step,
        "n_steps": job.n_steps,
        "share": round(min(1.0, share), 3),
        "seconds": round(job.seconds),
        "left_s": None if left is None else round(left),
    }


def _report_page(versions: Versions, number: int) -> str:
    # Jinja's templates of the report, which few visitors want.
    from intentbot.renderings.page import to_html
    from intentbot.renderings.report_json import from_json

    return to_html(from_json((versions.folder(number) / "report.json").read_text(encoding="utf-8")))


def _policy_of(page: str) -> str:
    """Return what the page of a report may do: run its own script, by its digest, in a box without our cookies."""
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in _SCRIPT.findall(page)]
    scripts = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; frame-ancestors 'none'; "
        "base-uri 'none'; form-action 'none'; sandbox allow-scripts"
    )


async def _went_live(request: Request, version: Version) -> Response:
    await run_in_threadpool(follower(request).follow)
    problem = live_bot(request).problem
    if problem:
        return redirect(_LIST, flash=problem, kind="bad")
    return redirect(_LIST, flash=f"Version {version.number} is live.")


async def _done(work: Callable[[], T]) -> T:
    """Return what is read from the disk, in a thread; what is not there is a page that says so."""
    try:
        return await run_in_threadpool(work)
    except VersionNotFound as error:
        raise _missing(error) from None
    except IntentBotError as error:
        raise PageRefused(500, "The versions cannot be read", error.sentences) from None


def _missing(error: VersionNotFound) -> PageRefused:
    return PageRefused(404, "There is no such version", error.sentences)

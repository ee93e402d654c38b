"""Rasa's routes about the model: which one is served, and another one in its place."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from intentbot.deployment.records import Version
from intentbot.errors import DeploymentError, GatesMissed, IntentBotError, ModelError, VersionNotFound
from intentbot.server.api.rasa_shapes import FAILURE, FAILURES, ModelFile
from intentbot.server.guard import require_token
from intentbot.server.logs import log
from intentbot.server.parts import follower, live_bot, model_versions, server_settings
from intentbot.server.reading import body_docs, json_response, read_body
from intentbot.server.refusals import Refusal

_BY = "PUT /model"

texts = APIRouter(tags=["Rasa"])
router = APIRouter(tags=["Rasa"])


@texts.get("/status", summary="Which model is served")
async def status(request: Request) -> Response:
    """Return the model that answers, and what it was made of."""
    from intentbot.deployment.jobs import Jobs

    live = live_bot(request).now
    model = live.bot.model
    problem = live_bot(request).problem
    try:
        job = await asyncio.to_thread(Jobs(model_versions(request)).latest)
    except DeploymentError as error:
        job, problem = None, problem or error.sentences
    return json_response(
        {
            "fingerprint": {"config": model.fingerprint, "versions": dict(model.versions)},
            "model_file": server_settings(request).model.name,
            "model_id": live.version,
            "num_active_training_jobs": int(job is not None and job.is_running),
            # Beyond Rasa: why the version that should answer does not, or what is wrong with the server's own files.
            "problem": problem,
        }
    )


@router.put(
    "/model",
    summary="Serve another model",
    status_code=204,
    dependencies=[Depends(require_token("admin"))],
    responses={**FAILURES, 401: FAILURE, 403: FAILURE, 404: FAILURE, 409: FAILURE},
    openapi_extra={
        **body_docs(ModelFile, a_version={"model_file": "3"}, a_folder={"model_file": "shop-new"}),
        "parameters": [
            {
                "name": "force",
                "in": "query",
                "description": "`true` to serve it though it misses its gates.",
                "schema": {"type": "string"},
            }
        ],
    },
)
async def put_model(request: Request) -> Response:
    """Let a version, or a model folder beside the served one, answer from now on; no request is dropped.

    A model that does worse than the one that is served is refused with 409 and the reasons, unless it is forced.
    """
    from intentbot.deployment.apart import promote_apart
    from intentbot.deployment.named import named_version

    wanted = await read_body(request, ModelFile)
    is_forced = request.query_params.get("force", "").lower() == "true"
    versions = model_versions(request)

    def promoted() -> Version:
        number = named_version(versions, wanted.model_file, by=_BY)
        return promote_apart(versions, number, by=_BY, force=is_forced)

    try:
        version = await asyncio.to_thread(promoted)
    except VersionNotFound as error:
        raise Refusal(404, error.sentence, error.fix) from None
    except GatesMissed as error:
        raise Refusal(409, error.sentence, error.fix) from None
    except ModelError as error:
        raise Refusal(400, error.sentence, error.fix) from None
    except IntentBotError as error:
        # A full disk, say, is no fault of the client's.
        raise Refusal(500, error.sentence, error.fix) from None
    # The other workers see it within a moment.
    await asyncio.to_thread(follower(request).follow)
    log.info("version %d was put live by PUT /model", version.number)
    return Response(status_code=204)

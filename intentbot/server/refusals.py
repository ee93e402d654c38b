"""What a client is told when it gets no answer, in the shape of the protocol it speaks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException

from intentbot.server.logs import request_id
from intentbot.version import VERSION

_RASA = ("/webhooks/", "/model", "/version", "/status", "/conversations/")

_REASONS = {
    400: "BadRequest",
    401: "NotAuthenticated",
    403: "NotAuthorized",
    404: "NotFound",
    405: "MethodNotAllowed",
    408: "RequestTimeout",
    409: "Conflict",
    413: "PayloadTooLarge",
    422: "BadRequest",
    429: "TooManyRequests",
    500: "InternalServerError",
    503: "ServiceUnavailable",
}


class Refusal(HTTPException):
    """A request that gets no answer, and why. Raised anywhere below the middleware, it is told to the client.

    Parameters
    ----------
    status : int
        Of HTTP.
    what, fix : str
        What is wrong, and how to mend it.
    details : sequence of mapping
        The fields that are wrong, each with a ``field`` and a ``problem``.
    headers : mapping of str to str
    error_id : str
        Of the line in the log that tells more; empty for none.
    """

    def __init__(
        self,
        status: int,
        what: str,
        fix: str = "",
        *,
        details: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        error_id: str = "",
    ) -> None:
        told = {**(headers or {}), **({"X-Intentbot-Error-Id": error_id} if error_id else {})}
        super().__init__(status, what, told)
        self.what, self.fix = what, fix
        self.details, self.error_id = tuple(details), error_id


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal as it is sent.

    Attributes
    ----------
    status : int
    headers : mapping of str to str
    body : bytes
        JSON.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


def refused(path: str, refusal: Refusal) -> Refused:
    """Return what a client of a path is told: Rasa's shape for Rasa's paths, else ``{"error": ...}`` as all others."""
    if path.startswith(_RASA):
        # Rasa knows no 422.
        status = 400 if refusal.status_code == 422 else refusal.status_code
        return Refused(status, refusal.headers or {}, json.dumps(_rasa_record(status, refusal)).encode())
    told: dict[str, Any] = {"error": refusal.what}
    if refusal.fix:
        told["fix"] = refusal.fix
    if refusal.details:
        told["details"] = [dict(detail) for detail in refusal.details]
    if refusal.error_id:
        told["error_id"] = refusal.error_id
    told["request_id"] = request_id.get()
    # KServe and TensorFlow Serving know no 422 either.
    status = 400 if refusal.status_code == 422 and path.startswith(("/v1/", "/v2")) else refusal.status_code
    return Refused(status, refusal.headers or {}, json.dumps(told).encode())


def _rasa_record(status: int, refusal: Refusal) -> dict[str, Any]:
    message = f"{refusal.what} {refusal.fix}".strip()
    fields = "; ".join(f"{detail['field']}: {detail['problem']}" for detail in refusal.details)
    return {
        "version": VERSION,
        "status": "failure",
        "reason": _REASONS.get(status, "Error"),
        "message": f"{message} {fields}".strip(),
        "code": status,
        **({"error_id": refusal.error_id} if refusal.error_id else {}),
        "request_id": request_id.get(),
    }

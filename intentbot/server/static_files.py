"""Style sheets and scripts: read once, sent with a name for their content, so that browsers keep them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

router = APIRouter(include_in_schema=False)

_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
}
_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file, what it is, and the name of its content."""

    content: bytes
    kind: str
    digest: str


def static_file(content: bytes, kind: str) -> StaticFile:
    """Return a file of this content."""
    return StaticFile(content, kind, hashlib.sha256(content).hexdigest()[:16])


@cache
def static_files() -> dict[str, StaticFile]:
    """Return the files of the folder ``static`` by name."""
    found = {}
    for file in files("intentbot.server").joinpath("static").iterdir():
        kind = _KINDS.get(file.name.rpartition(".")[2])
        if kind and file.is_file():
            found[file.name] = static_file(file.read_bytes(), kind)
    return found


def static_path(name: str) -> str:
    """Return the path of a static file, which changes with its content."""
    return f"/static/{name}?v={static_files()[name].digest}"


@router.get("/static/{name}")
async def static(name: str, request: Request) -> Response:
    """Send a static file; a browser that has this very content is told so instead."""
    file = static_files().get(name)
    if file is None:
        raise HTTPException(404, "There is no such file.")
    return file_response(file, request)


def file_response(file: StaticFile, request: Request) -> Response:
    """Return the answer to a request for a static file, wherever it is asked for."""
    tag = f'"{file.digest}"'
    is_named = request.query_params.get("v") == file.digest
    headers = {
        "ETag": tag,
        "Cache-Control": _FOR_GOOD if is_named else _ASK_AGAIN,
        "X-Content-Type-Options": "nosniff",
    }
    known = request.headers.get("if-none-match", "")
    if tag in (one.strip().removeprefix("W/") for one in known.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(file.content, media_type=file.kind, headers=headers)

"""Routes past FastAPI, which only describes a function that reads the request and makes the response itself."""

from __future__ import annotations

from starlette.routing import Match, Route
from starlette.types import Scope


class ShortRoute(Route):
    """A route of Starlette that is known by its path in the log and the metrics, as FastAPI's are.

    It stands before FastAPI's route of the same path, which stays for the description. Dependencies are not asked for.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether the request is for this route, and what it then knows."""
        match, known = super().matches(scope)
        if match is not Match.NONE:
            known["route"] = self
        return match, known

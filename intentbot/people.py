"""Who may do what: people with roles, who use the pages, and tokens, which programs use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["viewer", "editor", "admin"]
"""What a person may do: read everything, change the bot too, or also deploy it and delete what customers said."""

Scope = Literal["client", "admin"]
"""What a program may do: ask the bot, or exchange its model too."""

ROLES: tuple[Role, ...] = get_args(Role)
SCOPES: tuple[Scope, ...] = get_args(Scope)

TOKEN_DAYS = 365
"""How long a token is good for unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who may use the pages.

    Attributes
    ----------
    name : str
        What they log in with, in small letters.
    role : {"viewer", "editor", "admin"}
    created_at : float
        In seconds since 1970.
    """

    name: str
    role: Role
    created_at: float

    def may(self, role: Role) -> bool:
        """Return whether they may do what a role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What is known of a token; the token itself is nowhere kept.

    Attributes
    ----------
    id : str
        What it is revoked by.
    name : str
        Who or what it was made for.
    scope : {"client", "admin"}
    created_at : float
        In seconds since 1970, as the other times.
    expires_at : float or None
        None where it does not end.
    revoked_at : float or None
        None where it was not revoked.
    """

    id: str
    name: str
    scope: Scope
    created_at: float
    expires_at: float | None
    revoked_at: float | None

    def allows(self, scope: Scope) -> bool:
        """Return whether its scope holds another; that of an admin holds all."""
        return SCOPES.index(self.scope) >= SCOPES.index(scope)

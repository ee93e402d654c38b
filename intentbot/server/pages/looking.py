"""What somebody looks for in the conversations, as it stands in the address of a page."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime, timezone
from urllib.parse import urlencode

from fastapi import Request

from intentbot.store.turn_figures import DAY_S
from intentbot.store.turn_queries import TurnFilter
from intentbot.turns import Conversation

PAGE = 50
"""How many conversations stand on a page."""

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Looking:
    """What is looked for; every field is text as it was typed, empty for anything.

    Attributes
    ----------
    q : str
        Words in a message or an answer.
    intent, decided_by, channel : str
    since, until : str
        Days, such as ``2026-11-30``, both included.
    before : str
        The last conversation of the page before this one: its time and id.
    """

    q: str = ""
    intent: str = ""
    decided_by: str = ""
    channel: str = ""
    since: str = ""
    until: str = ""
    before: str = ""

    @classmethod
    def read(cls, request: Request) -> Looking:
        """Return what an address asks for."""
        asked = request.query_params
        return cls(**{field.name: plain(asked.get(field.name, "")) for field in fields(cls)})

    @property
    def has_filters(self) -> bool:
        """Whether anything is looked for, so that not all conversations are shown."""
        return replace(self, before="") != Looking()

    @property
    def problem(self) -> str:
        """What is wrong with it; empty where nothing is."""
        wrong = [day for day in (self.since, self.until) if day and _day(day) is None]
        return f"“{wrong[0]}” is no day such as 2026-11-30; it was left out." if wrong else ""

    @property
    def wanted(self) -> TurnFilter:
        """The turns that are looked for."""
        since, until = _day(self.since), _day(self.until)
        return TurnFilter(
            search=self.q,
            intent=self.intent,
            decided_by=self.decided_by,
            channel=self.channel,
            since=since.timestamp() if since else None,
            until=until.timestamp() + DAY_S if until else None,
        )

    def address(self, **changed: str) -> str:
        """Return the address of a page that looks for this, or for something a little different."""
        asked = {field.name: getattr(self, field.name) for field in fields(self)} | changed
        return "/review/conversations" + ("?" + urlencode(said) if (said := _said(asked)) else "")

    def pages(self, found: list[Conversation]) -> tuple[str, str]:
        """Return the addresses of the first page and of the next one, each empty where it is of no use."""
        newest = self.address(before="") if self.before else ""
        if len(found) <= PAGE:
            return newest, ""
        last = found[PAGE - 1]
        return newest, self.address(before=f"{last.last_at!r}~{last.last_turn}")


def plain(text: str) -> str:
    """Return what somebody typed without what no database holds, and no longer than is sensible."""
    return text.replace("\0", "").strip()[:_LONGEST]


def _said(asked: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in asked.items() if value}


def _day(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=timezone.utc)
    except ValueError:
        return None


def place(text: str) -> tuple[float, str] | None:
    """Return the time and the id that the page before this one ended with; None where that is not told."""
    at, _, id = text.partition("~")
    try:
        return (float(at), id) if id else None
    except ValueError:
        return None

"""Opening hours: whether somebody is there, and when somebody comes next."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intentbot.conversation.hours import is_open, next_opening
from intentbot.profile import OpeningHours

WEEK = ((("09:00", "12:00"), ("13:00", "17:30")),) * 5 + ((("22:00", "24:00"),), ())
LONDON = OpeningHours("Europe/London", WEEK, ("2026-12-25",))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-25T09:00+00:00", True),
        ("2026-11-25T08:59+00:00", False),
        ("2026-11-25T12:00+00:00", False),
        ("2026-11-25T17:29+00:00", True),
        ("2026-11-25T10:30+02:00", False),
        ("2026-07-01T08:30+00:00", True),
        ("2026-11-28T23:59+00:00", True),
        ("2026-11-29T00:00+00:00", False),
        ("2026-12-25T10:00+00:00", False),
    ],
)
def test_somebody_is_there_within_the_hours(moment: str, expected: bool) -> None:
    """Hours count in their own time zone, summer time too; the closing minute is closed; holidays are closed."""
    assert is_open(LONDON, datetime.fromisoformat(moment)) == expected


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-25T08:00+00:00", "2026-11-25T09:00:00+00:00"),
        ("2026-11-25T12:10+00:00", "2026-11-25T13:00:00+00:00"),
        ("2026-11-27T18:00+00:00", "2026-11-28T22:00:00+00:00"),
        ("2026-11-29T10:00+00:00", "2026-11-30T09:00:00+00:00"),
        ("2026-12-24T20:00+00:00", "2026-12-26T22:00:00+00:00"),
    ],
)
def test_the_next_opening_is_told(moment: str, opens: str) -> None:
    """After today's hours the next day with hours is told, holidays passed over."""
    found = next_opening(LONDON, datetime.fromisoformat(moment))
    assert found is not None
    assert found.isoformat() == opens


def test_nobody_ever_comes_where_no_day_has_hours() -> None:
    """Without any hours there is no next opening."""
    assert next_opening(OpeningHours(), datetime(2026, 11, 25, tzinfo=timezone.utc)) is None


@given(minutes=st.integers(0, 60 * 24 * 400))
def test_somebody_is_there_when_the_next_opening_comes(minutes: int) -> None:
    """At the moment that is told somebody is there, and it lies ahead."""
    now = datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(minutes=minutes)
    opens = next_opening(LONDON, now)
    assert opens is not None
    assert opens > now
    assert is_open(LONDON, opens)

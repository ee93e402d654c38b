"""Opening hours: whether somebody is there, and when somebody is next."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from intentbot.profile import OpeningHours

LOOK_AHEAD_DAYS = 31
"""How many days ahead somebody is looked for: closed for longer than that is closed."""


def zone_of(hours: OpeningHours) -> tzinfo:
    """Return the time zone of opening hours."""
    # A bot without hours need not hold where time zones are found.
    from zoneinfo import ZoneInfo

    return ZoneInfo(hours.timezone)


def is_open(hours: OpeningHours, now: datetime) -> bool:
    """Whether somebody is there at a moment.

    Parameters
    ----------
    hours : OpeningHours
    now : datetime
        With a time zone; it need not be that of the hours.
    """
    here = now.astimezone(zone_of(hours))
    if here.date().isoformat() in hours.closed_on:
        return False
    clock = f"{here:%H:%M}"
    return any(start <= clock < end for start, end in hours.days[here.weekday()])


def next_opening(hours: OpeningHours, now: datetime) -> datetime | None:
    """Return the next moment at which somebody comes, in the time zone of the hours.

    None where nobody does within 31 days.
    """
    zone = zone_of(hours)
    here = now.astimezone(zone)
    for n_days in range(LOOK_AHEAD_DAYS + 1):
        day = here.date() + timedelta(days=n_days)
        if day.isoformat() in hours.closed_on:
            continue
        for start, _ in hours.days[day.weekday()]:
            opens = datetime.combine(day, time.fromisoformat(start), zone)
            if opens > here:
                return opens
    return None

"""Turns the nodes under ``bot: handover:`` and ``actions:`` into what reaches beyond the bot: people and webhooks."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from intentbot.files.fields import Fields, kind, shorten
from intentbot.files.nodes import Entry, ListNode, MapNode, Node, TextNode
from intentbot.files.response_nodes import read_said
from intentbot.fuzzy import suggest
from intentbot.profile import DAYS, ActionDefinition, HandOverRules, OpeningHours, Webhook

HANDOVER_KEYS = ("after_misses", "responses", "closed", "hours", "webhook")
ACTION_KEYS = ("results", "webhook", "timeout", "failure")
WEBHOOK_KEYS = ("url", "token_from", "timeout", "retries")
RESULT_TYPES = ("text", "number", "money", "date", "time", "ordinal")
LONGEST_S = 60.0
"""Seconds a customer may be kept waiting at most."""

_MOST_RETRIES, _MOST_MISSES = 5, 100
_URL = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-\u2013]\s*(?:([01]?\d|2[0-3]):([0-5]\d)|(24):(00))")


def read_handover(fields: Fields, node: Node | None) -> HandOverRules | None:
    """Return when the bot hands over to a person; None where nothing is said of it."""
    if node is None:
        return None
    keys = fields.keys(node, "`handover`", HANDOVER_KEYS)
    return HandOverRules(
        after_misses=fields.whole(keys.get("after_misses"), "`after_misses`", 0, low=0, high=_MOST_MISSES),
        responses=read_said(fields, keys.get("responses"), "`responses` of the hand-over"),
        closed=read_said(fields, keys.get("closed"), "`closed` of the hand-over"),
        hours=_read_hours(fields, keys["hours"]) if "hours" in keys else None,
        webhook=_read_webhook(fields, keys.get("webhook"), "the hand-over"),
    )


def read_actions(fields: Fields, node: Node | None) -> tuple[ActionDefinition, ...]:
    """Return the actions under ``actions:``."""
    found = []
    for entry in fields.entries(node, "`actions`") if node is not None else ():
        name = fields.entity_name(entry.key, "an action")
        if name is not None:
            found.append(_read_action(fields, name, entry))
    return tuple(found)


def _read_action(fields: Fields, name: str, entry: Entry) -> ActionDefinition:
    what = f'the action "{name}"'
    keys = fields.keys(entry.value, what, ACTION_KEYS)
    usual = ActionDefinition(name)
    timeout_s = fields.seconds(keys.get("timeout"), f"`timeout` of {what}", usual.timeout_s, high=LONGEST_S)
    return ActionDefinition(
        name=name,
        results=_read_results(fields, keys.get("results"), what),
        webhook=_read_webhook(fields, keys.get("webhook"), what, timeout_s),
        timeout_s=timeout_s,
        failure=read_said(fields, keys.get("failure"), f"`failure` of {what}"),
        place=fields.place(entry.key),
    )


def _read_results(fields: Fields, node: Node | None, what: str) -> tuple[tuple[str, str], ...]:
    """Return the name and the type of each result; a list names no types."""
    if not isinstance(node, MapNode):
        names = fields.texts(node, f"`results` of {what}", f"a result of {what}")
        return tuple((name, "") for name in (fields.entity_name(text, "a result") for text in names) if name)
    found = []
    for entry in node.entries:
        name, type = fields.entity_name(entry.key, "a result"), fields.words(entry.value, "the type of a result")
        if type and type not in RESULT_TYPES:
            near = suggest(type, RESULT_TYPES)
            fix = f"Did you mean {near}?" if near else f"Write one of {', '.join(RESULT_TYPES)}."
            fields.error(entry.value, f'there is no type "{shorten(type)}" of results.', fix, "bad-result")
        elif name and type:
            found.append((name, "" if type == "text" else type))
    return tuple(found)


def _read_webhook(
    fields: Fields, node: Node | None, what: str, timeout_s: float = Webhook("").timeout_s
) -> Webhook | None:
    if node is None:
        return None
    keys = {"url": node} if isinstance(node, TextNode) else fields.keys(node, f"the webhook of {what}", WEBHOOK_KEYS)
    if "url" not in keys:
        fields.error(node, f"the webhook of {what} has no url.", "Write url: https://... in it.", "bad-webhook")
        return None
    url = fields.words(keys["url"], f"the webhook of {what}")
    if url and not _URL.fullmatch(url):
        fix = "Write one with https://, or http:// for a program on the same machine."
        fields.error(
            keys["url"], f'the webhook of {what} is "{shorten(url)}", which is no address.', fix, "bad-webhook"
        )
        return None
    if url and "@" in url.partition("://")[2].partition("/")[0]:
        fix = "Name the variable that has the token under token_from:, and leave the address plain."
        fields.error(keys["url"], f"the webhook of {what} has a password in its address.", fix, "bad-webhook")
        return None
    variable = fields.words(keys.get("token_from"), f"`token_from` of the webhook of {what}")
    if variable and not _VARIABLE.fullmatch(variable):
        fix = "Write its name, such as SHOP_TOKEN; the token itself must not stand in a file."
        fields.error(keys["token_from"], "`token_from` is no name of an environment variable.", fix, "bad-webhook")
    usual = Webhook(url)
    return Webhook(
        url=url,
        token_from=variable,
        timeout_s=fields.seconds(keys.get("timeout"), f"`timeout` of the webhook of {what}", timeout_s, high=LONGEST_S),
        retries=fields.whole(
            keys.get("retries"), f"`retries` of the webhook of {what}", usual.retries, low=0, high=_MOST_RETRIES
        ),
    )


def _read_hours(fields: Fields, node: Node) -> OpeningHours:
    keys = fields.keys(node, "`hours`", ("timezone", *DAYS, "every_day", "closed_on"))
    timezone = fields.words(keys.get("timezone"), "the time zone")
    if timezone and timezone not in _timezones():
        near = suggest(timezone, _timezones())
        fix = f'Did you mean "{near}"?' if near else "Write one such as Europe/London."
        fields.error(keys["timezone"], f'there is no time zone "{shorten(timezone)}".', fix, "opening-hours")
        timezone = ""
    every_day = _spans(fields, keys.get("every_day"), "every_day")
    days = tuple(_spans(fields, keys[day], day) if day in keys else every_day for day in DAYS)
    if not any(days) and isinstance(node, MapNode):
        fix = "Write at least one day, such as monday: 09:00-17:00."
        fields.error(node, "`hours` names no day on which somebody is there.", fix, "opening-hours")
    return OpeningHours(timezone or OpeningHours().timezone, days, _closed_on(fields, keys.get("closed_on")))


def _closed_on(fields: Fields, node: Node | None) -> tuple[str, ...]:
    found = []
    for day in fields.texts(node, "`closed_on`", "a day of `closed_on`"):
        if _is_date(day.value.strip()):
            found.append(day.value.strip())
        else:
            fields.error(day, f'"{shorten(day.value)}" is no day.', "Write it as 2026-12-25.", "opening-hours")
    return tuple(found)


def _spans(fields: Fields, node: Node | None, day: str) -> tuple[tuple[str, str], ...]:
    """Return the opening and closing times of a day; none where it says closed."""
    if node is None:
        return ()
    texts = fields.texts(node, f"`{day}`", "a time") if isinstance(node, ListNode) else (fields.text(node, f"`{day}`"),)
    found = []
    for text in texts:
        if text is None or text.value.strip().casefold() == "closed":
            continue
        for part in text.value.split(","):
            match = _SPAN.fullmatch(part.strip())
            start, end = (match[1].zfill(2) + ":" + match[2], _end(match)) if match else ("", "")
            if not match or start >= end:
                fix = "Write it like 09:00-17:30, or closed; two spans with a comma between; a night as two days."
                fields.error(text, f"the hours of {day} cannot be {kind(text)}.", fix, "opening-hours")
                break
            found.append((start, end))
    return tuple(sorted(found))


def _end(match: re.Match[str]) -> str:
    return f"{(match[3] or match[5]).zfill(2)}:{match[4] or match[6]}"


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())

"""The names of what a bot says of its own."""

from __future__ import annotations

from typing import Literal

PhraseName = Literal[
    "fallback",
    "ambiguous",
    "did_you_mean",
    "none_of_these",
    "ask",
    "cancelled",
    "gave_up",
    "handed_over",
    "closed",
    "closed_unknown",
    "action_failed",
    "resume",
    "invalid",
    "invalid_number",
    "invalid_date",
    "invalid_time",
    "invalid_email",
    "invalid_phone",
    "invalid_url",
    "invalid_choice",
    "too_small",
    "too_large",
    "ask_yes_or_no",
    "too_long",
]
"""In braces, a phrase may have ``first`` and ``second`` (ambiguous), ``slot`` (ask), ``opens`` (closed), ``choices``
(invalid_choice), ``min`` (too_small) and ``max`` (too_large)."""

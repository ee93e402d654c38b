"""Advice and learning curve, read back from a report's JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from intentbot.advice import Advice, Cited, Lonely, Merge, Split, Suspect, Twins
from intentbot.growth import Gain, Growth, GrowthPoint, IntentGain
from intentbot.places import Place


def read_advice(written: Mapping[str, Any]) -> Advice:
    """Return the advice of which `dataclasses.asdict` made this."""
    return Advice(
        suspects=tuple(Suspect(**{**one, "example": _cited(one["example"])}) for one in written["suspects"]),
        lonely=tuple(Lonely(**{**one, "example": _cited(one["example"])}) for one in written["lonely"]),
        twins=tuple(Twins(_cited(one["first"]), _cited(one["second"]), one["similarity"]) for one in written["twins"]),
        merges=tuple(Merge(**one) for one in written["merges"]),
        splits=tuple(
            Split(one["intent"], tuple(map(_cited, one["first"])), tuple(map(_cited, one["second"])), one["strength"])
            for one in written["splits"]
        ),
    )


def read_growth(written: Mapping[str, Any]) -> Growth:
    """Return the learning curve of which `dataclasses.asdict` made this."""
    return Growth(
        **{
            **written,
            "points": tuple(GrowthPoint(**point) for point in written["points"]),
            "gain": Gain(**written["gain"]),
            "intents": tuple(IntentGain(**one) for one in written["intents"]),
        }
    )


def _cited(written: Mapping[str, Any]) -> Cited:
    return Cited(**{**written, "place": Place(**written["place"])})

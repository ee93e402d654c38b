"""Test results as JUnit XML, which most build servers show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from intentbot.testing import Trial

# XML 1.0 has no way to write these at all.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(trials: Sequence[Trial]) -> str:
    """Return one test case a sentence; a known failure that fails is skipped, one that passes is a failure."""
    suite = Element(
        "testsuite",
        name="intentbot",
        tests=str(len(trials)),
        failures=str(sum(trial.is_finding for trial in trials)),
        skipped=str(sum(trial.is_known_failure and not trial.passed for trial in trials)),
        errors="0",
    )
    for trial in trials:
        place = trial.sentence.place
        case = SubElement(
            suite,
            "testcase",
            classname=_clean(trial.expected),
            name=_clean(trial.sentence.text),
            file=_clean(place.path),
            line=str(place.line),
        )
        if trial.is_finding:
            SubElement(case, "failure", message=_clean(_message(trial))).text = _clean(f"{place}: {_message(trial)}")
        elif trial.is_known_failure:
            SubElement(case, "skipped", message="known failure")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suite, encoding="unicode") + "\n"


def _message(trial: Trial) -> str:
    if trial.passed:
        return "now passes: remove it from known_failures"
    wanted = "the fallback" if trial.is_out_of_scope else trial.expected
    return f"expected {wanted}, got {trial.got} (confidence {trial.reply.confidence:.2f})"


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)

"""Test results as JUnit XML, which most build servers show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from intentbot.cli.transcript import plain, transcript
from intentbot.testing.coverage import Coverage
from intentbot.testing.rehearsal import PlayedDialogue
from intentbot.testing.sentences import Tested, Trial

# XML 1.0 has no way to write these at all.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

NOW_PASSES = "now passes: remove it from known_failures"


def to_junit(trials: Sequence[Trial], played: Sequence[PlayedDialogue] = (), coverage: Coverage | None = None) -> str:
    """Return one test case a sentence and a dialogue; a known failure that fails is skipped, one that passes fails.

    Parameters
    ----------
    trials : sequence of Trial
    played : sequence of PlayedDialogue
        Their transcripts are the ``system-out`` of their test cases.
    coverage : Coverage, optional
        What was exercised, and every part that was not, become properties.
    """
    tests: list[Tested] = [*trials, *played]
    suite = Element(
        "testsuite",
        name="intentbot",
        tests=str(len(tests)),
        failures=str(sum(test.passed == test.is_known_failure for test in tests)),
        skipped=str(sum(test.is_known_failure and not test.passed for test in tests)),
        errors="0",
    )
    if coverage:
        _add_properties(suite, coverage)
    for trial in trials:
        _add_trial(suite, trial)
    for dialogue in played:
        _add_dialogue(suite, dialogue)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suite, encoding="unicode") + "\n"


def _add_properties(suite: Element, coverage: Coverage) -> None:
    properties = SubElement(suite, "properties")
    for kind, n_exercised, n_parts in coverage.counts:
        SubElement(
            properties, "property", name=f"coverage.{kind.replace(' ', '-')}", value=f"{n_exercised} of {n_parts}"
        )
    for part in coverage.never:
        SubElement(properties, "property", name="never-exercised", value=_clean(f"{part.place}: {part.what}"))


def _add_trial(suite: Element, trial: Trial) -> None:
    place = trial.sentence.place
    case = SubElement(
        suite,
        "testcase",
        classname=_clean(trial.expected),
        name=_clean(trial.sentence.text),
        file=_clean(place.path),
        line=str(place.line),
    )
    message = NOW_PASSES if trial.passed else _message(trial)
    _add_outcome(case, trial, message, f"{place}: {message}")


def _add_dialogue(suite: Element, played: PlayedDialogue) -> None:
    place = played.dialogue.place
    case = SubElement(
        suite,
        "testcase",
        classname="dialogues",
        name=_clean(played.dialogue.name),
        file=_clean(place.path),
        line=str(place.line),
    )
    failed = [turn for turn in played.turns if turn.mismatches]
    told = transcript(played, painter=plain, is_whole=True)
    message = NOW_PASSES
    if failed:
        more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
        message = f'not as expected after "{failed[0].turn.user}" ({failed[0].turn.place}){more}'
    _add_outcome(case, played, message, f"{message}\n{told}" if failed else f"{place}: {message}")
    SubElement(case, "system-out").text = _clean(told)


def _add_outcome(case: Element, test: Tested, message: str, text: str) -> None:
    if test.passed == test.is_known_failure:
        SubElement(case, "failure", message=_clean(message)).text = _clean(text)
    elif test.is_known_failure:
        SubElement(case, "skipped", message="known failure")


def _message(trial: Trial) -> str:
    wanted = "the fallback" if trial.is_out_of_scope else trial.expected
    return f"expected {wanted}, got {trial.got} (confidence {trial.reply.confidence:.2f})"


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)

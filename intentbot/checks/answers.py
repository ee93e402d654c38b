"""Responses that name what nothing can fill."""

from __future__ import annotations

from collections.abc import Iterator

from intentbot.errors import Problem, SentenceError
from intentbot.fuzzy import suggest
from intentbot.intents import BUILT_IN_ENTITIES, OUT_OF_SCOPE, Intent, IntentSet, Response
from intentbot.responses import names_of, parse_text


def check_answers(intents: IntentSet, *, is_curated: bool) -> Iterator[Problem]:
    """Yield unknown names and lone braces in responses, and intents that have no answer, or none without a name."""
    entities = [*BUILT_IN_ENTITIES, *(entity.name for entity in intents.entities)]
    answers = any(intent.responses for intent in intents)
    for intent in intents:
        slots = [slot.entity for slot in intent.slots]
        known = list(dict.fromkeys((*slots, *entities)))
        for response in intent.responses:
            yield from _check_response(response, known, f'"{intent.name}"')
        if intent.name != OUT_OF_SCOPE:
            yield from _check_coverage(intent, expects_answer=answers and is_curated)
    for response in intents.bot.fallback:
        yield from _check_response(response, entities, "the fallback")


def _check_response(response: Response, known: list[str], owner: str) -> Iterator[Problem]:
    place = response.place
    buttons = (text for button in response.buttons for text in (button.title, button.message))
    for text in (response.text, *buttons, response.image):
        # Only the place of the text itself is known, so other columns are those of the response.
        shift = 1 if text is response.text else 0
        try:
            names = [piece for piece in parse_text(text) if piece.is_name]
        except SentenceError as error:
            what = f'the response "{text[:60]}" of {owner} is written wrongly: {error.what}'
            column = place.column + shift * (error.column - 1)
            yield Problem(place.path, place.line, column, what, error.fix, "response-braces")
            continue
        for name in names:
            if name.text not in known:
                near = suggest(name.text, known)
                fix = f"Did you mean {{{near}}}?" if near else "Declare it under entities:, or as a slot of the intent."
                what = f"the response names {{{name.text}}}, which is neither a slot nor an entity of {owner}."
                column = place.column + shift * (name.column - 1)
                yield Problem(place.path, place.line, column, what, fix, "unknown-name")


def _check_coverage(intent: Intent, *, expects_answer: bool) -> Iterator[Problem]:
    place = intent.place
    if not intent.responses:
        if expects_answer:
            what = f'intent "{intent.name}" has no responses, so the bot would answer "{intent.shown_title}".'
            fix = "Write at least one under responses:."
            yield Problem(place.path, place.line, place.column, what, fix, "no-responses", "warning")
        return
    try:
        needs_name = all(names_of(response) for response in intent.responses)
    except SentenceError:
        return
    if needs_name:
        what = f'every response of "{intent.name}" needs a name to be filled in, and a message may not have it.'
        fix = "Add a response without {name}, which is used then."
        place = intent.responses[0].place
        yield Problem(place.path, place.line, place.column, what, fix, "no-plain-response", "warning")

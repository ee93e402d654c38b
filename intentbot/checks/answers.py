"""Responses that name what nothing can fill, or that nothing lets be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from intentbot.answers import ANY, Condition, Response
from intentbot.conversation.context import changes_of
from intentbot.errors import Problem, SentenceError
from intentbot.fuzzy import suggest
from intentbot.intents import BUILT_IN_ENTITIES, OUT_OF_SCOPE, Intent, IntentSet
from intentbot.places import Place
from intentbot.responses import is_same, names_of, parse_text, parts_of

_LIMITS = ("value", "min", "max", "choices")
"""What the reason for refusing an answer may name."""


@dataclass(frozen=True, slots=True)
class Said:
    """Responses that are said at one place of a bot.

    Attributes
    ----------
    owner : str
        Whose they are, in words.
    responses : tuple of Response
    intent : Intent or None
        None for what the bot says of its own.
    extra : tuple of str
        Names that have values here alone.
    conditions : tuple of Condition
        What must hold besides, such as for the action of an intent.
    """

    owner: str
    responses: tuple[Response, ...]
    intent: Intent | None = None
    extra: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


def said_by(intents: IntentSet) -> Iterator[Said]:
    """Yield all that a bot may say, place by place."""
    results = {action.name: tuple(name for name, _ in action.results) for action in intents.actions}
    for intent in intents:
        owner, names = f'"{intent.name}"', results.get(intent.action, ())
        yield Said(owner, intent.responses, intent, names, intent.action_when)
        for slot in intent.slots:
            yield Said(owner, slot.ask, intent, ("slot",))
            yield Said(owner, slot.invalid, intent, _LIMITS)
        for follow_up in intent.follow_ups:
            yield Said(owner, follow_up.responses, intent)
    bot = intents.bot
    yield Said("the fallback", bot.fallback)
    for owner, responses in (("`cancelled`", bot.cancelled), ("`gave_up`", bot.gave_up), ("`resume`", bot.resume)):
        yield Said(owner, responses)
    if bot.handover:
        yield Said("the hand-over", bot.handover.responses)
        yield Said("the hand-over", bot.handover.closed, None, ("opens",))
    for action in intents.actions:
        yield Said(f'the action "{action.name}"', action.failure)


def check_answers(intents: IntentSet, *, is_curated: bool) -> Iterator[Problem]:
    """Yield unknown names and lone braces in responses, and intents that have no answer, or none that can be said."""
    entities = [*BUILT_IN_ENTITIES, *(entity.name for entity in intents.entities)]
    slots = [slot.name for intent in intents for slot in intent.slots]
    for said in said_by(intents):
        own = [slot.name for slot in said.intent.slots] if said.intent else []
        known = list(dict.fromkeys((*own, *said.extra, *entities, *slots)))
        for response in said.responses:
            yield from _check_response(response, known, said)
    answers = any(intent.responses for intent in intents)
    results = {action.name: {name for name, _ in action.results} for action in intents.actions}
    for intent in intents:
        if intent.name != OUT_OF_SCOPE:
            always = {slot.name for slot in intent.slots if slot.is_required} | results.get(intent.action, set())
            yield from _check_coverage(intent, always, intents.bot.language, expects_answer=answers and is_curated)


def _check_response(response: Response, known: list[str], said: Said) -> Iterator[Problem]:
    place = response.place
    for text in parts_of(response):
        # Only the place of the text itself is known, so other columns are those of the response.
        shift = 1 if text is response.text else 0
        try:
            names = [piece for piece in parse_text(text) if piece.is_name]
        except SentenceError as error:
            what = f'the response "{text[:60]}" of {said.owner} is written wrongly: {error.what}'
            column = place.column + shift * (error.column - 1)
            yield Problem(place.path, place.line, column, what, error.fix, "response-braces")
            continue
        for name in names:
            if name.text not in known:
                near = suggest(name.text, known)
                fix = f"Did you mean {{{near}}}?" if near else "Declare it under entities:, or as a slot of the intent."
                what = f"the response names {{{name.text}}}, which is neither a slot nor an entity of {said.owner}."
                column = place.column + shift * (name.column - 1)
                yield Problem(place.path, place.line, column, what, fix, "unknown-name")


def _check_coverage(intent: Intent, always: set[str], usual: str, *, expects_answer: bool) -> Iterator[Problem]:
    place = intent.place
    if not intent.responses:
        if expects_answer and not intent.handover:
            what = f'intent "{intent.name}" has no responses, so the bot would answer "{intent.shown_title}".'
            fix = "Write at least one under responses:."
            yield Problem(place.path, place.line, place.column, what, fix, "no-responses", "warning")
        return
    try:
        plain = [response for response in intent.responses if always.issuperset(names_of(response))]
    except SentenceError:
        return
    place = intent.responses[0].place
    if not plain:
        what = f'every response of "{intent.name}" needs a name to be filled in, and a message may not have it.'
        fix = "Add a response without {name}, which is used then."
        yield Problem(place.path, place.line, place.column, what, fix, "no-plain-response", "warning")
        return
    for language in intent.languages:
        spoken = [one for one in plain if _is_said_in(one.when, language or usual)]
        # A language without any response is told as that.
        if spoken and not any(_is_free(response.when) for response in spoken):
            within = f" in {language}" if len(intent.languages) > 1 else ""
            what = f'every response of "{intent.name}"{within} has a condition, and none may hold.'
            fix = "Add a response without `when`, which is used then."
            place = spoken[0].place
            yield Problem(place.path, place.line, place.column, what, fix, "no-plain-response", "warning")


def check_languages(intents: IntentSet) -> Iterator[Problem]:
    """Yield what an intent says in one of its languages and not in another."""
    for intent in intents.in_scope:
        for language in intent.languages if intent.translations else ():
            for what, said in (
                ("response", intent.responses),
                *((f'question of the slot "{slot.name}"', slot.ask) for slot in intent.slots if slot.is_required),
                *((f'response of the follow-up "{one.answer}"', one.responses) for one in intent.follow_ups),
            ):
                if said and not any(_is_said_in(response.when, language) for response in said):
                    told = f'intent "{intent.name}" has no {what} in {language}.'
                    fix = f"Write one in its file in {language}."
                    place = intent.place
                    yield Problem(place.path, place.line, place.column, told, fix, "untranslated", "warning")


def _is_said_in(when: Sequence[Condition], language: str) -> bool:
    return all(language in one.values for one in when if one.kind == "language" and not one.is_negated)


def _is_free(when: Sequence[Condition]) -> bool:
    """Whether nothing but the language must hold."""
    return all(one.kind == "language" and not one.is_negated for one in when)


def check_conditions(intents: IntentSet) -> Iterator[Problem]:
    """Yield conditions of responses on what there is not: a slot, an entity, a result, a context, a language."""
    entities = [*BUILT_IN_ENTITIES, *(entity.name for entity in intents.entities)]
    slots = list(dict.fromkeys(slot.name for intent in intents for slot in intent.slots))
    contexts = list(dict.fromkeys(change.name for intent in intents for change in changes_of(intent)))
    kinds = {slot.name: slot.entity for intent in intents for slot in intent.slots}
    values = {one.name: [value for value, _ in one.values] for one in intents.entities if one.values}
    values["yes_no"] = ["yes", "no"]
    for said in said_by(intents):
        for condition in _conditions(said.responses):
            entity = kinds.get(condition.name, "") if condition.kind == "slot" else condition.name
            known_values = values.get(entity) if condition.kind in ("slot", "entity") else None
            yield from _impossible_values(condition, known_values, said.owner)
        for condition in said.conditions:
            yield from _impossible_values(condition, values.get(kinds.get(condition.name, "")), said.owner)
            if condition.kind == "result":
                what = f'the action of {said.owner} waits for its own result "{condition.name}".'
                yield _problem(
                    condition.place, what, "Only what is known before counts: slots, context.", "unknown-result"
                )
        results = said.extra if said.intent and said.intent.action else ()
        known = {"entity": entities, "slot": slots, "context": contexts, "result": results}
        for condition in (*_conditions(said.responses), *said.conditions):
            if condition.kind in known and condition.name not in known[condition.kind]:
                yield _unknown(condition, known[condition.kind], said.owner)
            strange = [one for one in condition.values if one not in intents.languages]
            if condition.kind == "language" and strange:
                what = f'the condition of {said.owner} names the language "{strange[0]}", which no file has.'
                fix = f"The bot's languages are {', '.join(intents.languages)}."
                place = condition.place
                yield Problem(place.path, place.line, place.column, what, fix, "unknown-language", "warning")


def _impossible_values(condition: Condition, known: list[str] | None, owner: str) -> Iterator[Problem]:
    for value in condition.values if known is not None else ():
        if value != ANY and not any(is_same(value, one) for one in known or ()):
            near = suggest(value, known or ())
            fix = f'Did you mean "{near}"?' if near else f"It can be {', '.join((known or [])[:5])}."
            what = f'the condition of {owner} asks whether "{condition.name}" is "{value}", which it never is.'
            yield _problem(condition.place, what, fix, "condition-value")


def _conditions(responses: Iterable[Response]) -> Iterator[Condition]:
    for response in responses:
        yield from response.when


def _unknown(condition: Condition, known: Iterable[str], owner: str) -> Problem:
    kind, near = condition.kind, suggest(condition.name, known)
    wheres = {
        "entity": "Declare it under entities:.",
        "slot": "Declare it under slots: of an intent.",
        "context": "Let an intent set it, under context: sets:.",
        "result": "Declare it under results: of the intent's action.",
    }
    what = f'the condition of {owner} names the {kind} "{condition.name}", and there is none.'
    return _problem(condition.place, what, f'Did you mean "{near}"?' if near else wheres[kind], f"unknown-{kind}")


def _problem(place: Place, what: str, fix: str, code: str) -> Problem:
    return Problem(place.path, place.line, place.column, what, fix, code)

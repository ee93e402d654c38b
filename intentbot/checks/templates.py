"""Templates and rules that are written wrongly, or name what is not there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from intentbot.errors import Problem, SentenceError
from intentbot.fuzzy import suggest
from intentbot.intents import BUILT_IN_ENTITIES, IntentSet, Template
from intentbot.patterns import fault
from intentbot.template_syntax import EntityName, RuleName, names, parse
from intentbot.templates import expand, sample_values

_Names = dict[Template, list[EntityName | RuleName]]


def check_templates(intents: IntentSet) -> Iterator[Problem]:
    """Yield syntax errors, unknown entities and rules, circles of rules, and rules that nothing uses."""
    rules = tuple(intents.rules.values())
    templates = (*rules, *(template for intent in intents for template in intent.templates))
    entities = dict.fromkeys((*BUILT_IN_ENTITIES, *(entity.name for entity in intents.entities)))
    broken: set[Template] = set()
    found: _Names = {}
    for template in templates:
        try:
            found[template] = list(names(parse(template.text)))
        except SentenceError as error:
            broken.add(template)
            yield _at(template, error, "template-syntax")
            continue
        for problem in _unknown_names(template, found[template], entities, intents.rules):
            broken.add(template)
            yield problem
    yield from _check_expansion(intents, [one for one in templates if not _meets(one, broken, found, intents.rules)])
    if len(found) == len({*templates}):
        used = {name.name for parts in found.values() for name in parts if isinstance(name, RuleName)}
        for name, rule in intents.rules.items():
            if name not in used:
                place, what = rule.place, f"the rule <{name}> is not used in any template."
                yield Problem(place.path, place.line, place.column, what, "Use or delete it.", "unused-rule", "warning")


def _meets(template: Template, broken: set[Template], found: _Names, rules: Mapping[str, Template]) -> bool:
    """Whether a template, or a rule it leads to, is broken: then its sentences cannot be tried."""
    seen: set[Template] = set()
    waiting = [template]
    while waiting:
        one = waiting.pop()
        if one in broken:
            return True
        if one not in seen:
            seen.add(one)
            waiting += (rules[name.name] for name in found[one] if isinstance(name, RuleName))
    return False


def _check_expansion(intents: IntentSet, templates: list[Template]) -> Iterator[Problem]:
    values = sample_values(intents.entities)
    # A pattern that is refused is a problem of its own, and not one of each template that names it.
    values |= {entity.name: ("x",) for entity in intents.entities if entity.pattern and fault(entity.pattern)}
    reported: set[str] = set()
    for template in templates:
        try:
            expand(template, intents.rules, values, limit=1, seed=0)
        except SentenceError as error:
            # A circle is met from every rule in it and every template that uses it; rules come first.
            if error.what not in reported:
                reported.add(error.what)
                yield _at(template, error, "template-expansion")


def _unknown_names(
    template: Template,
    parts: list[EntityName | RuleName],
    entities: Collection[str],
    rules: Collection[str],
) -> Iterator[Problem]:
    for part in parts:
        if isinstance(part, EntityName):
            noun, section, known, shown = "entity", "entities", entities, "{%s}"
        else:
            noun, section, known, shown = "rule", "rules", rules, "<%s>"
        if part.name in known:
            continue
        near = suggest(part.name, known)
        fix = f"Did you mean {shown % near}?" if near else f"Declare it under {section}:."
        place, what = template.place, f"the template names {shown % part.name}, and there is no such {noun}."
        yield Problem(place.path, place.line, place.column + part.column - 1, what, fix, f"unknown-{noun}")


def _at(template: Template, error: SentenceError, code: str) -> Problem:
    place, said = template.place, f'in the template "{template.text[:60]}", {error.what}'
    return Problem(place.path, place.line, place.column + error.column - 1, said, error.fix, code)

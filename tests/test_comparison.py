"""Two bots compared on the same sentences."""

from __future__ import annotations

import json
import re
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from intentbot.cli.main import main
from intentbot.comparison import Comparison, compare, holm, mcnemar
from intentbot.errors import EvaluationError
from intentbot.intents import OUT_OF_SCOPE
from intentbot.places import Place
from intentbot.renderings.comparison import to_json, to_markdown, to_text
from intentbot.report import Row

counts = st.integers(0, 60)


def rows(outcomes: str, expected: str = "track", start: int = 0) -> list[Row]:
    """Return a row for each sign: ``+`` right and answered, ``-`` wrong."""
    named = ((f"{expected} {start + i}", expected if sign == "+" else "other") for i, sign in enumerate(outcomes))
    return [Row(text, expected, got, 0.9, 0.9, True, Place("t.csv", 2)) for text, got in named]


def compared(a: str, b: str) -> Comparison:
    return compare(rows(a), rows(b))


@given(counts, counts)
def test_the_test_is_the_exact_one(gained: int, lost: int) -> None:
    """The p value is that of SciPy's binomial test with a fair coin, and it does not matter who is A."""
    theirs = binomtest(gained, gained + lost, 0.5).pvalue if gained + lost else 1.0
    assert mcnemar(gained, lost) == pytest.approx(theirs)
    assert mcnemar(gained, lost) == mcnemar(lost, gained)


def test_thousands_of_changes_do_not_overflow() -> None:
    """With so many sentences that their combinations pass every float, the p value is still exact."""
    exact = 2 * sum(comb(3000, i) for i in range(1430)) / 2**3000
    assert mcnemar(1571, 1429) == pytest.approx(exact, rel=1e-6)


def test_many_intents_are_corrected_for() -> None:
    """Holm's correction multiplies the least p value by how many there are, the next by one less, never falling."""
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []


@given(st.text("+-", min_size=1, max_size=40), st.randoms())
def test_the_interval_holds_the_gain_and_turns_with_the_sides(a: str, random) -> None:
    """The gain lies in its interval or at most the half sentences beside; A against B mirrors B against A."""
    b = "".join(random.choice("+-") for _ in a)
    found, back = compared(a, b).understood, compared(b, a).understood
    low, high = found.interval
    assert low - 0.05 <= found.gain * len(a) / (len(a) + 2) <= high + 0.05
    assert back.interval == pytest.approx((-high, -low))
    assert back.p_value == found.p_value
    assert found.share_b == pytest.approx(b.count("+") / len(b))


def test_a_clear_gain_is_better_and_a_small_one_unclear() -> None:
    """Ten sentences won and none lost are no chance; two won and one lost may be."""
    assert compared("-" * 10 + "+" * 10, "+" * 20).understood.verdict == "better"
    assert compared("+" * 20, "-" * 10 + "+" * 10).understood.verdict == "worse"
    assert compared("--+++", "++-++").understood.verdict == "unclear"


def test_sentences_are_paired_whatever_their_order() -> None:
    """The order of the rows does not count; what only one was asked, or is now expected elsewhere, is left out."""
    a, b = rows("++-"), rows("-++", start=0)[::-1]
    found = compare([*a, *rows("+", start=9)], [*b, *rows("+", "moved")])
    assert (found.understood.n_rows, found.n_left_out) == (3, 2)
    assert [pair.b.text for pair in found.gained] == ["track 2"]
    assert [pair.b.text for pair in found.lost] == ["track 0"]


def test_nothing_in_common_is_an_error() -> None:
    """Two reports on different sentences cannot be compared."""
    with pytest.raises(EvaluationError, match="not asked the same sentences"):
        compare(rows("++"), rows("++", "cancel"))


def test_out_of_scope_sentences_count_apart() -> None:
    """A sentence that must not be answered is right when it is refused, and leaves the other figures as they are."""
    outside = Row("tell me a joke", OUT_OF_SCOPE, "track", 0.9, 0.9, True)
    refused = Row("tell me a joke", OUT_OF_SCOPE, "track", 0.9, 0.1, False)
    found = compare([*rows("++"), outside], [*rows("++"), refused])
    assert found.refused is not None
    assert (found.refused.gained, found.understood.n_rows, found.understood.gained) == (1, 2, 0)


def test_every_rendering_has_verdict_and_sentences() -> None:
    """Text, Markdown and JSON say who is better, and name each sentence that changed with its place."""
    found = compare([*rows("-" * 12), *rows("+", "cancel")], [*rows("+" * 12), *rows("-", "cancel")])
    for text in (to_text(found), to_markdown(found), to_json(found)):
        assert "B is better: it understands 92.3% against 7.7% of 13 sentences" in text
        assert "cancel 0" in text
    assert "t.csv:2: cancel 0  [cancel; B takes it for other]" in to_text(found)
    assert re.search(r"track +0 +12 +12 +12 +0 +surely better", to_text(found))
    assert json.loads(to_json(found))["lost"][0]["line"] == 2


def test_a_model_is_compared_on_its_own_tests(model_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A model beside itself changes nothing, and nothing fails."""
    assert main(["compare", str(model_folder), str(model_folder), "--fail-if-worse"]) == 0
    assert "No difference: both understand the same" in capsys.readouterr().out


def test_models_are_compared_on_a_file(model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of sentences is asked of both; an intent that neither knows is an error that names the line."""
    table = tmp_path / "test.csv"
    table.write_text("text,intent\nwhere is my parcel,track_order\ntell me a joke,oos\n", encoding="utf-8")
    models = [str(model_folder), str(model_folder)]
    assert main(["compare", *models, "--test", str(table), "--out-of-scope-label", "oos", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["refused"]["rows"] == 1
    assert main(["compare", *models, "--test", str(table)]) == 2
    assert "test.csv:3: the model does not know the intent" in capsys.readouterr().err


def test_reports_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two report files are compared on the sentences they share; a worse one fails where that is asked for."""
    from intentbot.renderings.report_json import to_json as report_to_json
    from intentbot.training.scoring import score_rows

    for name, outcomes in (("good", "+" * 12), ("bad", "-" * 11 + "+")):
        report = score_rows(
            [*rows(outcomes), *rows("+", "other")], ["track"], method="test file", source="t.csv", threshold=0.5
        )
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.json").write_text(report_to_json(report), encoding="utf-8")
    good, bad, out = str(tmp_path / "good"), str(tmp_path / "bad" / "report.json"), tmp_path / "out"
    assert main(["compare", good, bad, "--fail-if-worse", "--markdown", "-o", str(out)]) == 1
    assert "**B is worse" in capsys.readouterr().out
    assert sorted(path.name for path in out.iterdir()) == ["comparison.json", "comparison.md"]
    assert main(["compare", bad, good, "--fail-if-worse"]) == 0


@pytest.mark.parametrize("content", ["", "[]", '{"intentbot": {"rows": 7}}', "\udcff"])
def test_what_cannot_be_compared_is_an_error(
    content: str, model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A foreign file, a model beside a report, and a path with nothing there each say what is wrong."""
    foreign = tmp_path / "report.json"
    foreign.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert main(["compare", str(foreign), str(foreign)]) == 2
    assert "report.json" in capsys.readouterr().err
    assert main(["compare", str(model_folder), str(foreign)]) == 2
    assert "a model and a report" in capsys.readouterr().err
    assert main(["compare", str(model_folder), str(tmp_path / "none")]) == 2
    assert "no model and no report" in capsys.readouterr().err

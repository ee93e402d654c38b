"""The sets that are measured: where they come from, their rows, and what is done to test messages."""

from __future__ import annotations

import csv
import random
import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

N_RANDOM = 1_000
"""Random strings that a bot must not answer."""

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_PUNCTUATION = re.compile(r"[^\w\s]|_")
_SCRIPTS = ((0x0391, 0x03C9), (0x0410, 0x044F), (0x05D0, 0x05EA), (0x0621, 0x064A), (0x0905, 0x0939), (0x4E00, 0x9FFF))
_HOME_ROWS = ("asdfghjkl", "qwertyuiop", "zxcvbnm", "jkl", "asdf", "hjkl")


@dataclass(frozen=True, slots=True)
class Rows:
    """Messages and their labels, one label each."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]

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
    """Training and test rows that belong together; paths are relative to the data folder.

    Attributes
    ----------
    name, title : str
        What ``--only`` takes, and what the page shows.
    train, test : str
    out_of_scope : str
        Rows of no intent at all, or empty.
    has_variants : bool
        Whether it is also tested with typos, and in lower case without punctuation.
    first_intents : int or None
        Keeps the rows of so many intents, in the order in which they first appear in `train`.
    """

    name: str
    title: str
    train: str
    test: str
    out_of_scope: str = ""
    has_variants: bool = False
    first_intents: int | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The files it is read from."""
        return tuple(path for path in (self.train, self.test, self.out_of_scope) if path)

    def train_rows(self, folder: Path) -> Rows:
        """Return the rows to learn from."""
        rows = read_rows(folder / self.train)
        return rows if self.first_intents is None else _of_intents(rows, self._kept(rows))

    def test_rows(self, folder: Path) -> Rows:
        """Return the rows to be tested on, all of them in scope."""
        rows = read_rows(folder / self.test)
        return rows if self.first_intents is None else _of_intents(rows, self._kept(read_rows(folder / self.train)))

    def _kept(self, rows: Rows) -> frozenset[str]:
        return frozenset(list(dict.fromkeys(rows.labels))[: self.first_intents])


_BANKING, _CLINC = "banking77/test.csv", "clinc150/test.csv"

SETS = (
    LabelledSet("banking77", "BANKING77", "banking77/train.csv", _BANKING, has_variants=True),
    LabelledSet("banking77-10shot", "BANKING77 10-shot", "banking77/train_10shot.csv", _BANKING),
    LabelledSet("banking77-5shot", "BANKING77 5-shot", "banking77/train_5shot.csv", _BANKING),
    LabelledSet("clinc150", "CLINC150", "clinc150/train.csv", _CLINC, "clinc150/oos_test.csv", has_variants=True),
    LabelledSet("clinc150-10shot", "CLINC150 10-shot", "clinc150/train_10shot.csv", _CLINC, "clinc150/oos_test.csv"),
    LabelledSet("small", "50 intents x 5 sentences (CLINC150)", "clinc150/train_5shot.csv", _CLINC, first_intents=50),
    LabelledSet("xsid-en", "xSID English", "xsid-en/train.csv", "xsid-en/test.csv"),
    LabelledSet("xsid-de", "xSID German", "xsid-de/train.csv", "xsid-de/test.csv"),
    LabelledSet("xsid-zh", "xSID Chinese", "xsid-zh/train.csv", "xsid-zh/test.csv"),
    LabelledSet("xsid-ja", "xSID Japanese", "xsid-ja/train.csv", "xsid-ja/test.csv"),
)

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
    """Return the texts, each with one typo in one word of at least four letters; texts without such a word stay."""
    chance = random.Random(seed)
    return [_with_typo(text, chance) for text in texts]


def plain(texts: Iterable[str]) -> list[str]:
    """Return the texts as hurried customers type: lower case, no punctuation."""
    return [" ".join(_PUNCTUATION.sub(" ", text.lower()).split()) for text in texts]


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


def _with_typo(text: str, chance: random.Random) -> str:
    words = list(_LONG_WORD.finditer(text))
    if not words:
        return text
    word = chance.choice(words)
    at = chance.randrange(word.start(), word.end())
    letter = chance.choice(string.ascii_lowercase.replace(text[at].lower(), ""))
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
    return Rows(tuple(text for text, _ in pairs), tuple(label for _, label in pairs))

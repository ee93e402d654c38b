"""The shop in examples/shop: real conversations with its real functions on a real SQLite file."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from intentbot.bot import IntentBot
from intentbot.cli.functions import read_functions
from intentbot.conversation.actions import ActionFunction
from intentbot.files.model_folder import Model
from intentbot.language.formatting import format_value
from intentbot.sources import check_intents, read_intents
from intentbot.training import train

ROOT = Path(__file__).parents[1]
SHOP = ROOT / "examples" / "shop"
OTHERS = ("parcel_arrival", "opening_hours", "talk_to_person", "thanks", "return_item", "return_label")
"""Intents of the starter bot without an action that these conversations touch."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the model of those intents of the starter bot that ask the shop, and a few others, trained quickly."""
    whole = read_intents(ROOT / "intents")
    kept = tuple(intent for intent in whole if intent.action or intent.name in OTHERS)
    some = replace(whole, intents=kept, dialogues=(), known_failures=())
    folder = tmp_path_factory.mktemp("models") / "shop"
    train(some, folder, settings={"epochs": "12", "filters": "64", "embedding_size": "32"})
    return folder


@pytest.fixture(scope="module")
def model(folder: Path) -> Model:
    """Return the model in `folder`."""
    return IntentBot.load(folder).model


@pytest.fixture
def functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, ActionFunction]:
    """Return the shop's functions, as ``--actions`` finds them, with a database of their own."""
    monkeypatch.setenv("SHOP_DATABASE", str(tmp_path / "shop.sqlite"))
    names = [action.name for action in read_intents(ROOT / "intents").actions]
    found = read_functions(SHOP / "actions.py", names)
    module(found).make_database(tmp_path / "shop.sqlite")
    return found


def module(functions: Mapping[str, ActionFunction]) -> ModuleType:
    """Return the module that the shop's functions are from."""
    return sys.modules[functions["order_status"].__module__]


@pytest.fixture
def bot(model: Model, functions: Mapping[str, ActionFunction]) -> IntentBot:
    """Return the bot with the shop behind it."""
    return IntentBot(model, actions=functions, clock=lambda: datetime.now().astimezone().replace(hour=10))


@pytest.fixture
def shop(bot: IntentBot, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Yield the shop's database."""
    with closing(sqlite3.connect(tmp_path / "shop.sqlite")) as connection:
        yield connection


def said(bot: IntentBot, *messages: str, session: str = "ana") -> list[str]:
    """Return what is said to messages of one conversation, bubbles joined by a space."""
    return [" ".join(bot.reply(message, session=session).text.split()) for message in messages]


def spoken(n_days: int) -> str:
    """Return how the bot says the day that is so many days from now in the database's time."""
    with closing(sqlite3.connect(":memory:")) as clock:
        (today,) = clock.execute("SELECT date('now')").fetchone()
    return format_value(date.fromisoformat(today) + timedelta(n_days), entity="date", language="en-GB")


def test_there_is_a_function_for_each_action(functions: Mapping[str, ActionFunction]) -> None:
    """The starter bot's actions and the shop's functions have the same names, and the files nothing to mend."""
    intents, problems = check_intents(ROOT / "intents")
    assert not problems and intents is not None
    assert set(functions) == {action.name for action in intents.actions}


def test_an_order_is_looked_up(bot: IntentBot) -> None:
    """The bot asks for the number, and says what the database knows, dates as the language says them."""
    asked, found, when = said(bot, "where is my order", "84512", "how long does it take?")
    assert "number" in asked
    assert "84512" in found and "Parcel Post" in found and spoken(2) in found
    assert spoken(2) in when


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("84513", "is packed"),
        ("55091", "pack it soon"),
        ("30418", "is late"),
        ("90817", "Parcel Post delivered order 90817"),
        ("7710234", "was cancelled"),
        ("99999", "I cannot find an order 99999"),
    ],
)
def test_every_state_of_an_order_has_its_answer(bot: IntentBot, number: str, words: str) -> None:
    """Packed, open, late, delivered, cancelled and unknown orders are each told as what they are."""
    assert words in said(bot, f"where is order {number}")[0]


def test_an_address_is_changed_only_when_the_customer_is_sure(bot: IntentBot, shop: sqlite3.Connection) -> None:
    """A no leaves the database as it is; a yes writes the customer's own words into it."""

    def address() -> str:
        (found,) = shop.execute("SELECT address FROM orders WHERE number = '55091'").fetchone()
        return str(found)

    before = address()
    refused = said(bot, "change the address of order 55091", "7 Mill Lane, Bristol BS1 4DJ", "no")[-1]
    assert "I change nothing" in refused and address() == before
    changed = said(bot, "change the address of order 55091", "7 Mill Lane, Bristol BS1 4DJ", "yes", session="ben")[-1]
    assert changed.startswith("Done.") and address() == "7 Mill Lane, Bristol BS1 4DJ"


def test_a_parcel_that_has_left_keeps_its_address(bot: IntentBot, shop: sqlite3.Connection) -> None:
    """The address of a shipped order cannot be changed, and the customer is told what to do instead."""
    told = said(bot, "change the address of order 84512", "7 Mill Lane, Bristol BS1 4DJ", "yes")[-1]
    assert "has left us already" in told
    kept = shop.execute("SELECT count(*) FROM orders WHERE address LIKE '7 Mill Lane%'").fetchone()
    assert kept == (0,)


def test_what_a_customer_writes_is_never_a_statement(bot: IntentBot, shop: sqlite3.Connection) -> None:
    """SQL in an address is an address."""
    wicked = "7 Mill Lane'); DROP TABLE orders; -- BS1 4DJ"
    assert said(bot, "change the address of order 55091", wicked, "yes")[-1].startswith("Done.")
    assert shop.execute("SELECT number FROM orders WHERE address = ?", (wicked,)).fetchall() == [("55091",)]
    assert shop.execute("SELECT count(*) FROM orders").fetchone() == (12,)


def test_an_order_is_cancelled_and_its_money_named(bot: IntentBot, shop: sqlite3.Connection) -> None:
    """A yes cancels an order that has not left; money is said as the language says it; twice does no harm."""
    for session in ("ana", "ben"):
        told = said(bot, "cancel order 66120", "yes", session=session)[-1]
        assert "Order 66120 is cancelled" in told and "£19.95" in told
    assert shop.execute("SELECT status FROM orders WHERE number = '66120'").fetchone() == ("cancelled",)


def test_a_no_cancels_nothing(bot: IntentBot, shop: sqlite3.Connection) -> None:
    """An order is kept where the customer is not sure, and where it has left."""
    assert "stays as it is" in said(bot, "cancel order 66120", "no")[-1]
    assert "has left us already" in said(bot, "cancel order 84512", "yes", session="ben")[-1]
    assert shop.execute("SELECT count(*) FROM orders WHERE status = 'cancelled'").fetchone() == (1,)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("61120", "We paid £24.99"),
        ("4402918", "£419.00 leaves us on"),
        ("52333", "not with us yet"),
        ("84512", "no refund"),
    ],
)
def test_every_state_of_a_refund_has_its_answer(bot: IntentBot, number: str, words: str) -> None:
    """Paid, on its way, waiting for the parcel, and none at all."""
    assert words in said(bot, f"where is my refund for order {number}")[0]


def test_another_day_is_booked(bot: IntentBot, shop: sqlite3.Connection) -> None:
    """A day is written into the database; not a Sunday, and not for an order that is at home or does not exist."""
    days = [date.today() + timedelta(n) for n in range(2, 9)]
    sunday = next(day for day in days if day.isoweekday() == 7)
    other = next(day for day in days if day.isoweekday() != 7)

    def book(number: str, day: date) -> str:
        return said(
            bot, f"redeliver order {number} on another day", f"{day.day}/{day.month}/{day.year}", session=number
        )[-1]

    assert f"comes on {format_value(other, entity='date', language='en-GB')}" in book("84512", other)
    assert shop.execute("SELECT day FROM orders WHERE number = '84512'").fetchone() == (other.isoformat(),)
    assert "cannot be moved" in book("77120", sunday)
    assert "cannot be moved" in book("90817", other)
    assert "nothing is booked" in book("99999", other)


def test_a_database_that_is_missing_is_spoken_of(
    bot: IntentBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Without its database the bot says that it cannot look, makes none, and the log says why."""
    (tmp_path / "shop.sqlite").unlink()
    told = said(bot, "where is order 84512")[0]
    assert "https://shop.example/track/84512" in told and "Parcel Post" not in told
    assert "unable to open database file" in caplog.text
    assert not (tmp_path / "shop.sqlite").exists()


def test_a_database_that_is_locked_is_spoken_of(
    bot: IntentBot,
    functions: Mapping[str, ActionFunction],
    shop: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """While another program keeps the database the customer is told that nothing has changed; afterwards it works."""
    monkeypatch.setattr(module(functions), "PATIENCE_S", 0.05)
    shop.execute("BEGIN EXCLUSIVE")
    assert "I do not know whether it is cancelled" in said(bot, "cancel order 66120", "yes")[-1]
    assert "locked" in caplog.text
    shop.rollback()
    assert "Order 66120 is cancelled" in said(bot, "cancel order 66120", "yes", session="ben")[-1]


def test_a_database_that_is_none_is_spoken_of(bot: IntentBot, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A damaged file makes the action fail, not the conversation."""
    (tmp_path / "shop.sqlite").write_bytes(b"this is no database, and it is long enough to be read as one" * 40)
    with caplog.at_level(logging.ERROR):
        told = said(bot, "where is my refund for order 61120", "thanks")
    assert told[0].startswith("Sorry, I cannot see our payments")
    assert "not a database" in caplog.text


def test_many_customers_at_once(bot: IntentBot) -> None:
    """Conversations of many threads get their own orders back."""
    numbers, wrong = ("84512", "77120", "55091", "90817", "1200345", "7710234"), []

    def talk(number: str) -> None:
        for turn in range(5):
            session = f"{number}-{turn}"
            if number not in said(bot, "where is my order", number, session=session)[-1]:
                wrong.append(session)

    threads = [threading.Thread(target=talk, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_the_script_plays_a_conversation(folder: Path, tmp_path: Path) -> None:
    """``chat.py`` makes its database, asks the shop, and goes on with a conversation that a file remembers."""
    pytest.importorskip("sqlalchemy")

    def run(*messages: str) -> str:
        command = [
            sys.executable,
            str(SHOP / "chat.py"),
            "--model",
            str(folder),
            "--sessions",
            "sessions.db",
            *messages,
        ]
        environment = {"SHOP_DATABASE": str(tmp_path / "shop.sqlite"), "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "number" in run("where is my order")
    assert "Parcel Post" in run("84512")

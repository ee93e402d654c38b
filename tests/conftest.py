"""What tests share: a tiny real bot, trained once for all of them, databases and a browser."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from intentbot.bot import IntentBot
from intentbot.files.model_folder import Model

if TYPE_CHECKING:
    from intentbot.store.log_database import LogDatabase
    from tests.browser import Browser
    from tests.postgres import Postgres

# The same sentences in every run: a test that fails, fails again.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("steady")

INTENTS = r"""
training: {epochs: 8, filters: 16, embedding_size: 16}
bot:
  name: Tiny shop
  fallback:
    responses:
      - text: Sorry?
        buttons: [{title: A person, message: get me a human}, {title: Hours, message: when are you open}]
entities:
  order_number: {pattern: '\b\d{5,8}\b'}
intents:
  greet:
    title: Say hello
    examples: [hello, hi there, good morning, hey you, hello bot, good evening, hi bot, greetings to you]
    responses: [Hello!, Hi!, Good day!]
    tests: [hello you, good morning to you]
  track_order:
    title: Track an order
    examples:
      - where is my order
      - track my parcel
      - when will my order arrive
      - has my parcel been sent
      - "where is order [84512](order_number)"
      - my parcel has not arrived
      - is my order on its way
      - follow my parcel
    responses: ["Order {order_number} is on its way.", It is on its way., It comes tomorrow.]
    tests: [where is my parcel, has my order arrived]
  return_item:
    title: Return an item
    examples:
      - i want to return this
      - how do i send it back
      - can i return the kettle
      - i would like my money back
      - refund please
      - return label
      - send the kettle back
      - give me a refund
    responses: [The label is in the parcel.]
    tests: [i want to return the kettle, i want a refund]
  opening_hours:
    title: Opening hours
    examples:
      - when are you open
      - opening hours
      - are you open on sunday
      - when does the shop close
      - what are your hours
      - is the shop open today
      - closing time
      - open on holidays
    responses: [From nine to six.]
    tests: [is the shop open on sunday]
  talk_to_person:
    title: Talk to a person
    examples:
      - get me a human
      - i want to talk to a person
      - agent please
      - can i speak to somebody
      - a real person please
      - call me
      - speak to a human
      - connect me with an agent
    responses: [A colleague comes.]
    tests: [i want to speak to a person]
  out_of_scope:
    examples:
      - what is the weather tomorrow
      - tell me a joke
      - who won the match
      - how old is the moon
      - write a poem
      - what is twelve times nine
      - play some music
      - who is the president
    tests: [what is the joke of the moon]
"""


@pytest.fixture(scope="session")
def intents_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of intent files, without a problem in them."""
    folder = tmp_path_factory.mktemp("tiny") / "intents"
    folder.mkdir()
    (folder / "all.yaml").write_text(INTENTS, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def model_folder(intents_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the model trained on `intents_folder`; copy it before changing it."""
    from intentbot.training import train

    folder = tmp_path_factory.mktemp("models") / "tiny"
    train(intents_folder, folder)
    return folder


@pytest.fixture(scope="session")
def bot(model_folder: Path) -> IntentBot:
    """Return the bot of `model_folder`."""
    return IntentBot.load(model_folder)


@pytest.fixture(scope="session")
def shop_model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """Return the model of `tests/conversation/shop.yaml`, which uses all of a conversation."""
    from intentbot.training import train

    source = Path(__file__).with_name("conversation") / "shop.yaml"
    return train(source, tmp_path_factory.mktemp("models") / "shop").model


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """Leave logging as it was before the test."""
    names = ("", "intentbot", "uvicorn", "uvicorn.error", "asyncio")
    before = [(logging.getLogger(name), logging.getLogger(name).level) for name in names]
    handlers = logging.getLogger().handlers[:]
    yield
    logging.getLogger().handlers[:] = handlers
    for logger, level in before:
        logger.setLevel(level)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """Give a PostgreSQL of our own."""
    from tests.postgres import HOW_TO_INSTALL, programs, running

    if programs() is None:
        pytest.skip(HOW_TO_INSTALL)
    with running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres, request: pytest.FixtureRequest) -> str:
    """Return the address of an empty database of PostgreSQL."""
    return postgres.new_database(f"test{abs(hash(request.node.nodeid))}")


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_is_heard() -> Iterator[None]:
    """Let commands that tests start hear Ctrl-C: a shell tells what runs in its background to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a Chromium, which the tests of a file share."""
    from tests.browser import Browser

    with Browser() as started:
        yield started


@pytest.fixture(scope="session")
def chat_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a model whose answers have all that an answer can have."""
    from intentbot.training import train
    from tests.chat_site import write_intents

    folder = tmp_path_factory.mktemp("chat")
    train(write_intents(folder / "intents"), folder / "model")
    return folder / "model"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def log_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LogDatabase]:
    """Give a database of what is kept, of both kinds; the tests of a module share it."""
    from intentbot.store.log_database import LogDatabase

    url = f"sqlite:///{tmp_path_factory.mktemp('kept') / 'log.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").new_database(request.module.__name__.rpartition(".")[2])
    database = LogDatabase(url)
    yield database
    database.close()

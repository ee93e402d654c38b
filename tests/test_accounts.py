"""People, their passwords and logins, and the tokens of programs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import delete, text

from intentbot.accounts import passwords
from intentbot.accounts.accounts import LOGIN_S, Accounts
from intentbot.accounts.attempts import MOST_OF_ADDRESS, MOST_OF_BOTH, WINDOW_S, TooManyAttempts
from intentbot.accounts.tokens import PREFIX, TokenRefused, Tokens
from intentbot.errors import AccountError
from intentbot.people import Person
from intentbot.store.account_records import AccountRecords
from intentbot.store.log_database import LogDatabase
from intentbot.store.schema import ATTEMPTS, LOGINS, PEOPLE, TOKENS

PASSWORD = "correct horse battery"


@dataclass
class Clock:
    """A clock that a test turns."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a password be hashed in no time; all else stays as it is."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()


@pytest.fixture
def clock() -> Clock:
    """Return a clock."""
    return Clock()


@pytest.fixture
def database(log_database: LogDatabase) -> LogDatabase:
    """Return the database, empty."""
    with log_database.transaction() as connection:
        for table in (PEOPLE, LOGINS, TOKENS, ATTEMPTS):
            connection.execute(delete(table))
    return log_database


@pytest.fixture
def accounts(database: LogDatabase, clock: Clock) -> Accounts:
    """Return accounts with one person in them: ana, an editor."""
    accounts = Accounts(AccountRecords(database), clock)
    accounts.add("Ana", PASSWORD, "editor")
    return accounts


@pytest.fixture
def tokens(database: LogDatabase, clock: Clock) -> Tokens:
    """Return tokens, of which there are none."""
    return Tokens(AccountRecords(database), clock)


def everything(database: LogDatabase) -> str:
    """Return all that is kept about people, logins and tokens."""
    tables = ("people", "logins", "tokens", "attempts")
    with database.reading() as connection:
        return str([connection.execute(text(f"SELECT * FROM intentbot_{table}")).all() for table in tables])


def test_a_person_logs_in_and_out(accounts: Accounts) -> None:
    """Who knows the password gets a login, which ends with the log-out."""
    secret = accounts.log_in(" ANA ", PASSWORD, address="10.0.0.1")
    person = accounts.logged_in(secret)
    assert person is not None and (person.name, person.role) == ("ana", "editor")
    accounts.log_out(secret)
    assert accounts.logged_in(secret) is None


def test_roles_hold_those_below() -> None:
    """An admin may do what an editor may, who may do what a viewer may; and not the other way around."""
    assert Person("a", "admin", 0).may("editor") and Person("e", "editor", 0).may("viewer")
    assert not Person("v", "viewer", 0).may("editor") and not Person("e", "editor", 0).may("admin")


def test_nothing_secret_is_kept(accounts: Accounts, tokens: Tokens, database: LogDatabase) -> None:
    """Neither a password nor the secret of a login or a token is in the database, nor what was typed as a name."""
    login = accounts.log_in("ana", PASSWORD, address="10.0.0.1")
    _, token = tokens.issue("shop", "client")
    with pytest.raises(AccountError):
        accounts.log_in("my secret password", "x", address="10.0.0.1")
    kept = everything(database)
    assert "$argon2id$" in kept
    assert all(secret not in kept for secret in (PASSWORD, login, token, token.removeprefix(PREFIX), "my secret"))


def test_a_wrong_name_and_a_wrong_password_look_the_same(accounts: Accounts) -> None:
    """Nobody learns from the message whether a name exists."""
    said = []
    for name in ("ana", "nobody"):
        with pytest.raises(AccountError) as error:
            accounts.log_in(name, "wrong password", address="10.0.0.1")
        said.append(str(error.value))
    assert said[0] == said[1]


def test_a_login_ends_after_a_working_day(accounts: Accounts, clock: Clock) -> None:
    """A login that nobody ends is over by itself."""
    secret = accounts.log_in("ana", PASSWORD, address="10.0.0.1")
    clock.now += LOGIN_S - 1
    assert accounts.logged_in(secret)
    clock.now += 1
    assert accounts.logged_in(secret) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts: accounts.set_password("ana", "another good one"),
        lambda accounts: accounts.set_role("ana", "admin"),
        lambda accounts: accounts.remove("ana"),
    ],
    ids=["password", "role", "removed"],
)
def test_a_change_ends_all_logins(accounts: Accounts, change: Callable[[Accounts], None]) -> None:
    """Another password or role, or being removed, ends every login of a person."""
    secrets = [accounts.log_in("ana", PASSWORD, address="10.0.0.1") for _ in range(2)]
    change(accounts)
    assert [accounts.logged_in(secret) for secret in secrets] == [None, None]


def test_too_many_failures_must_wait(accounts: Accounts, clock: Clock) -> None:
    """After five failures even the right password must wait, from that address alone, and for a quarter of an hour."""
    for _ in range(MOST_OF_BOTH):
        with pytest.raises(AccountError, match="wrong"):
            accounts.log_in("ana", "wrong password", address="10.0.0.1")
        clock.now += 60
    with pytest.raises(TooManyAttempts, match="Wait 10 minutes"):
        accounts.log_in("ana", PASSWORD, address="10.0.0.1")
    assert accounts.log_in("ana", PASSWORD, address="10.0.0.2")
    clock.now += WINDOW_S - MOST_OF_BOTH * 60 + 1
    assert accounts.log_in("ana", PASSWORD, address="10.0.0.1")


def test_many_names_from_one_address_must_wait(accounts: Accounts) -> None:
    """Trying many names from one place is limited, whichever of its IPv6 addresses are used."""
    for n in range(MOST_OF_ADDRESS):
        with pytest.raises(AccountError, match="wrong"):
            accounts.log_in(f"name{n}", "wrong password", address=f"2001:db8::{n + 1:x}")
    with pytest.raises(TooManyAttempts):
        accounts.log_in("ana", PASSWORD, address="2001:db8::ffff:1")
    assert accounts.log_in("ana", PASSWORD, address="2001:db8:0:1::1")


def test_attempts_at_once_are_all_counted(accounts: Accounts) -> None:
    """Of twelve attempts at the same time no more than five get to try a password."""

    def attempt(_: int) -> str:
        try:
            return accounts.log_in("ana", "wrong password", address="10.0.0.1")
        except AccountError as error:
            return type(error).__name__

    with ThreadPoolExecutor(6) as threads:
        outcomes = list(threads.map(attempt, range(12)))
    assert outcomes.count("AccountError") <= MOST_OF_BOTH
    assert set(outcomes) <= {"AccountError", "TooManyAttempts"}


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaaa", "ana-ana-ana-2026", "x" * 257])
def test_weak_passwords_are_refused(accounts: Accounts, password: str) -> None:
    """A password that is short, endless, the name or one sign over and over is refused, and nothing is changed."""
    with pytest.raises(AccountError, match="password"):
        accounts.set_password("ana", password)
    assert accounts.log_in("ana", PASSWORD, address="10.0.0.1")


def test_a_password_may_be_typed_either_way(accounts: Accounts) -> None:
    """The same letters typed as one sign or as two are the same password."""
    accounts.set_password("ana", "café crème brûlée")
    assert accounts.log_in("ana", "cafe\u0301 cre\u0300me bru\u0302le\u0301e", address="10.0.0.1")


@pytest.mark.parametrize("name", ["", " ", "a b", "<script>", "-x", "x" * 65, "a\nb", "../etc"])
def test_names_are_plain(accounts: Accounts, name: str) -> None:
    """What is no plain name is refused, and said which."""
    with pytest.raises(AccountError, match="cannot be the name"):
        accounts.add(name, PASSWORD, "viewer")


def test_hashes_are_as_costly_as_the_standard_asks(monkeypatch: pytest.MonkeyPatch, accounts: Accounts) -> None:
    """A password is hashed as RFC 9106 recommends, and one that was hashed more cheaply is hashed anew at the login."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher())
    asked = extract_parameters(passwords.hash_password(PASSWORD))
    assert (asked.type.name, asked.memory_cost, asked.time_cost) == ("ID", 65_536, 3)
    assert accounts.log_in("ana", PASSWORD, address="10.0.0.1")
    assert "m=65536,t=3" in everything(accounts._records.database)
    assert accounts.log_in("ana", PASSWORD, address="10.0.0.1")


@pytest.mark.parametrize("name", ["", "\0", "ana\0", "\ud800", "' OR 1=1 --", "x" * 100_000])
def test_odd_names_are_nobodys(accounts: Accounts, name: str) -> None:
    """Whatever is typed as a name is a wrong one, never an error of the database."""
    with pytest.raises(AccountError, match="wrong"):
        accounts.log_in(name, PASSWORD, address="")


def test_a_longer_password_is_another_one(accounts: Accounts) -> None:
    """What is cut off so that it does not take for ever is not taken for right."""
    accounts.set_password("ana", "abcdefgh" * 32)
    assert accounts.log_in("ana", "abcdefgh" * 32, address="10.0.0.1")
    with pytest.raises(AccountError, match="wrong"):
        accounts.log_in("ana", "abcdefgh" * 32 + "!", address="10.0.0.1")


def test_a_name_is_taken_once(accounts: Accounts) -> None:
    """The same name in other letters is the same person."""
    with pytest.raises(AccountError, match='already somebody called "ana"'):
        accounts.add("ANA", PASSWORD, "viewer")
    assert [person.name for person in accounts.people()] == ["ana"]


def test_nobody_is_named(accounts: Accounts) -> None:
    """To change or remove somebody who is not there is an error that says so."""
    for change in (
        lambda: accounts.remove("bob"),
        lambda: accounts.set_role("bob", "admin"),
        lambda: accounts.set_password("bob", "another good one"),
    ):
        with pytest.raises(AccountError, match='nobody called "bob"'):
            change()


def test_a_token_opens_what_it_is_for(tokens: Tokens) -> None:
    """A client's token asks the bot and no more; an admin's does both."""
    assert not tokens.has_any()
    _, client = tokens.issue("shop", "client")
    _, admin = tokens.issue("ci", "admin")
    assert tokens.check(client, "client").name == "shop"
    assert tokens.check(admin, "client").name == tokens.check(admin, "admin").name == "ci"
    with pytest.raises(TokenRefused, match="scope admin") as refused:
        tokens.check(client, "admin")
    assert refused.value.status == 403


def test_a_token_that_ended_says_so(tokens: Tokens, clock: Clock) -> None:
    """Expired, revoked and unknown tokens are told apart, by day."""
    _, short = tokens.issue("shop", "client", days=1)
    revoked, secret = tokens.issue("old", "client", days=None)
    tokens.revoke(revoked.id)
    clock.now += 86_400
    for shown, said in ((short, "expired on 16 January 2027"), (secret, "revoked on 15 January 2027"), ("x", "known")):
        with pytest.raises(TokenRefused, match=said):
            tokens.check(shown, "client")


def test_a_token_is_revoked_within_seconds(tokens: Tokens, clock: Clock) -> None:
    """What a worker read of a token is not good for long."""
    token, secret = tokens.issue("shop", "client")
    tokens.check(secret, "client")
    tokens.revoke(token.id)
    clock.now += 2
    with pytest.raises(TokenRefused, match="revoked"):
        tokens.check(secret, "client")
    with pytest.raises(AccountError, match="no token"):
        tokens.revoke(token.id)


def test_odd_secrets_are_refused(tokens: Tokens, accounts: Accounts) -> None:
    """Whatever is shown as a token or a cookie is no error but a refusal."""
    for secret in ("", "\0", "\ud800", "x" * 10_000, "' OR 1=1 --"):
        assert accounts.logged_in(secret) is None
        with pytest.raises(TokenRefused, match="not known"):
            tokens.check(secret, "client")

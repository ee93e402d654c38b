"""People, their logins and the tokens of programs, as they are kept. No password and no token is: only digests."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, delete, insert, or_, select, update

from intentbot.people import AccessToken, Person, Role
from intentbot.store.log_database import LogDatabase
from intentbot.store.schema import ATTEMPTS, LOGINS, PEOPLE, TOKENS

_PERSON = (PEOPLE.c.name, PEOPLE.c.role, PEOPLE.c.created_at)
_TOKEN = tuple(TOKENS.c[name] for name in ("id", "name", "scope", "created_at", "expires_at", "revoked_at"))

_ATTEMPT = (ATTEMPTS.c.id, ATTEMPTS.c.at, ATTEMPTS.c.name, ATTEMPTS.c.place)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt to log in that failed, or is under way."""

    id: int
    at: float
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class AccountRecords:
    """What is kept of people and tokens. Safe for threads and processes.

    Attributes
    ----------
    database : LogDatabase

    Raises
    ------
    StoreError
        From every method, where the database fails.
    """

    database: LogDatabase

    def people(self) -> list[Person]:
        """Return everybody, by name."""
        with self.database.reading() as connection:
            return [Person(*row) for row in connection.execute(select(*_PERSON).order_by(PEOPLE.c.name))]

    def has_people(self) -> bool:
        """Return whether there is anybody."""
        with self.database.reading() as connection:
            return connection.execute(select(PEOPLE.c.name).limit(1)).first() is not None

    def person(self, name: str) -> tuple[Person, str] | None:
        """Return who has a name, and the hash of their password."""
        with self.database.reading() as connection:
            row = connection.execute(select(*_PERSON, PEOPLE.c.password_hash).where(PEOPLE.c.name == name)).first()
        return (Person(*row[:3]), row[3]) if row else None

    def add_person(self, person: Person, password_hash: str) -> bool:
        """Keep a person; return whether the name was free."""
        with self.database.transaction() as connection:
            if connection.execute(select(PEOPLE.c.name).where(PEOPLE.c.name == person.name)).first():
                return False
            connection.execute(
                insert(PEOPLE).values(
                    name=person.name, role=person.role, created_at=person.created_at, password_hash=password_hash
                )
            )
        return True

    def change_person(self, name: str, *, role: Role | None = None, password_hash: str | None = None) -> bool:
        """Give a person another role or password, and end their logins; return whether there is one."""
        values = {"role": role, "password_hash": password_hash}
        with self.database.transaction() as connection:
            found = connection.execute(
                update(PEOPLE).where(PEOPLE.c.name == name).values({key: new for key, new in values.items() if new})
            )
            connection.execute(delete(LOGINS).where(LOGINS.c.person == name))
            return found.rowcount > 0

    def renew_hash(self, name: str, password_hash: str) -> None:
        """Keep another hash of the same password."""
        with self.database.transaction() as connection:
            connection.execute(update(PEOPLE).where(PEOPLE.c.name == name).values(password_hash=password_hash))

    def remove_person(self, name: str) -> bool:
        """Forget a person and their logins; return whether there was one."""
        with self.database.transaction() as connection:
            connection.execute(delete(LOGINS).where(LOGINS.c.person == name))
            return connection.execute(delete(PEOPLE).where(PEOPLE.c.name == name)).rowcount > 0

    def begin_login(self, token_hash: str, name: str, now: float, expires_at: float) -> None:
        """Keep a login, and forget those that are over."""
        with self.database.transaction() as connection:
            connection.execute(delete(LOGINS).where(LOGINS.c.expires_at <= now))
            values = {"token_hash": token_hash, "person": name, "created_at": now, "expires_at": expires_at}
            connection.execute(insert(LOGINS).values(values))

    def logged_in(self, token_hash: str, now: float) -> Person | None:
        """Return who a login is of; None where it is over, or there is none."""
        query = (
            select(*_PERSON)
            .join(LOGINS, LOGINS.c.person == PEOPLE.c.name)
            .where(LOGINS.c.token_hash == token_hash, LOGINS.c.expires_at > now)
        )
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        return Person(*row) if row else None

    def end_login(self, token_hash: str) -> None:
        """Forget a login."""
        with self.database.transaction() as connection:
            connection.execute(delete(LOGINS).where(LOGINS.c.token_hash == token_hash))

    def begin_attempt(self, name: str, place: str, now: float) -> int:
        """Keep an attempt to log in; return its id."""
        with self.database.transaction() as connection:
            kept = insert(ATTEMPTS).values(at=now, name=name, place=place).returning(ATTEMPTS.c.id)
            return int(connection.execute(kept).scalar_one())

    def attempts(self, name: str, place: str, since: float) -> list[Attempt]:
        """Return the attempts `since` that share a name or a place, newest first."""
        shared = or_(ATTEMPTS.c.name == name, ATTEMPTS.c.place == place)
        query = select(*_ATTEMPT).where(shared, ATTEMPTS.c.at > since).order_by(ATTEMPTS.c.at.desc())
        with self.database.reading() as connection:
            return [Attempt(*row) for row in connection.execute(query)]

    def forget_attempt(self, id: int, before: float) -> None:
        """Forget an attempt that was refused, and all those `before`."""
        with self.database.transaction() as connection:
            connection.execute(delete(ATTEMPTS).where(or_(ATTEMPTS.c.id == id, ATTEMPTS.c.at <= before)))

    def forget_attempts(self, name: str, place: str, before: float) -> None:
        """Forget the attempts with a name from a place, and all those `before`."""
        these = and_(ATTEMPTS.c.name == name, ATTEMPTS.c.place == place)
        with self.database.transaction() as connection:
            connection.execute(delete(ATTEMPTS).where(or_(these, ATTEMPTS.c.at <= before)))

    def tokens(self) -> list[AccessToken]:
        """Return every token, the newest first."""
        with self.database.reading() as connection:
            query = select(*_TOKEN).order_by(TOKENS.c.created_at.desc(), TOKENS.c.id)
            return [AccessToken(*row) for row in connection.execute(query)]

    def token(self, token_hash: str) -> tuple[AccessToken, str] | None:
        """Return the token of a digest, and the digest that is kept."""
        with self.database.reading() as connection:
            query = select(*_TOKEN, TOKENS.c.token_hash).where(TOKENS.c.token_hash == token_hash)
            row = connection.execute(query).first()
        return (AccessToken(*row[:-1]), row[-1]) if row else None

    def add_token(self, token: AccessToken, token_hash: str) -> None:
        """Keep a token."""
        values = {"id": token.id, "name": token.name, "scope": token.scope, "token_hash": token_hash}
        times = {"created_at": token.created_at, "expires_at": token.expires_at, "revoked_at": token.revoked_at}
        with self.database.transaction() as connection:
            connection.execute(insert(TOKENS).values(**values, **times))

    def revoke_token(self, id: str, now: float) -> bool:
        """Revoke a token; return whether there is one of this id that was not."""
        with self.database.transaction() as connection:
            live = update(TOKENS).where(TOKENS.c.id == id, TOKENS.c.revoked_at.is_(None))
            return connection.execute(live.values(revoked_at=now)).rowcount > 0

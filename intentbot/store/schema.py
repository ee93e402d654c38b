"""The tables of what a running bot keeps: turns, feedback, reviews, people and tokens.

`migrations` makes and changes them; `tests/test_turn_log.py` holds that both say the same. Who changes a table adds a
migration ``0002`` with the change, raises `HEAD`, and never touches an older one.
Times are seconds since 1970. What is JSON is text in ASCII.
"""

from __future__ import annotations

from sqlalchemy import Column, Double, Index, Integer, MetaData, Table, Text

HEAD = "0001"
"""The newest migration."""

VERSIONS = "intentbot_migrations"
"""The table in which Alembic notes how far they are."""

METADATA = MetaData()


def _id() -> Text:
    """Return the type of what is looked up: compared byte by byte, whatever the language of the database."""
    return Text().with_variant(Text(collation="C"), "postgresql")


TURNS = Table(
    "intentbot_turns",
    METADATA,
    Column("id", _id(), primary_key=True),
    Column("at", Double, nullable=False),
    Column("conversation", _id(), nullable=False),
    Column("channel", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("intent", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("score", Double),
    Column("ranking", Text, nullable=False),
    Column("entities", Text, nullable=False),
    Column("suggested", Text, nullable=False),
    Column("handover", Text, nullable=False),
    Column("latency_ms", Double, nullable=False),
    Column("model", Text, nullable=False),
    Column("error_id", Text, nullable=False),
    Index("intentbot_turns_at", "at", "id"),
    Index("intentbot_turns_conversation", "conversation", "at"),
    Index("intentbot_turns_decided_by", "decided_by", "at"),
)

FEEDBACK = Table(
    "intentbot_feedback",
    METADATA,
    Column("turn", _id(), primary_key=True),
    Column("at", Double, nullable=False),
    Column("value", Integer, nullable=False),
    Column("comment", Text, nullable=False),
    Index("intentbot_feedback_at", "at"),
)
"""Without a foreign key: it may be written by another process, and so before its turn is."""

DELETIONS = Table(
    "intentbot_deletions",
    METADATA,
    Column("conversation", _id(), primary_key=True),
    Column("at", Double, nullable=False),
)
"""Conversations that were deleted, so that none of their turns comes in afterwards that is still on its way."""

REVIEWS = Table(
    "intentbot_reviews",
    METADATA,
    Column("id", _id(), primary_key=True),
    Column("at", Double, nullable=False),
    Column("author", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("intent", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("edit", Text, nullable=False),
    Column("undone_at", Double),
    Column("undone_by", Text),
    Index("intentbot_reviews_at", "at"),
)

REVIEWED_TURNS = Table(
    "intentbot_reviewed_turns",
    METADATA,
    Column("turn", _id(), primary_key=True),
    Column("review", _id(), nullable=False),
    Index("intentbot_reviewed_turns_review", "review"),
)
"""A turn is reviewed once: the second of two reviewers meets the primary key."""

PEOPLE = Table(
    "intentbot_people",
    METADATA,
    Column("name", _id(), primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("created_at", Double, nullable=False),
)

LOGINS = Table(
    "intentbot_logins",
    METADATA,
    Column("token_hash", _id(), primary_key=True),
    Column("person", _id(), nullable=False),
    Column("created_at", Double, nullable=False),
    Column("expires_at", Double, nullable=False),
    Index("intentbot_logins_person", "person"),
)

ATTEMPTS = Table(
    "intentbot_attempts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", Double, nullable=False),
    Column("name", _id(), nullable=False),
    Column("place", _id(), nullable=False),
    Index("intentbot_attempts_at", "at"),
)
"""Attempts to log in that failed in the last minutes. The name is a digest: some type their password there."""

TOKENS = Table(
    "intentbot_tokens",
    METADATA,
    Column("id", _id(), primary_key=True),
    Column("name", Text, nullable=False),
    Column("token_hash", _id(), nullable=False),
    Column("scope", Text, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("expires_at", Double),
    Column("revoked_at", Double),
    Index("intentbot_tokens_token_hash", "token_hash", unique=True),
)

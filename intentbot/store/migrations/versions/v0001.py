"""All tables, as they were first."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Double, Integer, Text

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    _make_conversations()
    _make_reviews()
    _make_people()


def _id(name: str, *, primary_key: bool = False) -> Column[str]:
    kind = Text().with_variant(Text(collation="C"), "postgresql")
    return Column(name, kind, primary_key=primary_key, nullable=False)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _at(name: str = "at", *, nullable: bool = False) -> Column[float]:
    return Column(name, Double, nullable=nullable)


def _make_conversations() -> None:
    op.create_table(
        "intentbot_turns",
        _id("id", primary_key=True),
        _at(),
        _id("conversation"),
        *_texts("channel", "language", "message", "answer", "intent", "decided_by"),
        Column("confidence", Double, nullable=False),
        Column("score", Double),
        *_texts("ranking", "entities", "suggested", "handover"),
        Column("latency_ms", Double, nullable=False),
        *_texts("model", "error_id"),
    )
    op.create_index("intentbot_turns_at", "intentbot_turns", ["at", "id"])
    op.create_index("intentbot_turns_conversation", "intentbot_turns", ["conversation", "at"])
    op.create_index("intentbot_turns_decided_by", "intentbot_turns", ["decided_by", "at"])
    op.create_table(
        "intentbot_feedback",
        _id("turn", primary_key=True),
        _at(),
        Column("value", Integer, nullable=False),
        *_texts("comment"),
    )
    op.create_index("intentbot_feedback_at", "intentbot_feedback", ["at"])
    op.create_table("intentbot_deletions", _id("conversation", primary_key=True), _at())


def _make_reviews() -> None:
    op.create_table(
        "intentbot_reviews",
        _id("id", primary_key=True),
        _at(),
        *_texts("author", "kind", "intent", "sentence", "edit"),
        _at("undone_at", nullable=True),
        Column("undone_by", Text),
    )
    op.create_index("intentbot_reviews_at", "intentbot_reviews", ["at"])
    op.create_table("intentbot_reviewed_turns", _id("turn", primary_key=True), _id("review"))
    op.create_index("intentbot_reviewed_turns_review", "intentbot_reviewed_turns", ["review"])


def _make_people() -> None:
    op.create_table(
        "intentbot_people",
        _id("name", primary_key=True),
        *_texts("password_hash", "role"),
        _at("created_at"),
    )
    op.create_table(
        "intentbot_logins",
        _id("token_hash", primary_key=True),
        _id("person"),
        _at("created_at"),
        _at("expires_at"),
    )
    op.create_index("intentbot_logins_person", "intentbot_logins", ["person"])
    op.create_table(
        "intentbot_attempts",
        Column("id", Integer, primary_key=True),
        _at(),
        _id("name"),
        _id("place"),
    )
    op.create_index("intentbot_attempts_at", "intentbot_attempts", ["at"])
    op.create_table(
        "intentbot_tokens",
        _id("id", primary_key=True),
        *_texts("name"),
        _id("token_hash"),
        *_texts("scope"),
        _at("created_at"),
        _at("expires_at", nullable=True),
        _at("revoked_at", nullable=True),
    )
    op.create_index("intentbot_tokens_token_hash", "intentbot_tokens", ["token_hash"], unique=True)

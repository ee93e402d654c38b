"""What Alembic runs: the steps that are missing, on the connection and in the transaction of whoever asked for them."""

from __future__ import annotations

from alembic import context

from intentbot.store.schema import METADATA, VERSIONS

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSIONS,
    # The transaction is not ours.
    transactional_ddl=False,
)
context.run_migrations()

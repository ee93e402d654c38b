"""How the tables of `schema` came to be, step by step, for Alembic."""

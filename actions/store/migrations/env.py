"""Alembic's entry: it works on the connection, and within the transaction, that `actions.store.migrate` hands over."""

from alembic import context

from actions.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transaction_per_migration=False
)
with context.begin_transaction():
    context.run_migrations()

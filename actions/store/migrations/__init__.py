"""Migrations, run by `actions.store.migrate`."""

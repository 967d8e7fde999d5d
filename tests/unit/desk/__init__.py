"""The desk, without a database."""

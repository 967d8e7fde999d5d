"""What requests are found by: of each pair of characters a keyed fingerprint, which goes when the words go."""

from __future__ import annotations

from sqlalchemy import Column, Connection, ForeignKey, LargeBinary, Table, delete, insert

from actions.desk.ticket import Ticket
from actions.desk.words import pairs, wholes
from actions.store.encryption import Vault
from actions.store.tables import metadata

SIZE = 8  # bytes of a fingerprint: what else falls together is sorted out by the words themselves

ticket_words = Table(
    "ticket_words",
    metadata,
    Column("word", LargeBinary, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), primary_key=True, index=True),
)


def keep(connection: Connection, vault: Vault, ticket: Ticket) -> None:
    """Let it be found by its words as they are now."""
    drop(connection, ticket.id)
    add(connection, vault, ticket)


def add(connection: Connection, vault: Vault, ticket: Ticket) -> None:
    """Let a new one be found."""
    rows = [{"word": word, "ticket": ticket.id} for word in sorted(_prints(vault, ticket))]
    if rows:
        connection.execute(insert(ticket_words), rows)


def drop(connection: Connection, id: str) -> None:
    """Its words are gone."""
    connection.execute(delete(ticket_words).where(ticket_words.c.ticket == id))


def _prints(vault: Vault, ticket: Ticket) -> set[bytes]:
    found = {print_of(vault, "pair", pair) for pair in pairs(ticket.text)}
    return found | {print_of(vault, "whole", whole) for whole in wholes(ticket)}


def print_of(vault: Vault, what: str, value: str) -> bytes:
    """The fingerprint of a pair, or of a whole answer."""
    return vault.index(f"words.{what}", value)[:SIZE]

"""One-time invitations: a link that binds an account of staff, or lets somebody follow another's requests."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, String, Table, delete, insert, select, update

from actions.store.encryption import Vault
from actions.store.tables import Id, Moment, Word, metadata

invites = Table(
    "invites",
    metadata,
    Column("digest", Id, primary_key=True),  # of the token, which stands nowhere here
    Column("kind", Word, nullable=False),  # staff | family | account
    Column("subject", Id, nullable=False),  # a user name, or a person's id
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

bindings = Table(
    "bindings",
    metadata,
    Column("account", String(80), primary_key=True),  # a keyed fingerprint of channel and address
    Column("staff", Id, nullable=False, index=True),
    Column("at", Moment, nullable=False),
)


class SqlInvites:
    """Makes and redeems them; a token holds 128 random bits and opens its door once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def make(self, kind: str, subject: str, now: datetime, *, lasts: timedelta) -> str:
        """A fresh token."""
        token = secrets.token_hex(16)
        values = {"digest": _digest(kind, token), "kind": kind, "subject": subject, "made_at": now}
        self._connection.execute(insert(invites).values(**values, expires_at=now + lasts))
        return token

    def redeem(self, kind: str, token: str, now: datetime) -> str | None:
        """Whom the token stands for, this once; None where it is unknown, used or too old: all alike."""
        digest = _digest(kind, token)
        held = (invites.c.digest == digest, invites.c.used_at.is_(None), invites.c.expires_at > now)
        query = update(invites).where(*held).values(used_at=now).returning(invites.c.subject)
        return self._connection.execute(query).scalar_one_or_none()

    def whose(self, kind: str, token: str, now: datetime) -> str | None:
        """Whom the token would stand for; it still opens its door."""
        held = (invites.c.digest == _digest(kind, token), invites.c.used_at.is_(None), invites.c.expires_at > now)
        return self._connection.execute(select(invites.c.subject).where(*held)).scalar_one_or_none()

    def withdraw(self, kind: str, subject: str, now: datetime) -> None:
        """What is still open of this subject's opens nothing any more."""
        mine = (invites.c.kind == kind, invites.c.subject == subject, invites.c.used_at.is_(None))
        self._connection.execute(update(invites).where(*mine).values(used_at=now))


class SqlBindings:
    """Which account of a channel is whose, among staff."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def bind(self, channel: str, address: str, staff: str, now: datetime) -> None:
        """From now on this account is theirs; an account is one person's, and a person has one account."""
        account = self._account(channel, address)
        self._connection.execute(delete(bindings).where((bindings.c.account == account) | (bindings.c.staff == staff)))
        self._connection.execute(insert(bindings).values(account=account, staff=staff, at=now))

    def staff_of(self, channel: str, address: str) -> str | None:
        """The user name bound to the account."""
        query = select(bindings.c.staff).where(bindings.c.account == self._account(channel, address))
        return self._connection.execute(query).scalar_one_or_none()

    def _account(self, channel: str, address: str) -> str:
        return self._vault.index("account", f"{channel}\0{address}").hex()


def _digest(kind: str, token: str) -> str:
    return hashlib.sha256(f"{kind}\0{token}".encode()).hexdigest()

"""Second factors of staff: the secret that a telephone shares, sealed, and the last step that was shown."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, ForeignKey, Table, delete, insert, select, update

from actions.store.encryption import Sealed, Vault
from actions.store.tables import metadata

factors = Table(
    "factors",
    metadata,
    Column("staff", ForeignKey("staff.username"), primary_key=True),
    Column("secret", Sealed, nullable=False),
    Column("step", BigInteger, nullable=False),  # of time, of the last code that was taken: none is taken twice
)


class SqlFactors:
    """The port `Factors`, and what the door asks."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def secret(self, staff: str) -> str:
        """The shared secret, "" where there is none."""
        token = self._connection.execute(select(factors.c.secret).where(factors.c.staff == staff)).scalar_one_or_none()
        return self._vault.open("factors.secret", staff, token)

    def keep(self, staff: str, secret: str, step: int) -> None:
        """From now on this one; `step` was shown to prove it."""
        self.drop(staff)
        sealed = self._vault.seal("factors.secret", staff, secret)
        self._connection.execute(insert(factors).values(staff=staff, secret=sealed, step=step))

    def take(self, staff: str, step: int) -> bool:
        """Take a code's step; False where it, or a later one, was taken before."""
        mine = (factors.c.staff == staff, factors.c.step < step)
        return self._connection.execute(update(factors).where(*mine).values(step=step)).rowcount == 1

    def drop(self, staff: str) -> None:
        """Forget it."""
        self._connection.execute(delete(factors).where(factors.c.staff == staff))

    def holders(self) -> frozenset[str]:
        """Who has one."""
        return frozenset(self._connection.execute(select(factors.c.staff)).scalars())

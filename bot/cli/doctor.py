"""`nuanxin doctor`: is everything in place?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actions.store.store import Store


def print_new_key() -> None:
    """A key for the front of NUANXIN_ENCRYPTION_KEYS."""
    from actions.store.keyring import Keyring

    print(Keyring.new_key())


def look_at_catalogue(folder: Path | None) -> None:
    """Read the data files; raises DataError that names file and key."""
    from bot.settings import read_settings
    from bot.wiring import read_catalogue
    from data.catalogue import HERE, check

    found = read_catalogue(read_settings(), folder or HERE)
    check(found, folder or HERE)
    print(
        f"catalogue: {len(found.services)} services, {len(found.intents)} other intents, {len(found.topics)} topics, "
        f"{len(found.contacts)} numbers, for {found.place.names.en}"
    )


def look_at_desk() -> None:
    """Open the store and look for the environments and the model; raises StoreError or Failure."""
    from bot.settings import read_settings
    from bot.training import model_state
    from bot.wiring import open_desk_store

    settings = read_settings()
    store = open_desk_store(settings)
    print(f"database: {store.database.shown}: {store.inbox.waiting()} messages wait to be read")
    troubled = store.outbox.troubled()
    print(f"delivery: {len(troubled)} messages could not be delivered")
    look_at_audit(store, settings.home)
    store.close()
    print(f"understanding: {model_state(settings)}")


def look_at_audit(store: Store, home: Path) -> None:
    """Raises StoreError where a line was changed, taken out, or cut off at the end."""
    from bot.sealing import Notebook

    fits = store.chain.verify(Notebook(home).head())
    print(f"audit: {fits} lines fit together, {store.chain.unsealed()} are not bound yet")


def look_at_telegram() -> None:
    """Ask Telegram about token, webhook, group and clock; a line each."""
    import asyncio

    from bot.settings import read_settings
    from bot.telegram.doctor import look

    for line in asyncio.run(look(read_settings())):
        print(line)

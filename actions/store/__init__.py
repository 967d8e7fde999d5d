"""Tables, transactions, sealed fields, inbox and outbox, migrations: the only room that knows the database."""

from actions.store.conversations import Loaded
from actions.store.errors import StoreError
from actions.store.inbox import Batch, InRow, Letter
from actions.store.keyring import Keyring
from actions.store.outbox import OutRow
from actions.store.store import Store, open_store

__all__ = ["Batch", "InRow", "Keyring", "Letter", "Loaded", "OutRow", "Store", "StoreError", "open_store"]

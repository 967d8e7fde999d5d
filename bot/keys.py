"""The encryption key: from the settings, else from a file that the desk makes once and keeps."""

from __future__ import annotations

import os
from pathlib import Path

from actions.store.keyring import Keyring
from bot.failures import Failure
from bot.settings import Settings


def keyring(settings: Settings) -> Keyring:
    """The keys to seal with; on the embedded database a missing key is made and kept in the home folder."""
    text = settings.encryption_keys.get_secret_value()
    if text:
        return Keyring.parse(text)
    path = settings.home / "keys"
    if path.exists():
        return Keyring.parse(_read(path))
    if not settings.database.startswith("sqlite"):
        raise Failure(
            "NUANXIN_ENCRYPTION_KEYS is not set. A database of your own needs keys of your own; "
            "`nuanxin doctor --new-key` prints one. Keep it: without it nothing can be read again."
        )
    return Keyring.parse(_make(path))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(
            f"The key file {path} cannot be read ({type(error).__name__}); restore it from a backup."
        ) from None


def _make(path: Path) -> str:
    """A new key in a file of its own; two processes that start together agree on one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    except OSError as error:
        raise Failure(f"The folder {path.parent} cannot be written ({error.strerror}); set NUANXIN_HOME.") from None
    text = Keyring.new_key()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    return text

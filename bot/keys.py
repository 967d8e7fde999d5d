"""Secrets that the desk makes once and keeps: the encryption key, where the settings have none, and the like."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from actions.store.keyring import Keyring
from bot import whole
from bot.failures import Failure
from bot.settings import Settings


def keyring(settings: Settings) -> Keyring:
    """The keys to seal with; on the embedded database a missing key is made and kept in the home folder."""
    text, given = settings.encryption_keys.get_secret_value(), settings.encryption_keys_file
    if text and given is not None:
        raise Failure("NUANXIN_ENCRYPTION_KEYS and NUANXIN_ENCRYPTION_KEYS_FILE are both set; unset one of them.")
    if text:
        return Keyring.parse(text)
    if given is not None:
        return Keyring.parse(_read(given))
    path = settings.home / "keys"
    if not path.exists() and not settings.database.startswith("sqlite"):
        raise Failure(
            "NUANXIN_ENCRYPTION_KEYS is not set. A database of your own needs keys of your own; "
            "`nuanxin doctor --new-key` prints one. Keep it: without it nothing can be read again."
        )
    return Keyring.parse(kept(path, Keyring.new_key))


def put_in_front(settings: Settings) -> tuple[str, Path]:
    """A new key in front of those in the home folder: its id, and their file. Raises Failure where none are kept."""
    path = settings.home / "keys"
    if settings.encryption_keys.get_secret_value() or settings.encryption_keys_file is not None or not path.exists():
        raise Failure(
            "The keys are not kept in the home folder: put a new one (`nuanxin doctor --new-key`) in front of yours."
        )
    new = Keyring.new_key()
    whole.put(path, f"{new},{_read(path)}\n".encode("ascii"))
    return new.partition(":")[0], path


def kept(path: Path, make: Callable[[], str]) -> str:
    """The one line of a file that only its owner reads; made where it is missing."""
    return _read(path) if path.exists() else _make(path, make)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(
            f"The key file {path} cannot be read ({type(error).__name__}); restore it from a backup."
        ) from None


def _make(path: Path, make: Callable[[], str]) -> str:
    """A new secret in a file of its own; two processes that start together agree on one."""
    text = make()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mine = whole.put_new(path, f"{text}\n".encode("ascii"))
    except OSError as error:
        raise Failure(f"The folder {path.parent} cannot be written ({error.strerror}); set NUANXIN_HOME.") from None
    return text if mine else _read(path)

"""`nuanxin backup` and `nuanxin restore`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.failures import Failure

if TYPE_CHECKING:
    from actions.store.chain import Erasure
    from bot.settings import Settings

SUFFIX = ".nuanxin"


def backup(target: Path, keep: int) -> None:
    """Into a new file, or into a folder under a name of its time, where all but the latest `keep` go."""
    from bot.backup import back_up
    from bot.keys import keyring
    from bot.settings import read_settings
    from bot.wiring import open_desk_store

    settings, now = read_settings(), datetime.now(UTC)
    folder = target if target.is_dir() else None
    file = folder / f"{now:%Y%m%d-%H%M%S}{SUFFIX}" if folder else target
    store = open_desk_store(settings)
    made = back_up(store.database, keyring(settings), settings.files, file, now)
    store.close()
    if folder and keep:
        for old in sorted(folder.glob(f"????????-??????{SUFFIX}"))[:-keep]:
            old.unlink()
    print(f"{file}: {made.rows} rows and {made.files} files, sealed; the keys are not in it")


def restore(source: Path, register: Path | None) -> None:
    """Into an empty database and an empty folder of files; erasures of the register are done again."""
    from actions.store.engine import Database
    from bot.backup import bring_back
    from bot.erasures import erase_again
    from bot.keys import keyring
    from bot.sealing import Notebook, Sealing
    from bot.settings import read_settings
    from bot.wiring import open_desk_store

    settings = read_settings()
    _must_have_keys(settings)
    notebook = Notebook(settings.home)
    known = register or notebook.erasures_file
    if register is not None and not register.is_file():
        raise Failure(f"there is no {register}")
    gone = _read(known)  # before anything is filled: without it whoever was forgotten would be known again
    database = Database(settings.database)
    made = bring_back(database, keyring(settings), settings.files, source)
    database.close()
    store, now = open_desk_store(settings), datetime.now(UTC)
    store.outbox.take_over()  # what was being sent when the backup was made goes once more
    store.files.take_over()
    again = erase_again(store, gone or (), now)
    store.chain.verify()
    notebook.head_file.unlink(missing_ok=True)  # of the database that was lost
    Sealing(store, settings.home).look()
    store.close()
    print(f"{made.rows} rows and {made.files} files of {made.made_at}; {again} erasures done again")
    print("now: nuanxin doctor")
    if gone is None:
        print(f"no register of erasures ({known}): whoever was forgotten since the backup is known again")


def _read(register: Path) -> list[Erasure] | None:
    """The erasures written down there; None where there is no such file. Raises Failure for one that is damaged."""
    from bot.sealing import erasures

    try:
        return list(erasures(register)) if register.is_file() else None
    except ValueError:
        raise Failure(f"{register} is no register of erasures, or is damaged: take a copy of it") from None


def _must_have_keys(settings: Settings) -> None:
    given = settings.encryption_keys.get_secret_value() or settings.encryption_keys_file is not None
    if not given and not (settings.home / "keys").exists():
        raise Failure(
            f"There is no key to open the backup with: put the key file back as {settings.home / 'keys'}, "
            "or set NUANXIN_ENCRYPTION_KEYS as it was."
        )

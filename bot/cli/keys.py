"""`nuanxin keys`: the keys that personal fields and files are sealed with."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import typer

app = typer.Typer(no_args_is_help=True, help="Keys: which seal what, a new one, and sealing everything anew.")


@app.command("list")
def list_() -> None:
    """Each key's id and how many values and files it seals; one that seals nothing may be taken away."""
    from actions.store.encryption import key_of
    from actions.store.rotation import held
    from bot.keys import keyring
    from bot.settings import read_settings
    from bot.wiring import open_desk_store

    settings = read_settings()
    ring, store = keyring(settings), open_desk_store(settings)
    values = held(store.database)
    files = Counter(key_of(path.read_bytes()) for path in settings.files.glob("??/*") if path.suffix != ".half")
    store.close()
    for id in dict.fromkeys((*ring.ids, *values, *files)):
        note = "seals" if id == ring.current else "opens" if id in ring.ids else "MISSING: put it back"
        print(f"{id}  {note}  {values[id]} values  {files[id]} files")


@app.command()
def new() -> None:
    """Put a new key in front, where the desk keeps its keys in the home folder; then restart it, then `rotate`."""
    from bot.keys import put_in_front
    from bot.settings import read_settings

    id, path = put_in_front(read_settings())
    print(f"{id} is the first in {path}: restart the desk, then run `nuanxin keys rotate`")


@app.command()
def rotate() -> None:
    """Seal everything under the first key, while the desk works; all its processes must know that key."""
    from actions.store.rotation import rotate as run
    from bot.failures import Failure
    from bot.files import Folder
    from bot.keys import keyring
    from bot.settings import read_settings
    from bot.wiring import open_desk_store

    settings = read_settings()
    ring, store = keyring(settings), open_desk_store(settings)
    done = run(store.database, ring)
    files = 0
    for id in (folder := Folder(settings.files, store.vault)).seal_anew(ring):
        files += 1
        with store.unit(reading=True) as unit:
            known = unit.files.get(id)
        if known is None or known.state == "forgotten":  # deleted while it was being written
            folder.delete(id)
    with store.unit() as unit:
        unit.audit.note(at=datetime.now(UTC), actor="cli", action="keys_rotated", kind="desk", id=ring.current)
        unit.commit()
    store.close()
    print(f"{done.anew} values and {files} files sealed anew under {ring.current}")
    if done.left:
        raise Failure(f"{sum(done.left.values())} values are held by others just now: run it once more.")

"""`nuanxin demo` and `nuanxin serve`: one command, everything that it needs, clear words about what it does."""

from __future__ import annotations

import asyncio
import gc
import secrets
import sys
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import structlog
import uvloop

from actions.desk.access_table import BOUND
from actions.desk.person import Staff
from bot.failures import Failure
from bot.keys import kept
from bot.logs import set_up
from bot.serve import ALL, TURNS, WEB, listen
from bot.serve import serve as serve_on
from bot.settings import Settings, read_settings
from bot.wiring import open_desk_store, read_catalogue
from data.model import Catalogue

log = structlog.get_logger()
STAFF = Staff("demo", "值班员", "supervisor", (), on_duty=True)
OTHERS = {
    "agent": "坐席小安",
    "dispatcher": "派单员小白",
    "office": "承办部门小陈",
    "auditor": "审计员小丁",
    "admin": "管理员小方",
}


def demo(port: int) -> None:
    """Everything on this machine, with a member of staff on duty to try the other side."""
    settings, catalogue = _start(port)
    password = put_staff(settings, catalogue) if settings.loopback else ""
    _run(settings, catalogue, port, demonstration=True, password=password)


def serve(port: int, role: str = ALL) -> None:
    """As the settings say, all of it or the part of one role; nobody is put on duty."""
    settings, catalogue = _start(port)
    if role != ALL and (settings.database.startswith("sqlite") or not settings.redis_url.get_secret_value()):
        raise Failure(
            f"--role {role} is one process of several: they meet on PostgreSQL and Redis. "
            "Set NUANXIN_DATABASE_URL and NUANXIN_REDIS_URL, or leave --role out."
        )
    _run(settings, catalogue, port, demonstration=False, password="", role=role)


def _start(port: int) -> tuple[Settings, Catalogue]:
    settings = read_settings()
    set_up(settings.log)
    listen(settings.host, port).close()  # a taken port is told before anything is trained
    catalogue = read_catalogue(settings)
    if not settings.loopback:
        log.warning("serve.open", note=f"listening on {settings.host}: put TLS in front, and set NUANXIN_REST_TOKEN")
    return settings, catalogue


def put_staff(settings: Settings, catalogue: Catalogue) -> str:
    """Put the demonstration's member of staff on duty, and one of each other role off; gives their one password."""
    from bot.password import fits, hashed

    password = kept(settings.home / "demo-password", lambda: secrets.token_urlsafe(12))
    queues = Counter(service.queue for service in catalogue.services.values())
    everybody = [STAFF] + [
        Staff(role, name, role, (queues.most_common(1)[0][0],) if role in BOUND else ())
        for role, name in OTHERS.items()
    ]
    store = open_desk_store(settings)
    with store.unit() as unit:
        found = {one.username: unit.staff.get(one.username) for one in everybody}
        known = found[STAFF.username]
        right = known is not None and fits(known.password_hash, password)
        hash = known.password_hash if known is not None and right else hashed(password)
        for one in everybody:
            there = found[one.username]
            if there is None or not right:
                unit.staff.save(replace(there or one, password_hash=hash))
        unit.commit()
    store.close()
    return password


def _run(
    settings: Settings, catalogue: Catalogue, port: int, *, demonstration: bool, password: str, role: str = ALL
) -> None:
    from bot.training import train

    asks = role in (ALL, TURNS)
    if asks and not settings.nlu_url:
        train(settings, only_if_missing=not demonstration)
    sock = listen(settings.host, port)
    ready = partial(_tell_ready, f"http://{settings.host}:{port}", password, role)

    async def run() -> None:
        from bot.nlu_process import NluProcess

        async with AsyncExitStack() as stack:
            # while understanding loads its model
            warming = asyncio.create_task(asyncio.to_thread(_warm, catalogue, role)) if asks else None
            nlu = settings.nlu_url if asks else ""
            if asks and not nlu:
                nlu = await stack.enter_async_context(NluProcess())
            if warming is not None:
                await warming
            await serve_on(settings, catalogue, sock, nlu, ready, role, demonstration=demonstration)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run())


def _tell_ready(url: str, password: str, role: str) -> None:
    """What the operator waits for."""
    gc.freeze()  # what was loaded stays: it is not looked through again
    gc.enable()
    told = [f"ready {url}"]
    if role in (ALL, WEB):
        told.append(f"chat {url}/chat")
    if password:
        told.append(f"console {url}/console user={STAFF.username} password={password}")
        told.append(f"roles {' '.join(OTHERS)} (as users of the console, same password)")
        told.append(f"staff {sys.argv[0]} tickets list --as {STAFF.username}")
    print("\n".join(told), flush=True)  # noqa: T201


def _warm(catalogue: Catalogue, role: str = ALL) -> None:
    """Load and compile what the first answer needs: two seconds of processor that nobody should wait for."""
    import bot.delivery
    import bot.turns

    if role == ALL:
        import bot.web.app  # noqa: F401
    from actions import details, dialogue
    from actions.dialogue.shapes import Conversation, Message, Understanding, View

    details.warm()
    now = datetime.now(UTC)
    nobody, hello = Conversation("", "", touched_at=now.isoformat()), Message("你好")
    dialogue.needs_understanding(nobody, hello, catalogue, now)
    dialogue.turn(nobody, hello, Understanding(), View(), catalogue, now)

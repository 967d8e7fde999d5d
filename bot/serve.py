"""A process that serves: web, turns and delivery over one store, or one of the three beside others."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import structlog
import uvicorn

from bot.failures import Failure
from bot.settings import Settings
from bot.wiring import Desk, open_desk
from data.model import Catalogue

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from bot.telegram.service import Telegram
    from bot.web.health import Parts

log = structlog.get_logger()
ALL, WEB, TURNS, DELIVERY = ROLES = ("all", "web", "turns", "delivery")
LOOKS = 100  # for understanding before "ready", five seconds in all: one of our own answers already


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: this process stops as one."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """None is: `serve` listens for them."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; raises Failure where the port is taken or the address is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # named TCP, or asyncio leaves Nagle on and each kept-alive answer waits 40 ms for an acknowledgement
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        raise Failure(f"cannot listen on {host}:{port} ({error.strerror}); choose another with PORT=8081.") from None
    sock.listen(1024)
    return sock


async def serve(
    settings: Settings,
    catalogue: Catalogue,
    sock: socket.socket,
    nlu_url: str,
    ready: Callable[[], None],
    role: str = "all",
    *,
    demonstration: bool = False,
) -> None:
    """Serve on `sock` until told to stop (SIGINT, SIGTERM); `ready` is called once the first answer is possible."""
    desk = open_desk(settings, catalogue, nlu_url, demonstration=demonstration)
    stop, over = _told_to_stop(), asyncio.Event()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(desk.close)
        desk.store.take_over()
        telegram = _telegram(desk)
        if telegram:
            stack.push_async_callback(telegram.close)
        server = _server(role, desk, telegram, nlu_url)
        async with asyncio.TaskGroup() as group:
            for part in _work(role, desk, telegram, stop, over):
                group.create_task(part)
            web = group.create_task(server.serve(sockets=[sock]))
            group.create_task(_say_ready(desk, nlu_url, ready, stop))
            await stop.wait()
            server.should_exit = True
            await web
            over.set()  # what was posted until now has its turn
    log.info("serve.stopped", role=role)


def _told_to_stop() -> asyncio.Event:
    """Set by SIGINT and SIGTERM."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    return stop


def _telegram(desk: Desk) -> Telegram | None:
    """The bot, where there is one."""
    if not desk.settings.telegram_token.get_secret_value():
        return None
    from bot.telegram.service import Telegram

    return Telegram(desk)


def _server(role: str, desk: Desk, telegram: Telegram | None, nlu_url: str) -> _Server:
    """What answers requests."""
    app = _app(role, desk, lambda: _parts(desk, nlu_url))
    if telegram and role in (ALL, WEB):
        telegram.mount(app.router)
    return _Server(
        uvicorn.Config(
            app, log_level="warning", access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=2
        )
    )


def _app(role: str, desk: Desk, parts: Parts) -> Starlette:
    """The pages only where they are served: loading them takes as long as all else."""
    if role in (ALL, WEB):
        from bot.web.app import web_app

        return web_app(desk, parts)
    from bot.metrics import Metrics
    from bot.web.health import health_app

    return health_app(parts, Metrics(desk.store))


def _work(
    role: str, desk: Desk, telegram: Telegram | None, stop: asyncio.Event, over: asyncio.Event
) -> Iterator[Coroutine[Any, Any, None]]:
    """What a process of this role does beside answering requests."""
    if role in (ALL, WEB) and telegram:
        yield telegram.take_in(stop)
    if role in (ALL, TURNS):
        yield from _turns(desk, telegram, stop, over)
    if role in (ALL, DELIVERY):
        yield from _delivery(desk, telegram, stop)


def _turns(
    desk: Desk, telegram: Telegram | None, stop: asyncio.Event, over: asyncio.Event
) -> Iterator[Coroutine[Any, Any, None]]:
    """Answers to messages, and what is due by the clock."""
    from bot.clocks import Clocks
    from bot.forgotten import Forgotten
    from bot.retention import Sweep
    from bot.sealing import Sealing

    yield desk.turns.work(desk.settings.workers, over)
    yield Clocks(desk.store, desk.catalogue, desk.signals, telegram.clock if telegram else None).watch(stop)
    yield Forgotten(desk.store, desk.catalogue, desk.signals).watch(stop)
    yield Sweep(desk.store, desk.catalogue, desk.signals).watch(stop)
    yield Sealing(desk.store, desk.settings.home).watch(stop)


def _delivery(desk: Desk, telegram: Telegram | None, stop: asyncio.Event) -> Iterator[Coroutine[Any, Any, None]]:
    """What goes out, and files that are fetched."""
    from bot.delivery import Delivery

    if telegram:
        yield telegram.carry(stop)
    else:  # what is forgotten is deleted though nothing can be fetched
        from bot.files import Fetcher

        yield Fetcher(desk.store, desk.folder, {}, desk.signals).run(stop)
    channels = telegram.channels if telegram else {}
    delivery = Delivery(desk.store, channels, desk.signals, pace=desk.pace)
    yield delivery.run(stop)
    if telegram:
        from bot.fingers import Fingers

        yield Fingers(desk.store, channels, desk.signals, delivery.pace).run(stop)
    if desk.settings.webhook_url:
        from bot.web.open311.caller import Caller

        yield Caller(desk.store, desk.catalogue, desk.settings).run(stop)


async def _say_ready(desk: Desk, nlu_url: str, ready: Callable[[], None], stop: asyncio.Event) -> None:
    """Warm up and wait for understanding for a while; without it the desk still helps, by menu."""
    for _ in range(LOOKS):
        if stop.is_set() or not nlu_url or await desk.asker.answers():
            break
        await asyncio.sleep(0.05)
    else:
        log.warning("understanding.away", note=f"nothing answers at {nlu_url}; people are helped by menu until it does")
    if not stop.is_set():
        ready()


async def _parts(desk: Desk, nlu_url: str) -> dict[str, bool]:
    """Which parts work now; understanding only where this process asks it."""
    from actions.store.errors import StoreError

    try:
        await asyncio.to_thread(desk.store.inbox.waiting)
        store = True
    except StoreError:
        store = False
    return {"store": store, **({"understanding": await desk.asker.answers()} if nlu_url else {})}

"""Guards of the product that the test build takes away, to see that a fault test fails without them."""

from __future__ import annotations

import inspect
import itertools
import random
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from actions.store.errors import StoreError
from tests.faults.seams import wrap

EACH_STEP_S = 1.5  # the wall clock's jumps


def leases(seconds: float) -> None:
    """Leases are short: elsewhere than on SQLite what a killed process held is waited for."""
    from actions.store.outbox import OutboxQueue

    turn_leases(seconds)
    _default(OutboxQueue.claim, "lease_s", seconds)


def turn_leases(seconds: float) -> None:
    """The same for turns alone."""
    from actions.store import inbox

    inbox.LEASE_S = seconds
    _default(inbox.Inbox.claim, "lease_s", seconds)


def budget(per_second: float) -> None:
    """So many messages a second to the bot and to each chat: people in tests answer at once."""
    from bot import pacing

    rate = pacing.Rate(per_second, 100)
    pacing.BOT = pacing.CHAT = rate
    for name in ("bot", "chat"):
        _default(pacing.LocalPace.__init__, name, rate)


def _default(function: Callable[..., Any], name: str, value: Any) -> None:
    """Another default for a parameter, by place or by name."""
    found = inspect.signature(function).parameters
    if found[name].kind is inspect.Parameter.KEYWORD_ONLY:
        function.__kwdefaults__ = (function.__kwdefaults__ or {}) | {name: value}
        return
    with_default = [p for p in found.values() if p.default is not p.empty and p.kind is not p.KEYWORD_ONLY]
    function.__defaults__ = tuple(value if p.name == name else p.default for p in with_default)


def steps(seconds: float) -> None:
    """The wall clock goes forth by so much, and back, and so on; what counts seconds is not touched."""
    thread = threading.Thread(target=_step, args=(time.time() - time.monotonic(), seconds), daemon=True)
    thread.start()


def _step(start: float, seconds: float) -> None:
    import time_machine

    pause = threading.Event()
    for turn in itertools.count():
        away = seconds * (0, 1, 0, -1)[turn % 4]
        with time_machine.travel(start + time.monotonic() + away, tick=True):
            pause.wait(EACH_STEP_S)


def clock(at: float) -> None:
    """The wall clock says that it is so many seconds after 1970, and goes on from there."""
    import time_machine

    time_machine.travel(at, tick=True).start()


def slow(seconds: float) -> None:
    """A turn may take so long between its claim and its work."""

    def wrapper(inner: Callable[..., Any]) -> Callable[..., Any]:
        def begin(self: Any, waiting: Any) -> Any:
            threading.Event().wait(random.uniform(0, seconds))
            return inner(self, waiting)

        return begin

    wrap("bot.turns:Turns._begin", wrapper)


CHANGES: dict[str, Callable[[float], None]] = {
    "leases": leases,
    "turn leases": turn_leases,
    "budget": budget,
    "steps": steps,
    "clock": clock,
    "slow": slow,
}


def _keys() -> None:
    """Each arrival of an update is taken for a new one."""
    wrap("bot.telegram.keeper:Keeper._sealed", lambda inner: lambda self, key: inner(self, key + secrets.token_hex(4)))


def _commit_first() -> None:
    """Telegram hears that updates arrived before they are kept."""
    wrap("bot.telegram.polling:Polling.once", lambda _: _confirms_first)


async def _confirms_first(self: Any) -> int:
    from bot.telegram.keeper import id_of

    raws = await self._api.updates(self._offset, self._poll_s)
    if not raws:
        return 0
    self._offset = max(id_of(raw) for raw in raws) + 1
    await self._api.updates(self._offset, 0)
    new: int = await self._arrivals.take(raws)
    return new


def _doubt() -> None:
    """What was under way at a crash is taken for sent."""
    from actions.store import outbox, tables

    outbox._GONE = outbox._GONE.values(state="sent", doubts=tables.outbox.c.doubts, lease_until=None)


def _time_limit() -> None:
    """Understanding is waited for, however long it takes."""

    def wrapper(inner: Callable[..., Any]) -> Callable[..., Any]:
        return lambda self, url, timeout: inner(self, url, 600.0)

    wrap("bot.understanding:Asker.__init__", wrapper)


def _lost() -> None:
    """A send whose answer was lost is taken for sent."""

    from actions.store.outbox import Mark

    wrap("actions.store.outbox:Mark.lost", lambda _: Mark.sent)


def _poison() -> None:
    """An update that nobody can read ends the round."""

    def set_aside(self: Any, raw: Any, error: Exception) -> None:
        raise ValueError("poison") from error

    wrap("bot.telegram.keeper:Keeper._set_aside", lambda _: set_aside)


def _correction_first() -> None:
    """A correction that comes before its message is a message of its own."""
    wrap("bot.telegram.keeper:Keeper._put", lambda _: lambda self, update, raw: self._keep(update, raw))


def _refusal() -> None:
    """A chat that takes no messages is tried again, and all wait for it."""
    from bot.delivery import Failed, Later

    def wrapper(inner: Callable[..., Any]) -> Callable[..., Any]:
        def outcome(error: Exception, attempt: int) -> Any:
            found = inner(error, attempt)
            return Later(60.0, found.reason, halt=True) if isinstance(found, Failed) else found

        return outcome

    wrap("bot.telegram.api:outcome", wrapper)


def _whole() -> None:
    """Whatever understanding answers is taken for an answer."""
    from bot import understanding

    vars(understanding)["NOT_WHOLE"] = ()


def _ahead() -> None:
    """What lies ahead of the clock is waited for."""
    from actions.store import inbox, outbox

    inbox.AHEAD = outbox.AHEAD = timedelta(days=1000)


class _Any(int):
    """A number that fits every other."""

    def __ne__(self, _: object) -> bool:
        return False

    def __eq__(self, _: object) -> bool:
        return True

    __hash__ = int.__hash__

    def __add__(self, more: int) -> _Any:
        return _Any(int(self) + more)


def _token() -> None:
    """Who claimed a conversation and was too slow writes all the same."""

    def wrapper(inner: Callable[..., Any]) -> Callable[..., Any]:
        def claim(*args: Any, **kwargs: Any) -> Any:
            batch = inner(*args, **kwargs)
            return batch and replace(batch, token=_Any(batch.token))

        return claim

    wrap("actions.store.inbox:Inbox.claim", wrapper)


def _swallow() -> None:
    """A round is over, though the database refused what it brought."""

    def wrapper(inner: Callable[..., Any]) -> Callable[..., Any]:
        def take(*args: Any) -> None:
            with suppress(StoreError):
                inner(*args)

        return take

    wrap("bot.telegram.keeper:Keeper._take", wrapper)


def _one_transaction() -> None:
    """A turn's requests are kept before, and apart from, what it says and that its messages are dealt with."""

    def wrapper(_: Callable[..., Any]) -> Callable[..., Any]:
        def commit(self: Any) -> None:
            self.audit.flush()
            self._connection.commit()
            self._flush_conversations()
            self._connection.commit()

        return commit

    wrap("actions.store.unit_of_work:SqlUnitOfWork.commit", wrapper)


def _halt() -> None:
    """A refusal holds back the message that met it, and no other."""

    async def halt(self: Any, seconds: float) -> None:
        """Nobody is told."""

    for name in ("LocalPace", "RedisPace"):
        wrap(f"bot.pacing:{name}.halt", lambda _: halt)


def _redis_waits() -> None:
    """Redis is waited for, however long it takes."""
    from bot import redis_link

    redis_link.WAIT_S = 600.0


def _flood() -> None:
    """Each message of a chat has a turn of its own, and all that is said to a chat goes as fast as the bot may."""
    from actions.store import inbox, outbox
    from bot import pacing

    inbox.MOST = 1
    pacing.CHAT = pacing.Rate(1000, 100)
    _default(pacing.LocalPace.__init__, "chat", pacing.CHAT)
    several = outbox._READY._clone()
    several._where_criteria = several._where_criteria[:-1]  # but for one at a time
    outbox._READY = several


def _resync() -> None:
    """A console whose line is back hears only of what comes from then on."""

    def wrapper(inner: Callable[..., Any]) -> Callable[..., Any]:
        def changes(reader: Any, gate: Any, signals: Any, secret: str, _: str, talk: str) -> Any:
            seen = gate.look(secret, talk)[0]
            return inner(reader, gate, signals, secret, seen, talk)

        return changes

    wrap("bot.web.console.routes:_changes", wrapper)


TAKEN_AWAY: dict[str, Callable[[], None]] = {
    "keys": _keys,
    "commit first": _commit_first,
    "doubt": _doubt,
    "time limit": _time_limit,
    "lost": _lost,
    "poison": _poison,
    "correction first": _correction_first,
    "refusal": _refusal,
    "whole": _whole,
    "resync": _resync,
    "ahead": _ahead,
    "token": _token,
    "swallow": _swallow,
    "one transaction": _one_transaction,
    "halt": _halt,
    "redis waits": _redis_waits,
    "flood": _flood,
}

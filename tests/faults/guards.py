"""Guards of the product that the test build takes away, to see that a fault test fails without them."""

from __future__ import annotations

import inspect
import secrets
from collections.abc import Callable
from typing import Any

from tests.faults.seams import wrap


def leases(seconds: float) -> None:
    """Leases are short: elsewhere than on SQLite what a killed process held is waited for."""
    from actions.store import inbox
    from actions.store.outbox import OutboxQueue

    inbox.LEASE_S = seconds
    for function in (inbox.Inbox.claim, OutboxQueue.claim):
        _default(function, "lease_s", seconds)


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


CHANGES: dict[str, Callable[[float], None]] = {"leases": leases, "budget": budget}


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


def _together() -> None:
    """A request is committed before the messages that tell of it."""

    def wrapper(inner: Callable[..., Any]) -> Callable[..., Any]:
        def flush(self: Any) -> None:
            if self._batch is not None:
                self._connection.commit()
            inner(self)

        return flush

    wrap("actions.store.unit_of_work:SqlUnitOfWork._flush_conversations", wrapper)


def _doubt() -> None:
    """What was under way at a crash is taken for sent."""
    from actions.store import outbox

    outbox._GONE = outbox._GONE.values(state="sent", doubts=outbox.outbox.c.doubts, lease_until=None)


def _time_limit() -> None:
    """Understanding is waited for, however long it takes."""

    def wrapper(inner: Callable[..., Any]) -> Callable[..., Any]:
        return lambda self, url, timeout: inner(self, url, 600.0)

    wrap("bot.understanding:Asker.__init__", wrapper)


def _lost() -> None:
    """A send whose answer was lost is taken for sent."""

    def wrapper(_: Callable[..., Any]) -> Callable[..., Any]:
        return lambda self, id, at, *rest: self.sent(id, at, *rest)

    wrap("actions.store.outbox:OutboxQueue.lost", wrapper)


def _halt() -> None:
    """Nobody keeps a halt."""

    async def halt(self: Any, seconds: float) -> None:
        """Not kept."""

    for pace in ("LocalPace", "RedisPace"):
        wrap(f"bot.pacing:{pace}.halt", lambda _: halt)


def _poison() -> None:
    """An update that nobody can read ends the round."""

    def set_aside(self: Any, raw: Any, error: Exception) -> None:
        raise ValueError("poison") from error

    wrap("bot.telegram.keeper:Keeper._set_aside", lambda _: set_aside)


TAKEN_AWAY: dict[str, Callable[[], None]] = {
    "keys": _keys,
    "commit first": _commit_first,
    "together": _together,
    "doubt": _doubt,
    "time limit": _time_limit,
    "lost": _lost,
    "halt": _halt,
    "poison": _poison,
}

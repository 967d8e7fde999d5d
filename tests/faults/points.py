"""Crash points: the places in the product where the test build ends its own process, as a power cut would."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from typing import Any, Literal

from tests.faults.seams import Inside, around, within, wrap


@dataclass(frozen=True, slots=True)
class Point:
    """A function of the product and a moment of its call; at its end only calls that `found` something count."""

    seam: str
    moment: Literal["begin", "commit", "end"]
    found: bool = False


POINTS = {
    "inbox.commit": Point("actions.store.inbox:Inbox.put", "commit"),  # written, not committed
    "inbox.kept": Point("actions.store.inbox:Inbox.put", "end"),  # committed, its round is not over
    "offset.kept": Point("bot.telegram.arrivals:Arrivals.take", "end"),  # the round is kept, Telegram not told
    "offset.told": Point("bot.telegram.api:Api.updates", "end", found=True),  # Telegram was told, and brought more
    "effect.claimed": Point("actions.store.inbox:Inbox.claim", "end", found=True),  # claimed, not begun
    "effect.made": Point("bot.turns:execute", "end"),  # a request was opened, nothing committed
    "outbox.written": Point("actions.store.unit_of_work:SqlUnitOfWork._flush_conversations", "end"),
    "outbox.commit": Point("actions.store.unit_of_work:SqlUnitOfWork.commit", "commit"),
    "outbox.kept": Point("actions.store.unit_of_work:SqlUnitOfWork.commit", "end"),  # committed, nobody woken
    "send.claimed": Point("actions.store.outbox:OutboxQueue.claim", "end", found=True),  # marked as under way
    "send.begun": Point("bot.telegram.api:Api.send", "begin"),
    "send.answered": Point("bot.telegram.api:Api.send", "end"),  # it arrived, and nobody wrote that down
    "mark.commit": Point("actions.store.outbox:OutboxQueue.mark", "commit"),
    "mark.kept": Point("actions.store.outbox:OutboxQueue.mark", "end"),
}


def arm(name: str, passages: int) -> None:
    """End this process by SIGKILL at the so many-th passage of a crash point."""
    point, left = POINTS[name], passages

    def pass_by(found: Any = True) -> None:
        nonlocal left
        left -= bool(found) or not point.found
        if left <= 0:
            os.write(2, f"struck at {name}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)

    if point.moment == "begin":
        wrap(point.seam, around(pass_by, lambda _: None))
    elif point.moment == "end":
        wrap(point.seam, around(lambda: None, pass_by))
    else:
        _at_commit(point.seam, pass_by)


def _at_commit(seam: str, pass_by: Any) -> None:
    from sqlalchemy import Engine, event

    inside = Inside()
    wrap(seam, within(inside))
    event.listen(Engine, "commit", lambda _: pass_by() if inside.depth else None)

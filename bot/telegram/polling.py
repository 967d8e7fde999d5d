"""Long polling: an update is committed before Telegram is told that it arrived."""

from __future__ import annotations

import asyncio

from bot.telegram.api import POLL_S, Api
from bot.telegram.arrivals import FIRST_S, LONGEST_S, Arrivals, tried
from bot.telegram.keeper import id_of


class Polling:
    """One bot's poller."""

    def __init__(self, api: Api, arrivals: Arrivals, *, poll_s: int = POLL_S) -> None:
        self._api, self._arrivals, self._poll_s = api, arrivals, poll_s
        self._offset: int | None = None
        self._keeping = False

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set; a poll under way is given up, for nothing is lost by that."""
        stopped = asyncio.create_task(stop.wait())
        prepared, pause = False, 0.0
        try:
            while not stop.is_set():
                step = asyncio.create_task(tried(self.once if prepared else self._api.prepare))
                await asyncio.wait((step, stopped), return_when=asyncio.FIRST_COMPLETED)
                if not step.done():
                    if not self._keeping:
                        step.cancel()
                    await asyncio.gather(step, return_exceptions=True)
                    break
                prepared = prepared or step.result()
                pause = 0.0 if step.result() else min(LONGEST_S, max(FIRST_S, pause * 2))
                await asyncio.wait((stopped,), timeout=pause)
        finally:
            stopped.cancel()
            await asyncio.gather(stopped, return_exceptions=True)
            await self._arrivals.drain()

    async def once(self) -> int:
        """Take what waits and commit it; only then does the offset move. Returns how many were new."""
        raws = await self._api.updates(self._offset, self._poll_s)
        if not raws:
            # what was confirmed does not come again; after an idle week the numbers start anywhere, also below
            self._offset = None
            return 0
        self._keeping = True
        try:
            new = await self._arrivals.take(raws)
        finally:
            self._keeping = False
        # shown to Telegram by the next poll: until then it would bring them again
        self._offset = max(id_of(raw) for raw in raws) + 1
        return new

"""Calls to another program: each line of a request's history, signed, without anybody's words, until it is taken."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
import structlog

from actions.desk.ports import StaleError
from actions.desk.ticket import OPEN, Ticket
from actions.store.calls import Call
from actions.store.errors import StoreError
from actions.store.store import Store
from bot.settings import Settings
from bot.web.open311.progress import Step, step_id, steps
from bot.web.open311.register import utc_now
from bot.web.open311.shapes import stamp
from data.model import Catalogue

log = structlog.get_logger()
LOOK = 1.0  # seconds between looks
TIMEOUT = 10.0  # seconds for an answer
LEASE = timedelta(minutes=1)  # after which a call whose caller was killed is made again
AT_ONCE = 20
WAITS = (10, 30, 120, 600, 3600, 4 * 3600, 12 * 3600)  # seconds before the next try; after the last it is given up
SIGNATURE = "Nuanxin-Signature"


class Caller:
    """Makes the calls that wait; any number of processes may, each is made by one."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._store, self._clock = store, clock
        self._queues, self._zone = catalogue.place.queues, ZoneInfo(catalogue.place.timezone)
        self._url = settings.webhook_url
        self._secret = settings.webhook_secret.get_secret_value().encode()

    async def run(self, stop: asyncio.Event) -> None:
        """Call until `stop` is set; what is under way ends first."""
        # a redirect could lead to an address that the operator never named
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT)) as http:
            while not stop.is_set():
                if not await self.look(http):
                    with suppress(TimeoutError):
                        await asyncio.wait_for(stop.wait(), LOOK)

    async def look(self, http: aiohttp.ClientSession) -> int:
        """Make what may be made now; how many that were."""
        try:
            calls = await asyncio.to_thread(self._claim)
            await asyncio.gather(*(self._make(http, call) for call in calls))
        except (StoreError, StaleError) as error:
            log.error("webhook.store", problem=str(error))  # the lease ends, and it is made again
            return 0
        return len(calls)

    def _claim(self) -> list[Call]:
        """What may be made now; looks before it takes the writer's place."""
        ready, now = self._store.calls.next_ready(), self._clock()
        return list(self._store.calls.claim(now, now + LEASE, limit=AT_ONCE)) if ready and ready <= now else []

    async def _make(self, http: aiohttp.ClientSession, call: Call) -> None:
        body = await asyncio.to_thread(self._body, call)
        if body is None:
            await asyncio.to_thread(self._store.calls.failed, call.id, "gone")
            return
        headers = {"Content-Type": "application/json", SIGNATURE: signature(self._secret, body, self._clock())}
        try:
            async with http.post(self._url, data=body, headers=headers, allow_redirects=False) as answer:
                problem = "" if 200 <= answer.status < 300 else f"status {answer.status}"
        except (aiohttp.ClientError, TimeoutError) as error:
            problem = type(error).__name__
        await asyncio.to_thread(self._mark, call, problem)

    def _mark(self, call: Call, problem: str) -> None:
        if not problem:
            self._store.calls.made(call.id)
        elif call.attempts > len(WAITS):
            log.error("webhook.given_up", request=call.number, step=call.place, error=problem)
            self._store.calls.failed(call.id, problem)
        else:
            log.warning("webhook.refused", request=call.number, step=call.place, tries=call.attempts, error=problem)
            again = self._clock() + timedelta(seconds=WAITS[call.attempts - 1])
            self._store.calls.later(call.id, again, problem)

    def _body(self, call: Call) -> bytes | None:
        with self._store.unit(reading=True) as unit:
            ticket = unit.tickets.by_number(call.number) if call.number else None
        if ticket is None:
            return None
        return json.dumps(self._told(ticket, steps(ticket, self._queues)[call.place])).encode()

    def _told(self, ticket: Ticket, step: Step) -> dict[str, str]:
        """Ids, service, status and times: nothing that anybody said, and nobody's name."""
        return {
            "id": step_id(ticket, step.place),
            "event": step.kind,
            "at": self._at(step.at),
            "service_request_id": ticket.number,
            "service_code": ticket.service,
            "status": "open" if step.status in OPEN else "closed",
            "state": step.status.value,
            "requested_datetime": self._at(ticket.opened_at),
            "expected_datetime": self._at(ticket.due.closed),
        }

    def _at(self, moment: datetime) -> str:
        return stamp(moment, self._zone)


def signature(secret: bytes, body: bytes, now: datetime) -> str:
    """`t=<seconds>,v1=<hex>`: HMAC-SHA256 over the seconds, a dot and the body, so that an old call is known as old."""
    at = str(int(now.timestamp()))
    return f"t={at},v1={hmac.new(secret, at.encode() + b'.' + body, hashlib.sha256).hexdigest()}"

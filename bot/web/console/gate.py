"""The door of the console: log-in, sessions, and the proof that a form came from our own page."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from fastapi import Request
from fastapi.responses import Response

from actions.desk.access import NotFoundError, allowed, may, staff_member
from actions.desk.access_table import Reach, reach, reaches_any
from actions.desk.person import Staff
from actions.desk.ticket import Ticket
from actions.store.changes import Look
from actions.store.sessions import Session
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot import password
from bot.web.console.factor import step_of
from bot.web.console.form import Form, read_form
from bot.web.page import preferred
from data.model import LANGUAGES

IDLE, WHOLE = timedelta(minutes=30), timedelta(hours=12)
TOUCH = timedelta(minutes=1)  # use is noted no oftener than this
TRIES, WITHIN = 5, timedelta(minutes=15)
HERE = ("127.0.0.1", "::1", "localhost")  # names by which a browser on this machine asks
LANGUAGE = "nuanxin_console_language"
LIVE = "x-nuanxin-live"  # a page that brings itself up to date is no sign of somebody at the desk


class OutsideError(Exception):
    """Nobody is logged in here."""


class ForgedError(Exception):
    """The form did not come from our own page."""


class TooManyTriesError(Exception):
    """This user name was tried too often."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks, in which language, with which form."""

    staff: Staff
    secret: str
    language: str
    csrf: str
    form: Form = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Whether the page offers what changes something; the use cases decide it."""
        return reaches_any(self.staff.role, "request.work")

    @property
    def reads(self) -> bool:
        """Whether any request is theirs to see."""
        return reaches_any(self.staff.role, "request.read")

    @property
    def only_reads(self) -> bool:
        """Whether their role changes nothing at all."""
        return not self.writes and not self.may("account.change")

    def may(self, action: str) -> bool:
        """Whether their role has this right."""
        return allowed(self.staff, action)

    def can(self, action: str, ticket: Ticket) -> bool:
        """Whether they may do this with this request."""
        return may(self.staff, action, ticket)


def now_utc() -> datetime:
    """The moment."""
    return datetime.now(UTC)


class Gate:
    """Lets staff in; `clock` is the time."""

    def __init__(self, store: Store, *, demonstration: bool, clock: Callable[[], datetime] = now_utc) -> None:
        self._store, self._clock, self._demonstration = store, clock, demonstration
        self.checking = asyncio.Semaphore(2)  # a hash costs 64 MB and a core: many at once would stop the desk

    def plain(self, request: Request) -> bool:
        """Whether this is a browser on this very machine, without TLS, in the demonstration."""
        return self._demonstration and request.url.scheme == "http" and request.url.hostname in HERE

    def asks_code(self, request: Request) -> bool:
        """Whether the log-in form has a field for the second factor: nobody outside gets in without."""
        if not self.plain(request):
            return True
        with self._store.unit(reading=True) as unit:
            return bool(unit.factors.holders())

    async def enter(self, request: Request) -> None:
        """What every route asks first. Raises OutsideError without a session, ForgedError for another site's form."""
        secret = self.secret(request)
        staff = await asyncio.to_thread(self.staff, secret, touch=LIVE not in request.headers)
        if staff is None:
            raise OutsideError
        form = await self.form(request) if request.method == "POST" else {}
        request.state.visit = Visit(staff, secret, self.language(request), csrf(secret), form)

    async def form(self, request: Request) -> Form:
        """The form, where it carries what our page gave it. Raises ForgedError."""
        form, secret = await read_form(request), self.secret(request)
        given = form.get("csrf", "").encode()
        if not secret or not hmac.compare_digest(given, csrf(secret).encode()):
            raise ForgedError
        return form

    def staff(self, secret: str, *, touch: bool) -> Staff | None:
        """Whose session this is, None where it is none or over; `touch` keeps it from going idle."""
        if not secret:
            return None
        now = self._clock()
        with self._store.unit(reading=True) as unit:
            session = unit.sessions.get(secret)
            if session is None or _over(session, now):
                return None
            try:
                staff = staff_member(unit, session.staff, "console.enter")
            except NotFoundError:
                return None
        if touch and now - session.seen_at >= TOUCH:
            with self._store.unit() as writing:
                writing.sessions.seen(secret, now)
                writing.commit()
        return staff

    def look(self, secret: str, conversation: str = "") -> tuple[str, int, int] | None:
        """
        What an open page asks each second, in one statement; None once its session is over.

        How far things have come, how many alarms nobody has, and how many people nobody has come to.
        """
        with self._store.unit(reading=True) as unit:
            seen = unit.changes.look(secret, conversation)
        if seen is None or seen.disabled or _over(seen, self._clock()) or not _reaches(seen.role, "console.enter"):
            return None
        return (seen.mark, seen.alarms, seen.people) if _reaches(seen.role, "incident.read") else (seen.mark, 0, 0)

    async def login(self, username: str, typed: str, shown: str = "", *, plain: bool) -> str | None:
        """
        A new session's secret; None where name, password or code is wrong. Raises TooManyTriesError.

        Whoever has a second factor always shows it; without one a log-in is possible on this machine only (`plain`).
        """
        staff, tries = await asyncio.to_thread(self._count, username)
        if tries > TRIES:
            raise TooManyTriesError
        async with self.checking:
            may = staff is not None and not staff.disabled and allowed(staff, "console.enter")
            kept = staff.password_hash if staff is not None and may else ""
            right = await asyncio.to_thread(password.fits, kept, typed[: password.LONGEST])
        if staff is not None and right and await asyncio.to_thread(self._shown, staff.username, shown, plain):
            return await asyncio.to_thread(self.open, staff.username)
        await asyncio.to_thread(self._refuse, staff)
        return None

    def _shown(self, username: str, shown: str, plain: bool) -> bool:
        """Whether the second factor is right and was not shown before."""
        with self._store.unit() as unit:
            secret = unit.factors.secret(username)
            if not secret:
                return plain
            step = step_of(secret, shown, self._clock())
            if step is None or not unit.factors.take(username, step):
                return False
            unit.commit()
        return True

    def _count(self, username: str) -> tuple[Staff | None, int]:
        """Counted before the look, so that many at once do not get more tries."""
        with self._store.unit() as unit:
            # of a name only a digest: people type passwords into the wrong field
            tries = unit.tries.count(_digest(username), "login", self._clock(), within=WITHIN)
            staff = unit.staff.get(username)
            if tries <= TRIES:  # tries during the halt do not make it longer
                unit.commit()
        return staff, tries

    def open(self, username: str) -> str:
        """A new session; who it is was proven before."""
        with self._store.unit() as unit:
            unit.tries.forgive(_digest(username), "login")
            secret = self.begin(unit, username)
            unit.audit.note(at=self._clock(), actor=username, action="login", kind="staff", id=username)
            unit.commit()
        return secret

    def begin(self, unit: SqlUnitOfWork, username: str) -> str:
        """The secret of one more session, kept with the unit's commit."""
        now, secret = self._clock(), secrets.token_urlsafe(32)
        unit.sessions.add(secret, Session(username, now, now, now + WHOLE), idle_since=now - IDLE)
        return secret

    def _refuse(self, staff: Staff | None) -> None:
        with self._store.unit() as unit:
            id = staff.username if staff is not None else ""
            unit.audit.note(at=self._clock(), actor="", action="login_refused", kind="staff", id=id)
            unit.commit()

    def logout(self, visit: Visit) -> None:
        """End this session."""
        with self._store.unit() as unit:
            unit.sessions.end(visit.secret)
            unit.audit.note(
                at=self._clock(), actor=visit.staff.username, action="logout", kind="staff", id=visit.staff.username
            )
            unit.commit()

    def secret(self, request: Request) -> str:
        """The cookie's secret, "" where there is none."""
        found = request.cookies.get(self._cookie(request), "")
        return found if re.fullmatch(r"[A-Za-z0-9_-]{43}", found) else ""

    def give(self, request: Request, response: Response, secret: str) -> None:
        """Keep a secret in the browser, until it is closed."""
        secure = not self.plain(request)
        response.set_cookie(self._cookie(request), secret, path="/", httponly=True, secure=secure, samesite="strict")

    def take(self, request: Request, response: Response) -> None:
        """Take it away."""
        secure = not self.plain(request)
        response.delete_cookie(self._cookie(request), path="/", httponly=True, secure=secure, samesite="strict")

    def _cookie(self, request: Request) -> str:
        """Its name: outside this machine browsers take it from this host only, and over TLS only."""
        return "nuanxin_console" if self.plain(request) else "__Host-nuanxin_console"

    def language(self, request: Request) -> str:
        """The language of these pages: chosen, or the browser's."""
        chosen = request.cookies.get(LANGUAGE, "")
        return chosen if chosen in LANGUAGES else preferred(request)

    def choose(self, request: Request, response: Response, language: str) -> None:
        """Keep a language for a year."""
        secure = not self.plain(request)
        response.set_cookie(LANGUAGE, language, max_age=31_536_000, path="/console", secure=secure, samesite="strict")


def _over(session: Session | Look, now: datetime) -> bool:
    return now >= session.expires_at or now - session.seen_at >= IDLE


def _reaches(role: str, action: str) -> bool:
    return reach(role, action) is Reach.ALL


def csrf(secret: str) -> str:
    """What a form carries: bound to the cookie, which no other site can read."""
    return hmac.new(secret.encode(), b"csrf", hashlib.sha256).hexdigest()


def _digest(username: str) -> str:
    return hashlib.sha256(username.encode()).hexdigest()

"""Reading for the console: a page is one transaction through the guarded loaders, noted where it is personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from fastapi.responses import HTMLResponse

from actions.desk.access import (
    NotFoundError,
    sees,
    talk_for_staff,
)
from actions.desk.notice import PRIVATE
from actions.desk.person import HandOver, Incident
from actions.desk.ticket import Status, Ticket
from actions.store.files import FileRow
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork
from bot.transcript import Spoken, Transcripts
from bot.web.console.board import Counts, Personal, read_board
from bot.web.console.filters import NAMES, Filters
from bot.web.console.gate import LIVE, Visit, now_utc
from bot.web.console.pages import Pages
from bot.web.console.request_page import read_ticket
from data.model import Catalogue


@dataclass(frozen=True, slots=True)
class TalkPage:
    """A talk: who has it, what was said, which alarms and requests belong to it."""

    conversation: str
    held: HandOver | None
    alarms: list[Incident]  # without an end, the latest first
    ended: list[Incident]
    tickets: list[Ticket]
    spoken: list[Spoken]
    files: list[FileRow]
    mark: str


class Reader:
    """Makes the pages that only show."""

    def __init__(self, store: Store, catalogue: Catalogue, pages: Pages, transcripts: Transcripts) -> None:
        self._store, self._catalogue, self._pages, self._transcripts = store, catalogue, pages, transcripts
        self._counts = Counts()
        self._heard_of: dict[str, frozenset[Personal]] = {}  # what each one's board showed last of people

    def board(self, request: Request, visit: Visit, *, error: str = "", status: int = 200) -> HTMLResponse:
        """Alarms, calls, talks and the queue."""
        now, filters = now_utc(), Filters.of(request.query_params, self._catalogue)
        with self._store.unit(reading=True) as unit:
            board = read_board(
                unit,
                visit.staff.username,
                filters,
                now,
                self._counts,
                lambda conversation: self._last_words(unit, conversation),
                live=LIVE in request.headers,
            )
            shown = self._pages.shown(visit.language, _names(unit), now)
        self._heard(visit, frozenset(board.personal))
        query = f"?{request.url.query}" if request.method == "GET" and request.url.query else ""
        return self._pages.page(
            "board.html",
            request,
            visit,
            shown,
            status=status,
            error=error,
            mark=board.mark,
            here=f"/console{query}",
            board=board,
            statuses=[one.value for one in Status],
            districts=sorted({*board.counts["district"], filters.district} - {""}),
            filter_names=NAMES,
            private=PRIVATE,
        )

    def ticket(
        self, request: Request, visit: Visit, number: str, *, error: str = "", status: int = 200
    ) -> HTMLResponse:
        """One request; raises NotFoundError."""
        now = now_utc()
        with self._store.unit(reading=True) as unit:
            found = read_ticket(
                unit,
                visit.staff.username,
                number,
                visit.language,
                self._catalogue,
                lambda conversation: self._spoken(unit, conversation),
                now,
            )
            shown = self._pages.shown(visit.language, _names(unit), now)
        self._note(visit, "ticket", found.ticket.id)
        return self._pages.page(
            "ticket.html",
            request,
            visit,
            shown,
            status=status,
            error=error,
            mark=found.mark,
            talk=found.ticket.conversation,
            here=f"/console/tickets/{found.ticket.number}",
            page=found,
            ticket=found.ticket,
            queues=list(self._catalogue.place.queues),
            ready=request.query_params.get("ready", ""),
        )

    def talk(
        self, request: Request, visit: Visit, conversation: str, *, error: str = "", status: int = 200
    ) -> HTMLResponse:
        """One talk; raises NotFoundError."""
        now = now_utc()
        with self._store.unit(reading=True) as unit:
            found = self._talk(unit, visit, conversation, now)
            shown = self._pages.shown(visit.language, _names(unit), now)
        self._note(visit, "conversation", conversation)
        return self._pages.page(
            "talk.html",
            request,
            visit,
            shown,
            status=status,
            error=error,
            mark=found.mark,
            talk=conversation,
            here=f"/console/talks/{conversation}",
            page=found,
        )

    def _talk(self, unit: SqlUnitOfWork, visit: Visit, conversation: str, now: datetime) -> TalkPage:
        staff, held = talk_for_staff(unit, visit.staff.username, conversation, now)
        loaded = unit.conversations.get(conversation)
        if loaded is None:
            raise NotFoundError(f"There is no talk {conversation}.")
        alarms = unit.incidents.of_talk(conversation)
        return TalkPage(
            conversation=conversation,
            held=held,
            alarms=[one for one in alarms if one.ended_at is None],
            ended=[one for one in alarms if one.ended_at is not None],
            tickets=[one for one in unit.tickets.of_person(loaded.person.id) if sees(staff, one)],
            spoken=self._spoken(unit, conversation),
            files=[one for one in unit.files.of_conversation(conversation) if one.state == "kept"],
            mark=unit.changes.mark(conversation),
        )

    def _note(self, visit: Visit, kind: str, id: str) -> None:
        """Without this line in the audit nothing is shown."""
        with self._store.unit() as unit:
            unit.audit.note(at=now_utc(), actor=visit.staff.username, action="read", kind=kind, id=id)
            unit.commit()

    def _heard(self, visit: Visit, shown: frozenset[Personal]) -> None:
        """A board renews itself: what it shows of somebody is noted once for each who reads it, and when it changes."""
        me = visit.staff.username
        new = shown - self._heard_of.get(me, frozenset())
        if new:
            with self._store.unit() as unit:
                for one in new:
                    unit.audit.note(at=now_utc(), actor=me, action="read", kind=one.kind, id=one.id, fields=one.fields)
                unit.commit()
        self._heard_of[me] = shown

    def _spoken(self, unit: SqlUnitOfWork, conversation: str) -> list[Spoken]:
        loaded = unit.conversations.get(conversation)
        return self._transcripts.read(conversation, loaded.person.channel) if loaded else []

    def _last_words(self, unit: SqlUnitOfWork, conversation: str) -> str:
        loaded = unit.conversations.get(conversation)
        return self._transcripts.last_words(conversation, loaded.person.channel) if loaded else ""

    def there(self, secret: str) -> None:
        """This session's page is open."""
        with self._store.unit() as unit:
            unit.sessions.there(secret, now_utc())
            unit.commit()


def _names(unit: SqlUnitOfWork) -> dict[str, str]:
    return {one.username: one.name for one in unit.staff.all()}

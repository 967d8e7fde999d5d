"""Files that people sent: given to staff who may see what they belong to, noted each time."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from actions.desk.access import NotFoundError, hears, knows_name, sees, staff_member
from actions.store.files import FileRow
from actions.store.store import Store
from bot import pictures
from bot.files import Folder
from bot.web.console.doors import visit_of
from bot.web.console.gate import Visit, now_utc

FileId = Annotated[str, Path(pattern=r"^[0-9a-f]{40}$")]
CLOSED = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "no-store"}
log = structlog.get_logger()


class Attachments:
    """Gives them as they came, to be kept, or as a picture to be looked at."""

    def __init__(self, store: Store, folder: Folder) -> None:
        self._store, self._folder = store, folder
        self._unpacking = asyncio.Semaphore(1)  # an album's pictures at once could take all memory

    def routes(self, router: APIRouter) -> None:
        """Put them on the router."""
        router.add_api_route("/files/{id}", self._whole)
        router.add_api_route("/files/{id}/shown", self._shown)

    async def _whole(self, request: Request, id: FileId) -> Response:
        row, data = await asyncio.to_thread(self._read, visit_of(request), id)
        name = quote(row.name or f"{row.kind}-{row.id[:8]}", safe="")
        kept = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", **CLOSED}
        return Response(data, media_type=row.type or "application/octet-stream", headers=kept)

    async def _shown(self, request: Request, id: FileId) -> Response:
        row, data = await asyncio.to_thread(self._read, visit_of(request), id)
        try:
            if row.type not in pictures.TYPES:
                raise pictures.NotShownError(row.type)
            async with self._unpacking:
                made = await asyncio.to_thread(pictures.shown, data)
        except pictures.NotShownError as error:
            log.info("console.no_picture", file=id, problem=str(error))
            raise NotFoundError(id) from error
        return Response(made, media_type="image/jpeg", headers=CLOSED)

    def _read(self, visit: Visit, id: str) -> tuple[FileRow, bytes]:
        """The file, for who may see its request or its talk; raises NotFoundError for all others alike."""
        with self._store.unit(reading=True) as unit:
            row, staff = unit.files.get(id), staff_member(unit, visit.staff.username)
            if row is None or row.state != "kept":
                raise NotFoundError(id)
            ticket = unit.tickets.with_ids([row.ticket]).get(row.ticket) if row.ticket else None
            open_to = ticket is not None and sees(staff, ticket) and knows_name(staff, ticket)
            if not open_to and not hears(unit, staff, row.conversation, now_utc()):
                raise NotFoundError(id)
        try:
            data = self._folder.read(id)
        except FileNotFoundError:
            raise NotFoundError(id) from None
        with self._store.unit() as writing:
            writing.audit.note(at=now_utc(), actor=staff.username, action="read", kind="file", id=id)
            writing.commit()
        return row, data

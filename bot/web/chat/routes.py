"""The chat page: its own cookie session, server-rendered, and events for what comes later."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.background import BackgroundTask

from actions.dialogue.manner import ELDER
from bot.locale.wording import NAMES, Wording
from bot.own_data import FILE
from bot.web.body import read_object, text_of
from bot.web.chat.data import taken
from bot.web.errors import Refusal
from bot.web.page import HEADERS, TAGS, preferred, templates, version_of
from bot.web.rest import LONGEST_MESSAGE, last_event, taking
from bot.web.talk import TYPING, Line, Talk

HERE = Path(__file__).parent
SESSION, LARGE = "nuanxin_chat", "nuanxin_large"
SCRIPT_WORDS = ("you", "desk", "waiting", "offline", "failed", "voice_on", "typing")
AWAY = "https://www.baidu.com/"  # where "leave" goes: a page that says nothing about this one
MONTH = 30 * 24 * 3600


def page_files() -> StaticFiles:
    """The page's script and style."""
    return StaticFiles(directory=HERE / "static")


class ChatPage:
    """Renders the page for one session."""

    def __init__(self, talk: Talk, wording: Wording, numbers: Sequence[str]) -> None:
        self._talk, self._wording = talk, wording
        self._numbers = sorted(set(numbers), key=len, reverse=True)
        known = "|".join(map(re.escape, self._numbers)) or r"(?!)"
        self._public = re.compile(rf"((?<!\d)(?:{known})(?!\d))")
        jinja = templates(HERE)
        jinja.filters["parted"] = self.parted
        self._template = jinja.get_template("chat.html")
        self._version = version_of(HERE / "static")

    async def render(self, session: str, language: str, manner: str, *, large: bool) -> str:
        """The page as HTML, with the talk so far."""
        lines = await self._talk.history(session) if session else []
        shown = [Line("", self._wording.key("page.welcome", language)), *lines]
        return self._template.render(
            t=lambda key: self._wording.key(key, language),
            tag=TAGS[language],
            tags=TAGS,
            language=language,
            languages=NAMES.items(),
            manner=manner,
            large=large,
            lines=shown,
            last=max((line.id for line in lines if line.id), key=int, default="0"),
            words={word: self._wording.key(f"page.{word}", language) for word in SCRIPT_WORDS},
            version=self._version,
            numbers=self._numbers,
        )

    def parted(self, text: str) -> list[tuple[str, str]]:
        """The text in pieces, each with what to dial where it is a public number."""
        pieces = enumerate(self._public.split(text))
        return [(piece, piece.split()[0] if i % 2 else "") for i, piece in pieces if piece]


def chat(talk: Talk, wording: Wording, numbers: Sequence[str], *, demonstration: bool) -> APIRouter:
    """The routes of the chat page; `numbers` are the public ones, which may be dialled from it."""
    router = APIRouter(prefix="/chat")
    _page_routes(router, ChatPage(talk, wording, numbers), talk, demonstration=demonstration)
    _talk_routes(router, talk)
    _own_routes(router, talk, wording)
    return router


def _page_routes(router: APIRouter, page: ChatPage, talk: Talk, *, demonstration: bool) -> None:
    """The page itself."""

    @router.get("")
    async def show(request: Request, large: str = "") -> Response:
        session = _session(request)
        language, manner = await talk.reader(session) if session else ("", "")
        chosen = large if large in ("0", "1") else request.cookies.get(LARGE, "")
        big = chosen == "1" or (chosen != "0" and manner == ELDER)
        html = await page.render(session, language or preferred(request), manner, large=big)
        response = HTMLResponse(html, headers=HEADERS)
        if not session:
            _give_session(response, secure=not demonstration or request.url.scheme == "https")
        if large in ("0", "1"):
            response.set_cookie(LARGE, large, max_age=MONTH * 12, path="/chat", samesite="lax")
        return response


def _talk_routes(router: APIRouter, talk: Talk) -> None:
    """What is said, by form or by script, and what follows."""

    @router.post("")
    async def post(request: Request) -> Response:
        session = _known(request)
        form = await request.form(max_files=0, max_fields=4)
        text, pressed = (str(form.get(name, ""))[:LONGEST_MESSAGE] for name in ("text", "pressed"))
        lines = await talk.say(session, {"text": text.strip(), "pressed": pressed, "language": preferred(request)})
        return RedirectResponse("/chat", 303, background=BackgroundTask(talk.taken, lines))

    @router.post("/messages")
    async def messages(request: Request) -> Response:
        session = _known(request)
        body = await read_object(request)
        payload = {key: text_of(body, key, LONGEST_MESSAGE).strip() for key in ("text", "pressed", "shown")}
        payload["language"] = preferred(request)
        lines = await talk.say(session, payload, text_of(body, "id", 64))
        return JSONResponse([_shown(line) for line in lines], background=await taking(talk, request, lines))

    @router.get("/events")
    async def events(request: Request, after: str = "") -> Response:
        session = _known(request)
        seen = last_event(request)
        if seen is None and after.isdecimal() and len(after) < 19:
            seen = int(after)
        return EventSourceResponse(_events(talk.events(session, seen)), ping=15)


def _own_routes(router: APIRouter, talk: Talk, wording: Wording) -> None:
    """One's own data, and leaving."""

    @router.get("/data")
    async def data(request: Request) -> Response:
        session = _session(request)
        found = await asyncio.to_thread(taken, talk.store, wording, session) if session else None
        if found is None:
            return RedirectResponse("/chat", 303)
        headers = {"Content-Disposition": f'attachment; filename="{FILE}"', "Cache-Control": "no-store"}
        return Response(found, media_type="application/json", headers=headers)

    @router.get("/leave")
    async def leave() -> Response:
        response = RedirectResponse(AWAY, 303, headers={"Clear-Site-Data": '"cache"'})
        response.delete_cookie(SESSION, path="/chat")
        return response


async def _events(stream: AsyncIterator[Line]) -> AsyncIterator[ServerSentEvent]:
    async for line in stream:
        if line is TYPING:
            yield ServerSentEvent("", event="typing")
            continue
        yield ServerSentEvent(json.dumps(_shown(line), ensure_ascii=False), id=line.id)


def _shown(line: Line) -> dict[str, object]:
    shown: dict[str, object] = {
        "id": line.id,
        "text": line.text,
        "buttons": list(line.buttons),
        "language": line.language,
        "manner": line.manner,
    }
    return shown | ({"staff": line.staff} if line.staff else {})


def _session(request: Request) -> str:
    session = request.cookies.get(SESSION, "")
    return session if re.fullmatch(r"[A-Za-z0-9_-]{43}", session) else ""


def _known(request: Request) -> str:
    """This page's session; raises Refusal where there is none or where another site's page asks."""
    session = _session(request)
    if not session:
        raise Refusal(401, "open the page first, with cookies allowed")
    origin = request.headers.get("origin")
    if origin not in (None, "null") and urlsplit(origin).netloc != request.headers.get("host"):
        raise Refusal(403, "another site may not write here")
    return session


def _give_session(response: Response, *, secure: bool) -> None:
    response.set_cookie(
        SESSION,
        secrets.token_urlsafe(32),
        max_age=MONTH,
        path="/chat",
        httponly=True,
        secure=secure,
        samesite="lax",
    )

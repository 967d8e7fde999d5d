""" "The money still has not come": of a request that is open, or of one that was closed, never a new one unasked."""

from __future__ import annotations

import re
from datetime import timedelta

from actions.desk.notice import named
from actions.desk.results import TicketView
from actions.desk.say import Button, Say
from actions.desk.ticket import OPEN, Status
from actions.dialogue import payload, rating, status
from actions.dialogue.decision import decide
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.reading import NEWS, NEWS_LATIN
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Pending, Turn

KIND = "still"
DONE = frozenset({Status.ANSWERED, Status.CLOSED})  # for the office it is settled
LATE = timedelta(days=30)  # after the day by which it was to be closed, so long it may be about a closed request
WHEN = re.compile(  # 那天几点送来, when will someone come
    r"(?:那天|那|请问|想问|你们|他们|有人|人|师傅|老师|工作人员|会|能|大概|到底|究竟|[,，])*+"
    r"(?:什么时候|啥时候|几时|几点钟?|哪天|何时|多久)(?:会|能|才|可以|有人|你们|他们|人|给|跟|和|再|到底)*+我?"
    r"(?:来|上门|送来|送到|送过来|送|联系|打电话|打给|打过来|过来|嚟|回复|回电|处理|办好|有结果)"
    r"(?:我家|我们|我|家里|家|吗|呢|啊|呀)*+"
    r"|(?:(?:so|and|but|please) )*(?:when|what time|how soon) (?:will|would|does|do|can|is|are) "
    r"(?:some ?(?:one|body)|any ?(?:one|body)|you|they|he|she|it|the \w+)(?: going to)? "
    r"(?:come|coming|call|calling|contact|ring|phone|deliver|arrive|visit|get here|be here|be delivered)"
    r"(?: to)?(?: me| us| here| my house)?"
)


def when(scene: Scene) -> Turn | None:
    """Who asks when somebody comes or calls hears where the requests stand, and what is promised."""
    asks = any(one.status in OPEN for one in scene.view.tickets) and WHEN.fullmatch(bare(scene.plain))
    return scene.asking(None, *status.overview(scene)) if asks else None


def answer(scene: Scene) -> Turn | None:
    """The open request is hurried, a closed one opened again, or asked about; None where the text is about neither."""
    known = lexicon(scene.catalogue)
    short = len(scene.plain) <= (NEWS_LATIN if scene.plain.isascii() else NEWS)
    if not short or known.still.search(scene.plain) is None:
        return None
    verdict = decide(scene.understanding, scene.catalogue)
    need = verdict.intent if verdict.sure and verdict.intent in scene.catalogue.services else ""
    nothing_else = known.only_still.fullmatch(bare(scene.plain)) is not None
    mine = [t for t in scene.view.tickets if t.own]
    likely = [t for t in mine if t.service in (need, *verdict.choices)] or (mine if nothing_else else [])
    if running := [t for t in likely if t.status in OPEN - DONE and need in ("", t.service)]:
        return status.hurried(scene, tuple(running))
    closed = next((t for t in likely if _lately_done(scene, t)), None)
    if closed is None:
        return None
    if nothing_else and need in ("", closed.service) and not closed.rated:
        return rating.unsolved(scene, closed.number, scene.text)
    return _asked(scene, closed, need)


def of_closed(scene: Scene) -> Turn | None:
    """Hurried where nothing is open: is it about the request closed last? None where there is none."""
    closed = next((t for t in scene.view.tickets if t.own and _lately_done(scene, t)), None)
    running = any(t.status in OPEN for t in scene.view.tickets)
    return None if closed is None or running else _asked(scene, closed, "")


def _lately_done(scene: Scene, one: TicketView) -> bool:
    return one.status in DONE and scene.now - one.due.closed <= LATE


def _asked(scene: Scene, one: TicketView, need: str) -> Turn:
    """Is it about this one?"""
    service = scene.catalogue.services.get(one.service)
    shown = named(service.names if service else one.service, one.whose)
    buttons = tuple(Button(f"button.still_{b}", payload.of(payload.ANSWER, b)) for b in ("yes", "no"))
    held = Pending(KIND, {"number": one.number, "service": need, "text": scene.text})
    return scene.asking(held, Say("still.ask", {"number": one.number, "service": shown}, buttons))

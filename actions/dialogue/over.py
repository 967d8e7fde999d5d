"""News that the matter is over ("人找到了"): it goes to the request that is open, with the offer to close it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from actions.desk.commands import AddInformation
from actions.desk.results import TicketView
from actions.desk.say import Button, Say
from actions.desk.ticket import OPEN
from actions.dialogue import payload, relief, status
from actions.dialogue.emergency import alarmed
from actions.dialogue.form import detail as detail_of
from actions.dialogue.lexicon import bare, lexicon, simplified
from actions.dialogue.patterns import whole_word
from actions.dialogue.reading import NEWS_LATIN, is_news, says_so, tells, undenied
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Form, Pending, Turn
from data.model import HELPLESS, Service

IN_A_FORM = 10  # characters: in a form a longer text is an answer
# Pending questions whose answer may be any words
TELLING = frozenset({"add", "rate", "number", "code", "family", "family_label", "cancel", "callback"})


def answer(scene: Scene) -> Turn | None:
    """The news kept where it belongs; None where the text is no such news, or belongs to nothing that is under way."""
    held, form = scene.conversation.pending, scene.form
    if scene.message.pressed or scene.message.attachments or (held is not None and held.kind in TELLING):
        return None
    if scene.conversation.alarm_own and alarmed(scene.conversation, scene.now):
        return None  # "he is back" is no good news to one who was beaten
    if not is_news(scene):
        return None
    if form is not None:
        return _unfinished(_calm(scene), form) if _ends(scene, form) else None
    own = [t for t in scene.view.tickets if t.status in OPEN and not t.proven]
    meant = [t for t in own if _says(scene, _words(scene.catalogue.services.get(t.service)))]
    if not meant and lexicon(scene.catalogue).over.search(scene.plain):
        meant = own
    if meant:
        return _told(_calm(scene), meant)
    urgent = (s for s in scene.catalogue.services.values() if s.after_crisis == "continue")
    sought = scene.conversation.alarm == HELPLESS and alarmed(scene.conversation, scene.now)
    return relief.safe(scene) if sought and any(_says(scene, _words(s)) for s in urgent) else None


def _calm(scene: Scene) -> Scene:
    """An alarm for whom nobody looked after is over with it; the incident stays for staff."""
    alarm = "" if scene.conversation.alarm == HELPLESS else scene.conversation.alarm
    return scene.at(replace(scene.conversation, alarm=alarm, pending=None))


def _told(scene: Scene, meant: list[TicketView]) -> Turn:
    if len(meant) > 1:
        return status.add_to_one_of(scene, tuple(meant))
    one = meant[0]
    news = AddInformation(one.number, scene.text)
    if one.followed:
        return scene.asking(None, Say("ticket.noted", {"number": one.number}), commands=(news,))
    yes, no = payload.of(payload.ANSWER, "yes"), payload.of(payload.ANSWER, "no")
    buttons = (Button("button.over", yes), Button("button.keep_it", no))
    say = Say("ticket.over_ask", {"number": one.number}, buttons)
    return scene.asking(Pending("over", {"number": one.number}), say, commands=(news,))


def _unfinished(scene: Scene, form: Form) -> Turn:
    """Nothing was sent in yet: need it be at all?"""
    buttons = (
        Button("button.over", payload.of(payload.FORM, "delete")),
        Button("button.go", payload.of(payload.FORM, "go")),
    )
    return scene.asking(Pending("over"), Say("form.over_ask", {"service": scene.service(form).names}, buttons))


def _ends(scene: Scene, form: Form) -> bool:
    """Whether the text says of the very form that nobody needs it any more."""
    found = _says(scene, _words(scene.service(form)))
    if scene.conversation.alarm == HELPLESS and alarmed(scene.conversation, scene.now):
        eased = bool(_words(scene.service(form))) and says_so(scene, lexicon(scene.catalogue).eased)
        current = detail_of(scene.catalogue, form, form.current) if form.current else None
        return found or (eased and not (current and tells(scene, current)))
    short = len(bare(scene.plain)) <= (NEWS_LATIN // 2 if scene.plain.isascii() else IN_A_FORM)
    return short and form.stage != "failed" and found


def _words(service: Service | None) -> tuple[str, ...]:
    return service.over if service is not None else ()


def _says(scene: Scene, words: Iterable[str]) -> bool:
    """Whether one of the words stands in the text and nothing before it denies it."""
    plain = (simplified(word, scene.catalogue) for word in words)
    return any(undenied(re.compile(whole_word(word)), scene.plain) for word in plain)

"""One's own requests: see, hurry, add, stop, rate."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta

from actions.desk import code, number
from actions.desk.commands import AddInformation, Prove, Urge
from actions.desk.notice import named
from actions.desk.results import TicketView
from actions.desk.say import Button, Param, Say
from actions.desk.ticket import OPEN
from actions.dialogue import payload, rating
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.scene import Scene, since
from actions.dialogue.shapes import Conversation, Pending, Turn

PROOF = timedelta(hours=1)  # number and code, shown once in a talk, hold so long
SLIPS = 2  # characters too many or too few in what is meant as a code
FEW = 5  # requests shown to choose from
TELLING = 12  # characters from which "I want to add …" holds what is to be added
TOKEN = re.compile(rf"(?<![A-Z0-9])[{code.ALPHABET}]{{{code.LENGTH}}}(?![A-Z0-9])")


def number_and_code(text: str, *, bare: bool = False) -> tuple[str, str]:
    """A request's number (`bare`: also without NX) and a query code in a text, each "" where there is none."""
    found = number.find(text) or number.like(text, bare=bare)  # a slip in it is answered like any unknown number
    if found is None:
        return "", ""
    upper = unicodedata.normalize("NFKC", text).upper()
    digits = r"\D{0,2}".join(c for c in found if c.isdigit())
    return found, code_in(re.sub(rf"(?:NX)?\D{{0,2}}{digits}", " ", upper))


def code_in(text: str) -> str:
    """The query code in a text without number, also where it was typed with blanks; "" where there is none."""
    upper = unicodedata.normalize("NFKC", text).upper()
    token = TOKEN.search(upper)
    if token is not None:
        return token[0]
    whole = code.normalised(text)
    return whole if len(whole) == code.LENGTH and set(whole) <= set(code.ALPHABET) else ""


def _meant_as_code(text: str) -> str:
    """One word of capitals and digits where a code was asked for: with a slip it is wrong, and no new matter."""
    word = text.strip()
    meant = word.isascii() and word.isalnum() and (word.isupper() or any(c.isdigit() for c in word))
    return code.normalised(word) if meant and abs(len(word) - code.LENGTH) <= SLIPS else ""


def proven(conversation: Conversation, now: datetime) -> str:
    """The number of the request that number and code opened in this talk a while ago, or ""."""
    return conversation.proven if since(conversation.proven_at, now) < PROOF else ""


def typed(scene: Scene) -> Turn | None:
    """A number typed anywhere: shown if it is one's own, else it takes the code."""
    if scene.form is not None and "nx" not in scene.plain:
        return None  # in the middle of a form bare digits are an answer
    held = scene.conversation.pending
    found, proof_code = number_and_code(scene.text, bare=held is not None and held.kind in ("number", "code"))
    if not found:
        return None
    own = next((t for t in scene.view.tickets if t.number == found), None)
    if own is not None and not (own.proven and proof_code):  # a code that is told is looked at
        return scene.asking(None, ticket(scene, own))
    if proof_code:
        return scene.asking(None, commands=(Prove(found, proof_code),))
    return scene.asking(Pending("code", {"number": found}), Say("status.code"))


def ticket(scene: Scene, one: TicketView) -> Say:
    """Where a request stands, and what can be done."""
    service = scene.catalogue.services.get(one.service)
    due = one.due.result if one.status in OPEN else one.due.closed
    params: dict[str, Param] = {
        "number": one.number,
        "due": due,
    }
    key = f"status.{one.status.value}"
    if one.last_said and not one.hidden:
        key, params["said"] = f"{key}_said", one.last_said
    params["service"] = named(service.names if service else one.service, one.whose)
    return Say(key, params, _ways(one))


def _ways(one: TicketView) -> tuple[Button, ...]:
    if one.status in OPEN:
        verbs = ("urge", "add") if one.followed else ("urge", "add", "cancel")
        ways = tuple(Button(f"button.{verb}_ticket", payload.of(payload.TICKET, verb, one.number)) for verb in verbs)
        return (*ways, Button("family.follow", payload.of(payload.FAMILY, "follow"))) if one.proven else ways
    if one.status.value == "closed" and not one.rated and one.own:
        return (Button("button.rate", payload.of(payload.RATE, one.number)),)
    return ()


def overview(scene: Scene) -> tuple[Say, ...]:
    """One's requests: the only one in full, several to choose from."""
    tickets = scene.view.tickets
    if len(tickets) == 1:
        return (ticket(scene, tickets[0]),)
    return (_which(scene, tickets, "show"),)


def _which(scene: Scene, tickets: tuple[TicketView, ...], verb: str) -> Say:
    buttons = []
    for one in tickets[:FEW]:
        service = scene.catalogue.services.get(one.service)
        params: dict[str, Param] = {
            "number": one.number,
            "service": named(service.names if service else one.service, one.whose),
        }
        buttons.append(Button("button.ticket", payload.of(payload.TICKET, verb, one.number), params))
    if verb == "show":
        buttons.append(Button("button.other_number", payload.of(payload.TICKET, "other")))
    return Say(f"status.which_{verb}", {}, tuple(buttons))


def check(scene: Scene) -> Turn:
    """Where is it?"""
    known = typed(scene)
    if known is not None:
        return known
    if not scene.view.tickets:
        return scene.asking(Pending("number"), Say("status.none", {}, (MENU, PERSON)))
    return scene.asking(None, *overview(scene))


def _choose(scene: Scene, verb: str) -> Turn:
    """Do it for the only open request, ask which of several, or say that there is none."""
    told = number.find(scene.text)
    open_ones = tuple(t for t in scene.view.tickets if t.status in OPEN and not (t.followed and verb == "cancel"))
    named = tuple(t for t in open_ones if t.number == told)
    found = named or open_ones
    if not found:
        return scene.asking(Pending("number"), Say("status.none_open", {}, (MENU, PERSON)))
    if verb == "urge":
        return hurried(scene, found)
    if len(found) > 1:
        return scene.asking(Pending("which", {"text": scene.text}), _which(scene, found, verb))
    return do(scene, verb, found[0].number, scene.text)


def hurried(scene: Scene, found: tuple[TicketView, ...]) -> Turn:
    """Where the only one stands, and the office is asked to hurry; which of several."""
    if len(found) > 1:
        return scene.asking(Pending("which", {"text": scene.text}), _which(scene, found, "urge"))
    shown = ticket(scene, found[0])
    others = tuple(b for b in shown.buttons if b.payload != payload.of(payload.TICKET, "urge", found[0].number))
    return scene.asking(None, replace(shown, buttons=others), commands=(Urge(found[0].number),))


def do(scene: Scene, verb: str, which: str, said: str = "") -> Turn:
    """Show, hurry, add to, stop or rate one request."""
    one = next((t for t in scene.view.tickets if t.number == which), None)
    match verb:
        case "show" if one is not None:
            return scene.asking(None, ticket(scene, one))
        case "urge" if one is not None:
            return scene.asking(None, commands=(Urge(which),))
        case "add" if one is not None:
            if len(said) >= TELLING:
                return scene.asking(None, commands=(AddInformation(which, said, scene.message.attachments),))
            return scene.asking(Pending("add", {"number": which}), Say("ticket.add_what", {"number": which}))
        case "cancel" if one is not None:
            yes, no = payload.of(payload.ANSWER, "yes"), payload.of(payload.ANSWER, "no")
            buttons = (Button("button.stop_it", yes), Button("button.keep_it", no))
            return scene.asking(
                Pending("cancel", {"number": which}), Say("ticket.cancel_ask", {"number": which}, buttons)
            )
        case "rate" if one is not None:
            return rating.begin(scene, which)
        case _:
            return scene.asking(Pending("number"), Say("status.number"))


def add_to_one_of(scene: Scene, tickets: tuple[TicketView, ...]) -> Turn:
    """To which of several shall be added what was just said?"""
    return scene.asking(Pending("which", {"text": scene.text}), _which(scene, tickets, "add"))


def urge(scene: Scene) -> Turn:
    """Hurry, please."""
    return _choose(scene, "urge")


def add(scene: Scene) -> Turn:
    """Something to add."""
    return _choose(scene, "add")


def cancel(scene: Scene) -> Turn:
    """Stop a request."""
    return _choose(scene, "cancel")


def rate(scene: Scene) -> Turn:
    """How did it go? For the newest request that is closed and not rated."""
    number = rating.due(scene)
    return rating.begin(scene, number) if number else scene.asking(None, Say("rating.nothing", {}, (MENU, PERSON)))


def proof(scene: Scene, pending: Pending) -> Turn | None:
    """An answer to "which number?" or "which code?"; None where it is something else."""
    if number.like(scene.text, bare=True):
        return typed(scene)
    told = (code_in(scene.text) or _meant_as_code(scene.text)) if pending.kind == "code" else ""
    return scene.asking(None, commands=(Prove(str(pending.data["number"]), told),)) if told else None

"""Being called back instead of waiting: on which number, and when. The call keeps its place meanwhile."""

from __future__ import annotations

from actions import details
from actions.desk.commands import AskCallback
from actions.desk.hand_over import CALLBACK
from actions.desk.say import Button, Say
from actions.dialogue import payload
from actions.dialogue.form import common
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Pending, Turn
from data.model import Detail, Words

ASK = CALLBACK
KIND = "callback"
TIMES = ("any", "morning", "afternoon", "evening")
LONGEST = 60  # characters of a time in the person's words
TRIES = 2  # texts with digits that are no number, after which nothing more is asked
_WORDS = Words("", "", "")
_TIME = Detail("when", "when", _WORDS, _WORDS, about="ahead")
LEAVE = Button("button.leave", payload.of(payload.ANSWER, "leave"))


def offer(scene: Scene) -> Turn:
    """On which number? One that is known is offered."""
    known = str(scene.view.known.get("phone", ""))
    mine = (Button("button.callback_here", payload.of(payload.ANSWER, "known"), {"phone": known}),) if known else ()
    return scene.asking(Pending(KIND, {"known": known}), Say("callback.phone", {}, (*mine, LEAVE)))


def answer(scene: Scene, held: Pending) -> Turn | None:
    """The number, or when it suits; None where the text is about something else."""
    if held.data.get("phone"):
        return _kept(scene, str(held.data["phone"]), scene.text[:LONGEST]) if scene.text else None
    phone, rest = _phone(scene)
    if phone:
        return _kept(scene, phone, rest) if rest else _when(scene, phone)
    if not any(c.isdigit() for c in scene.text):
        return None
    tries = int(str(held.data.get("tries", "0"))) + 1
    if tries >= TRIES:
        return scene.asking(None, Say("callback.without"))
    return scene.asking(Pending(KIND, {**held.data, "tries": str(tries)}), Say("callback.phone_again", {}, (LEAVE,)))


def pressed(scene: Scene, held: Pending, said: str) -> Turn | None:
    """A button of these questions."""
    phone = str(held.data.get("phone", ""))
    if said in ("leave", "no"):
        return scene.asking(None, Say("callback.without"))
    if phone and said in TIMES:
        return _kept(scene, phone, said)
    if said in ("known", "yes") and held.data.get("known"):
        return _when(scene, str(held.data["known"]))
    return None


def kept(phone: str, when: str) -> Say:
    """What was noted."""
    key = f"callback.kept_{when}" if when in TIMES else "callback.kept"
    return Say(key, {"phone": phone, "when": when})


def _when(scene: Scene, phone: str) -> Turn:
    buttons = tuple(Button(f"button.callback_{time}", payload.of(payload.ANSWER, time)) for time in TIMES)
    return scene.asking(Pending(KIND, {"phone": phone}), Say("callback.when", {}, buttons))


def _kept(scene: Scene, phone: str, when: str) -> Turn:
    return scene.asking(None, commands=(AskCallback(phone, when),))


def _phone(scene: Scene) -> tuple[str, str]:
    """The number in the message, and what else the text says."""
    asked = common(scene.catalogue, "phone")
    text = scene.message.phone or scene.text
    found = details.read(asked, text, scene.setting) if asked is not None else None
    if asked is None or found is None or details.check(asked, found.value, scene.setting) is not None:
        return "", ""
    rest = scene.text.replace(found.said, "").strip(" ，,。.、") if not scene.message.phone else ""
    timed = bool(rest) and details.read(_TIME, rest, scene.setting) is not None
    return str(found.value), rest[:LONGEST] if timed else ""

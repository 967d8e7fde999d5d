"""One's own data to take away: as a file in this talk where that can be, and after asking; else how else to get it."""

from __future__ import annotations

from dataclasses import replace

from actions.desk.commands import TakeOwnData
from actions.desk.say import Button, Say
from actions.dialogue import payload
from actions.dialogue.progress import again
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Pending, Turn

KIND = "own_data"
FILE = "own_data.file"  # whoever delivers this brings the file with it
HERE = Button("button.data_here", payload.of(payload.ANSWER, "yes"))
NOT_HERE = Button("button.data_not_here", payload.of(payload.ANSWER, "no"))


def wanted(scene: Scene) -> Turn:
    """What somebody hears who wants to see, or have, what is kept of them."""
    if scene.view.hands_out == "abroad":
        return scene.asking(Pending(KIND), Say("own_data.ask", {}, (HERE, NOT_HERE)))
    return _going_on(scene, Say("own_data.page" if scene.view.hands_out == "page" else "own_data.staff"))


def pressed(scene: Scene, said: str) -> Turn | None:
    """Yes brings the file, no the other way to it."""
    match said:
        case "yes":
            return replace(_going_on(_answered(scene)), commands=(TakeOwnData(),))
        case "no" | "leave":
            return _going_on(_answered(scene), Say("own_data.staff"))
    return None


def _answered(scene: Scene) -> Scene:
    return scene.at(replace(scene.conversation, pending=None))


def _going_on(scene: Scene, *told: Say) -> Turn:
    """What was told, then the open form's question once more; outside a form what can be done."""
    if scene.form is not None:
        return again(scene, scene.form, *told)
    return scene.turn(*(replace(say, buttons=(PERSON, MENU)) for say in told))

"""Following the requests of one's parents or children: inviting, opening an invitation, agreeing, ending it."""

from __future__ import annotations

import re

from actions.desk.commands import AnswerFamily, FollowFamily, InviteFamily, LeaveFamily
from actions.desk.family import RELATIONS
from actions.desk.results import FamilyAnswered, FamilyAsked, FamilyInvited, FamilyLeft, LinkView
from actions.desk.say import Button, Say
from actions.dialogue import payload
from actions.dialogue.control import word
from actions.dialogue.question import MENU, PERSON
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Pending, Turn

INVITATION = re.compile(r"(?<![0-9a-z])family_([0-9a-f]{32})(?![0-9a-z])")


def answer(scene: Scene) -> Turn | None:
    """An invitation that was opened or pasted, or the answer to how one calls the other."""
    found = INVITATION.search(scene.message.opened or scene.text)
    if found is not None:
        return _who(scene, found[1])
    held = scene.conversation.pending
    if held is None or held.kind != "family_label" or not scene.text or word(scene):
        return None
    token, relation = str(held.data["token"]), str(held.data["relation"])
    return scene.asking(None, commands=(FollowFamily(token, relation, " ".join(scene.text.split())),))


def pressed(scene: Scene, parts: tuple[str, ...]) -> Turn | None:
    """A button about following."""
    held = scene.conversation.pending
    match parts:
        case ("menu",):
            return scene.asking(None, menu(scene))
        case ("invite",):
            return scene.asking(None, commands=(InviteFamily(),))
        case ("follow",) if any(t.proven for t in scene.view.tickets):
            return _who(scene, "")
        case ("who", relation) if held is not None and held.kind == "family" and relation in RELATIONS:
            data = {"token": str(held.data["token"]), "relation": relation}
            return scene.asking(Pending("family_label", data), Say("family.label"))
        case ("yes" | "no" as said, link):
            return scene.asking(None, commands=(AnswerFamily(link, said == "yes"),))
        case ("off", link):
            return scene.asking(None, commands=(LeaveFamily(link),))
    return None


def outcome(result: FamilyInvited | FamilyAsked | FamilyAnswered | FamilyLeft) -> Say:
    """What came of it."""
    match result:
        case FamilyInvited(token):
            return Say("family.invited", {"token": token}, (MENU,))
        case FamilyAsked():
            return Say("family.asked", {}, (MENU,))
        case FamilyAnswered(agreed):
            return Say("family.agreed" if agreed else "family.declined", {}, (MENU,))
        case FamilyLeft():
            return Say("family.left", {}, (MENU,))


def menu(scene: Scene) -> Say:
    """Who follows whom, each with a button that ends it, and inviting somebody."""
    buttons = tuple(
        Button(_title(one), payload.of(payload.FAMILY, "off", one.id), {"label": one.label})
        for one in scene.view.links
        if one.holds
    )
    invite = Button("family.invite", payload.of(payload.FAMILY, "invite"))
    return Say("family.menu" if buttons else "family.menu_empty", {}, (invite, *buttons, MENU))


def _title(one: LinkView) -> str:
    return "family.off_following" if one.following else f"family.off.{one.relation}"


def _who(scene: Scene, token: str) -> Turn:
    buttons = tuple(Button(f"family.is.{r}", payload.of(payload.FAMILY, "who", r)) for r in RELATIONS)
    return scene.asking(Pending("family", {"token": token}), Say("family.who", {}, (*buttons, PERSON)))

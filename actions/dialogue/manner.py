"""How one is spoken to: short and by number for the old, in simple words for children; which words is bot/locale's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions import details
from actions.desk.commands import SetManner
from actions.desk.say import Button, Say
from actions.dialogue import payload, writer
from actions.dialogue.form import OLD, taken
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.progress import again
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Conversation, Form, Turn
from actions.dialogue.writer import YOUNG

ELDER, CHILD, PLAIN = "elder", "child", "plain"
MANNERS = (ELDER, CHILD, PLAIN)
AT_ONCE = 4  # choices shown to whoever takes one thing at a time; a fifth alone is no page
REPEAT = Button("button.repeat", payload.of("c", "repeat"))
HIDE = Button("button.hide", payload.of("c", "hide"))
MORE = Button("button.more", payload.of(payload.MANNER, "more"))
EASIER = Button("button.easier", payload.of(payload.MANNER, ELDER))


def noticed(scene: Scene) -> Scene:
    """Simple words for whoever says that they are a child; the short way is to be offered to the old, once."""
    conversation = scene.conversation
    if conversation.page and scene.message.pressed != MORE.payload:
        conversation = replace(conversation, page=0)
    if conversation.offer == "now":
        conversation = replace(conversation, offer="made")
    if conversation.manner_fixed or scene.message.pressed or not scene.text:
        return scene.at(conversation)
    if writer.is_child(scene):
        return scene.at(replace(conversation, manner=CHILD))
    if conversation.offer or conversation.manner:
        return scene.at(conversation)
    puzzled = lexicon(scene.catalogue).control.get(bare(scene.plain)) == "repeat"
    return scene.at(replace(conversation, offer="now" if puzzled or writer.age(scene, scene.plain) >= OLD else ""))


def told(scene: Scene, conversation: Conversation) -> Conversation:
    """The same for what a form now knows of its writer."""
    form = conversation.form
    if form is None or conversation.manner_fixed or conversation.manner or form.values.get("asker") != "self":
        return conversation
    young, old = _age_of(scene, form, "child"), _age_of(scene, form, "elder")
    if young is not None and young < YOUNG:
        return replace(conversation, manner=CHILD)
    offered = old is not None and old >= OLD and not conversation.offer
    return replace(conversation, offer="now") if offered else conversation


def ask(scene: Scene) -> Turn:
    """How shall I speak to you?"""
    buttons = tuple(Button(f"button.manner_{m}", payload.of(payload.MANNER, m)) for m in MANNERS)
    return scene.turn(Say("manner.ask", {}, buttons))


def chosen(scene: Scene, manner: str) -> Turn:
    """From now on in this manner, until another is chosen."""
    kept = "" if manner == PLAIN else manner
    scene = scene.at(replace(scene.conversation, manner=kept, manner_fixed=True, page=0))
    said = Say(f"manner.{manner}")
    if scene.form is not None and scene.conversation.pending is None:
        return again(scene, scene.form, said)
    return scene.turn(said, *(s for s in scene.conversation.last[-1:] if not s.key.startswith("manner.")))


def pressed(scene: Scene, parts: tuple[str, ...]) -> Turn | None:
    """A button about the manner; None where there is no such."""
    what = parts[0] if parts else ""
    if what in MANNERS:
        return chosen(scene, what)
    last = scene.conversation.last
    if what == "more" and last:
        conversation = replace(scene.conversation, page=scene.conversation.page + 1)
        return Turn(conversation, last[-1:])
    return ask(scene) if what == "ask" else None


def settled(before: Conversation, after: Conversation) -> tuple[SetManner, ...]:
    """What the desk is to know of a change."""
    return (SetManner(after.manner),) if before.manner != after.manner else ()


def by_number(conversation: Conversation, text: str) -> str:
    """The payload of the numbered button that a text of nothing but its number means, or ""."""
    if conversation.manner != ELDER or not conversation.last:
        return ""
    place, shown = details.ordinal(text), _choices(conversation, conversation.last[-1])
    return shown[place - 1].payload if place is not None and 1 <= place <= len(shown) else ""


def beside(conversation: Conversation) -> tuple[Button, ...]:
    """The buttons that may stand below anything said in this manner."""
    return {ELDER: (REPEAT, MORE), CHILD: (HIDE,)}.get(conversation.manner, (EASIER,))


def dressed(conversation: Conversation, says: Sequence[Say]) -> tuple[Say, ...]:
    """What is said with the buttons that this manner always has, and no more choices than it bears at once."""
    if not says:
        return ()
    *rest, last = says
    match conversation.manner:
        case "elder":
            last = _numbered(conversation, last)
            asking = last.buttons or conversation.form is not None or conversation.pending is not None
            more = (REPEAT,) if asking else ()
        case "child":
            more = (HIDE,) if last.buttons else ()
        case _:
            more = (EASIER,) if conversation.offer == "now" else ()
    known = {b.payload for b in last.buttons}
    return (*rest, replace(last, buttons=(*last.buttons, *(b for b in more if b.payload not in known))))


def _numbered(conversation: Conversation, say: Say) -> Say:
    """A page of the choices, each with its number; a question whose answer is a number bears no others."""
    shown = [replace(b, params={**b.params, "n": i}) for i, b in enumerate(_choices(conversation, say), 1)]
    if not shown:
        return say
    if len(shown) <= AT_ONCE + 1:
        return replace(say, buttons=tuple(shown))
    pages = -(-len(shown) // AT_ONCE)
    first = AT_ONCE * (conversation.page % pages)
    return replace(say, buttons=(*shown[first : first + AT_ONCE], MORE))


def _choices(conversation: Conversation, say: Say) -> tuple[Button, ...]:
    """What a number may choose: nothing where it may be the answer itself, and never a single way."""
    form, asked = conversation.form, any(b.payload.startswith(payload.ANSWERS) for b in say.buttons)
    counts = form is not None and form.stage == "asking" and conversation.pending is None and not asked
    return () if counts or len(say.buttons) < 2 else say.buttons


def _age_of(scene: Scene, form: Form, whom: str) -> int | None:
    """The age that a form holds of its writer."""
    for one in taken(scene.catalogue, scene.service(form)):
        value = form.values.get(one.id)
        if one.kind == "age" and one.of == whom and isinstance(value, int):
            return value
    return None

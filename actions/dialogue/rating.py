"""Three questions when a request is closed: was there contact, is it solved, how satisfied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from actions.desk.commands import Rate
from actions.desk.say import Button, Say
from actions.desk.ticket import Rating
from actions.dialogue import payload
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.reading import agreed
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Pending, Turn

STEPS = ("contacted", "solved", "satisfied")
SCALE = ("5", "4", "3", "2", "1")


def begin(scene: Scene, number: str) -> Turn:
    """Put the first question."""
    return _ask(scene, "contacted", {"number": number})


def _ask(scene: Scene, step: str, data: Mapping[str, str | tuple[str, ...]], *before: Say) -> Turn:
    if step == "satisfied":
        buttons = tuple(Button(f"button.satisfied_{n}", payload.of(payload.ANSWER, n)) for n in SCALE)
        buttons = (*buttons, Button("button.skip", payload.of(payload.ANSWER, "skip")))
    else:
        buttons = (
            Button("button.yes", payload.of(payload.ANSWER, "yes")),
            Button("button.no", payload.of(payload.ANSWER, "no")),
        )
    say = Say(f"rating.{step}", {"number": data["number"]}, buttons)
    return scene.asking(Pending("rate", {**data, "step": step}), *before, say)


def answer(scene: Scene, pending: Pending, said: str) -> Turn | None:
    """Take an answer (`said`: yes, no, skip, 1 to 5, or words); None where it is none."""
    step = str(pending.data["step"])
    value = _value(scene, step, said)
    if value is None:
        return None
    data = {**pending.data, step: value}
    after = STEPS.index(step) + 1
    if after < len(STEPS):
        return _ask(scene, STEPS[after], data)
    rating = Rating(data["contacted"] == "yes", data["solved"] == "yes", int(value) if value != "skip" else None)
    command = Rate(str(data["number"]), rating)
    return scene.turn(conversation=replace(scene.conversation, pending=None), commands=(command,))


def again(scene: Scene, pending: Pending) -> Turn:
    """The same question once more."""
    return _ask(scene, str(pending.data["step"]), pending.data, Say("talk.choose_one"))


def _value(scene: Scene, step: str, said: str) -> str | None:
    if step == "satisfied":
        if said in SCALE or said == "skip":
            return said
        digits = "".join(c for c in scene.plain if c.isdigit())
        if digits in SCALE:
            return digits
        return "skip" if lexicon(scene.catalogue).control.get(bare(scene.plain)) == "skip" else None
    if said in ("yes", "no"):
        return said
    found = agreed(scene)
    if found is None and step == "solved" and scene.text:
        words = lexicon(scene.catalogue)
        found = False if words.unsolved.search(scene.plain) else True if words.solved.search(scene.plain) else None
    return None if found is None else "yes" if found else "no"

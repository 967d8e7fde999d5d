"""Three questions when a request is closed: was there contact, is it solved, how satisfied."""

from __future__ import annotations

import re
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
TELLING = 3  # characters of words that tell something although nobody asked
AROUND, AROUND_LATIN = 2, 12  # characters beside them
SCALE = ("5", "4", "3", "2", "1")


def begin(scene: Scene, number: str) -> Turn:
    """Put the first question."""
    return _ask(scene, "contacted", {"number": number})


def _ask(scene: Scene, step: str, data: Mapping[str, str | tuple[str, ...]]) -> Turn:
    if step == "satisfied":
        buttons = tuple(Button(f"button.satisfied_{n}", payload.of(payload.ANSWER, n)) for n in SCALE)
        buttons = (*buttons, Button("button.skip", payload.of(payload.ANSWER, "skip")))
    else:
        buttons = (
            Button("button.yes", payload.of(payload.ANSWER, "yes")),
            Button("button.no", payload.of(payload.ANSWER, "no")),
        )
    say = Say(f"rating.{step}", {"number": data["number"]}, buttons)
    return scene.asking(Pending("rate", {**data, "step": step}), say)


def answer(scene: Scene, pending: Pending, said: str) -> Turn | None:
    """Take an answer (`said`: yes, no, skip, 1 to 5, or words); None where it is none."""
    step = str(pending.data["step"])
    if step == "contacted" and lexicon(scene.catalogue).unsolved.fullmatch(bare(scene.plain)):
        return _unsolved(scene, pending.data)
    value = _value(scene, step, said)
    if value is None:
        return None
    data = {**pending.data, step: value}
    if value == "no" and step == "solved":
        return _unsolved(scene, data)  # what is not solved goes on at once; its score can wait until it is
    after = STEPS.index(step) + 1
    if after < len(STEPS):
        return _ask(scene, STEPS[after], data)
    rating = Rating(data["contacted"] == "yes", data["solved"] == "yes", int(value) if value != "skip" else None)
    command = Rate(str(data["number"]), rating)
    return scene.turn(conversation=replace(scene.conversation, pending=None), commands=(command,))


def told(scene: Scene) -> Turn | None:
    """Words that say how a closed request went, before anybody asked; None where they say something else."""
    mine = (t for t in scene.view.tickets if t.own and not t.rated and t.status.value == "closed")
    closed = next(mine, None)
    if closed is None or scene.form is not None:
        return None
    words = lexicon(scene.catalogue)
    if _only(scene, words.uncontacted):
        return _ask(scene, "solved", {"number": closed.number, "contacted": "no"})
    return _unsolved(scene, {"number": closed.number}) if _only(scene, words.unsolved) else None


def _only(scene: Scene, words: re.Pattern[str]) -> bool:
    """Whether the text says little more than these words: "没人来修水管" is another need."""
    found = words.search(scene.plain)
    if found is None or len(found[0]) < TELLING:
        return False
    around = len(bare(scene.plain)) - len(found[0])
    return around <= (AROUND_LATIN if scene.plain.isascii() else AROUND)


def _unsolved(scene: Scene, data: Mapping[str, str | tuple[str, ...]]) -> Turn:
    """Open it again; whether there was contact stays open where nobody asked."""
    contacted = data["contacted"] == "yes" if "contacted" in data else None
    return scene.asking(None, commands=(Rate(str(data["number"]), Rating(contacted, False)),))


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

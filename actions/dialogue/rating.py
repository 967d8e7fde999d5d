"""Three questions when a request is closed: was there contact, is it solved, how satisfied; words answer several."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.desk.commands import Rate
from actions.desk.say import Button, Say
from actions.desk.ticket import Rating
from actions.dialogue import payload
from actions.dialogue.lexicon import bare, lexicon
from actions.dialogue.reading import agreed, brief, denied, undenied
from actions.dialogue.scene import Scene
from actions.dialogue.shapes import Pending, Turn

STEPS = ("contacted", "solved", "satisfied")
TELLING = 3  # characters of words that tell something although nobody asked
AROUND, AROUND_LATIN = 2, 12  # characters beside them
SCALE = ("5", "4", "3", "2", "1")
FIGURES = {"一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "满": "5"}
THANKS = (
    r"(?:[\s,，、。.!！~]*(?:非常|十分|真的|很|太|well,? )?"
    r"(?:谢谢|感谢|多谢|辛苦|唔该|thanks|thank you|thx)[^\d,，。]{0,8})?"
    r"[\s,，、。.!！~]*"
)
MARKS = re.compile(
    rf"{THANKS}(?:我|俺|想|要|给|打|评|你们|您|他们|个)*(?P<n>[1-5一二两三四五满])\s?"
    r"(?:分|颗?星|out of 5|/\s?5|stars?|points?)(?:吧|好评|了)?"
    rf"{THANKS}"
)
PRAISE = 4  # the score from which "not" before the words takes them back

type Data = Mapping[str, str | tuple[str, ...]]


def begin(scene: Scene, number: str) -> Turn:
    """Put the first question that the words with which it begins do not answer."""
    return _on(scene, {"number": number}, _in_words(scene))


def answer(scene: Scene, pending: Pending, said: str) -> Turn | None:
    """Take an answer (`said`: yes, no, skip, 1 to 5, or words); None where it is none."""
    step = str(pending.data["step"])
    found = _pressed(step, said)
    if not found and step == "contacted" and lexicon(scene.catalogue).unsolved.fullmatch(bare(scene.plain)):
        found = {"solved": "no"}
    found = found or _in_words(scene) or _bare(scene, step)
    return _on(scene, pending.data, found) if found else None


def scored(scene: Scene) -> bool:
    """Whether the words say how satisfied somebody is."""
    return bool(_score(lexicon(scene.catalogue).satisfied, scene.plain))


def told(scene: Scene) -> Turn | None:
    """Words that say how a closed request went, before anybody asked; None where they say something else."""
    number = due(scene)
    if not number:
        return None
    if scene.form is not None:  # in the middle of another form only a score is no answer to it
        return begin(scene, number) if _marks(scene) else None
    words = lexicon(scene.catalogue)
    if not (_marks(scene) or _only(scene, words.uncontacted) or _only(scene, words.unsolved)):
        return None
    return begin(scene, number)


def unsolved(scene: Scene, number: str, said: str) -> Turn:
    """A closed request is not solved, in the person's words: it goes on at once."""
    return _on(scene, {"number": number}, {"solved": "no", "said": said})


def due(scene: Scene) -> str:
    """The number of one's newest request that is closed and not rated, or ""."""
    mine = (t for t in scene.view.tickets if t.own and not t.rated)
    return next((t.number for t in mine if t.status.value == "closed"), "")


def _on(scene: Scene, before: Data, found: Data) -> Turn:
    """With all that is told by now: the next question, or the end."""
    data = {**before, **found}
    if said := "\n".join(str(d["said"]) for d in (before, found) if "said" in d):
        data["said"] = said
    step = next((s for s in STEPS if s not in data), "")
    if step and data.get("solved") != "no":  # what is not solved goes on at once; its score can wait until it is
        return _ask(scene, step, data)
    contacted = data["contacted"] == "yes" if "contacted" in data else None
    score = str(data.get("satisfied", "skip"))
    rating = Rating(contacted, data["solved"] == "yes", int(score) if score in SCALE else None)
    return scene.asking(None, commands=(Rate(str(data["number"]), rating, said),))


def _ask(scene: Scene, step: str, data: Data) -> Turn:
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


def _pressed(step: str, said: str) -> Data:
    return {step: said} if said in ((*SCALE, "skip") if step == "satisfied" else ("yes", "no")) else {}


def _in_words(scene: Scene) -> Data:
    """What the words tell, of each question; the words themselves where they tell more than one answer."""
    if not scene.text or scene.message.pressed:
        return {}
    words, found = lexicon(scene.catalogue), dict[str, str]()
    rest = words.uncontacted.sub("□", scene.plain)
    if rest != scene.plain:
        found["contacted"] = "no"
    elif undenied(words.contacted, scene.plain):
        found["contacted"] = "yes"
    if words.unsolved.search(rest):
        found["solved"] = "no"
    elif undenied(words.solved, rest):
        found["solved"] = "yes"
    if score := _marks(scene) or _score(words.satisfied, scene.plain):
        found["satisfied"] = score
    tells_more = len(found) > 1 or not brief(scene)
    return {**found, "said": scene.text} if found and tells_more else found


def _marks(scene: Scene) -> str:
    """A score in figures, and nothing besides: 5分, 打四分, 5 stars."""
    found = MARKS.fullmatch(bare(scene.plain))
    return "" if found is None else str(FIGURES.get(found["n"], found["n"]))


def _score(satisfied: Mapping[int, re.Pattern[str]], plain: str) -> str:
    """The lowest that the words say; those in longer ones tell nothing ("不满意" holds "满意"), no denied praise."""
    found = [(score, *m.span()) for score, words in satisfied.items() for m in words.finditer(plain)]
    said = (
        score
        for score, start, end in found
        if not any(a <= start and end <= b and (a, b) != (start, end) for _, a, b in found)
        and (score < PRAISE or not denied(plain[:start]))
    )
    return str(min(said, default=""))


def _bare(scene: Scene, step: str) -> Data:
    """A yes, a no, a figure or "skip"."""
    if step != "satisfied":
        found = agreed(scene)
        return {} if found is None else {step: "yes" if found else "no"}
    digits = "".join(c for c in scene.plain if c.isdigit())
    if digits in SCALE:
        return {step: digits}
    return {step: "skip"} if lexicon(scene.catalogue).control.get(bare(scene.plain)) == "skip" else {}


def _only(scene: Scene, words: re.Pattern[str]) -> bool:
    """Whether the text says little more than these words: "没人来修水管" is another need."""
    found = words.search(scene.plain)
    if found is None or len(found[0]) < TELLING:
        return False
    around = len(bare(scene.plain)) - len(found[0])
    return around <= (AROUND_LATIN if scene.plain.isascii() else AROUND)

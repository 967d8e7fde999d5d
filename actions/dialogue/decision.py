"""What an understanding amounts to: the one place of its thresholds."""

from __future__ import annotations

from dataclasses import dataclass

from actions.dialogue.shapes import Understanding
from data.model import Catalogue, Service

# Among some sixty intents a calibrated regression gives the right one most of the mass or spreads it over neighbours.
# Asking back costs one press; a wrong form costs the person's patience: so sure needs a lead, not only a height.
SURE = 0.5
LEAD = 0.15  # over the second
SURE_ALONE = 0.35  # enough where the lead is three times the second
SURE_OUT, HALF_MEANT = 0.7, 0.2  # sending away somebody whom we could help is the worse mistake: below this, ask
SURELY_OUT = 0.9  # so surely nobody's business here, no topic speaks of it
LOST = 0.12  # below this the best guess is worth nothing
WORTH = 0.02  # a further guess is worth its button
ANOTHER = 0.6  # to take a message in the middle of a form for another need
APART = 0.9  # to take each side of a message that nothing parts for a need of its own (figures: README.md)
TOPIC = 0.7  # to answer from the knowledge base (figures: nlu/README.md)
LIKELY_TOPIC = 0.8  # enough for words that only ask, where it is unsure what else they mean
SURE_TOPIC = 0.95  # what a topic surely answers is a question about rules, where understanding half thinks so too
ALARM = 0.45  # the crisis head alone raises an alarm: what it costs in false ones stands in nlu/README.md
MEANT, ALARM_MEANT = 0.95, 0.85  # so surely asked of a service that no alarm begins, it rings from here only
SIGN = 0.1  # where only signs tell of danger, understanding that thinks it less likely keeps it still (nlu/README.md)
CLAUSE = 0.8  # of several sentences the one with the sign must sound so grave by itself too: a letter tells much
GRAVE = 0.95  # from here it rings, whatever the whole sounds like
DISTRESS = 0.3  # it only makes us ask how the person is
OUT = "out_of_scope"
NO_BUTTON = frozenset(
    {OUT, "affirm", "deny", "greet", "goodbye", "thank", "correct_detail", "repeat", "self_harm_crisis"}
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind`: sure, ask_back, out_of_scope, unknown or away; `intent` is the best guess, `choices` are asked."""

    kind: str
    intent: str = ""
    confidence: float = 0.0
    choices: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether it is acted on at once."""
        return self.kind == "sure"


def decide(understanding: Understanding, catalogue: Catalogue) -> Verdict:
    """What to do with nlu's answer."""
    if understanding.away or not understanding.intent:
        return Verdict("away") if understanding.away else Verdict("unknown", OUT)
    known = [(i, c) for i, c in _ranking(understanding) if i in catalogue.services or i in catalogue.intents]
    if not known or known[0][1] < LOST:
        return Verdict("unknown", OUT)
    (best, height), second = known[0], known[1][1] if len(known) > 1 else 0.0
    lead, choices = height - second, _choices(known)
    if best == OUT and height < SURE_OUT and second >= HALF_MEANT and choices:
        return Verdict("ask_back", OUT, height, choices)
    if (asked := _answered(understanding, known, catalogue)) is not None:
        return Verdict("sure", *asked)
    if (height >= SURE and lead >= LEAD) or (height >= SURE_ALONE and height >= 3 * second):
        return Verdict("out_of_scope" if best == OUT else "sure", best, height)
    return Verdict("ask_back", best, height, choices) if choices else Verdict("unknown", OUT, height)


def _answered(
    understanding: Understanding, known: list[tuple[str, float]], catalogue: Catalogue
) -> tuple[str, float] | None:
    """The guessed service whose knowledge base surely has the answer, if any; a report of danger stays a report."""
    best = catalogue.services.get(known[0][0])
    if best is None or best.after_crisis == "continue":
        return None
    if max((score for _, score in understanding.topics), default=0.0) < SURE_TOPIC:
        return None
    likely = ((i, c) for i, c in known if i in catalogue.services and c >= LOST / 2)
    return next(((i, c) for i, c in likely if catalogue.services[i].answer_first), None)


def answered_first(understanding: Understanding, verdict: Verdict, catalogue: Catalogue) -> bool:
    """Whether who only asks to know something is better answered than given what it was taken for.

    Not who may be telling of a wrong, and not by a topic that has nothing to do with a sure guess.
    """
    id, score = max(understanding.topics, key=lambda t: t[1], default=("", 0.0))
    topic, guess = catalogue.topics.get(id), catalogue.services.get(verdict.intent)
    if topic is None or verdict.kind == "away" or (guess is not None and _tells(guess)):
        return False
    if verdict.sure:
        return guess is not None and score >= (TOPIC if guess.id in topic.services else SURE_TOPIC)
    return score >= LIKELY_TOPIC and (verdict.kind != "out_of_scope" or verdict.confidence < SURELY_OUT)


def _tells(service: Service) -> bool:
    return service.kind in ("report", "complaint") or service.after_crisis == "continue"


def guesses(understanding: Understanding, catalogue: Catalogue) -> tuple[str, ...]:
    """Up to three of what may be meant, the likeliest first."""
    return _choices([(i, c) for i, c in _ranking(understanding) if i in catalogue.services or i in catalogue.intents])


def _choices(known: list[tuple[str, float]]) -> tuple[str, ...]:
    return tuple(i for i, c in known if i not in NO_BUTTON and c >= WORTH)[:3]


def _ranking(understanding: Understanding) -> tuple[tuple[str, float], ...]:
    return understanding.ranking or ((understanding.intent, understanding.confidence),)

"""Prints how well questions about rules find their topic, at several thresholds: part of `make evaluate`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from actions.dialogue import decide
from actions.dialogue.decision import TOPIC, answered_first
from actions.dialogue.lexicon import simplified
from actions.dialogue.reading import inquires
from actions.dialogue.shapes import Understanding
from data import catalogue
from data.model import Catalogue
from tests.evaluation.asked import understood

QUESTIONS = Path(__file__).with_name("questions.yml")
THRESHOLDS = (0.4, 0.5, 0.6, TOPIC, 0.8, 0.9)
SHOWN = 25
Found = tuple[str, str, Understanding]  # question, the topic that answers it or "", what it was taken for


def main() -> None:
    """The tables for the questions that stand beside this file."""
    asked = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    rows = [(text, topic) for topic, some in asked["topics"].items() for text in some]
    rows += [(text, "") for text in asked["none"]]
    answers = understood([text for text, _ in rows])
    found = [(text, topic, one) for (text, topic), one in zip(rows, answers, strict=True)]
    print("\n".join(table(found, catalogue.load())))


def table(found: Sequence[Found], known: Catalogue) -> Iterator[str]:
    """Right, wrong and silent at each threshold; what the whole desk does; the questions that a neighbour answers."""
    answerable = [row for row in found if row[1]]
    others = [row for row in found if not row[1]]
    yield f"{'topic at least':>16}{'right':>9}{'wrong':>9}{'silent':>9}{'answered though none fits':>28}"
    for least in THRESHOLDS:
        said = [_best(one, least) for _, _, one in answerable]
        right = sum(topic == best for (_, topic, _), best in zip(answerable, said, strict=True))
        wrong = sum(best not in ("", topic) for (_, topic, _), best in zip(answerable, said, strict=True))
        loud = sum(bool(_best(one, least)) for _, _, one in others)
        shares = (right, wrong, len(answerable) - right - wrong)
        yield f"{least:16}" + "".join(f"{n / len(answerable):9.1%}" for n in shares) + f"{loud / len(others):28.1%}"
    yield from _desk(answerable, others, known)
    wrong_ones = [
        (text, topic, _best(one, TOPIC)) for text, topic, one in found if _best(one, TOPIC) not in ("", topic)
    ]
    yield f"answered by a neighbour at {TOPIC} ({len(wrong_ones)})"
    yield from (f"  {topic or 'none'} → {best}: {text}" for text, topic, best in wrong_ones[:SHOWN])


def _desk(answerable: Sequence[Found], others: Sequence[Found], known: Catalogue) -> Iterator[str]:
    """What comes out with the intent before it: only what is a question, or surely asks, is answered by a topic."""
    first = {id for id, service in known.services.items() if service.answer_first}
    done: Mapping[str, Sequence[Found]] = {"of the questions with a topic": answerable, "of the others": others}
    for name, rows in done.items():
        told, back = list[tuple[str, str]](), 0
        for text, topic, one in rows:
            verdict, asks = decide(one, known), inquires(simplified(text, known), known)
            if (verdict.sure and verdict.intent in first) or (asks and answered_first(one, verdict, known)):
                told.append((_best(one, TOPIC), topic))
            else:
                back += verdict.kind == "ask_back"
        right = sum(best == topic != "" for best, topic in told)
        wrong = sum(best not in ("", topic) for best, topic in told)
        yield (
            f"the desk, {name} ({len(rows)}): answered right {right / len(rows):.1%}, "
            f"wrong {wrong / len(rows):.1%}, asked back {back / len(rows):.1%}"
        )


def _best(one: Understanding, least: float) -> str:
    id, score = max(one.topics, key=lambda t: t[1], default=("", 0.0))
    return id if score >= least else ""


if __name__ == "__main__":
    main()

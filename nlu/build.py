"""Catalogue → Rasa's training data: intents, topics as retrieval intents, crisis examples as lookup tables."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from data import catalogue
from data.model import CRISES, LANGUAGES, Catalogue, Service, Topic
from data.node import Node, read

HERE = Path(__file__).resolve().parent
ALARMS = (HERE / "crisis_examples.yml", HERE / "crisis_told.yml")
UNANSWERED = HERE / "unanswered.yml"
NONE, OUT = "none", "out_of_scope"
EASY = 2  # of what nobody takes for an alarm, one in so many teaches the crisis head: half the time, and as good
CODE = ("train.py", "components/*.py", "config.yml", "requirements.lock")  # of nlu/
BESIDE = ("normalise.py", "lexicons/cantonese.yml")  # of data/, read by the components


def fingerprint(known: Catalogue) -> str:
    """What a model is called that learnt this; the same everywhere, and whatever is said of what nobody learns from."""
    made = hashlib.sha256("".join(_training_data(known)).encode())
    files = [path for pattern in CODE for path in sorted(HERE.glob(pattern))]
    for path in [*files, *(catalogue.HERE / name for name in BESIDE)]:
        made.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return made.hexdigest()[:16]


def write(known: Catalogue, folder: Path) -> tuple[Path, Path]:
    """Write nlu.yml and domain.yml below `folder` and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    data, domain = folder / "nlu.yml", folder / "domain.yml"
    data.write_text("".join(_training_data(known)), encoding="utf-8")
    domain.write_text("".join(_domain(known)), encoding="utf-8")
    return data, domain


def intents(known: Catalogue) -> Mapping[str, Sequence[str]]:
    """Intent → its examples, all languages together."""
    found = {id: [*_spoken(intent.examples), *intent.words] for id, intent in known.intents.items()}
    found |= {id: [*_spoken(service.examples), *_titles(service)] for id, service in known.services.items()}
    return {id: list(dict.fromkeys(examples)) for id, examples in sorted(found.items())}


def topics(known: Catalogue) -> Mapping[str, Sequence[str]]:
    """Intent of retrieval ("service/topic", "service/none" for what no topic answers) → its questions.

    They train the services that answer first as well.
    """
    asked = [id for id, service in sorted(known.services.items()) if service.answer_first][:1]
    found = {f"{id}/{topic.id}": _questions(topic) for id in asked for topic in known.topics.values()}
    if found:
        found |= {f"{id}/{NONE}": list(_by_language(read(UNANSWERED))) for id in asked}
    return dict(sorted(found.items()))


def alarms(known: Catalogue) -> Mapping[str, Sequence[str]]:
    """Crisis kind → examples, and "none" → what is no alarm: hard cases, and requests that can wait."""
    found: dict[str, list[str]] = {kind: [] for kind in (*CRISES, NONE)}
    for file in map(read, ALARMS):
        for kind, texts in found.items():
            texts += _by_language(file.node(kind))
        file.done()
    for kind in CRISES:
        if (intent := known.intents.get(f"{kind}_crisis")) is not None:
            found[kind] += _spoken(intent.examples)
    calm = [e for service in known.services.values() if _can_wait(service) for e in _spoken(service.examples)]
    talk = [
        e for intent in known.intents.values() if not intent.id.endswith("_crisis") for e in _spoken(intent.examples)
    ]
    found[NONE] += [*calm, *talk][::EASY] + _spoken(known.intents[OUT].examples)  # of what is not ours there is no end
    return {kind: list(dict.fromkeys(examples)) for kind, examples in found.items()}


def _can_wait(service: Service) -> bool:
    clocks = {service.clock, *(rule.clock for rule in service.clock_when)}
    return not clocks & {"immediate", "urgent"}


def _by_language(node: Node) -> Iterator[str]:
    for language in LANGUAGES:
        yield from node.texts(language)
    node.done()


def _spoken(examples: Mapping[str, Sequence[str]]) -> list[str]:
    return [example for some in examples.values() for example in some]


def _titles(service: Service) -> list[str]:
    return [text.of(language) for text in (service.names, service.describe) for language in LANGUAGES] + [
        *service.words
    ]


def _questions(topic: Topic) -> list[str]:
    return [*(topic.question.of(language) for language in LANGUAGES), *_spoken(topic.examples)]


def _training_data(known: Catalogue) -> Iterator[str]:
    yield 'version: "3.1"\nnlu:\n'
    for id, examples in [*intents(known).items(), *topics(known).items()]:
        yield from block("intent", id, examples)
    for kind, examples in alarms(known).items():
        yield from block("lookup", kind, examples)


def block(what: str, name: str, examples: Iterable[str]) -> Iterator[str]:
    """A block of Rasa's format: its examples, or a lookup table's elements."""
    yield f"- {what}: {name}\n  examples: |\n"
    for example in examples:
        yield f"    - {plain(example)}\n"


def plain(text: str) -> str:
    """A text that Rasa's format takes as it stands: one line, no leading slash or list mark, no marked entity."""
    text = re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text)).strip().lstrip("/-* ")
    return re.sub(r"\](?=[({\[])", "] ", text.replace("${", "$ {")) or "."


def _domain(known: Catalogue) -> Iterator[str]:
    yield 'version: "3.1"\nintents:\n'
    yield from (f"- {id}\n" for id in intents(known))
    asked = topics(known)
    if asked:
        yield "responses:\n"
        for name in asked:
            topic = known.topics.get(name.partition("/")[2])
            yield f"  utter_{name}:\n  - text: |\n      {plain(topic.answer.zh_Hans) if topic else NONE}\n"


if __name__ == "__main__":
    for made in write(catalogue.load(), HERE / ".build"):
        sys.stdout.write(f"{made}\n")

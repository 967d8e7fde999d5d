"""The whole of what is learnt: features, intents, crisis kinds and topics, without Rasa around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nlu.components.batches import batches
from nlu.components.crisis import Crisis
from nlu.components.encoder import Encoder, Floats
from nlu.components.features import Grams, Letter, Phrases, Reader
from nlu.components.head import Ground, Head, Placed, Space
from nlu.components.intents import Intents
from nlu.components.memory import Memory
from nlu.components.normal import Normal
from nlu.components.topics import NONE as NO_TOPIC
from nlu.components.topics import Topics

ENCODED = Path(__file__).parents[1] / "models" / "encoded.npz"
NONE = "none"  # the lookup table of what is no alarm
PHRASE = 10  # characters of an example that is known by heart
TOGETHER = 16  # texts read at once
COMPARED = 48  # readings compared at once, parts of letters among them: each has a number for each example
EVERY = 3  # of a topic's questions, one in so many teaches its intent too: all of them crowd the services out
Example = tuple[str, str, str | None]  # text, intent, intent with topic ("policy/topic") or None


@dataclass(frozen=True)
class Understood:
    """What one text was taken for."""

    ranking: list[tuple[str, float]]
    crisis: dict[str, float]
    topics: list[tuple[str, float]]


class Model:
    """Understands texts in batches."""

    def __init__(
        self, normal: Normal, read: Reader, space: Space, intents: Intents, crisis: Crisis | None, topics: Topics
    ) -> None:
        self.normal = normal
        self.read = read
        self.space = space
        self.intents = intents
        self.crisis = crisis
        self.topics = topics
        self._known: dict[str, Understood] = {}  # phrases known by heart that were asked before

    @classmethod
    def train(cls, examples: Sequence[Example], tables: Mapping[str, Sequence[str]]) -> Model:
        """Learn from examples, and crisis kinds from `tables`: kind → alarms, "none" → what is none."""
        normal = Normal.current()
        texts = [normal(text) for text, _, _ in examples]
        alarms = [(normal(text), None if kind == NONE else kind) for kind, some in tables.items() for text in some]
        every = list(dict.fromkeys([*texts, *(text for text, _ in alarms)]))  # each is read once
        grams = Grams.learn(every)
        encoder = Encoder()
        read = Reader(grams, Memory(ENCODED, encoder) if encoder.works else encoder)
        place = {text: row for row, text in enumerate(every)}
        calm = read.letters([text for text, kind in alarms if kind is None])
        parts = [part for letter in calm for part in letter.parts]  # as they are judged
        readings = read(every)
        ground = Ground.of([*readings, *parts], grams.size)
        intents, topics = _services(examples, ground, [place[text] for text in texts])
        told = [(kind, place[text]) for text, kind in alarms]
        crisis = _crisis([*told, *((None, len(every) + i) for i in range(len(parts)))], ground)
        short = [text for text in texts if len(text) <= PHRASE] if encoder.works else []
        rows = {text: readings[place[text]].dense.astype(np.float16) for text in short}
        return cls(normal, Reader(grams, Phrases(rows, encoder)), ground.space, intents, crisis, topics)

    def __call__(self, texts: Sequence[str]) -> list[Understood]:
        """One answer a text."""
        texts = [self.normal(text) for text in texts]
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        found: dict[str, Understood] = {}
        for some in (new[i : i + TOGETHER] for i in range(0, len(new), TOGETHER)):
            found.update(zip(some, self._understood(some), strict=True))
        phrases = self.read.encoder.rows if isinstance(self.read.encoder, Phrases) else {}
        self._known.update((text, found[text]) for text in new if text in phrases)
        return [found[text] if text in found else self._known[text] for text in texts]

    def _understood(self, texts: Sequence[str]) -> list[Understood]:
        few = batches(self.read.letters(texts), lambda letter: len(letter.every), COMPARED)
        return [one for some in few for one in self._judged(self.space.placed(some))]

    def _judged(self, letters: Sequence[Letter[Placed]]) -> list[Understood]:
        alarms = self.crisis.chances(letters) if self.crisis is not None else [{} for _ in letters]
        near = self.topics.near([letter.whole for letter in letters])
        return [Understood(*one) for one in zip(self.intents.rank(letters), alarms, near, strict=True)]

    def state(self) -> tuple[dict[str, Any], dict[str, Floats]]:
        """What must be kept: words for JSON, arrays for NumPy."""
        words: dict[str, Any] = {"grams": list(self.read.grams.index), "cantonese": self.normal.cantonese}
        arrays: dict[str, Floats] = {"weights": self.read.grams.weights}
        if isinstance(phrases := self.read.encoder, Phrases) and phrases.rows:
            words["phrases"] = list(phrases.rows)
            arrays["phrases"] = np.stack(list(phrases.rows.values()))
        arrays |= {f"space.{key}": array for key, array in self.space.arrays().items()}
        for name, part in (("intents", self.intents), ("crisis", self.crisis), ("topics", self.topics)):
            if part is not None:
                words[name], kept = part.state()
                arrays |= {f"{name}.{key}": array for key, array in kept.items()}
        return words, arrays

    @classmethod
    def kept(cls, words: Mapping[str, Any], arrays: Mapping[str, Floats]) -> Model:
        """The model that `words` and `arrays` kept."""

        def part(name: str) -> dict[str, Floats]:
            return {key.partition(".")[2]: array for key, array in arrays.items() if key.startswith(f"{name}.")}

        intents = Intents.kept(words["intents"], part("intents"))
        crisis = None
        if "crisis" in words:
            said = words["crisis"]
            crisis = Crisis(Head.of(said["labels"], part("crisis")), said["slope"], said["offset"])
        topics = Topics.kept(words["topics"], part("topics"))
        rows = arrays.get("phrases", ())
        encoder = Phrases(dict(zip(words.get("phrases", ()), rows, strict=True)), Encoder())
        read = Reader(Grams(words["grams"], arrays["weights"]), encoder)
        return cls(Normal(words["cantonese"]), read, Space.of(part("space")), intents, crisis, topics)


def _services(examples: Sequence[Example], ground: Ground, rows: Sequence[int]) -> tuple[Intents, Topics]:
    """What tells intents apart, and topics; the rows are those of the examples."""
    known = [(key.partition("/")[2], i) for i, (_, _, key) in enumerate(examples) if key is not None]
    spare = {i for n, (topic, i) in enumerate(known) if topic != NO_TOPIC and n % EVERY}
    taught = [i for i in range(len(examples)) if i not in spare]
    intents = Intents.train([examples[i][1] for i in taught], ground, [rows[i] for i in taught])
    return intents, Topics.train([topic for topic, _ in known], ground, [rows[i] for _, i in known])


def _crisis(told: Sequence[tuple[str | None, int]], ground: Ground) -> Crisis | None:
    """What tells alarms apart, from the kind of each row, or None where it is no alarm; None where none is known."""
    kinds = sorted({kind for kind, _ in told if kind is not None})
    return Crisis.train(kinds, [kind for kind, _ in told], ground, [row for _, row in told]) if kinds else None

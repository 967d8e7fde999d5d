"""The whole of what is learnt: features, intents, crisis kinds and topics, without Rasa around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nlu.components.crisis import Crisis
from nlu.components.features import Encoder, Floats, Grams, Phrases, Reader, Reading
from nlu.components.head import Head
from nlu.components.intents import Intents
from nlu.components.letters import parts, read_all
from nlu.components.memory import Memory
from nlu.components.normal import Normal
from nlu.components.topics import NONE as NO_TOPIC
from nlu.components.topics import Topics

ENCODED = Path(__file__).parents[1] / "models" / "encoded.npz"
NONE = "none"  # the lookup table of what is no alarm
PHRASE = 16  # characters of an example that is known by heart
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

    def __init__(self, normal: Normal, read: Reader, intents: Intents, crisis: Crisis | None, topics: Topics) -> None:
        self.normal = normal
        self.read = read
        self.intents = intents
        self.crisis = crisis
        self.topics = topics

    @classmethod
    def train(cls, examples: Sequence[Example], tables: Mapping[str, Sequence[str]]) -> Model:
        """Learn from examples, and crisis kinds from `tables`: kind → alarms, "none" → what is none."""
        normal = Normal.current()
        texts = [normal(text) for text, _, _ in examples]
        alarms = [(normal(text), None if kind == NONE else kind) for kind, some in tables.items() for text in some]
        alarms += [(part, None) for text, kind in alarms if kind is None for part in parts(text)]  # as they are judged
        every = list(dict.fromkeys([*texts, *(text for text, _ in alarms)]))  # each is read once
        grams = Grams.learn(every)
        encoder = Encoder()
        read = Reader(grams, Memory(ENCODED, encoder) if encoder.works else encoder)
        seen = dict(zip(every, read(every), strict=True))
        readings = [seen[text] for text in texts]
        known = [(key.partition("/")[2], i) for i, (_, _, key) in enumerate(examples) if key is not None]
        spare = {i for n, (topic, i) in enumerate(known) if topic != NO_TOPIC and n % EVERY}
        taught = [i for i in range(len(examples)) if i not in spare]
        intents = Intents.train([examples[i][1] for i in taught], [readings[i] for i in taught], grams.size)
        kinds = sorted({kind for _, kind in alarms if kind is not None})
        crisis = None
        if kinds:
            crisis = Crisis.train(kinds, [kind for _, kind in alarms], [seen[text] for text, _ in alarms], grams.size)
        topics = Topics.train([topic for topic, _ in known], [readings[i] for _, i in known], grams.size)
        rows = {text: seen[text].dense for text in texts if len(text) <= PHRASE} if encoder.works else {}
        return cls(normal, Reader(grams, Phrases(rows, encoder)), intents, crisis, topics)

    def __call__(self, texts: Sequence[str]) -> list[Understood]:
        """One answer a text."""
        texts = [self.normal(text) for text in texts]
        whole, last = read_all(self.read, texts)
        rankings = self.intents.rank(whole, last)
        alarms = self.crisis.chances(whole, self._parts(texts)) if self.crisis is not None else [{} for _ in texts]
        return [
            Understood(ranking, alarm, topics)
            for ranking, alarm, topics in zip(rankings, alarms, self.topics.near(whole), strict=True)
        ]

    def _parts(self, texts: Sequence[str]) -> list[list[Reading]]:
        """The readings of each text's parts, from one question to the encoder."""
        cut = [parts(text) for text in texts]
        every = [part for some in cut for part in some]
        readings = iter(self.read(every) if every else ())
        return [[next(readings) for _ in some] for some in cut]

    def state(self) -> tuple[dict[str, Any], dict[str, Floats]]:
        """What must be kept: words for JSON, arrays for NumPy."""
        words: dict[str, Any] = {"grams": list(self.read.grams.index), "cantonese": self.normal.cantonese}
        arrays: dict[str, Floats] = {"weights": self.read.grams.weights}
        if isinstance(phrases := self.read.encoder, Phrases) and phrases.rows:
            words["phrases"] = list(phrases.rows)
            arrays["phrases"] = np.stack(list(phrases.rows.values())).astype(np.float16)
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
        rows = arrays["phrases"].astype(np.float32) if "phrases" in arrays else ()
        encoder = Phrases(dict(zip(words.get("phrases", ()), rows, strict=True)), Encoder())
        read = Reader(Grams(words["grams"], arrays["weights"]), encoder)
        return cls(Normal(words["cantonese"]), read, intents, crisis, topics)

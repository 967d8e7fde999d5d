"""The components that Rasa trains and runs; they import nothing of Rasa but its engine and its shared part."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.model import Model
from nlu.components.normal import CANTONESE

RANKED = 10


class Converter(GraphComponent):
    """Takes what a channel brought; Rasa's own converter would import every channel, and TensorFlow with them."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Converter:
        """See Rasa."""
        return cls()

    def convert(self, messages: list[Any]) -> list[Message]:
        """One message of Rasa's a message of a channel."""
        return [Message(data={TEXT: message.text or ""}) for message in messages]


class Understanding(GraphComponent):
    """Intent and ranking, crisis chances and near topics of each message."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, model: Model | None = None) -> None:
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Understanding:
        """See Rasa."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Understanding:
        """See Rasa."""
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
            with np.load(folder / "numbers.npz", allow_pickle=False) as arrays:
                return cls(model_storage, resource, Model.kept(words, dict(arrays)))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The Cantonese map is learnt from too, and is no part of the training data."""
        return hashlib.sha256(CANTONESE.read_bytes()).hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Learn intents and topics from the examples, crisis kinds from the lookup tables."""
        examples = [
            (str(m.get(TEXT)), str(m.get(INTENT)), m.get("intent_response_key")) for m in training_data.intent_examples
        ]
        tables = {str(t["name"]): [str(e) for e in t["elements"]] for t in training_data.lookup_tables}
        words, arrays = Model.train(examples, tables).state()
        with self._storage.write_to(self._resource) as folder:
            (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
            np.savez(folder / "numbers.npz", **arrays)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set what was understood on each message."""
        if self._model is None:
            raise RuntimeError("this component was created, not loaded: train first")
        for message, found in zip(messages, self._model([str(m.get(TEXT)) for m in messages]), strict=True):
            ranking = [{"name": name, "confidence": chance} for name, chance in found.ranking[:RANKED]]
            topics = [{"id": id, "score": score} for id, score in found.topics]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set("entities", [], add_to_output=True)
            message.set("crisis", found.crisis, add_to_output=True)
            message.set("topics", topics, add_to_output=True)
        return messages

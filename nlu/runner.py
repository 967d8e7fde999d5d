"""One loaded model: Rasa's loader and Rasa's runner around our components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Said:
    """What Rasa's graph wants to be given for a text; its own class would import TensorFlow."""

    text: str


class Runner:
    """Parses texts with the model in an archive."""

    def __init__(self, archive: Path, folder: Path) -> None:
        """Load `archive`, unpacking into `folder`, which is needed no longer afterwards."""
        from rasa.engine.loader import load_predict_graph_runner
        from rasa.engine.runner.dask import DaskGraphRunner
        from rasa.engine.storage.local_model_storage import LocalModelStorage

        metadata, self._graph = load_predict_graph_runner(folder, archive, LocalModelStorage, DaskGraphRunner)
        self._target = metadata.nlu_target
        self.model_file = archive.name
        self.fingerprint = archive.name.removesuffix(".tar.gz")
        self.version = metadata.rasa_open_source_version

    def parse(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Rasa's answer to each text."""
        found = self._graph.run(inputs={"__message__": [Said(text) for text in texts]}, targets=[self._target])
        return [
            {"text": text, **message.as_dict(only_output_properties=True)}
            for text, message in zip(texts, found[self._target], strict=True)
        ]

"""What understanding learnt from, so that the next training can say what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from data.model import Catalogue

type Digests = dict[str, list[str]]  # intent or topic → a digest of each example


def digests(catalogue: Catalogue) -> Digests:
    """Of each intent's examples, in all languages."""
    every = {id: one.examples for known in (catalogue.services, catalogue.intents) for id, one in known.items()}
    every |= {id: one.examples for id, one in catalogue.topics.items()}
    return {id: sorted({_digest(e) for said in examples.values() for e in said}) for id, examples in every.items()}


def read(file: Path) -> Digests | None:
    """What a training left, or None where it left nothing that can be read."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write(file: Path, now: Digests) -> None:
    """Keep it for the next training."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(now), "utf-8")


def changes(before: Mapping[str, list[str]], now: Mapping[str, list[str]]) -> str:
    """Examples added and removed of each intent, those with the most changes first: "meal_service +3 −1"."""
    found = []
    for id in before.keys() | now.keys():
        old, new = set(before.get(id, ())), set(now.get(id, ()))
        if old != new:
            found.append((-len(old ^ new), id, len(new - old), len(old - new)))
    told = [f"{id}{f' +{added}' if added else ''}{f' −{gone}' if gone else ''}" for _, id, added, gone in sorted(found)]
    return ", ".join(told) or "no example"


def _digest(example: str) -> str:
    return hashlib.sha256(example.encode()).hexdigest()[:12]

"""Public benchmark sets: the same features and the same learner, taught with other people's labels."""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlu.components.encoder import Encoder
from nlu.components.features import Grams, Reader
from nlu.components.head import Ground
from nlu.components.intents import Intents
from nlu.components.normal import Normal

FEW = 20  # examples a class
Row = tuple[str, str]  # text, label


@dataclass(frozen=True)
class Split:
    """What is learnt from and what is asked."""

    title: str
    seen: Sequence[Row]
    asked: Sequence[Row]


def splits(folder: Path) -> Iterator[Split]:
    """The splits of the sets that lie in `folder`."""
    smp, hwu = folder / "smp2017", folder / "hwu64"
    if smp.is_dir():
        yield Split(f"SMP2017, {FEW} a class", few(_rows(smp / "train.jsonl")), _rows(smp / "test.jsonl"))
        yield Split("SMP2017, all", _rows(smp / "train.jsonl"), _rows(smp / "test.jsonl"))
    if hwu.is_dir():
        yield Split("HWU64, all", _rows(hwu / "train_kfold1.jsonl"), _rows(hwu / "test_kfold1.jsonl"))


def figures(folder: Path) -> Iterator[str]:
    """A line a split: share right, share within the first three, seconds of training."""
    found = False
    for split in splits(folder):
        found = True
        right, three, seconds = measured(split)
        yield (
            f"{split.title:24} learnt {len(split.seen):5}  asked {len(split.asked):5}  right {right:6.1%}"
            f"  in three {three:6.1%}  trained in {seconds:.1f} s"
        )
    if not found:
        yield f"absent: there is neither smp2017 nor hwu64 in {folder}"


def measured(split: Split) -> tuple[float, float, float]:
    """Shares right and within three, and the seconds of training, reading included."""
    normal, encoder = Normal.current(), Encoder()
    encoder(["warm"])
    started = time.perf_counter()
    seen = [normal(text) for text, _ in split.seen]
    read = Reader(Grams.learn(seen), encoder)
    ground = Ground.of(read(seen), read.grams.size)
    model = Intents.train([label for _, label in split.seen], ground, range(len(seen)))
    seconds = time.perf_counter() - started
    asked = [normal(text) for text, _ in split.asked]
    rankings = model.rank(ground.space.placed(read.letters(asked)))
    right = sum(ranking[0][0] == label for ranking, (_, label) in zip(rankings, split.asked, strict=True))
    three = sum(
        label in [name for name, _ in ranking[:3]] for ranking, (_, label) in zip(rankings, split.asked, strict=True)
    )
    return right / len(asked), three / len(asked), seconds


def few(rows: Sequence[Row]) -> list[Row]:
    """At most FEW rows of each label, drawn with seed 0."""
    piles: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        piles[row[1]].append(row)
    dice = random.Random(0)
    return [row for _, pile in sorted(piles.items()) for row in dice.sample(pile, min(FEW, len(pile)))]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return [(row["text"], row["label"]) for row in map(json.loads, lines)]

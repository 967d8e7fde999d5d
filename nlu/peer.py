"""Rasa's default pipeline (DIET) beside ours on the same splits, through Rasa's own `train nlu` and `test nlu`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[0] = str(HERE.parent)

from data import catalogue  # noqa: E402
from nlu import build, evaluate, public  # noqa: E402
from nlu.public import Split  # noqa: E402

RASA = HERE / ".venv-rasa-cli" / "bin" / "rasa"
SHORT = 60  # characters
PEER, OURS = HERE / "peer.yml", HERE / "config.yml"


def main() -> None:
    """A line a split and pipeline; the last column says whether Rasa's test of our pipeline agrees with our own."""
    folder = os.environ.get(evaluate.BENCHMARKS, "")
    found = list(public.splits(Path(folder)))[:1] if folder else []
    for split in [*found, _fold()]:
        right, _, seconds = public.measured(split)
        _say(split, "ours", right, seconds)
        _say(split, "ours, by rasa test nlu", *_by_rasa(OURS, split))
        _say(split, "DIET, by rasa test nlu", *_by_rasa(PEER, split))


def _fold() -> Split:
    """Our short examples, the first fold asked, twenty a class of the others learnt: of all DIET learns for hours."""
    known = catalogue.load()
    spoken = [one for one in evaluate.spoken(known) if len(one[0]) <= SHORT]
    examples = [(text, intent) for text, intent, _ in spoken]
    fold = evaluate.folds(spoken)
    return Split(
        f"our short examples, {public.FEW} a class",
        public.few([one for one, f in zip(examples, fold, strict=True) if f]),
        [one for one, f in zip(examples, fold, strict=True) if not f],
    )


def _by_rasa(config: Path, split: Split) -> tuple[float, float]:
    """Share right and seconds of training, both as Rasa's own command line has them."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        seen, asked = _written(split.seen, folder / "seen.yml"), _written(split.asked, folder / "asked.yml")
        started = time.perf_counter()
        _rasa("train", "nlu", "--nlu", str(seen), "--config", str(config), "--out", str(folder / "models"))
        seconds = time.perf_counter() - started
        _rasa("test", "nlu", "--nlu", str(asked), "--model", str(folder / "models"), "--out", str(folder / "results"))
        report = json.loads((folder / "results" / "intent_report.json").read_text(encoding="utf-8"))
    right = sum(
        one["recall"] * one["support"]
        for name, one in report.items()
        if isinstance(one, dict) and name in _names(split)
    )
    return right / len(split.asked), seconds


def _names(split: Split) -> frozenset[str]:
    return frozenset(label for _, label in split.asked)


def _written(rows: Sequence[tuple[str, str]], path: Path) -> Path:
    piles: dict[str, list[str]] = {}
    for text, label in rows:
        piles.setdefault(label, []).append(text)
    blocks = (line for label, texts in sorted(piles.items()) for line in build.block("intent", label, texts))
    path.write_text('version: "3.1"\nnlu:\n' + "".join(blocks), encoding="utf-8")
    return path


def _rasa(*words: str) -> None:
    settings = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONPATH": str(HERE.parent),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    ran = subprocess.run(
        [str(RASA), *words], cwd=HERE.parent, env=settings, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise SystemExit(f"rasa {' '.join(words[:2])} failed:\n{ran.stderr[-2000:]}")


def _say(split: Split, who: str, right: float, seconds: float) -> None:
    sys.stdout.write(f"{split.title:32} {who:24} right {right:6.1%}  trained in {seconds:7.1f} s\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

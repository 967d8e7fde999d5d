"""How well texts that were not learnt from are understood: our own examples by folds, public sets where they lie."""

from __future__ import annotations

import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[0] = str(HERE.parent)

from nlu import kernels  # noqa: E402

kernels.choose()

from data import catalogue  # noqa: E402
from data.model import LANGUAGES, Catalogue  # noqa: E402
from nlu import build, picture, public  # noqa: E402
from nlu.components.encoder import Encoder  # noqa: E402
from nlu.components.features import Grams, Reader  # noqa: E402
from nlu.components.head import Ground  # noqa: E402
from nlu.components.intents import Intents  # noqa: E402
from nlu.components.memory import Memory  # noqa: E402
from nlu.components.model import ENCODED  # noqa: E402
from nlu.components.normal import Normal  # noqa: E402

FOLDS = 5
WORST = 10
SURE = 0.7
BENCHMARKS = "NUANXIN_BENCHMARKS"
Labelled = tuple[str, str, str]  # normalised text, intent, language; "" for a name, which always trains
Answer = tuple[Labelled, list[tuple[str, float]]]


def main() -> None:
    """Print the tables, and draw what is mixed up."""
    known = catalogue.load()
    answers = list(cross_validated(*labelled(known)))
    _say(f"## our own examples, {FOLDS} folds")
    _table(answers)
    _say(f"\nthe {WORST} worst pairs (said → taken for)")
    mixed = Counter((said, ranking[0][0]) for (_, said, _), ranking in answers if ranking[0][0] != said)
    for (said, taken), count in mixed.most_common(WORST):
        _say(f"{count:5}  {said} → {taken}")
    pairs = [(said, ranking[0][0]) for (_, said, _), ranking in answers]
    _say(str(picture.confusion(pairs, HERE / "results" / "folds.svg")))
    _say("\n## public sets")
    folder = os.environ.get(BENCHMARKS, "")
    for line in public.figures(Path(folder)) if folder else [f"absent: {BENCHMARKS} names no folder"]:
        _say(line)


def labelled(known: Catalogue) -> tuple[list[Labelled], list[Labelled]]:
    """The examples and the names of services, in normal form."""
    normal = Normal.current()
    examples = [(normal(text), intent, language) for text, intent, language in spoken(known)]
    return examples, [(normal(text), intent, "") for text, intent in _titles(known)]


def spoken(known: Catalogue) -> Iterator[Labelled]:
    """The examples as they stand, with intent and language."""
    found = {id: service.examples for id, service in known.services.items()}
    found |= {id: intent.examples for id, intent in known.intents.items()}
    for id, by_language in found.items():
        for language, examples in by_language.items():
            yield from ((text, id, language) for text in examples)


def _titles(known: Catalogue) -> Iterator[tuple[str, str]]:
    said = {text for text, _, _ in spoken(known)}
    for intent, examples in build.intents(known).items():
        yield from ((text, intent) for text in examples if text not in said)


def cross_validated(examples: Sequence[Labelled], titles: Sequence[Labelled]) -> Iterator[Answer]:
    """Each example with the ranking of a model that has not seen it."""
    texts = list(dict.fromkeys(text for text, _, _ in (*examples, *titles)))
    read = Reader(Grams.learn(texts), Memory(ENCODED, Encoder()))
    letters = dict(zip(texts, read.letters(texts), strict=True))
    fold = folds(examples)
    for left_out in range(FOLDS):
        seen = [one for one, f in zip(examples, fold, strict=True) if f != left_out] + list(titles)
        hidden = [one for one, f in zip(examples, fold, strict=True) if f == left_out]
        ground = Ground.of([letters[text].whole for text, _, _ in seen], read.grams.size)
        model = Intents.train([intent for _, intent, _ in seen], ground, range(len(seen)))
        some = ground.space.placed([letters[text] for text, _, _ in hidden])
        yield from zip(hidden, model.rank(some), strict=True)


def folds(examples: Sequence[Labelled]) -> list[int]:
    """A fold an example, each intent's and language's examples spread evenly."""
    dice = random.Random(0)
    piles: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, (_, intent, language) in enumerate(examples):
        piles[intent, language].append(i)
    fold = [0] * len(examples)
    for start, pile in enumerate(piles.values()):
        dice.shuffle(pile)
        for place, i in enumerate(pile):
            fold[i] = (start + place) % FOLDS
    return fold


def _table(answers: Sequence[Answer]) -> None:
    _say(f"{'':12}  examples   right  in three  where ≥ {SURE}    sure  out rejected  in kept")
    for language in (*LANGUAGES, "all"):
        some = [(said, ranking) for (_, said, of), ranking in answers if language in (of, "all")]
        right = [ranking[0][0] == said for said, ranking in some]
        three = [said in [name for name, _ in ranking[:3]] for said, ranking in some]
        sure = [ranking[0][0] == said for said, ranking in some if ranking[0][1] >= SURE]
        outside = [ranking[0][0] == build.OUT for said, ranking in some if said == build.OUT]
        inside = [ranking[0][0] != build.OUT for said, ranking in some if said != build.OUT]
        many = f"{len(sure) / max(1, len(some)):7.1%}"
        shown = [_share(right), _share(three), f"  {_share(sure)}", many, f"    {_share(outside)}", _share(inside)]
        _say(f"{language:12} {len(some):9}  " + "  ".join(shown))


def _share(hits: Iterable[bool]) -> str:
    told = list(hits)
    return f"{sum(told) / max(1, len(told)):7.1%}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

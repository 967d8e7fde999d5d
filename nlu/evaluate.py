"""How well the examples are understood when they are left out: accuracy by language, and what is mixed up most."""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from data import catalogue  # noqa: E402
from data.model import LANGUAGES, Catalogue  # noqa: E402
from nlu import build  # noqa: E402
from nlu.components.features import Encoder, Grams, Reader  # noqa: E402
from nlu.components.intents import Intents  # noqa: E402
from nlu.components.normal import Normal  # noqa: E402

FOLDS = 5
WORST = 15
Labelled = tuple[str, str, str]  # normalised text, intent, language; "" for a name, which always trains


def main() -> None:
    """Print the table and the worst pairs of a cross-validation over the catalogue."""
    known = catalogue.load()
    normal = Normal.current()
    examples = [(normal(text), intent, language) for text, intent, language in _examples(known)]
    titles = [(normal(text), intent, "") for text, intent in _titles(known)]
    answers = list(_cross_validated(examples, titles))
    _table(answers)
    print("\nwhat is mixed up most (said → taken for)")  # noqa: T201
    mixed = Counter((said, ranking[0][0]) for (_, said, _), ranking in answers if ranking[0][0] != said)
    for (said, taken), count in mixed.most_common(WORST):
        print(f"{count:5}  {said} → {taken}")  # noqa: T201


def _examples(known: Catalogue) -> Iterator[Labelled]:
    spoken = {id: service.examples for id, service in known.services.items()}
    spoken |= {id: intent.examples for id, intent in known.intents.items()}
    for id, by_language in spoken.items():
        for language, examples in by_language.items():
            yield from ((text, id, language) for text in examples)


def _titles(known: Catalogue) -> Iterator[tuple[str, str]]:
    spoken = {text for text, _, _ in _examples(known)}
    for intent, examples in build.intents(known).items():
        yield from ((text, intent) for text in examples if text not in spoken)


def _cross_validated(
    examples: Sequence[Labelled], titles: Sequence[Labelled]
) -> Iterator[tuple[Labelled, list[tuple[str, float]]]]:
    """Each example with the ranking of a model that has not seen it."""
    texts = list(dict.fromkeys(text for text, _, _ in (*examples, *titles)))
    read = Reader(Grams.learn(texts), Encoder())
    readings = dict(zip(texts, read(texts), strict=True))
    fold = _folds(examples)
    for left_out in range(FOLDS):
        seen = [one for one, f in zip(examples, fold, strict=True) if f != left_out] + list(titles)
        hidden = [one for one, f in zip(examples, fold, strict=True) if f == left_out]
        model = Intents.train([intent for _, intent, _ in seen], [readings[t] for t, _, _ in seen], read.grams.size)
        asked = [text for text, _, _ in hidden]
        yield from zip(hidden, model.rank(asked, read, [readings[text] for text in asked]), strict=True)


def _folds(examples: Sequence[Labelled]) -> list[int]:
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


def _table(answers: Sequence[tuple[Labelled, list[tuple[str, float]]]]) -> None:
    print("              examples  right  in first three  right where ≥ 0.7 sure  sure")  # noqa: T201
    for language in (*LANGUAGES, "all"):
        some = [(said, ranking) for (_, said, of), ranking in answers if language in (of, "all")]
        right = [ranking[0][0] == said for said, ranking in some]
        three = [said in [name for name, _ in ranking[:3]] for said, ranking in some]
        sure = [ranking[0][0] == said for said, ranking in some if ranking[0][1] >= 0.7]
        shown = [_share(right), _share(three), _share(sure), f"{len(sure) / max(1, len(some)):6.1%}"]
        print(f"{language:12} {len(some):9}  " + "  ".join(shown))  # noqa: T201


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / max(1, len(hits)):6.1%}"


if __name__ == "__main__":
    main()

"""The figures of the separate set as tables: by language, by persona, by label, by crisis kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from data.model import CRISES
from tests.evaluation.asked import OUT, Asked

WORST = 10
HEADS = ("n", "right", "in three", "asked back", "right if not", "out rejected", "in kept")


def messages(rows: Sequence[Asked]) -> Iterator[str]:
    """How well messages are understood, by language and by persona; then what is mixed up and what is missed most."""
    yield f"{'':14}" + "".join(f"{head:>13}" for head in HEADS)
    for key in (lambda row: row.lang, lambda row: row.persona):
        for name, some in _grouped(rows, key):
            yield _line(name, some)
    yield _line("all", rows)
    yield ""
    yield f"the {WORST} worst pairs (meant → taken for)"
    mixed = Counter((row.intent, row.taken) for row in rows if not row.right)
    yield from (f"{count:6}  {meant} → {taken}" for (meant, taken), count in mixed.most_common(WORST))
    yield f"the {WORST} labels missed most (missed of all)"
    missed = {
        name: (sum(not row.right for row in some), len(some)) for name, some in _grouped(rows, lambda r: r.intent)
    }
    worst = sorted(missed.items(), key=lambda one: (-one[1][0], one[0]))[:WORST]
    yield from (f"{wrong:6} of {count:3}  {name}" for name, (wrong, count) in worst if wrong)


def alarms(rows: Sequence[Asked]) -> Iterator[str]:
    """Alarms caught per kind and language, and false ones among the calm, by words, by the head and by the desk."""
    ways: dict[str, Callable[[Asked], str]] = {
        "gate": lambda row: row.gate,
        "head": lambda row: row.head,
        "desk": lambda row: row.alarm,
    }
    yield f"{'':24}{'n':>6}" + "".join(f"{way:>10}" for way in ways) + "   desk, kind right"
    for kind in (*CRISES, ""):
        of_kind = [row for row in rows if row.danger == kind]
        for name, some in [*_grouped(of_kind, lambda row: row.lang), ("all", of_kind)]:
            if some:
                shares = [_share(bool(way(row)) for row in some) for way in ways.values()]
                named = _share(row.alarm == kind for row in some) if kind else ""
                yield f"{kind or 'false alarms':14}{name:10}{len(some):6}" + "".join(
                    f"{s:>10}" for s in [*shares, named]
                )


def _line(name: str, rows: Sequence[Asked]) -> str:
    outside = [row for row in rows if row.intent == OUT]
    inside = [row for row in rows if OUT not in row.accepted]
    shown = [
        _share(row.right for row in rows),
        _share(row.within for row in rows),
        _share(row.asked_back for row in rows),
        _share(row.right for row in rows if not row.asked_back),
        _share(row.right for row in outside),
        _share(row.taken != OUT for row in inside),
    ]
    return f"{name:14}{len(rows):13}" + "".join(f"{one:>13}" for one in shown)


def _grouped(rows: Iterable[Asked], key: Callable[[Asked], str]) -> list[tuple[str, list[Asked]]]:
    found: dict[str, list[Asked]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return sorted(found.items())


def _share(hits: Iterable[bool]) -> str:
    told = list(hits)
    return f"{sum(told) / len(told):.1%}" if told else "–"

"""The lines that are printed: one figure each, `kind  name=value …`, to be read by people and by grep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.bench.measure import Figures, Speed
from tests.bench.volume import Volume

# what ours must reach: figure, the public Rasa assistant's own as it was measured, ratio, whether more is better
TARGETS = (
    ("turns_per_s", 4.7, 20.0, True),
    ("p50", 200.0, 1 / 20, False),
    ("first_answer", 107.0, 1 / 10, False),
    ("memory", 1_300.0, 0.4, False),
)
FULL_P95 = 1.3


def lines_of(figures: Figures) -> Iterator[str]:
    """All of one assistant."""
    name = f"engine={figures.name:<10}"
    yield f"start   {name}  first_answer={figures.first_answer:.1f}s"
    for speed in figures.speeds:
        yield f"load    {name}  {_of(speed)}"
    for length, ms in figures.parse.items():
        yield f"parse   {name}  characters={length:<4} p50={ms:.1f}ms"
    for process, mb in figures.memory:
        yield f"memory  {name}  pss={mb:7.1f}MB  process={process}"
    yield f"memory  {name}  pss={figures.weight:7.1f}MB  sum of {len(figures.memory)} processes"
    if figures.beside:
        weight = sum(mb for _, mb in figures.beside)
        yield f"memory  {name}  pss={weight:7.1f}MB  beside it: the database server, {len(figures.beside)} processes"


def _of(speed: Speed) -> str:
    return (
        f"conversations={speed.conversations:<3} turns_per_s={speed.rate:7.1f}  "
        f"p50={speed.p50:6.1f}ms  p95={speed.p95:6.1f}ms  cpu={speed.cpu:.1f}ms  turns={speed.turns}"
    )


def ratios_of(ours: Figures, peer: Figures | None) -> Iterator[str]:
    """Each figure as a ratio of the public assistant's and, where it was measured beside ours, of the peer's."""
    mine = _judged(ours)
    yield from _ratios(ours.name, "public", mine, [public for _, public, _, _ in TARGETS])
    if peer is None:
        return
    yield from _ratios(ours.name, "peer", mine, _judged(peer))
    own, others = ours.speeds[0].cpu, peer.speeds[0].cpu
    yield f"ratio   engine={ours.name:<10}  against=peer    cpu          {own:.1f} / {others:.1f} = {own / others:.3f}"
    for length in sorted(ours.parse.keys() & peer.parse.keys()):
        ratio = ours.parse[length] / peer.parse[length]
        yield f"ratio   engine={ours.name:<10}  against=peer    parse_{length:<6} = {ratio:.3f}"


def _judged(figures: Figures) -> list[float]:
    return [figures.best_rate, figures.p50, figures.first_answer, figures.weight]


def _ratios(engine: str, against: str, ours: Sequence[float], others: Sequence[float]) -> Iterator[str]:
    for (name, _, target, more), mine, other in zip(TARGETS, ours, others, strict=True):
        ratio = mine / other
        reached = ratio >= target if more else ratio <= target
        told = f"{'>=' if more else '<='}{target:g}  {'reached' if reached else 'MISSED'}"
        figures = f"{name:<12} {mine:.1f} / {other:.1f} = {ratio:.3f}"
        yield f"ratio   engine={engine:<10}  against={against:<7} {figures}  target {told}"


def volumes_of(name: str, volumes: list[Volume]) -> Iterator[str]:
    """How p95 grows with the store."""
    for volume in volumes:
        told = f"tickets={volume.tickets:<8} people={volume.people:<7} filled_in={volume.filled:.0f}s"
        yield f"volume  engine={name:<10}  {told}  {_of(volume.speed)}"
    small, full = volumes[0].speed.p95, volumes[-1].speed.p95
    reached = "reached" if full / small <= FULL_P95 else "MISSED"
    told = f"target <={FULL_P95}  {reached}"
    yield f"ratio   engine={name:<10}  p95_full     {full:.1f} / {small:.1f} = {full / small:.3f}  {told}"

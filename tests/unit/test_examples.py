"""What changed since the last training."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.examples import changes, digests, read, write
from tests.known import known


def test_each_intents_added_and_removed_examples_are_counted() -> None:
    """Those with the most changes first; what did not change is not named."""
    before = {"meals": ["a", "b"], "visits": ["c"], "gone": ["d"], "same": ["e"]}
    now = {"meals": ["b", "f", "g"], "visits": ["c", "h"], "same": ["e"]}
    assert changes(before, now) == "meals +2 −1, gone −1, visits +1"
    assert changes(now, now) == "no example"


def test_the_catalogues_examples_are_told_apart(tmp_path: Path) -> None:
    """Read again from the file that a training leaves; a broken one counts as none."""
    catalogue = known()
    service = next(iter(catalogue.services.values()))
    longer = {**service.examples, "en": (*service.examples["en"], "one more of these")}
    more = replace(catalogue, services={**catalogue.services, service.id: replace(service, examples=longer)})
    file = tmp_path / "models" / "learnt.json"
    assert read(file) is None
    write(file, digests(catalogue))
    before = read(file)
    assert before is not None and changes(before, digests(more)) == f"{service.id} +1"
    file.write_text("no JSON", "utf-8")
    assert read(file) is None

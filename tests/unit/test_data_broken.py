"""Broken files of data/ say which file and key."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from data.catalogue import HERE, DataError, check, load


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of data/ to break."""
    folder = tmp_path / "data"
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return folder


type Change = Callable[[Any], object]  # of a file's mapping
BROKEN: list[tuple[str, str, Change, str]] = [
    ("a missing language", "services/meal_service.yml", lambda d: d["names"].pop("en"), r"names\.en: is missing"),
    ("an empty text", "services/meal_service.yml", lambda d: d["next"].update(zh_Hant=" "), r"next\.zh_Hant: expected"),
    ("another id than the file's", "services/meal_service.yml", lambda d: d.update(id="x"), r"id: must be the file's"),
    ("a clock nobody knows", "services/meal_service.yml", lambda d: d.update(clock="soon"), r"clock: 'soon' is not"),
    ("a queue without office", "services/meal_service.yml", lambda d: d.update(queue="x"), r"queue: 'x' is no queue"),
    ("a key that nobody reads", "services/meal_service.yml", lambda d: d.update(colour="red"), r"colour: is not known"),
    (
        "a choice without choices",
        "services/meal_service.yml",
        lambda d: next(x for x in d["details"] if "choices" in x).pop("choices"),
        r"details\[\d+\]\.choices: a detail of kind 'choice' needs choices",
    ),
    (
        "a day that looks no way",
        "services/meal_service.yml",
        lambda d: next(x for x in d["details"] if x["kind"] == "date").update(about="next"),
        r"details\[\d+\]\.about: 'next' is not one of past, last, ahead, either",
    ),
    (
        "an age about something",
        "services/meal_service.yml",
        lambda d: d["details"][0].update(about="past"),
        r"details\[0\]\.about: a detail of kind 'age' has none",
    ),
    (
        "a question reworded without what it turns on",
        "services/missing_person.yml",
        lambda d: next(x for x in d["details"] if x["id"] == "police")["ask"].update(zh_Hans="找过警察吗？"),
        r"details\[\d+\]\.turns_on: '报警' does not stand in the question '找过警察吗？'",
    ),
    (
        "what is told by words and by all of the opening message",
        "services/care_package.yml",
        lambda d: next(x for x in d["details"] if x.get("opening")).update(match=["被子"]),
        r"details\[\d+\]\.opening: what has `match` is told by those words",
    ),
    (
        "one detail twice",
        "services/meal_service.yml",
        lambda d: d["details"].append(d["details"][0]),
        r"details\[\d+\]\.id: stands twice: 'age'",
    ),
    (
        "an example twice",
        "dialogue/greet.yml",
        lambda d: d["examples"]["en"].append("hello"),
        r"examples\.en: stands twice: 'hello'",
    ),
    (
        "a number that is no text",
        "contacts.yml",
        lambda d: d["contacts"][0].update(number=12356),
        r"contacts\[0\]\.number: expected a text.*quote it",
    ),
    (
        "a broken expression",
        "lexicons/crisis/medical.yml",
        lambda d: d["patterns"].append("("),
        r"patterns: '\(' is no regular expression",
    ),
    (
        "a broken sign",
        "lexicons/crisis/medical.yml",
        lambda d: d["signs"].append("("),
        r"signs: '\(' is no regular expression",
    ),
    (
        "a term nobody defined",
        "lexicons/crisis/medical.yml",
        lambda d: d["guards"].append("{nobody}"),
        r"guards\[\d+\]: \{nobody\} is none of this file's terms",
    ),
    (
        "a district's unknown office",
        "jurisdictions/shenzhen.yml",
        lambda d: d["districts"][0]["queues"].update(relief="moon"),
        r"districts\[0\]\.queues\.relief: 'moon' is no queue",
    ),
    ("a class of keeping nobody knows", "retention.yml", lambda d: d.update(ordinry=1), r"ordinry: is not known here"),
    ("a clock that no service has", "clocks.yml", lambda d: d.update(soon={}), r"soon: is not known here"),
    ("a group of no service", "groups.yml", lambda d: d.update(pets={}), r"pets: is not known here"),
    (
        "a topic's unknown service",
        "knowledge/adoption_precheck.yml",
        lambda d: d.update(services=["moon"]),
        r"services: 'moon' is no service",
    ),
    (
        "what is told elsewhere holds nowhere",
        "knowledge/senior_allowance_henan.yml",
        lambda d: d.update(elsewhere="moon"),
        r"elsewhere: 'moon' is no topic that holds everywhere",
    ),
    (
        "a number checked at no day",
        "contacts.yml",
        lambda d: d["contacts"][0].update(date="2026-11"),
        r"contacts\[0\]\.date: '2026-11' is no day",
    ),
    (
        "a number's unknown service",
        "contacts.yml",
        lambda d: d["contacts"][0].update(services=["moon"]),
        r"services: 'moon' is no service",
    ),
    (
        "a number of one place for an alarm",
        "contacts.yml",
        lambda d: d["contacts"][0].update(districts=["深圳市龙岗区"]),
        r"contacts\[0\]\.crises: an alarm shows national numbers only",
    ),
    (
        "a topic's source without its sentence",
        "knowledge/adoption_precheck.yml",
        lambda d: d["source"].pop("quote"),
        r"source\.quote: is missing",
    ),
    (
        "a topic's source of some time or other",
        "knowledge/adoption_precheck.yml",
        lambda d: d["source"].update(date="last winter"),
        r"source\.date: 'last winter' is no date like",
    ),
    (
        "a topic's source at no address",
        "knowledge/adoption_precheck.yml",
        lambda d: d["source"].update(url="gov.cn"),
        r"source\.url: 'gov\.cn' is no address",
    ),
    (
        "a day that is none",
        "calendars/2027.yml",
        lambda d: d.update(holidays=["6 Feb"]),
        r"holidays: '6 Feb' is no date",
    ),
]


@pytest.mark.parametrize(("file", "change", "message"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_file_says_which_file_and_key(copy: Path, file: str, change: Change, message: str) -> None:
    """What is wrong is told so that whoever edited the file finds it."""
    path = copy / file
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with pytest.raises(DataError, match=rf"{re.escape(path.name)}: {message}"):
        check(load(copy), copy)


def test_a_file_that_is_no_yaml_says_so(copy: Path) -> None:
    """A stray bracket is told with the file and the place."""
    path = copy / "groups.yml"
    path.write_text("safety: [", encoding="utf-8")
    with pytest.raises(DataError, match=r"groups\.yml: cannot be read"):
        load(copy)

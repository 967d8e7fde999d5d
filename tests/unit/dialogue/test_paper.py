"""A form filled in at once: what is read, and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.desk.ticket import Attachment
from actions.details import Setting
from actions.dialogue.paper import GUARDIAN, MISSING, UNKNOWN, Paper, fields, fill_in
from data.model import Choice, Detail, Service, When, Words
from tests.conftest import NOW
from tests.known import known

CATALOGUE = known()
SETTING = Setting(NOW, CATALOGUE)
A = Words("甲", "甲", "First")
B = Words("乙", "乙", "Second")
KINDS = (
    "choice",
    "choices",
    "yes_no",
    "consent",
    "age",
    "money",
    "date",
    "when",
    "month",
    "birth_date",
    "file",
    "text",
)


def detail(kind: str, **more: Any) -> Detail:
    """One of this kind, that may be left out."""
    choices = (Choice("a", A), Choice("b", B)) if kind.startswith("choice") else ()
    about = "ahead" if kind == "when" else ""
    return replace(Detail(kind, kind, A, A, required=False, about=about, choices=choices), **more)


def service(*details: Detail, **more: Any) -> Service:
    """A service that asks these and nothing else."""
    plain = next(iter(CATALOGUE.services.values()))
    plain = replace(plain, details=details, decide=None, participation=False, asker="infer")
    return replace(plain, **more)


def filled(asked: Service, said: str = "", /, *attachments: Attachment, **answers: str | list[str]) -> Paper:
    """The form with these answers."""
    given = {id: one if isinstance(one, list) else [one] for id, one in answers.items()}
    return fill_in(CATALOGUE, asked, given, said, attachments, SETTING)


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("choice", "b", "b"),
        ("choice", "Second", "b"),
        ("choice", "乙", "b"),
        ("choices", ["b", "a"], ("a", "b")),
        ("choices", ["First"], ("a",)),
        ("yes_no", "true", True),
        ("yes_no", "0", False),
        ("yes_no", "没有", False),
        ("consent", "yes", True),
        ("age", "78", 78),
        ("age", "七十八岁", 78),
        ("money", "1200", 1200),
        ("date", "2026-11-25", "2026-11-25"),
        ("date", "2026-11-24T22:00:00Z", "2026-11-25"),  # where the desk stands it is the next day
        ("date", "明天", "2026-11-24"),
        ("when", "2026-11-25T15:00:00+08:00", "2026-11-25T15:00"),
        ("when", "2026-11-25", "2026-11-25"),
        ("month", "2026-10", "2026-10"),
        ("month", "2026-10-05T00:00:00Z", "2026-10"),
        ("birth_date", "1946-03-05", "1946-03-05"),
        ("file", ["https://example.org/a.jpg", "https://example.org/b.jpg"], None),
        ("text", "楼道灯坏了", "楼道灯坏了"),
    ],
)
def test_ids_labels_words_and_iso_dates_are_read(kind: str, given: str | list[str], value: object) -> None:
    """A program sends ids and ISO, a person at a counter says words."""
    read = filled(service(detail(kind)), **{kind: given})
    assert read.problems == {}
    assert read.values[kind] == (value if value is not None else tuple(given))


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("choice", "zzzzzz"),
        ("choice", ["a", "b"]),
        ("choices", ["zzzzzz"]),
        ("yes_no", "zzzzzz"),
        ("consent", "no"),
        ("age", "999"),
        ("money", "zzzzzz"),
        ("date", "2026-13-01"),
        ("date", "0001-01-01T00:00:00+14:00"),
        ("when", "2020-01-01T10:00:00Z"),
        ("month", "2026-13"),
        ("file", "no link"),
    ],
)
def test_what_cannot_be_is_a_problem(kind: str, given: str | list[str]) -> None:
    """In words, under the detail's id; and no value is kept."""
    read = filled(service(detail(kind)), **{kind: given})
    assert set(read.problems) == {kind} and kind not in read.values


@pytest.mark.parametrize("kind", KINDS)
def test_required_ones_are_missed_by_name(kind: str) -> None:
    """An empty answer is none."""
    assert filled(service(detail(kind, required=True)), **{kind: " "}).problems == {kind: MISSING}
    assert filled(service(detail(kind))).problems == {}


def test_a_detail_that_nobody_asks_is_told() -> None:
    """Whoever misspells a code hears of it."""
    assert filled(service(), agee="7").problems == {"agee": UNKNOWN}


def test_a_question_that_hangs_on_another_is_needed_only_then() -> None:
    """As in a talk; an answer to what makes no sense goes."""
    asked = service(detail("yes_no"), detail("text", required=True, ask_if=When("yes_no", (True,))))
    assert filled(asked, yes_no="no", text="多余").values == {"yes_no": False}
    assert filled(asked, yes_no="no").problems == {}
    assert filled(asked, yes_no="yes").problems == {"text": MISSING}


def test_own_words_and_attachments_fill_the_rest() -> None:
    """The opening question is answered by the description, a place by a pin, a file by a link; answers come first."""
    asked = service(detail("place"), detail("file"), detail("text", opening=True), detail("age", of="elder"))
    pin, link = Attachment("location", lat=22.5, lon=114.1), Attachment("link", url="https://example.org/a.jpg")
    read = filled(asked, "我妈今年78了", pin, link)
    told = {"place": "22.500000,114.100000", "file": ("https://example.org/a.jpg",), "age": 78, "text": "我妈今年78了"}
    assert read.values.items() >= told.items()
    assert (
        filled(asked, "我妈今年78了", pin, place="翠竹路12号", age="80").values.items()
        >= {"place": "翠竹路12号", "age": 80}.items()
    )


def test_a_child_needs_a_guardian_who_agrees() -> None:
    """Where somebody under 14 takes part in public; it stands among the fields."""
    asked = service(detail("age"), participation=True)
    assert GUARDIAN in fields(CATALOGUE, asked) and GUARDIAN not in fields(CATALOGUE, service())
    assert (
        set(filled(asked, age="9").problems)
        == {GUARDIAN.id}
        == set(filled(asked, age="9", guardian_consent="no").problems)
    )
    assert filled(asked, age="9", guardian_consent="yes").problems == filled(asked, age="15").problems == {}

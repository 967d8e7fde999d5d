"""What staff teach by a correction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.desk import commands as c
from actions.desk.access import NotFoundError
from actions.desk.staff_work import NotPossibleError, set_status
from actions.desk.teaching import teach
from tests.unit.desk.builders import Case


def taught(case: Case, number: str, meant: str, who: str = "li") -> Any:
    """Correct it and commit."""
    return case.staff(teach, who, number, meant, catalogue=case.catalogue)


def a_case(text: str = "我叫李建国，想找人说说话，心里闷") -> tuple[Case, str]:
    """A request for meals that began with these words."""
    case = Case()
    return case, case.opened(text=text).ticket.number


def test_the_first_words_are_kept_without_anything_personal() -> None:
    """Under what was meant, with what was heard; the details' own names and places go as well."""
    case, number = a_case("我叫李建国，住翠竹街道1号，心里闷想找人说说话\n后来又说的")
    lesson = taught(case, number, "talk")
    assert (lesson.meant, lesson.heard, lesson.by) == ("talk", "meal", "li")
    assert "想找人说说话" in lesson.text
    assert not [word for word in ("李建国", "翠竹", "后来") if word in lesson.text]


def test_the_last_correction_counts() -> None:
    """One example for each request."""
    case, number = a_case()
    services = case.catalogue.services
    case.catalogue = replace(case.catalogue, services={**services, "other": services["talk"]})
    taught(case, number, "talk")
    taught(case, number, "other")
    with case.store.unit() as uow:
        assert [one.meant for one in uow.lessons.all()] == ["other"]


@pytest.mark.parametrize("meant", ["nothing_like_it", "meal", "harm"])
def test_what_cannot_be_learnt_is_said(meant: str) -> None:
    """Neither an unknown service, nor the one opened, nor the words of a report about harm."""
    case, number = a_case()
    with pytest.raises(NotPossibleError):
        taught(case, number, meant)


def test_a_request_without_words_teaches_nothing() -> None:
    """It was opened by buttons, or held nothing but a number."""
    for text in ("", "13800001234"):
        case, number = a_case(text)
        with pytest.raises(NotPossibleError):
            taught(case, number, "talk")


def test_only_who_may_work_it_corrects_it() -> None:
    """A stranger's or an auditor's correction fails."""
    case, number = a_case()
    for who in ("nobody", "book"):
        with pytest.raises(NotFoundError):
            taught(case, number, "talk", who)


def test_whoever_is_forgotten_taught_nothing() -> None:
    """Their example goes with the request."""
    case, number = a_case()
    taught(case, number, "talk")
    case.staff(set_status, "li", number, "closed", catalogue=case.catalogue, result="办好了")
    case.do(c.Forget())
    with case.store.unit() as uow:
        assert not uow.lessons.all()

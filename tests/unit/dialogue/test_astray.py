"""Out of a form that was not meant, and complaints about a benefit that an official keeps."""

from __future__ import annotations

import pytest

from tests.unit.dialogue.talk import Talk, meals


@pytest.mark.parametrize("text", ["我要举报村支书吞了老人的高龄补贴", "举报村干部贪污老人的补贴"])
def test_an_official_who_keeps_a_benefit_is_a_complaint(text: str) -> None:
    """Not an application for it, whatever understanding hears."""
    assert Talk().say(text, "senior_allowance").form.service == "complaint"


def test_kin_who_keep_a_benefit_are_no_complaint() -> None:
    """That is a report of harm to an old person."""
    assert Talk().say("我弟弟把我妈的津贴吞了", "elder_abuse_report").form.service == "elder_abuse_report"


@pytest.mark.parametrize("text", ["都不是", "都不是，别的事", "不是这个", "something else"])
def test_none_of_this_leads_out_of_a_form(text: str) -> None:
    """To all choices and a person; the form that was not meant is not offered again."""
    talk = meals().say(text)
    assert talk.keys == ["menu.groups"] and not talk.open and not talk.conversation.parked
    assert "person" in {button.payload.partition(":")[2] for button in talk.replies[0].buttons}


@pytest.mark.parametrize("text", ["投诉", "我要举报村支书吞了老人的高龄补贴"])
def test_a_complaint_at_the_first_question_begins_one(text: str) -> None:
    """No age is asked for first."""
    assert meals().say(text).form.service == "complaint"


def test_later_a_complaint_waits_until_the_form_is_done() -> None:
    """What was answered already is not put aside."""
    talk = meals().say("78").say("投诉", "complaint")
    assert talk.form.service == "meal_service"

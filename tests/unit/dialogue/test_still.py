"""What still has not come is that of a request already told of: hurried while it is open, opened again once closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from actions.desk.commands import Rate, Urge
from actions.desk.ticket import Due, Rating, Status
from actions.dialogue.shapes import View
from tests.unit.dialogue.talk import NOW, NUMBER, Talk, ticket

OTHER = "NX-261122-000021"


def closed(service: str = "allowance_payment", **more: Any) -> View:
    """A request was closed."""
    return View(tickets=(ticket(service, status=Status.CLOSED, **more),))


@pytest.mark.parametrize(
    "text", ["钱还是没到", "還是沒人來", "补贴到现在还没发下来", "The money still has not come", "still nobody came"]
)
def test_what_still_has_not_come_opens_the_closed_request_again(text: str) -> None:
    """At once, in the person's words, as "not solved" does: no new form, no shrug."""
    talk = Talk(view=closed()).say(text, "urge_request")
    assert talk.commands[-1] == Rate(NUMBER, Rating(None, False, None), text) and talk.conversation.form is None


@pytest.mark.parametrize("text", ["钱还是没到", "錢還是沒到", "the money still has not come"])
def test_where_it_may_be_another_matter_it_is_asked_first(text: str) -> None:
    """Yes opens the closed one again, no begins the other with the same words."""
    talk = Talk(view=closed("meal_service")).say(text, "allowance_payment")
    assert (
        talk.keys == ["still.ask"]
        and talk.replies[0].params["number"] == NUMBER
        and Rate not in map(type, talk.commands)
    )
    again = Talk(view=closed("meal_service")).say(text, "allowance_payment").press(":yes")
    assert again.commands[-1] == Rate(NUMBER, Rating(None, False, None), text)
    assert talk.press(":no").form.service == "allowance_payment" and talk.form.said == (text,)


def test_what_was_rated_already_is_asked_about_first() -> None:
    """What somebody said of it is not written over unasked."""
    talk = Talk(view=closed("meal_service", rated=True)).say("还没有")
    assert talk.keys == ["still.ask"] and Rate not in map(type, talk.commands)


def test_what_the_office_has_answered_goes_on_too() -> None:
    """It is not hurried: nobody works on it any more."""
    talk = Talk(view=View(tickets=(ticket("allowance_payment", status=Status.ANSWERED),))).say("钱还是没到")
    assert talk.commands[-1] == Rate(NUMBER, Rating(None, False, None), "钱还是没到")


def test_of_an_open_request_it_hurries_the_office_and_tells_where_it_stands() -> None:
    """The open one comes before any that is closed."""
    view = View(tickets=(ticket("facility_repair", OTHER), *closed().tickets))
    talk = Talk(view=view).say("还是没人来", "urge_request")
    assert talk.commands == (Urge(OTHER),) and talk.keys == ["status.new"]


@pytest.mark.parametrize(
    "text",
    ["催一催", "帮我催一下", "幫我催吓", "麻烦再催一下他们", "could you chase it up please", "Ask them to hurry"],
)
def test_to_hurry_needs_no_understanding(text: str) -> None:
    """Also with the words of our own button: where it stands, and the office is asked."""
    talk = Talk(view=View(tickets=(ticket(),))).say(text)
    assert talk.commands[-1] == Urge(NUMBER) and talk.keys == ["status.new"]
    assert all("urge" not in b.payload for b in talk.replies[0].buttons)


def test_where_all_is_closed_hurrying_asks_about_the_last_one() -> None:
    """No "you have nothing open"."""
    assert Talk(view=closed()).say("催一催").keys == ["still.ask"]
    assert Talk().say("催一催").keys == ["status.none_open"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("我妈还没吃药", ""), ("高龄津贴还没领过，想申请", "senior_allowance"), ("还没吃饭，想订饭", "meal_service")],
)
def test_what_tells_more_is_no_complaint_about_it(text: str, intent: str) -> None:
    """It is understood like anything else."""
    assert not Talk(view=closed()).say(text, intent).commands


def test_a_request_closed_long_ago_is_not_meant() -> None:
    """A month after it was due."""
    due = Due(*(NOW - timedelta(days=90) for _ in range(4)))
    assert Talk(view=closed(due=due)).say("钱还是没到", "allowance_payment").form.service == "allowance_payment"


@pytest.mark.parametrize("text", ["When will someone come?", "那天几点送来", "什么时候联系我", "幾時嚟呀"])
def test_when_somebody_comes_is_told_by_the_request_that_is_open(text: str) -> None:
    """No list of hotlines, and not "cannot help": where it stands, and by when."""
    talk = Talk(view=View(tickets=(ticket(),))).say(text, "find_contact")
    assert talk.keys[0].startswith("status.")


def test_when_somebody_comes_is_another_question_where_nothing_is_open() -> None:
    """Nobody is told of a request that is not there."""
    assert not Talk().say("什么时候联系我", "find_contact").keys[0].startswith("status.")

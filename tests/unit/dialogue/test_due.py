"""By when: the person is told the very moment that staff see, and each moment once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions.desk.results import Opened
from actions.desk.ticket import Due
from bot.locale.wording import Wording
from tests.unit.dialogue.talk import NOW, Talk, ticket

NIGHT = NOW.replace(hour=2, minute=14)
WORDING = Wording("Asia/Shanghai")


def opened(first: timedelta, result: timedelta) -> Talk:
    """A request was opened at night."""
    due = Due(*(NIGHT + span for span in (timedelta(minutes=30), first, result, timedelta(days=7))))
    return Talk().result(Opened(ticket(due=due, reachable=False), "7KQ9WXYA"))


@pytest.mark.parametrize(
    ("language", "said"), [("zh_Hans", "11月23日（星期一）凌晨 02:14"), ("en", "Monday 23 November, 02:14")]
)
def test_contact_and_result_of_one_moment_are_told_once(language: str, said: str) -> None:
    """Not "tonight and tonight": a promise that is earlier than the clock would not be kept."""
    talk = opened(timedelta(hours=24), timedelta(hours=24))
    assert talk.keys[1] == "form.opened_once_phone"
    assert WORDING.text(talk.replies[1], language).count(said) == 1


def test_two_moments_are_told_both() -> None:
    """What is urgent is taken up sooner than it is answered."""
    talk = opened(timedelta(hours=2), timedelta(hours=24))
    assert talk.keys[1] == "form.opened_next_phone"
    assert [talk.replies[1].params[k] for k in ("contact", "result")] == [
        NIGHT + timedelta(hours=2),
        NIGHT + timedelta(hours=24),
    ]


def test_the_state_of_a_request_names_the_same_moment() -> None:
    """A moment, not "tonight"."""
    talk = opened(timedelta(hours=24), timedelta(hours=24))
    assert isinstance(talk.replies[1].params["result"], datetime)

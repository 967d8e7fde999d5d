"""The bars of a request's promises."""

from __future__ import annotations

from datetime import timedelta

from actions.desk.ticket import Event, Status
from bot.web.console.bars import WIDE, bars
from tests.unit.desk.builders import NOW, a_ticket

HOUR = timedelta(hours=1)


def test_what_is_done_is_kept_or_kept_late() -> None:
    """The first is due in two hours, the second in twenty-four."""
    ticket = a_ticket(taken_up_at=NOW + 3 * HOUR, first_contact_at=NOW + 3 * HOUR)
    levels = [bar.level for bar in bars(ticket, NOW + 4 * HOUR)]
    assert levels == ["kept_late", "kept", "fine", "fine"]


def test_late_near_and_settled() -> None:
    """Three quarters are near; a later step settles an earlier one."""
    assert [bar.level for bar in bars(a_ticket(), NOW + 19 * HOUR)] == ["late", "near", "near", "fine"]
    assert bars(a_ticket(result_at=NOW + HOUR), NOW + 2 * HOUR)[0].level == "settled"


def test_pauses_stand_where_they_were() -> None:
    """A past one and one that lasts; the clock stands at its beginning."""
    ticket = a_ticket(status=Status.WAITING, waiting_since=NOW + 12 * HOUR)
    for hours, before, status in ((2, "new", "waiting"), (6, "waiting", "in_progress"), (12, "in_progress", "waiting")):
        data = {"before": before, "status": status}
        ticket.history.append(Event(NOW + hours * HOUR, "status", "li", data=data))
    result = bars(ticket, NOW + 18 * HOUR)[2]
    assert result.level == "paused" and result.gone == WIDE // 2 and result.due == WIDE
    assert [at for at, _ in result.pauses] == [round(WIDE * 2 / 24), WIDE // 2]

"""Who needs somebody now: each person once, the most urgent first, as console and command line show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions.desk.access import allowed, heard
from actions.desk.hand_over import ahead
from actions.desk.incident import DANGER, danger
from actions.desk.person import HandOver, Incident, Staff
from actions.store.unit_of_work import SqlUnitOfWork

RECENT = timedelta(hours=12)  # how long a taken alarm stays in sight


@dataclass(slots=True)
class Waiting:
    """
    One person who needs somebody: their alarms, the worst first, and who has the talk; `place` as they were told.

    `had` is the alarm that a call belongs to which rings without a new one, `words` what they said last then;
    `agreed` is the alarm of before of which it is written down what was agreed.
    """

    conversation: str
    alarms: list[Incident] = field(default_factory=list)
    taken: list[Incident] = field(default_factory=list)
    talk: HandOver | None = None
    place: int = 0
    readable: bool = False
    had: Incident | None = None
    agreed: Incident | None = None
    words: str = ""

    @property
    def call(self) -> HandOver | None:
        """The talk, where nobody has it yet."""
        return self.talk if self.talk is not None and self.talk.state == "waiting" else None

    @property
    def rings(self) -> bool:
        """Whether it is a call of somebody in danger whose alarm was looked after before."""
        return self.talk is not None and self.talk.rings and not self.alarms

    @property
    def rank(self) -> tuple[int, int, datetime]:
        """Danger that nobody looks after first, then alarms in a colleague's talk, calls, what somebody has."""
        if self.alarms:
            return (0 if self.talk is None or self.call else 1, *danger(self.alarms[0]))
        since = self.talk.since if self.talk is not None else self.taken[0].at
        if self.rings:
            return 0, danger(self.had)[0] if self.had else len(DANGER), since
        return (3 if self.call is None else 2), 0, since

    @property
    def waits(self) -> bool:
        """Whether nobody has come yet."""
        return bool(self.alarms) or self.call is not None


def who_waits(
    unit: SqlUnitOfWork, staff: Staff, now: datetime, last_words: Callable[[str], str] | None = None
) -> list[Waiting]:
    """Who needs somebody, and who has them; what they said last is read for whoever may hear it."""
    if not allowed(staff, "incident.read"):
        return []
    found = _found(unit, now)
    readable = heard(unit, staff, list(found), now)
    rang = unit.incidents.latest([one.conversation for one in found.values() if one.rings])
    agreed = unit.incidents.agreed([one.conversation for one in found.values() if one.alarms or one.rings])
    for one in found.values():
        one.readable, one.had = one.conversation in readable, rang.get(one.conversation)
        one.agreed = agreed.get(one.conversation)
        one.alarms.sort(key=danger)
        if last_words is not None and one.rings and one.readable:
            one.words = last_words(one.conversation)
    return sorted(found.values(), key=lambda one: one.rank)


def _found(unit: SqlUnitOfWork, now: datetime) -> dict[str, Waiting]:
    found: dict[str, Waiting] = {}

    def of(conversation: str) -> Waiting:
        return found.setdefault(conversation, Waiting(conversation))

    for alarm in unit.incidents.open():
        of(alarm.conversation).alarms.append(alarm)
    waiting = unit.hand_overs.waiting()
    for talk in (*waiting, *unit.hand_overs.held()):
        of(talk.conversation).talk = talk
    for alarm in unit.incidents.taken_since(now - RECENT):
        of(alarm.conversation).taken.append(alarm)
    for talk in waiting:
        if talk.reason != "crisis":  # who is in danger was told no place
            of(talk.conversation).place = ahead(waiting, talk) + 1
    return found

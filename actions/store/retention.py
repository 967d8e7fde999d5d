"""What has outlived its time, in the database, and which process sweeps on which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, or_, select, update

from actions.desk.retention import Cuts
from actions.store.calls import calls
from actions.store.files import files
from actions.store.files import forget as forget_files
from actions.store.invites import invites
from actions.store.passed_on import passed_on
from actions.store.people import PROFILE
from actions.store.tables import (
    FULL,
    conversations,
    counters,
    hand_overs,
    inbox,
    incidents,
    outbox,
    persons,
    strays,
    tickets,
    tries,
)
from actions.store.upsert import insert

SWEPT = "swept"  # the counter of the day up to which was swept
STEP = 2  # days that a sweep may go forward at once: a clock that jumps a year deletes two days too early, not a year
GUESSES = timedelta(days=7)


class SqlRetention:
    """The port `Retention`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, today: int) -> int | None:
        """The day to sweep up to, where nobody did yet; who gets it does it, and once."""
        known = select(counters.c.last).where(counters.c.name == SWEPT)
        last = self._connection.execute(known).scalar_one_or_none()
        if last is None:
            first = insert(self._connection, counters).values(name=SWEPT, last=today).on_conflict_do_nothing()
            return self._connection.execute(first.returning(counters.c.last)).scalar_one_or_none()
        day = min(today, last + STEP)
        if day <= last:
            return None
        mine = update(counters).where(counters.c.name == SWEPT, counters.c.last == last).values(last=day)
        return self._connection.execute(mine.returning(counters.c.last)).scalar_one_or_none()

    def outlived(self, cuts: Cuts, limit: int) -> Sequence[str]:
        """The ids of requests whose words are to go, the longest closed first."""
        by_class: dict[object, list[str]] = {}
        for service, before in cuts.services.items():
            by_class.setdefault(before, []).append(service)
        plain = tickets.c.sensitivity != "protected"
        ended, named = tickets.c.closed_at, tickets.c.service
        over = [and_(named.in_(names), plain, ended < before) for before, names in by_class.items()]
        asked = and_(  # its person was forgotten while an office still worked on it
            named.in_(list(cuts.services)),
            plain,
            exists().where(persons.c.id == tickets.c.requester, persons.c.forgotten_at > tickets.c.opened_at),
        )
        query = select(tickets.c.id).where(FULL, or_(*over, asked, ended < cuts.protected))
        query = query.order_by(ended).limit(limit).with_for_update(skip_locked=True)
        return list(self._connection.execute(query).scalars())

    def drop(self, cuts: Cuts) -> None:
        """Messages, files, memory and profiles no request needs; words of alarms; strays, guesses, links, calls."""
        run, old = self._connection.execute, cuts.talk
        run(delete(inbox).where(inbox.c.state != "waiting", inbox.c.received_at < old, _free(inbox.c.conversation)))
        sent = outbox.c.state.not_in(("waiting", "sending"))
        run(delete(outbox).where(sent, outbox.c.put_at < old, _free(outbox.c.conversation)))
        forget_files(
            self._connection,
            and_(files.c.ticket == "", files.c.state != "forgotten", files.c.put_at < old, _free(files.c.conversation)),
        )
        self._drop_profiles(cuts)
        late = and_(incidents.c.at < cuts.alarm, incidents.c.taken_by != "")
        gone = exists().where(persons.c.id == incidents.c.person, persons.c.forgotten_at > incidents.c.at)
        over = or_(late, and_(incidents.c.taken_by != "", gone))
        kept = or_(incidents.c.text.is_not(None), incidents.c.result.is_not(None))
        run(update(incidents).where(kept, over).values(text=None, result=None))
        ended = and_(hand_overs.c.state == "ended", hand_overs.c.since < old)
        run(update(hand_overs).where(ended, hand_overs.c.callback.is_not(None)).values(callback=None))
        run(delete(strays).where(strays.c.at < cuts.stray))
        run(delete(tries).where(tries.c.at < cuts.stray - GUESSES))
        run(delete(invites).where(invites.c.expires_at < cuts.stray))
        run(delete(calls).where(calls.c.state != "waiting", calls.c.ready_at < old))
        run(delete(passed_on).where(passed_on.c.at < old))

    def _drop_profiles(self, cuts: Cuts) -> None:
        """Of who said nothing for so long and has no request: memory, name, phone, district and consents."""
        quiet = and_(
            ~exists().where(inbox.c.conversation == conversations.c.id),
            ~exists().where(outbox.c.conversation == conversations.c.id),
            _free(conversations.c.id),
        )
        run, mine = self._connection.execute, select(conversations.c.person).where(quiet)
        run(update(conversations).where(conversations.c.state.is_not(None), quiet).values(state=None))
        known = or_(*(persons.c[name].is_not(None) for name in PROFILE))
        old = and_(persons.c.created_at < cuts.talk, known, persons.c.id.in_(mine))
        run(update(persons).where(old).values(**PROFILE))


def _free(conversation: ColumnElement[str]) -> ColumnElement[bool]:
    """No request of this talk holds words any longer."""
    return ~exists().where(tickets.c.conversation == conversation, tickets.c.blanked_at.is_(None))

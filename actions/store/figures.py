"""What is counted, in the database: narrow rows without anything personal, which outlive the requests themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, case, func, insert, or_, select, update

from actions.desk.counted import CountedRequest, CountedTalk
from actions.desk.ticket import Status, Ticket
from actions.store.encryption import Vault
from actions.store.figures_sums import take_back
from actions.store.figures_tables import figures_requests, figures_talks, figures_topics
from actions.store.tables import tickets
from actions.store.upsert import insert as upsert

MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_FOLLOWED = (
    *("taken_up", "first_contact", "result", "closed", "due_taken_up", "due_first_contact", "due_result", "due_closed"),
    *("satisfied", "contacted", "solved", "open", "runs", "cancelled", "reopened", "office"),
)
_OPENED = insert(figures_requests)
_LOOSE = update(figures_requests).where(
    figures_requests.c.ticket == bindparam("the_ticket"), figures_requests.c.summed.is_(False)
)
_R = figures_requests.c
_FOLLOW = _LOOSE.values(
    {name: bindparam(f"new_{name}") for name in _FOLLOWED}
    # the first take-up counts: what came back to nobody and was taken again makes it neither later nor timely
    | {
        "taken_up": func.coalesce(_R.taken_up, bindparam("new_taken_up")),
        "due_taken_up": case((_R.taken_up.is_(None), bindparam("new_due_taken_up")), else_=_R.due_taken_up),
    }
)
_MISHEARD = _LOOSE.values(misheard=True)
_ASKED = (
    select(tickets.c.id)
    .where(
        tickets.c.requester == bindparam("person"),
        tickets.c.opened_at >= bindparam("since"),
        tickets.c.service == bindparam("service"),
        tickets.c.id != bindparam("but"),
    )
    .limit(1)
)
_TOLD = insert(figures_topics)
FLAGS = ("wanted", "person", "alarm")


def follow(connection: Connection, ticket: Ticket) -> None:
    """What has become of a request that was counted."""
    _change(connection, _FOLLOW, ticket.id, {f"new_{name}": value for name, value in _state(ticket).items()})


def _change(connection: Connection, query: Executable, ticket: str, values: Mapping[str, Any]) -> None:
    """What lies in the sums of its month is taken out of them first."""
    bound = {"the_ticket": ticket, **values}
    if connection.execute(query, bound).rowcount == 0 and take_back(connection, ticket):
        connection.execute(query, bound)


@cache
def _talked(kind: str, raised: tuple[str, ...]) -> Executable:
    """What was once so stays so that day."""
    query = upsert(kind, figures_talks)
    if not raised:
        return query.on_conflict_do_nothing()
    return query.on_conflict_do_update(
        index_elements=["day", "talk"],
        set_=dict.fromkeys(raised, True),
        where=or_(*(~figures_talks.c[flag] for flag in raised)),
    )


class SqlFigures:
    """The port `Figures`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def opened(self, counted: CountedRequest, ticket: Ticket) -> None:
        """Count a request."""
        kept = {name: getattr(counted, name) for name in CountedRequest.__slots__}
        kept |= {"opened": _minutes(ticket.opened_at - EPOCH), "misheard": False}
        self._connection.execute(_OPENED, kept | _state(ticket))

    def asked_since(self, person: str, service: str, since: datetime, *, but: str) -> bool:
        """Whether this person asked for this service since then, in another request than `but`."""
        asked = {"person": person, "service": service, "since": since, "but": but}
        return self._connection.execute(_ASKED, asked).first() is not None

    def misheard(self, ticket: str) -> None:
        """Count a request as one that had been understood wrongly."""
        _change(self._connection, _MISHEARD, ticket, {})

    def talked(self, talk: CountedTalk) -> None:
        """Count a turn of a talk; several of one day are one."""
        digest = self._vault.index("talk", f"{talk.day}\0{talk.conversation}").hex()
        values: dict[str, Any] = {"day": talk.day, "talk": digest, "language": talk.language, "channel": talk.channel}
        values |= {flag: getattr(talk, flag) for flag in FLAGS}
        raised = tuple(flag for flag in FLAGS if values[flag])
        self._connection.execute(_talked(self._connection.dialect.name, raised), values)
        if talk.topics:
            rows = [{"day": talk.day, "topic": topic, "language": talk.language} for topic in talk.topics]
            self._connection.execute(_TOLD, rows)


def _state(ticket: Ticket) -> dict[str, Any]:
    """How it stands: a later step, once taken, has taken the earlier ones; whoever cancels gets no result."""
    closed = ticket.closed_at if ticket.status is Status.CLOSED else None
    moments = (ticket.taken_up_at, ticket.first_contact_at, ticket.result_at, closed)
    steps = ("taken_up", "first_contact", "result", "closed")
    done = {step: next(filter(None, moments[n:]), None) for n, step in enumerate(steps)}
    rating = ticket.rating
    return {
        **{step: None if at is None else _minutes(at - ticket.opened_at) for step, at in done.items()},
        **{f"due_{step}": _minutes(getattr(ticket.due, step) - ticket.opened_at) for step in steps},
        "contacted": rating.contacted if rating else None,
        "solved": rating.solved if rating else None,
        "satisfied": rating.satisfied if rating else None,
        "open": ticket.is_open,
        "runs": ticket.is_open and ticket.status is not Status.WAITING,
        "cancelled": ticket.status is Status.CANCELLED,
        "reopened": ticket.reopened > 0,
        "office": ticket.responsible or ticket.queue,  # a corrected place may have changed it
    }


def _minutes(span: timedelta) -> int:
    return span // MINUTE

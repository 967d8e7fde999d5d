"""How long words are kept: each request as its class says; what was said in a talk, as long as a request needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.desk.ports import Retention, UnitOfWork
from actions.desk.ticket import Ticket
from data.model import Catalogue, Service

ACTOR = "retention"
MOST = 100  # requests in one transaction


@dataclass(frozen=True, slots=True)
class Cuts:
    """Before these moments things must have ended to go: by service, and for what is known by another name."""

    services: Mapping[str, datetime]
    protected: datetime  # requests that protect somebody, and those of services that are no longer there
    talk: datetime
    alarm: datetime
    stray: datetime


def class_of(ticket: Ticket, service: Service | None) -> str:
    """The class of retention.yml that a request belongs to."""
    return "protection" if ticket.sensitivity == "protected" or service is None else service.retention


def cuts(catalogue: Catalogue, now: datetime) -> Cuts:
    """What must have ended when, to go at `now`."""

    def before(kept: str) -> datetime:
        return now - timedelta(days=catalogue.retention_days[kept])

    services = {id: before(one.retention) for id, one in catalogue.services.items() if one.retention != "protection"}
    return Cuts(services, before("protection"), before("talk"), before("alarm"), before("stray"))


def sweep_requests(uow: UnitOfWork, retention: Retention, catalogue: Catalogue, now: datetime, today: datetime) -> int:
    """Blank requests whose time was over at `today`, at most MOST; how many. What is counted of them stays."""
    found = retention.outlived(cuts(catalogue, today), MOST)
    for id in found:
        uow.tickets.blank(id, now)
        uow.lessons.drop(id)
        uow.audit.note(at=now, actor=ACTOR, action="blanked", kind="ticket", id=id)
    return len(found)


def sweep_rest(retention: Retention, catalogue: Catalogue, today: datetime) -> None:
    """Drop messages, memory, profiles, words of alarms, strays and guesses whose time was over at `today`."""
    retention.drop(cuts(catalogue, today))

"""A right to requests as a condition in the database: the same that `Scope.holds` says of one."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, true

from actions.desk.scope import Scope
from actions.store.tables import tickets


def seen(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """What must hold; nothing where the right goes for everything."""
    if scope.everything:
        return ()
    parts = [and_(_of(scope.wide), _near(scope)), and_(_of(scope.own), tickets.c.assignee == scope.username)]
    if scope.named:
        parts.append(and_(tickets.c.minor.is_(True), tickets.c.id.in_(sorted(scope.named))))
    return (or_(*parts),)


def _of(kinds: frozenset[str]) -> ColumnElement[bool]:
    plain = tickets.c.sensitivity.in_(sorted(kinds - {"minor"})) & tickets.c.minor.is_(False)
    return or_(plain, tickets.c.minor.is_(True)) if "minor" in kinds else plain


def _near(scope: Scope) -> ColumnElement[bool]:
    if scope.queues is None:
        return true()
    if not scope.queues:
        return tickets.c.assignee == scope.username
    first = and_(tickets.c.responsible.in_(scope.queues), tickets.c.sensitivity == "ordinary")
    return or_(tickets.c.queue.in_(scope.queues), tickets.c.assignee == scope.username, first)

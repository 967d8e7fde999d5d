"""After a restore: whose words went since the backup was made, goes again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from actions.desk.forget import leave
from actions.store.chain import Erasure
from actions.store.store import Store
from actions.store.unit_of_work import SqlUnitOfWork

ACTOR = "restore"


def erase_again(store: Store, erasures: Iterable[Erasure], now: datetime) -> int:
    """Do again what the restored audit does not know; how many."""
    count = 0
    for erasure in erasures:
        with store.unit() as unit:
            if unit.audit.holds(erasure.line, erasure.at, erasure.subject):
                continue
            if _erase(unit, erasure, now):
                count += 1
                unit.commit()
    return count


def _erase(unit: SqlUnitOfWork, erasure: Erasure, now: datetime) -> bool:
    """False where the backup is older than what was erased."""
    if erasure.kind == "person":
        if unit.people.get(erasure.subject) is None:
            return False
        leave(unit, erasure.subject, now)
    else:
        if not unit.tickets.with_ids([erasure.subject]):
            return False
        unit.tickets.blank(erasure.subject, now)
        unit.lessons.drop(erasure.subject)
    action = "forgotten" if erasure.kind == "person" else "blanked"
    unit.audit.note(at=now, actor=ACTOR, action=action, kind=erasure.kind, id=erasure.subject)
    return True

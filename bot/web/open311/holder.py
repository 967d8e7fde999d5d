"""Who asks: everybody, or a program whose key opens what the member of staff may see who answers for it."""

from __future__ import annotations

from actions.desk.access import NotFoundError, staff_member
from actions.desk.person import Staff
from actions.store.unit_of_work import SqlUnitOfWork
from bot.web.open311.errors import Refusal


def holder(unit: SqlUnitOfWork, key: str, *, action: str = "") -> Staff | None:
    """The member of staff behind a key, None without one; raises Refusal 403 where it is wrong, ended or too weak."""
    if not key.strip():
        return None
    username = unit.keys.holder(key.strip())
    try:
        return staff_member(unit, username or "", action)
    except NotFoundError:
        raise Refusal(403, "api_key: is not valid here, or may not do this") from None


def writer(unit: SqlUnitOfWork, key: str) -> Staff:
    """The same where a key is needed, of somebody who may write."""
    found = holder(unit, key, action="request.open")
    if found is None:
        raise Refusal(403, "api_key: is needed here; the desk's operator gives one")
    return found

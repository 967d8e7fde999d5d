"""What is kept of the page's own person, as a file to take away."""

from __future__ import annotations

from datetime import UTC, datetime

from actions.store.store import Store
from bot.incoming import PlainIncoming
from bot.locale.wording import Wording
from bot.own_data import as_file, own_data
from bot.transcript import Transcripts

CHANNEL = "web"


def taken(store: Store, wording: Wording, session: str) -> bytes | None:
    """JSON of this session's person, noted in the audit; None where nothing is known of them."""
    now = datetime.now(UTC)
    with store.unit() as unit:
        person = unit.people.at(CHANNEL, session)
        if person is None:
            return None
        unit.audit.note(at=now, actor=person.id, action="exported", kind="person", id=person.id)
        unit.commit()
    return as_file(own_data(store, Transcripts(store, wording, {CHANNEL: PlainIncoming()}), person, now))

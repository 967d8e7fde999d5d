"""What the list is narrowed to, as it stands in the page's address."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import urlencode

from actions.desk.ticket import Status
from actions.store.tickets import OPEN_NAMES
from actions.store.worklist import MINE, NOBODY, Cursor, Wanted
from data.model import Catalogue

ALL = "all"
NAMES = ("status", "service", "queue", "district", "who", "late")


@dataclass(frozen=True, slots=True)
class Filters:
    """Each empty where the list is not narrowed by it; `status` empty means the open ones, `late` is "1"."""

    status: str = ""
    service: str = ""
    queue: str = ""
    district: str = ""
    who: str = ""
    late: str = ""
    after: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], catalogue: Catalogue) -> Self:
        """From the address or a form; what is unknown counts for nothing."""
        known = {
            "status": (ALL, *Status),
            "service": catalogue.services,
            "queue": catalogue.place.queues,
            "who": (MINE, NOBODY),
            "late": ("1",),
        }
        chosen = {name: value for name, values in known.items() if (value := query.get(name, "")) in values}
        district = query.get("district", "")
        if district.isdecimal() and district.isascii() and len(district) == 6:
            chosen["district"] = district
        return cls(**chosen, after=query.get("after", "") if _cursor(query.get("after", "")) else "")

    @property
    def query(self) -> str:
        """For the address, without the page."""
        return urlencode([(name, value) for name in NAMES if (value := getattr(self, name))])

    @property
    def wanted(self) -> Wanted:
        """For the store."""
        statuses = () if self.status == ALL else (self.status,) if self.status else OPEN_NAMES
        late = self.late == "1"
        return Wanted(tuple(statuses), self.service, self.queue, self.district, self.who, late)

    @property
    def cursor(self) -> Cursor | None:
        """Where this page begins; None at the first."""
        return _cursor(self.after)

    def page(self, cursor: Cursor) -> str:
        """The address of the page that begins there."""
        text = f"{cursor.urgency}~{cursor.at.isoformat()}~{cursor.number}"
        after = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
        return "&".join(filter(None, (self.query, urlencode({"after": after}))))


def _cursor(text: str) -> Cursor | None:
    if not text or len(text) > 200:
        return None
    try:
        decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        urgency, at, number = decoded.split("~")
        moment = datetime.fromisoformat(at)
        return Cursor(int(urgency[:2]), moment, number) if moment.tzinfo is not None else None
    except ValueError:  # UnicodeDecodeError and binascii.Error are ones
        return None

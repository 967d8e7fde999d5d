"""The people of the desk: who writes, who cares for whom, and who works here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

PHONE = "phone"  # the channel of whoever has no chat: what is written to them waits until somebody tells it


@dataclass(slots=True)
class Person:
    """Somebody who writes to the desk; reached at (channel, address)."""

    id: str
    channel: str  # telegram | rest | web | cli | phone
    address: str  # chat id or sender
    language: str = "zh_Hans"
    name: str = ""
    phone: str = ""
    district: str = ""
    created_at: datetime | None = None
    consents: dict[str, str] = field(default_factory=dict)  # what was agreed → when (ISO 8601)
    manner: str = ""  # how one is spoken to: "" | elder | child

    @property
    def has_chat(self) -> bool:
        """Whether what is written to them reaches them by itself."""
        return self.channel != PHONE


@dataclass(slots=True)
class Link:
    """A guardian or relative who may follow the beneficiary's requests once approved, until it expires."""

    id: str
    follower: str  # a person's id
    followed: str  # a person's id
    relation: str  # guardian | relative | worker
    created_at: datetime
    approved_at: datetime | None = None
    approved_by: str = ""
    expires_at: datetime | None = None
    label: str = ""  # how the follower calls the followed

    def runs(self, now: datetime) -> bool:
        """Whether it holds, or waits for an answer."""
        return self.expires_at is None or now < self.expires_at

    def holds(self, now: datetime) -> bool:
        """Whether it opens anything now."""
        return self.approved_at is not None and self.runs(now)


@dataclass(slots=True)
class HandOver:
    """Who has the talk in a conversation: nobody (the assistant), a waiting call, or a member of staff."""

    conversation: str
    state: str  # waiting | held | ended
    reason: str  # wanted | crisis | stuck
    since: datetime  # waiting: of the call; held: of the last word of staff
    staff: str = ""
    callback: tuple[str, str] | None = None  # the phone on which to be called back instead, and when
    tried_at: datetime | None = None  # when nobody answered there

    @property
    def rings(self) -> bool:
        """Whether somebody in danger calls, and nobody has come."""
        return self.state == "waiting" and self.reason == "crisis"


@dataclass(slots=True)
class Incident:
    """An alarm of the crisis gate that a person must take."""

    id: str
    conversation: str
    person: str
    kind: str
    own: bool
    text: str
    at: datetime
    taken_by: str = ""
    taken_at: datetime | None = None
    result: str = ""  # what was agreed, for staff
    ended_at: datetime | None = None


@dataclass(slots=True)
class Staff:
    """Somebody who works requests; sees only the queues named, or all where `queues` is empty."""

    username: str
    name: str
    role: str  # one of access_table.ROLES
    queues: tuple[str, ...] = ()
    on_duty: bool = False
    disabled: bool = False
    password_hash: str = ""
    named: frozenset[str] = frozenset()  # ids of minors' records that a supervisor opened to them, as long as it holds

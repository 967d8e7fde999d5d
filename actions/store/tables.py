"""The tables. Personal fields are `Sealed`; times are UTC; ids are made by us, so that a value is sealed to its row."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeDecorator

from actions.store.encryption import Sealed


class Moment(TypeDecorator[datetime]):
    """A moment: kept as UTC, returned aware; one without a time zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite gives it back without a zone, PostgreSQL in the session's."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Id = String(64)
Word = String(32)
Serial = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up by itself only on INTEGER

secrets = Table("secrets", metadata, Column("name", Word, primary_key=True), Column("value", Sealed, nullable=False))

persons = Table(
    "persons",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", Word, nullable=False),
    Column("address", Sealed, nullable=False),
    Column("address_index", LargeBinary, nullable=False),
    Column("language", Word, nullable=False),
    Column("name", Sealed),
    Column("name_index", LargeBinary, index=True),
    Column("phone", Sealed),
    Column("phone_index", LargeBinary, index=True),
    Column("district", Sealed),
    Column("consents", Sealed),
    Column("created_at", Moment),
    Column("manner", Word, nullable=False, server_default=""),
    Column("forgotten_at", Moment),
    UniqueConstraint("channel", "address_index", name="uq_persons_reached"),
)

links = Table(
    "links",
    metadata,
    Column("id", Id, primary_key=True),
    Column("follower", ForeignKey("persons.id"), nullable=False, index=True),
    Column("followed", ForeignKey("persons.id"), nullable=False, index=True),
    Column("relation", Word, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("approved_at", Moment),
    Column("approved_by", Id, nullable=False),
    Column("expires_at", Moment),
    Column("label", Sealed),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", ForeignKey("persons.id"), nullable=False, index=True),
    Column("channel", Word, nullable=False),
    Column("state", Sealed),
    Column("asking", Boolean, nullable=False),  # a question is open: its answer waits for no further words
    Column("said", Integer, nullable=False),  # messages put so far: the next one's place in the order
    Column("ready_at", Moment),  # when the first waiting message may be read; empty: none waits
    Column("lease_until", Moment),
    Column("token", Integer, nullable=False),  # one more at each claim: who holds an older one is too late
    Column("worker", Id, nullable=False),
)
Index(
    "ix_conversations_ready",
    conversations.c.ready_at,
    sqlite_where=conversations.c.ready_at.is_not(None),
    postgresql_where=conversations.c.ready_at.is_not(None),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", Id, primary_key=True),
    Column("number", Word, nullable=False, unique=True),
    Column("service", Id, nullable=False),
    Column("status", Word, nullable=False),
    Column("clock", Word, nullable=False),
    Column("urgency", SmallInteger, nullable=False),
    Column("due_taken_up", Moment, nullable=False),
    Column("due_first_contact", Moment, nullable=False),
    Column("due_result", Moment, nullable=False),
    Column("due_closed", Moment, nullable=False),
    Column("due_next", Moment, nullable=False),
    Column("queue", Id, nullable=False),
    Column("district", Id, nullable=False, server_default=""),  # the code of the county it is about, where known
    Column("requester", ForeignKey("persons.id"), nullable=False),
    Column("conversation", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("opened_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("details", Sealed),
    Column("text", Sealed),
    Column("attachments", Sealed),
    Column("place_key", Sealed),
    Column("secret", Boolean, nullable=False),
    Column("sensitivity", Word, nullable=False),
    Column("minor", Boolean, nullable=False, server_default=false()),  # a protected one about a child
    Column("assignee", Id, nullable=False),
    Column("urged", Integer, nullable=False),
    Column("reopened", Integer, nullable=False),
    Column("came_back", Integer, nullable=False, server_default="0"),  # the line of its history by which nobody had it
    Column("taken_up_at", Moment),
    Column("first_contact_at", Moment),
    Column("result_at", Moment),
    Column("closed_at", Moment),
    Column("rated_contacted", Boolean),
    Column("rated_solved", Boolean),
    Column("rated_satisfied", SmallInteger),
    Column("code_hash", String(80), nullable=False),
    Column("responsible", Id, nullable=False, server_default="", index=True),  # the office that received it first
    Column("waiting_since", Moment),
    Column("acts_at", Moment),  # when its clock is to be looked at next
    Column("blanked_at", Moment),  # when its words were forgotten, by its person's wish or because its time was over
    Column("version", Integer, nullable=False),
)
Index("ix_tickets_requester", tickets.c.requester, tickets.c.opened_at)
Index("ix_tickets_work", tickets.c.urgency.desc(), tickets.c.due_next)
Index("ix_tickets_queue", tickets.c.queue, tickets.c.status)
UNFINISHED = text("status NOT IN ('closed', 'cancelled')")
Index(
    "ix_tickets_open",
    tickets.c.urgency.desc(),
    tickets.c.due_next,
    sqlite_where=UNFINISHED,
    postgresql_where=UNFINISHED,
)
ACTING = text("acts_at IS NOT NULL")
FULL = text("blanked_at IS NULL AND closed_at IS NOT NULL")
Index("ix_tickets_full", tickets.c.closed_at, sqlite_where=FULL, postgresql_where=FULL)
ASSIGNED = text("assignee != ''")
Index("ix_tickets_assignee", tickets.c.assignee, sqlite_where=ASSIGNED, postgresql_where=ASSIGNED)

ticket_events = Table(
    "ticket_events",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("kind", Word, nullable=False),
    Column("by", Id, nullable=False),
    Column("text", Sealed),
    Column("data", Sealed),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("conversation", ForeignKey("conversations.id"), nullable=False),
    Column("payload", Sealed),
    Column("received_at", Moment, nullable=False),
    Column("ready_at", Moment, nullable=False),
    Column("state", Word, nullable=False),  # waiting | done | aside
    Column("attempts", SmallInteger, nullable=False),
    Column("error", Id, nullable=False),  # the error's class only
    info={"sealed_to": ("key",)},  # known before the row has a number
    sqlite_autoincrement=True,
)
Index("ix_inbox_conversation", inbox.c.conversation, inbox.c.id)
WAITING = text("state = 'waiting'")
Index("ix_inbox_waiting", inbox.c.conversation, inbox.c.id, sqlite_where=WAITING, postgresql_where=WAITING)
Index("ix_inbox_aside", inbox.c.id, sqlite_where=text("state = 'aside'"), postgresql_where=text("state = 'aside'"))
ASIDE = text("inbox.state = 'aside'")  # beside conversations, that have a state of their own

strays = Table(
    "strays",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("channel", Word, nullable=False),
    Column("payload", Sealed),
    Column("at", Moment, nullable=False),
    Column("error", Id, nullable=False),  # the error's class only
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("conversation", ForeignKey("conversations.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("channel", Word, nullable=False),
    Column("lane", SmallInteger, nullable=False),  # 0 answer, 1 notice, 2 campaign
    Column("say", Sealed),
    Column("cause", String(80), nullable=False),
    Column("put_at", Moment, nullable=False),
    Column("ready_at", Moment, nullable=False),
    Column("state", Word, nullable=False),  # waiting | sending | sent | uncertain | failed
    Column("worker", Id, nullable=False),
    Column("lease_until", Moment),
    Column("attempts", SmallInteger, nullable=False),
    Column("doubts", SmallInteger, nullable=False),  # sends whose end nobody knows
    Column("error", Id, nullable=False),
    Column("sent_at", Moment),
    Column("receipt", BigInteger),  # the other side's number for it, or for the last of its pieces
    Column("earlier", Text),  # for the pieces before that: ",7,8,"
    UniqueConstraint("conversation", "place", name="uq_outbox_place"),
    info={"sealed_to": ("conversation", "place")},
    sqlite_autoincrement=True,
)
Index("ix_outbox_cause", outbox.c.cause)
RECEIVED = text("receipt IS NOT NULL")
Index("ix_outbox_receipt", outbox.c.receipt, sqlite_where=RECEIVED, postgresql_where=RECEIVED)
IN_PIECES = text("earlier IS NOT NULL")
Index("ix_outbox_earlier", outbox.c.id, sqlite_where=IN_PIECES, postgresql_where=IN_PIECES)
Index("ix_outbox_waiting", outbox.c.lane, outbox.c.id, sqlite_where=WAITING, postgresql_where=WAITING)
BY_PHONE = text("state = 'waiting' AND channel = 'phone'")
Index("ix_outbox_by_phone", outbox.c.id, sqlite_where=BY_PHONE, postgresql_where=BY_PHONE)
UNSENT = text("state IN ('waiting', 'sending')")
Index("ix_outbox_unsent", outbox.c.conversation, outbox.c.place, sqlite_where=UNSENT, postgresql_where=UNSENT)
TROUBLED = text("state IN ('failed', 'uncertain')")
Index("ix_outbox_troubled", outbox.c.channel, sqlite_where=TROUBLED, postgresql_where=TROUBLED)
SENDING = text("state = 'sending'")
Index("ix_outbox_sending", outbox.c.lease_until, sqlite_where=SENDING, postgresql_where=SENDING)

hand_overs = Table(
    "hand_overs",
    metadata,
    Column("conversation", ForeignKey("conversations.id"), primary_key=True),
    Column("state", Word, nullable=False, index=True),
    Column("reason", Word, nullable=False),
    Column("since", Moment, nullable=False),
    Column("staff", Id, nullable=False),
    Column("callback", Sealed),  # where and when to be called back instead
    Column("tried_at", Moment),  # when nobody answered there
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation", ForeignKey("conversations.id"), nullable=False),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("kind", Word, nullable=False),
    Column("own", Boolean, nullable=False),
    Column("text", Sealed),
    Column("at", Moment, nullable=False),
    Column("taken_by", Id, nullable=False),
    Column("taken_at", Moment),
    Column("result", Sealed),
    Column("ended_at", Moment),
)
Index("ix_incidents_conversation", incidents.c.conversation, incidents.c.at)
UNTAKEN = text("taken_by = ''")
Index("ix_incidents_open", incidents.c.at, sqlite_where=UNTAKEN, postgresql_where=UNTAKEN)
Index("ix_incidents_taken", incidents.c.taken_at)

staff = Table(
    "staff",
    metadata,
    Column("username", Id, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("role", Word, nullable=False),
    Column("queues", Text, nullable=False),  # a JSON list
    Column("on_duty", Boolean, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("password_hash", String(255), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Id, primary_key=True),  # of the cookie's secret, which stands nowhere here
    Column("staff", ForeignKey("staff.username"), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Column("there_at", Moment),  # when a page of it was last seen open
)

audit = Table(
    "audit",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("actor", Id, nullable=False),
    Column("action", Id, nullable=False),
    Column("kind", Word, nullable=False),
    Column("subject", Id, nullable=False),
    Column("fields", Text, nullable=False),  # a JSON list of names
    sqlite_autoincrement=True,
)
Index("ix_audit_subject", audit.c.kind, audit.c.subject)
Index("ix_audit_at", audit.c.at, audit.c.id)
CHANGED = text("action != 'read' AND kind != 'staff'")  # what an open console page must hear of
Index("ix_audit_changes", audit.c.id, sqlite_where=CHANGED, postgresql_where=CHANGED)

tries = Table(
    "tries",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("person", Id, nullable=False),
    Column("what", Word, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("ix_tries_person", tries.c.person, tries.c.what, tries.c.at)

counters = Table("counters", metadata, Column("name", Word, primary_key=True), Column("last", Integer, nullable=False))

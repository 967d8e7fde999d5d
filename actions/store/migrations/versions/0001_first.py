"""The first tables. Revision 0001."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'waiting'")
CHANGED = sa.text("action != 'read' AND kind != 'staff'")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "audit",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_audit_changes",
        "audit",
        ["id"],
        unique=False,
        sqlite_where=CHANGED,
        postgresql_where=CHANGED,
    )
    op.create_index("ix_audit_subject", "audit", ["kind", "subject"], unique=False)
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("address_index", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("name_index", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column("district", sa.LargeBinary(), nullable=True),
        sa.Column("consents", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
        sa.UniqueConstraint("channel", "address_index", name="uq_persons_reached"),
    )
    op.create_index("ix_persons_name_index", "persons", ["name_index"], unique=False)
    op.create_index("ix_persons_phone_index", "persons", ["phone_index"], unique=False)
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
    op.create_table(
        "staff",
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("queues", sa.Text(), nullable=False),
        sa.Column("on_duty", sa.Boolean(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("username", name="pk_staff"),
    )
    op.create_table(
        "strays",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_strays"),
    )
    op.create_table(
        "tries",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tries"),
    )
    op.create_index("ix_tries_person", "tries", ["person", "what", "at"], unique=False)
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=True),
        sa.Column("asking", sa.Boolean(), nullable=False),
        sa.Column("said", sa.Integer(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_conversations_person"),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_person", "conversations", ["person"], unique=False)
    op.create_index(
        "ix_conversations_ready",
        "conversations",
        ["ready_at"],
        unique=False,
        sqlite_where=sa.text("ready_at IS NOT NULL"),
        postgresql_where=sa.text("ready_at IS NOT NULL"),
    )
    op.create_table(
        "links",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("follower", sa.String(length=64), nullable=False),
        sa.Column("followed", sa.String(length=64), nullable=False),
        sa.Column("relation", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("label", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["followed"], ["persons.id"], name="fk_links_followed"),
        sa.ForeignKeyConstraint(["follower"], ["persons.id"], name="fk_links_follower"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
    )
    op.create_index("ix_links_followed", "links", ["followed"], unique=False)
    op.create_index("ix_links_follower", "links", ["follower"], unique=False)
    op.create_table(
        "hand_overs",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name="fk_hand_overs_conversation"),
        sa.PrimaryKeyConstraint("conversation", name="pk_hand_overs"),
    )
    op.create_index("ix_hand_overs_state", "hand_overs", ["state"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name="fk_inbox_conversation"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("key", name="uq_inbox_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_conversation", "inbox", ["conversation", "id"], unique=False)
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["conversation", "id"],
        unique=False,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name="fk_incidents_conversation"),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_incidents_person"),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    op.create_index("ix_incidents_conversation", "incidents", ["conversation", "at"], unique=False)
    op.create_index(
        "ix_incidents_open",
        "incidents",
        ["at"],
        unique=False,
        sqlite_where=sa.text("taken_by = ''"),
        postgresql_where=sa.text("taken_by = ''"),
    )
    op.create_index("ix_incidents_taken", "incidents", ["taken_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("say", sa.LargeBinary(), nullable=True),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("worker", sa.String(length=64), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("doubts", sa.SmallInteger(), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name="fk_outbox_conversation"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("conversation", "place", name="uq_outbox_place"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_cause", "outbox", ["cause"], unique=False)
    op.create_index(
        "ix_outbox_receipt",
        "outbox",
        ["receipt"],
        unique=False,
        sqlite_where=sa.text("receipt IS NOT NULL"),
        postgresql_where=sa.text("receipt IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_sending",
        "outbox",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "ix_outbox_unsent",
        "outbox",
        ["conversation", "place"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )
    op.create_index(
        "ix_outbox_waiting", "outbox", ["lane", "id"], unique=False, sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("clock", sa.String(length=32), nullable=False),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("due_taken_up", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_first_contact", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_result", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_closed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_next", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queue", sa.String(length=64), nullable=False),
        sa.Column("requester", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("attachments", sa.LargeBinary(), nullable=True),
        sa.Column("place_key", sa.LargeBinary(), nullable=True),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("sensitivity", sa.String(length=32), nullable=False),
        sa.Column("assignee", sa.String(length=64), nullable=False),
        sa.Column("urged", sa.Integer(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rated_contacted", sa.Boolean(), nullable=True),
        sa.Column("rated_solved", sa.Boolean(), nullable=True),
        sa.Column("rated_satisfied", sa.SmallInteger(), nullable=True),
        sa.Column("code_hash", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name="fk_tickets_conversation"),
        sa.ForeignKeyConstraint(["requester"], ["persons.id"], name="fk_tickets_requester"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.UniqueConstraint("number", name="uq_tickets_number"),
    )
    op.create_index(
        "ix_tickets_assignee",
        "tickets",
        ["assignee"],
        unique=False,
        sqlite_where=sa.text("assignee != ''"),
        postgresql_where=sa.text("assignee != ''"),
    )
    op.create_index("ix_tickets_conversation", "tickets", ["conversation"], unique=False)
    op.create_index(
        "ix_tickets_open",
        "tickets",
        [sa.literal_column("urgency DESC"), "due_next"],
        unique=False,
        sqlite_where=sa.text("status NOT IN ('closed', 'cancelled')"),
        postgresql_where=sa.text("status NOT IN ('closed', 'cancelled')"),
    )
    op.create_index("ix_tickets_queue", "tickets", ["queue", "status"], unique=False)
    op.create_index("ix_tickets_requester", "tickets", ["requester", "opened_at"], unique=False)
    op.create_index("ix_tickets_work", "tickets", [sa.literal_column("urgency DESC"), "due_next"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("staff", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.username"], name="fk_sessions_staff"),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
    )
    op.create_index("ix_sessions_staff", "sessions", ["staff"], unique=False)
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"], unique=False)
    op.create_table(
        "ticket_events",
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_ticket_events_ticket"),
        sa.PrimaryKeyConstraint("ticket", "place", name="pk_ticket_events"),
    )
    _files()
    _lessons()
    _rooms()


def _rooms() -> None:
    op.create_table(
        "rooms",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.Column("card", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name="fk_rooms_conversation"),
        sa.PrimaryKeyConstraint("conversation", name="pk_rooms"),
    )
    op.create_index("ix_rooms_thread", "rooms", ["chat", "thread"], unique=False)
    op.create_table(
        "invites",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_invites"),
    )
    op.create_table(
        "bindings",
        sa.Column("account", sa.String(length=80), nullable=False),
        sa.Column("staff", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", name="pk_bindings"),
    )
    op.create_index("ix_bindings_staff", "bindings", ["staff"], unique=False)


def _lessons() -> None:
    op.create_table(
        "lessons",
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("meant", sa.String(length=64), nullable=False),
        sa.Column("heard", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name="fk_lessons_ticket"),
        sa.PrimaryKeyConstraint("ticket", name="pk_lessons"),
    )


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("message", SERIAL, nullable=False),
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("hear", sa.Boolean(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name="fk_files_conversation"),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
    )
    op.create_index("ix_files_conversation", "files", ["conversation"], unique=False)
    op.create_index("ix_files_ticket", "files", ["ticket"], unique=False)
    op.create_index(
        "ix_files_waiting",
        "files",
        ["ready_at"],
        unique=False,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    """Drop them, the later ones first."""
    for table in (
        "bindings",
        "invites",
        "rooms",
        "lessons",
        "files",
        "ticket_events",
        "sessions",
        "tickets",
        "outbox",
        "incidents",
        "inbox",
        "hand_overs",
        "links",
        "conversations",
        "tries",
        "strays",
        "staff",
        "secrets",
        "persons",
        "counters",
        "audit",
    ):
        op.drop_table(table)  # and its indexes

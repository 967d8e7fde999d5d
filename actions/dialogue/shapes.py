"""What goes into a turn and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from actions.desk.commands import Command
from actions.desk.results import LinkView, TicketView
from actions.desk.say import Say
from actions.desk.ticket import Attachment, Value


@dataclass(frozen=True, slots=True)
class Message:
    """What the person sent: one or more messages that waited together, joined by line breaks."""

    text: str = ""
    pressed: str = ""  # the payload of the button pressed, else ""
    attachments: tuple[Attachment, ...] = ()
    edited: bool = False  # an edit of an earlier message: a correction
    sticker: bool = False
    voice: str = ""  # new | unheard: spoken, without words beside it; unheard where nobody could make any
    phone: str = ""  # the writer's own number, where the channel vouches for it
    replied: str = ""  # the number of the request that the desk's message spoke of, to which this replies
    opened: str = ""  # what a link that opened the talk brought


@dataclass(frozen=True, slots=True)
class Understanding:
    """nlu's answer for the message's text; `away` where nobody answered in time."""

    intent: str = ""
    confidence: float = 0.0
    ranking: tuple[tuple[str, float], ...] = ()
    crisis: Mapping[str, float] = field(default_factory=dict)  # kind → calibrated probability
    topics: tuple[tuple[str, float], ...] = ()
    away: bool = False
    parts: tuple[tuple[str, Understanding], ...] = ()  # of a message that may hold several needs, each by itself
    cuts: tuple[tuple[Understanding, Understanding], ...] = ()  # both sides of each place where it may hold two needs
    hints: tuple[Understanding, ...] = ()  # of the sentences that hint at danger, each by itself
    whole: Understanding | None = None  # of the message with what was said before it, which alone told too little


AWAY = Understanding(away=True)


@dataclass(frozen=True, slots=True)
class View:
    """What this person may see: own and linked requests, newest first, and who has the talk."""

    tickets: tuple[TicketView, ...] = ()
    hand_over: str = ""  # "" | waiting | held
    on_duty: bool = False
    left: bool = False  # whoever has the talk is off duty
    known: Mapping[str, Value] = field(default_factory=dict)  # district, phone … from the person's profile
    links: tuple[LinkView, ...] = ()  # who follows whom
    hands_out: str = ""  # one's own data: abroad (a file in this talk) | page (from it) | "" (by staff)


@dataclass(frozen=True, slots=True)
class Form:
    """A request being filled in."""

    service: str
    values: Mapping[str, Value] = field(default_factory=dict)
    asked: tuple[str, ...] = ()  # ids of details in the order asked: the way back
    skipped: tuple[str, ...] = ()
    current: str = ""  # the open question's detail
    stage: str = "asking"  # asking | summary | choosing (which detail to correct) | consent | failed (the rule says no)
    misses: int = 0  # answers in a row that were not understood
    said: tuple[str, ...] = ()  # the person's own words, kept as the request's text
    attachments: tuple[Attachment, ...] = ()
    secret: bool = False
    eased: bool = False  # after an alarm: every question may be skipped
    touched_at: str = ""  # ISO 8601
    picked: tuple[str, ...] = ()  # several choices pressed so far for the open question
    fresh: bool = False  # the person wants a new request although a like one is open
    rule_told: bool = False  # the rule that decides holds, and this was said
    more: int = 0  # further children whom the person spoke of: each gets a request of its own
    sibling: bool = False  # put aside for the next of them


@dataclass(frozen=True, slots=True)
class Pending:
    """A question of the assistant's outside a form: its name and what it needs to go on."""

    kind: str
    data: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that the assistant remembers of one talk."""

    id: str
    person: str
    language: str = "zh_Hans"
    form: Form | None = None
    parked: tuple[Form, ...] = ()  # unfinished ones, kept 7 days
    wanted: tuple[str, ...] = ()  # another need, offered next: services
    pending: Pending | None = None
    last: tuple[Say, ...] = ()  # what was said last, for "repeat"
    greeted: bool = False
    language_fixed: bool = False  # chosen by the person
    language_heard: bool = False  # the person surely wrote in it
    leaning: str = ""  # the other language, in which the last message that tells one was written
    wanted_said: tuple[str, ...] = ()  # the words of each need in `wanted`
    kept: tuple[Attachment, ...] = ()  # sent before it was known what for
    place: str = ""  # told before it was known what for
    touched_at: str = ""  # ISO 8601, of the last message
    alarm: str = ""  # kind of the last alarm
    alarmed_at: str = ""  # ISO 8601, of the last alarm
    alarm_own: bool = False  # whether the last alarm was the writer's own
    alarm_elder: bool = False  # whether it was for an old person: no child is in danger
    numbers_at: str = ""  # ISO 8601: when the numbers of an alarm were shown last
    calmed: str = ""  # kind of the last alarm, once the person said that all is well
    proven: str = ""  # the number of a request opened by number and code
    proven_at: str = ""  # ISO 8601
    unclear: int = 0  # messages in a row that were not understood
    manner: str = ""  # elder: short, by number, one thing at a time | child: simple words, a quick way out
    manner_fixed: bool = False  # chosen by the person
    offer: str = ""  # of the short way: now | made
    page: int = 0  # of the choices shown last


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn came to: the conversation as it now is, what to say, and what the desk is to do."""

    conversation: Conversation
    replies: tuple[Say, ...] = ()
    commands: tuple[Command, ...] = ()

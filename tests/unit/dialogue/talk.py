"""A talk with the assistant: messages go in, what it said and asked of the desk stays to be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from actions.desk.commands import CallPerson, Command, OpenTicket, RaiseIncident
from actions.desk.results import Opened, Result, TicketView
from actions.desk.say import Button, Param, Say
from actions.desk.ticket import Attachment, Due, Status
from actions.dialogue import after, dump, needs_understanding, restore, turn
from actions.dialogue.shapes import AWAY, Conversation, Form, Message, Understanding, View
from data.model import Catalogue
from tests.known import known

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
NUMBER = "NX-261122-000013"


@cache
def catalogue() -> Catalogue:
    """The desk's own catalogue, read once."""
    return known()


def understood(intent: str, confidence: float = 0.9, **more: Any) -> Understanding:
    """nlu's answer where it is sure."""
    rest = (1 - confidence) / 2
    ranking = ((intent, confidence), ("greet", rest), ("thank", rest / 2))
    return Understanding(intent, confidence, ranking, **more)


def ticket(service: str = "meal_service", number: str = NUMBER, **more: Any) -> TicketView:
    """An open request of this person's."""
    due = Due(*(NOW + timedelta(hours=h) for h in (2, 24, 24, 120)))
    told: dict[str, Any] = {"status": Status.NEW, "opened_at": NOW.isoformat(), "due": due, "queue": "elder_care"}
    return TicketView(number, service, **(told | more))


class Talk:
    """One conversation; every turn is kept as JSON in between, as it would be in the store."""

    def __init__(self, *, view: View | None = None, now: datetime = NOW, **conversation: Any) -> None:
        self.conversation = Conversation("c1", "p1", **conversation)
        self.view = view or View()
        self.now = now
        self.replies: tuple[Say, ...] = ()
        self.commands: tuple[Command, ...] = ()

    def say(self, text: str, intent: str = "", confidence: float = 0.9, *, away: bool = False, **more: Any) -> Talk:
        """Send words; nlu is asked only if the turn wants it."""
        heard = AWAY if away else understood(intent, confidence, **more) if intent else Understanding(**more)
        return self.send(Message(text=text), heard)

    def send(self, message: Message, heard: Understanding | None = None) -> Talk:
        """Send a message of any kind."""
        if not needs_understanding(self.conversation, message, catalogue(), self.now):
            heard = Understanding()
        done = turn(self.conversation, message, heard or Understanding(), self.view, catalogue(), self.now)
        self.conversation, self.replies, self.commands = done.conversation, done.replies, done.commands
        if any(isinstance(c, CallPerson) for c in done.commands) and not self.view.hand_over:
            self.view = replace(self.view, hand_over="waiting")  # as the desk does
        assert restore(dump(self.conversation)) == self.conversation
        return self

    def press(self, part: str) -> Talk:
        """Press the button shown last whose payload has this part."""
        return self.send(Message(pressed=self.button(part).payload))

    def photo(self, url: str = "https://example.test/1.jpg") -> Talk:
        """Send a photo."""
        return self.send(Message(attachments=(Attachment("photo", url),)))

    def pin(self, lat: float = 22.5, lon: float = 114.1) -> Talk:
        """Send a location."""
        return self.send(Message(attachments=(Attachment("location", lat=lat, lon=lon),)))

    def result(self, *results: Result) -> Talk:
        """Tell what came of the commands."""
        self.conversation, self.replies = after(self.conversation, results, catalogue(), self.now, self.view)
        return self

    def opened(self) -> Talk:
        """The desk opened what was asked for."""
        return self.result(Opened(ticket(self.command(OpenTicket).service), "7KQ9WXYA"))

    def later(self, **span: float) -> Talk:
        """Time goes by."""
        self.now += timedelta(**span)
        return self

    def button(self, part: str) -> Button:
        """The button shown last whose payload has this part."""
        shown = [b for s in (*self.conversation.last, *self.replies) for b in s.buttons]
        return next(b for b in reversed(shown) if part in b.payload)

    def command[C](self, kind: type[C]) -> C:
        """What the desk was asked for, where one thing was of this kind."""
        (found,) = (c for c in self.commands if isinstance(c, kind))
        return found

    @property
    def keys(self) -> list[str]:
        """Keys of what was said."""
        return [s.key for s in self.replies]

    @property
    def numbers(self) -> list[Param]:
        """The telephone numbers that the first reply tells, in order."""
        return [number for _, number, *_ in lines(self.replies[0], "numbers")]

    @property
    def form(self) -> Form:
        """The form being filled in."""
        assert self.conversation.form is not None
        return self.conversation.form

    @property
    def open(self) -> str:
        """The open question's detail, or the form's stage, or "" where there is no form."""
        form = self.conversation.form
        return "" if form is None else form.current or form.stage


def meals(text: str = "想给我妈订饭", **more: Any) -> Talk:
    """A form for meals, its first question open."""
    return Talk(**more).say(text, "meal_service")


def at_summary() -> Talk:
    """A form for meals, to be confirmed."""
    talk = meals("给我妈订饭，她78岁，住深圳市罗湖区翠竹街道12号，送到家里")
    for _ in range(8):
        if talk.open == "summary":
            break
        answer = {"age": "78", "address": "深圳市罗湖区翠竹街道12号", "dining": "2", "start": "明天", "diet": "跳过"}
        talk.say(answer.get(talk.open, "跳过"))
    assert talk.open == "summary", talk.open
    return talk


def lines(said: Say, name: str) -> list[tuple[Param, ...]]:
    """The lines of a list that stands in a message."""
    given = said.params[name]
    assert isinstance(given, tuple)
    found = [line for line in given if isinstance(line, tuple)]
    assert len(found) == len(given)
    return found


def raised(talk: Talk) -> RaiseIncident | None:
    """The alarm that the turn raised."""
    return next((c for c in talk.commands if isinstance(c, RaiseIncident)), None)

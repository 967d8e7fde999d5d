"""`nuanxin talks`: alarms and people who ask for a person, for staff at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opened import opened, zone
from bot.cli.who import As

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from actions.store.unit_of_work import SqlUnitOfWork
    from bot.who_waits import Waiting

app = typer.Typer(no_args_is_help=True, help="Take over the talk of somebody who asked for a person.")
Conversation = Annotated[
    str, typer.Argument(metavar="CONVERSATION", help="As `talks list` and `tickets show` print it.")
]


@contextmanager
def _unit() -> Iterator[SqlUnitOfWork]:
    with opened() as store, store.unit() as unit:
        yield unit
        unit.commit()


@contextmanager
def _talk(conversation: str) -> Iterator[SqlUnitOfWork]:
    """The unit, where there is such a talk; raises Failure."""
    from bot.failures import Failure

    with _unit() as unit:
        if unit.conversations.get(conversation) is None:
            raise Failure(f"there is no talk {conversation}; `nuanxin talks list` shows who waits")
        yield unit


@app.command("list")
def list_(as_: As) -> None:
    """Who waits, in the console's order: danger first, the greatest to life above, then the longest wait."""
    from actions.desk.access import staff_member
    from bot.who_waits import who_waits

    here = zone()
    with _unit() as unit:
        staff = staff_member(unit, as_, "incident.read")
        waiting = [one for one in who_waits(unit, staff, datetime.now(UTC)) if one.waits]
    for one in waiting:
        print("\n".join(_lines(one, here)))
    if not waiting:
        print("nobody waits")


def _lines(one: Waiting, here: ZoneInfo) -> Iterator[str]:
    """Each alarm, and the call; the number to call back stands in the talk."""
    for alarm in one.alarms:
        whose = "the writer" if alarm.own else "somebody else"
        yield f"ALARM  {alarm.at.astimezone(here):%m-%d %H:%M}  {alarm.kind}  {whose}  {one.conversation}"
    if (call := one.call) is not None:
        had = f"  had an alarm at {one.had.at.astimezone(here):%H:%M} ({one.had.kind})" if one.had else ""
        back = f"  call back: {call.callback[1]}" if call.callback else ""
        back += f", no answer at {call.tried_at.astimezone(here):%m-%d %H:%M}" if call.tried_at else ""
        yield f"call   {call.since.astimezone(here):%m-%d %H:%M}  {call.reason}  {one.conversation}{had}{back}"


@app.command()
def show(conversation: Conversation, as_: As) -> None:
    """What was said in a talk, both sides."""
    from actions.desk.access import talk_for_staff
    from bot.failures import Failure
    from bot.locale.wording import Wording
    from bot.transcript import Transcripts
    from bot.wiring import incomings

    with opened() as store:
        with store.unit() as unit:
            now = datetime.now(UTC)
            talk_for_staff(unit, as_, conversation, now)
            unit.audit.note(at=now, actor=as_, action="read", kind="conversation", id=conversation)
            loaded = unit.conversations.get(conversation)
            unit.commit()
        if loaded is None:
            raise Failure(f"there is no talk {conversation}; `nuanxin talks list` shows who waits")
        talks = Transcripts(store, Wording(zone().key), incomings(store))
        for line in talks.read(conversation, loaded.person.channel):
            print(("> " if line.person else "  ") + line.text)


@app.command()
def undelivered(as_: As) -> None:
    """What could not be brought to people, the latest first; `talks show` tells what it was."""
    from actions.desk.access import staff_member

    here = zone()
    with opened() as store:
        with store.unit(reading=True) as unit:
            staff_member(unit, as_, "undelivered.read")
        troubled = store.outbox.troubled()
    for row in troubled:
        at = f"{row.put_at.astimezone(here):%m-%d %H:%M}"
        print(f"{row.id:<7} {at}  {row.channel:<10} {row.state:<9} {row.error:<12}  {row.conversation}")
    if not troubled:
        print("everything arrived")


@app.command()
def resend(
    message: Annotated[int, typer.Argument(metavar="MESSAGE", help="As `undelivered` prints it.")], as_: As
) -> None:
    """Send once more what could not be delivered."""
    from bot.failures import Failure
    from bot.undelivered import send_again

    with opened() as store:
        if not send_again(store, as_, message, datetime.now(UTC)):
            raise Failure(f"message {message} has arrived, is being sent, or is none; `talks undelivered` lists them")
    print("put back, to be sent again")


@app.command()
def unread(
    as_: As,
    message: Annotated[
        str,
        typer.Argument(metavar="[MESSAGE]", help="A key of what belongs to no talk: shows it as it came."),
    ] = "",
) -> None:
    """What the desk could not deal with, the latest first; `talks show` tells what was written."""
    from actions.desk.access import staff_member
    from bot.failures import Failure
    from bot.undelivered import READ, stray

    here = zone()
    with opened() as store:
        if message:
            if (found := stray(store, as_, message, datetime.now(UTC))) is None:
                raise Failure(f"nothing was set aside as {message}; `talks unread` lists what was")
            print(found)
            return
        with store.unit(reading=True) as unit:
            staff_member(unit, as_, READ)
        found_all = store.unread.latest()
    for row in found_all:
        at = f"{row.at.astimezone(here):%m-%d %H:%M}"
        print(f"{row.id or row.key}  {at}  {row.channel}  {row.error}  {row.conversation}".rstrip())
    if not found_all:
        print("everything was dealt with")


@app.command()
def reread(message: Annotated[int, typer.Argument(metavar="MESSAGE", help="As `unread` prints it.")], as_: As) -> None:
    """Have a message dealt with once more that was set aside, once the fault is mended."""
    from bot.failures import Failure
    from bot.undelivered import read_again

    with opened() as store:
        if not read_again(store, as_, message, datetime.now(UTC)):
            raise Failure(f"message {message} waits, was dealt with, or is none; `talks unread` lists what is aside")
    print("put back, to be dealt with again")


@app.command()
def take(conversation: Conversation, as_: As) -> None:
    """Take the talk: the assistant is silent until you give it back."""
    from actions.desk.access import staff_member
    from actions.desk.hand_over import claim
    from actions.desk.incident import take_all

    with _talk(conversation) as unit:
        now = datetime.now(UTC)
        claim(unit, as_, conversation, now)
        take_all(unit, as_, conversation, now)
        print(f"it is yours; `nuanxin talks say {conversation} … --as {as_}` writes, `talks give-back` ends it")
        if not staff_member(unit, as_).on_duty:
            print(f"you are off duty: others are told that nobody is there, until `nuanxin staff duty {as_} on`")


@app.command("take-over")
def take_over(conversation: Conversation, as_: As) -> None:
    """Take a talk from the colleague who has it; for supervisors."""
    from actions.desk.hand_over import take_over as do
    from actions.desk.incident import take_all

    with _talk(conversation) as unit:
        now = datetime.now(UTC)
        do(unit, as_, conversation, now)
        take_all(unit, as_, conversation, now)
        print("it is yours now")


@app.command()
def say(conversation: Conversation, text: Annotated[str, typer.Argument(metavar="TEXT")], as_: As) -> None:
    """Write in a talk that is yours."""
    from actions.desk.hand_over import speak

    with _talk(conversation) as unit:
        speak(unit, as_, conversation, text, datetime.now(UTC))
        print("said")


@app.command("give-back")
def give_back(
    conversation: Conversation,
    as_: As,
    agreed: Annotated[str, typer.Option(metavar="TEXT", help="After an alarm: what was agreed, for its record.")] = "",
) -> None:
    """End your part: the assistant answers again."""
    from actions.desk.hand_over import give_back as do

    with _talk(conversation) as unit:
        do(unit, as_, conversation, datetime.now(UTC), result=agreed)
        print("the assistant has it again")

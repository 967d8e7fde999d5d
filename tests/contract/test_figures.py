"""What is counted, on both engines: it follows each request, names nobody and stays when the person is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from actions.desk import staff_work
from actions.desk.commands import AddInformation, CallPerson, Command, Forget, OpenTicket, Rate
from actions.desk.counted import CountedTalk
from actions.desk.execute import execute
from actions.desk.figures import Cell, Figures, Narrow, minute_of, read_figures, read_standing
from actions.desk.person import Staff
from actions.desk.results import Opened, Result
from actions.desk.spans import Sample
from actions.desk.teaching import teach
from actions.desk.ticket import Rating
from actions.store import Store
from actions.store.figures_tables import figures_hours, figures_months, figures_requests, figures_talks
from actions.store.migrate import downgrade, migrate
from actions.store.tables import tickets
from actions.store.unit_of_work import SqlUnitOfWork
from tests.conftest import NOW
from tests.unit.desk.builders import a_catalogue

CATALOGUE = a_catalogue()
TODAY = NOW.toordinal()  # ten in the morning there
TALK = "conversation-1"
ALL = Narrow(TODAY - 400, TODAY + 400)


class Desk:
    """A store with its clock, to act on it."""

    def __init__(self, store: Store) -> None:
        self.store, self.now = store, NOW
        self.unit(lambda unit: unit.staff.save(Staff("li", "小李", "agent")))

    def unit[T](self, what: Callable[[SqlUnitOfWork], T]) -> T:
        """One transaction."""
        with self.store.unit() as unit:
            found = what(unit)
            unit.commit()
        return found

    def do(self, command: Command, who: str = "amah") -> Result:
        """What somebody does on the REST channel."""

        def act(unit: SqlUnitOfWork) -> Result:
            loaded = unit.conversations.load("rest", who, now=self.now)
            return execute(
                command, uow=unit, person=loaded.person, conversation_id=loaded.id, catalogue=CATALOGUE, now=self.now
            )

        return self.unit(act)

    def opened(self, who: str = "amah", service: str = "meal") -> str:
        """A request's number."""
        result = self.do(OpenTicket(service, {"age": 78, "district": "东区"}, "我想找人送饭到家里"), who)
        assert isinstance(result, Opened)
        return result.ticket.number

    def staff(self, step: Callable[..., object], number: str, *args: str, **more: Any) -> None:
        """What a member of staff does."""
        self.unit(lambda unit: step(unit, "li", number, *args, now=self.now, **more))

    def talked(self, talk: CountedTalk) -> None:
        """A talk of that day, or more of it."""
        self.unit(lambda unit: unit.figures.talked(talk))

    def cell(self, **narrow: Any) -> Cell:
        """The counts of everything, or narrowed."""
        seen = Narrow(ALL.since, ALL.until, **narrow)
        with self.store.unit(reading=True) as unit:
            return sum((cell for _, _, cell in unit.figure_book.cells(seen, "office", minute_of(self.now))), Cell())


def test_a_request_is_counted_where_it_came_to_and_as_it_goes(store: Store) -> None:
    """District and office by the address, steps in minutes and against their promises, the three answers."""
    desk = Desk(store)
    number = desk.opened()
    assert desk.cell(district="east", office="care_east", service="meal") == desk.cell() == Cell(1, open=1)
    assert desk.cell(district="west") == desk.cell(offices=("care",)) == Cell()
    desk.now += timedelta(minutes=40)
    desk.staff(staff_work.assign, number, "li", catalogue=CATALOGUE)
    desk.now += timedelta(days=9)
    assert desk.cell().late == 1 and desk.cell().taken_up == desk.cell().taken_up_due == 1
    desk.staff(staff_work.set_status, number, "closed", catalogue=CATALOGUE, result="办好了")
    desk.do(Rate(number, Rating(True, True, 4)))
    cell = desk.cell()
    assert (cell.number, cell.open, cell.late, cell.closed, cell.closed_due) == (1, 0, 0, 0, 1)
    assert (cell.contacted, cell.solved, cell.satisfied, cell.satisfied_asked) == (1, 1, 1, 1)
    with store.unit(reading=True) as unit:
        figures = read_figures(unit.figure_book, ALL, "district", CATALOGUE, desk.now)
        assert unit.figure_book.standing(ALL, minute_of(desk.now)) == (0, 0)
    assert figures.total.medians == {"taken_up": 40, "first_contact": 12960, "result": 12960, "closed": 12960}
    assert [(line.key, line.cell.number) for line in figures.lines] == [("east", 1)]
    assert figures.days == {TODAY: 1} and figures.hours is not None and figures.hours[0][10] == 1


def test_a_corrected_place_moves_the_count_to_its_office(store: Store) -> None:
    """As long as nobody has taken it: then the office that had it stays answerable."""
    desk = Desk(store)
    number = desk.opened()
    desk.do(AddInformation(number, details={"district": "西区"}))
    assert desk.cell(office="desk_west").number == desk.cell().number == 1


def test_asking_again_and_correcting_are_counted(store: Store) -> None:
    """The same person for the same service within a month; another person or service, or later, is no repeat."""
    desk = Desk(store)
    first = desk.opened()
    for who, service in (("amah", "meal"), ("amah", "talk"), ("uncle", "meal")):
        desk.opened(who, service)
    assert (desk.cell().number, desk.cell().again) == (4, 1)
    desk.now += timedelta(days=31)
    desk.opened()
    assert (desk.cell().number, desk.cell().again) == (5, 1)
    desk.staff(teach, first, "talk", catalogue=CATALOGUE)
    assert desk.cell().misheard == 1


def test_while_it_waits_for_the_person_nothing_is_late(store: Store) -> None:
    """The clock stands, so the figures do not call it late either; open it is."""
    desk = Desk(store)
    number = desk.opened()
    desk.staff(staff_work.set_status, number, "waiting", catalogue=CATALOGUE)
    desk.now += timedelta(days=30)
    with store.unit(reading=True) as unit:
        standing = read_standing(unit, unit.figure_book, ALL, desk.now)
    assert (standing.open, standing.late) == (1, 0) and desk.cell().late == 0
    desk.do(AddInformation(number, "三楼"))
    desk.now += timedelta(days=30)
    assert desk.cell().late == 1


def test_a_talk_is_counted_once_a_day_and_names_nobody(store: Store) -> None:
    """What once happened stays so that day; the next day is another talk, with another digest."""
    desk = Desk(store)
    plain = CountedTalk(TALK, TODAY, "zh_Hans", "rest")
    alarm = replace(plain, alarm=True, topics=("orphan", "meals"))
    for talk in (plain, replace(plain, wanted=True, person=True), plain, alarm):
        desk.talked(talk)
    desk.talked(CountedTalk(TALK, TODAY + 1, "en", "rest", topics=("meals",)))
    with store.unit(reading=True) as unit:
        figures = read_figures(unit.figure_book, ALL, "service", CATALOGUE, NOW)
    talks = figures.talks
    assert (talks.number, talks.wanted, talks.person, talks.alarm) == (2, 1, 1, 1)
    assert figures.languages == {"zh_Hans": 1, "en": 1} and figures.topics == [("meals", 2), ("orphan", 1)]
    with store.database.read() as connection:
        kept = connection.execute(select(figures_talks)).all()
    assert len({row.talk for row in kept}) == 2 and not any(
        "conversation" in str(value) for row in kept for value in row
    )


def test_forgotten_people_stay_counted(store: Store) -> None:
    """Nothing of them is in the figures, so nothing needs to go."""
    desk = Desk(store)
    number = desk.opened()
    desk.staff(staff_work.set_status, number, "closed", catalogue=CATALOGUE, result="办好了")
    desk.do(CallPerson("wanted"))
    desk.do(Forget())
    assert desk.cell().number == 1
    with store.database.write() as connection:  # nor do they go with the request
        connection.execute(delete(tickets.metadata.tables["ticket_events"]))
        connection.execute(delete(tickets))
        connection.commit()
    assert desk.cell().number == 1


def test_requests_of_before_are_counted_by_the_migration(store: Store) -> None:
    """A desk that is brought up to date counts what it has, the sealed district aside."""
    desk = Desk(store)
    numbers = [desk.opened(), desk.opened("uncle", "talk")]
    desk.now += timedelta(minutes=50)
    numbers.insert(1, desk.opened())
    desk.staff(staff_work.set_status, numbers[0], "closed", catalogue=CATALOGUE, result="办好了")
    desk.do(Rate(numbers[0], Rating(None, True, 5)))
    desk.staff(staff_work.set_status, numbers[1], "cancelled", catalogue=CATALOGUE)
    desk.staff(staff_work.set_status, numbers[2], "waiting", catalogue=CATALOGUE)
    before = _rows(store)
    downgrade(store.database, "0004")
    migrate(store.database)
    assert [row | {"district": "east"} for row in _rows(store)] == before


def _rows(store: Store) -> list[dict[str, Any]]:
    with store.database.read() as connection:
        return [dict(row._mapping) for row in connection.execute(select(figures_requests).order_by("ticket"))]


def test_the_hours_are_those_of_the_place() -> None:
    """Late in the evening in London is the next morning there."""
    from actions.desk.counting import local_day

    assert local_day(datetime.fromisoformat("2026-11-22T23:30+00:00"), CATALOGUE) == (TODAY, 7)


def test_a_sample_reads_a_part_of_many_and_all_of_few(store: Store) -> None:
    """By the minute of the opening, so that the same requests are read each time."""
    desk = Desk(store)
    for minute in (0, 10, 11, 19):  # the day begins at a full ten minutes
        desk.now = NOW + timedelta(minutes=minute)
        for who, service in (("amah", "meal"), ("uncle", "talk")):
            number = desk.opened(who, service)
            desk.staff(staff_work.set_status, number, "closed", catalogue=CATALOGUE, result="办好了")
    with store.unit(reading=True) as unit:
        read = list(unit.figure_book.spans(ALL, "service", Sample(10, frozenset({"talk"}))))
    closed = [one for one in read if one[0] == "closed"]
    assert sorted(closed) == [("closed", "meal", 0, 2), ("closed", "talk", 0, 2), ("closed", "talk", 0, 2)]


def test_months_that_are_over_are_summed_up_and_tell_the_same(store: Store) -> None:
    """Of any span and narrowed in any way; what changes afterwards is taken out of its month, and lies there again."""
    desk = Desk(store)
    steps = ("closed", "", "cancelled", "closed", "closed", "waiting", "closed", "closed")
    for n, status in enumerate(steps * 2):
        desk.now = NOW + timedelta(days=8 * n, hours=n)
        number = desk.opened(f"person{n % 3}", ("meal", "talk")[n % 2])
        desk.talked(CountedTalk(f"t{n}", TODAY + 8 * n, "en", "rest", n % 3 == 0))
        desk.talked(CountedTalk("t", TODAY + n, "en", "rest", topics=("meals",)))
        if status:
            desk.staff(
                staff_work.set_status,
                number,
                status,
                catalogue=CATALOGUE,
                result="办好了" if status in ("closed", "cancelled") else "",
            )
        if n % 4 == 0:
            desk.do(Rate(number, Rating(True, True, 4)), f"person{n % 3}")
        if n % 5 == 0:
            desk.staff(teach, number, ("talk", "meal")[n % 2], catalogue=CATALOGUE)
    closed = desk.opened("late")
    before = _told(desk)
    assert _sum_up(desk) == 4 and _told(desk) == before and _sum_up(desk) == 0
    with store.database.read() as connection:
        assert connection.execute(select(func.sum(figures_months.c.number))).scalar_one() == 10
        r = figures_requests.c
        old = connection.execute(select(func.min(r.ticket)).where(r.summed, r.cancelled.is_(False))).scalar_one()
        number = connection.execute(select(tickets.c.number).where(tickets.c.id == old)).scalar_one()
    desk.staff(staff_work.set_status, closed, "closed", catalogue=CATALOGUE, result="办好了")
    desk.staff(staff_work.set_status, number, "in_progress", catalogue=CATALOGUE)
    reopened = _told(desk)
    assert reopened != before
    desk.staff(staff_work.set_status, number, "closed", catalogue=CATALOGUE, result="办好了")
    again = _told(desk)
    assert _sum_up(desk) == 1 and _told(desk) == again
    with store.database.write() as connection:  # counted one by one it is the same
        connection.execute(update(figures_requests).values(summed=False))
        connection.execute(delete(figures_months))
        connection.execute(delete(figures_hours))
        connection.commit()
    assert _told(desk) == again


def test_what_was_summed_up_goes_back_into_rows(store: Store) -> None:
    """A step back of the database loses no talk and no topic, whatever was marked in them."""
    desk = Desk(store)
    for n in range(3):
        talk = CountedTalk(f"t{n}", TODAY, "en", "rest", wanted=n < 2, alarm=n == 2, topics=("meals",))
        desk.talked(talk)
    desk.now += timedelta(days=60)
    before = _told(desk)
    assert _sum_up(desk) == 1
    downgrade(store.database, "0016")
    migrate(store.database)
    assert _told(desk) == before


def _sum_up(desk: Desk) -> int:
    """How many months there were to sum up."""
    months = 0
    while desk.unit(lambda unit: unit.figure_sums.sum_up(desk.now.toordinal())):
        months += 1
    return months


def _told(desk: Desk) -> list[Figures]:
    """All that is told of several spans, split and narrowed in several ways."""
    whole, part = Narrow(TODAY, TODAY + 200), Narrow(TODAY + 3, TODAY + 100)
    looks = [(whole, "service"), (part, "office"), (Narrow(TODAY + 20, TODAY + 60), "district")]
    looks += [(replace(part, district="east"), "office"), (replace(whole, offices=("care_east",)), "service")]
    with desk.store.unit(reading=True) as unit:
        return [read_figures(unit.figure_book, narrow, by, CATALOGUE, desk.now) for narrow, by in looks]


def test_the_first_take_up_counts(store: Store) -> None:
    """Given back and taken up again, what was late stays so."""
    desk = Desk(store)
    number = desk.opened(service="harm")
    for step, args in ((staff_work.assign, ["li"]), (staff_work.send_back, ["不归我们"]), (staff_work.assign, ["li"])):
        desk.now += timedelta(minutes=6)
        desk.staff(step, number, *args, catalogue=CATALOGUE)
        assert (desk.cell().taken_up, desk.cell().taken_up_due) == (0, 1)
    with store.unit(reading=True) as unit:
        ticket = unit.tickets.by_number(number)
        assert ticket is not None and ticket.came_back == 3 and ticket.taken_up_at == desk.now

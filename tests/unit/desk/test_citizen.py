"""What a person does at the desk, and what stays shut."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.desk import commands as c
from actions.desk import results as r
from actions.desk.execute import execute
from actions.desk.staff_work import assign, reply, set_status
from actions.desk.ticket import Attachment, Rating, Status
from actions.desk.view import views_for
from tests.unit.desk.builders import Case, a_catalogue, a_service


def views(case: Case, who: str) -> tuple[r.TicketView, ...]:
    """What this person sees."""
    with case.store.unit() as uow:
        person = uow.people.get(who)
        assert person is not None
        return views_for(uow, person, case.now)


def test_opening_gives_number_code_and_promises() -> None:
    """The request stands with queue, clock and history; of the code only a hash is kept."""
    case = Case()
    opened = case.opened(details={"age": 78, "address": "东区1号", "phone": "13800001234", "district": "东区"})
    kept = case.ticket(opened.ticket.number)
    assert (kept.status, kept.queue, kept.clock) == (Status.NEW, "care_east", "standard")
    assert opened.code not in kept.code_hash and len(kept.code_hash) == 64
    assert [event.kind for event in kept.history] == ["opened"]
    person = case.store.state.persons["asker"]
    assert (person.phone, person.district) == ("13800001234", "东区")


def test_anothers_district_is_not_ones_own() -> None:
    """Who asks for a neighbour does not live there."""
    case = Case()
    case.opened(details={"district": "东区", "asker": "neighbour"})
    assert case.store.state.persons["asker"].district == ""


def test_numbers_of_a_day_run_on() -> None:
    """Each request has its own."""
    case = Case()
    assert [case.opened().ticket.number[10:15] for _ in range(3)] == ["00001", "00002", "00003"]


def test_information_goes_to_the_office_and_wakes_it() -> None:
    """Words, files and corrections are kept; where the office waited, it goes on."""
    case = Case()
    number = case.opened().ticket.number
    case.staff(set_status, "li", number, "waiting", catalogue=case.catalogue)
    photo = Attachment("photo", url="x")
    assert case.do(c.AddInformation(number, "少放盐", (photo,))) == r.InformationAdded(number)
    kept = case.ticket(number)
    assert kept.status is Status.IN_PROGRESS and kept.attachments == (photo,)
    assert [e.text for e in kept.history if e.kind == "information"] == ["少放盐"]


def test_a_correction_moves_clock_and_office_while_nobody_took_it() -> None:
    """A corrected detail counts as if it had been said at once."""
    case = Case()
    before = case.opened()
    case.do(c.AddInformation(before.ticket.number, details={"worry": "unseen", "address": "东区2号"}))
    kept = case.ticket(before.ticket.number)
    assert (kept.clock, kept.queue, kept.place_key) == ("urgent", "care_east", "东区2号")
    assert kept.due.result == case.now + timedelta(hours=24)
    assert kept.due.taken_up == case.now + timedelta(minutes=30)


def test_a_correction_does_not_take_it_from_who_has_it() -> None:
    """Once taken up, the office stays."""
    case = Case()
    number = case.opened().ticket.number
    case.staff(reply, "li", number, "在办", catalogue=case.catalogue)
    case.do(c.AddInformation(number, details={"address": "东区2号"}))
    assert case.ticket(number).queue == "care"


def test_a_correction_does_not_bring_back_what_was_moved() -> None:
    """Given to another office, and not begun there, it stays there whatever is corrected."""
    case = Case()
    number = case.opened().ticket.number
    case.staff(assign, "li", number, "desk_west", catalogue=case.catalogue)
    case.do(c.AddInformation(number, details={"address": "东区2号"}))
    kept = case.ticket(number)
    assert (kept.status, kept.queue, kept.place_key) == (Status.NEW, "desk_west", "东区2号")


def test_a_correction_takes_it_to_the_office_of_today() -> None:
    """A service whose office changed since: what nobody has touched follows, whatever the files said then."""
    case = Case()
    number = case.opened().ticket.number
    case.catalogue = a_catalogue(meal=a_service("meal", queue="desk_west"))
    case.do(c.AddInformation(number, details={"age": 80}))
    assert case.ticket(number).queue == case.ticket(number).responsible == "desk_west"


def test_urging_is_counted_and_lifts_it() -> None:
    """Staff see it higher in their list."""
    case = Case()
    number = case.opened().ticket.number
    assert [case.do(c.Urge(number)) for _ in range(2)] == [r.Urged(number, 1), r.Urged(number, 2)]
    assert case.ticket(number).urgency == 4


def test_cancel_stops_it_once() -> None:
    """A cancelled request cannot be cancelled, urged or added to."""
    case = Case()
    number = case.opened().ticket.number
    assert case.do(c.CancelTicket(number)) == r.Cancelled(number)
    for command in (c.CancelTicket(number), c.Urge(number), c.AddInformation(number, "x")):
        assert case.do(command) == r.Refused("not_open")


def test_not_solved_reopens_with_new_promises() -> None:
    """It is in work again, counted, and result and closing are due anew."""
    case = Case()
    opened = case.opened()
    number = opened.ticket.number
    case.staff(assign, "li", number, "li", catalogue=case.catalogue)
    case.staff(set_status, "li", number, "closed", catalogue=case.catalogue, result="办好了")
    case.now += timedelta(days=3)
    assert case.do(c.Rate(number, Rating(True, False, 1), "没修好")) == r.Rated(number, reopened=True)
    kept = case.ticket(number)
    assert ("rated", "没修好") in [(e.kind, e.text) for e in kept.history]
    assert (kept.status, kept.reopened, kept.closed_at, kept.result_at) == (Status.IN_PROGRESS, 1, None, None)
    assert kept.due.result == case.now + timedelta(hours=24)
    assert kept.due.taken_up == opened.ticket.due.taken_up
    assert kept.rating == Rating(True, False, 1)


def test_solved_closes_what_was_answered() -> None:
    """The requester's word is enough."""
    case = Case()
    number = case.opened().ticket.number
    case.staff(set_status, "li", number, "answered", catalogue=case.catalogue)
    assert case.do(c.Rate(number, Rating(True, True, 5))) == r.Rated(number, reopened=False)
    assert case.ticket(number).status is Status.CLOSED


def test_what_runs_cannot_be_rated() -> None:
    """There is nothing to rate yet."""
    case = Case()
    assert case.do(c.Rate(case.opened().ticket.number, Rating(True, True))) == r.Refused("not_open")


@pytest.mark.parametrize("who", ["stranger", "follower"])
def test_others_requests_look_like_none(who: str) -> None:
    """Unknown and forbidden are one answer for every command."""
    case = Case()
    number = case.opened().ticket.number
    unknown = "NX-261123-999990"
    for make in (c.Urge, c.CancelTicket, lambda n: c.AddInformation(n, "x"), lambda n: c.Rate(n, Rating(True, True))):
        assert case.do(make(number), who) == case.do(make(unknown), who) == r.Refused("not_found")
    assert views(case, who) == ()


def test_number_and_code_open_it_for_anybody() -> None:
    """However the code is typed."""
    case = Case()
    opened = case.opened()
    typed = f" {opened.code[:4].lower()}-{opened.code[4:]}"
    assert case.do(c.Prove(opened.ticket.number, typed), "stranger") == r.Proven(replace(opened.ticket, proven=True))


def test_who_showed_number_and_code_may_hurry_add_and_stop() -> None:
    """In that talk and of that request only; who opened it is told that it was stopped."""
    case = Case()
    first, second = case.opened().ticket.number, case.opened("talk").ticket.number
    assert case.do(c.Urge(first), "stranger") == r.Refused("not_found")
    assert case.do(c.Urge(first), "stranger", proven=first) == r.Urged(first, 1)
    assert case.do(c.AddInformation(first, "楼下门禁坏了"), "stranger", proven=first) == r.InformationAdded(first)
    assert case.do(c.CancelTicket(second), "stranger", proven=first) == r.Refused("not_found")
    assert case.do(c.Rate(first, Rating(True, True)), "stranger", proven=first) == r.Refused("not_found")
    with case.store.unit() as uow:
        stranger = uow.people.get("stranger")
        assert stranger is not None
        assert [(v.number, v.own) for v in views_for(uow, stranger, case.now, first)] == [(first, False)]
    assert case.do(c.CancelTicket(first), "stranger", proven=first) == r.Cancelled(first)
    assert case.said_to()[-1].key == "notice.cancelled"


def test_guessing_ends_after_five_tries_an_hour() -> None:
    """The sixth try is refused even with the right code; an hour later it opens."""
    case = Case()
    opened = case.opened()
    right = c.Prove(opened.ticket.number, opened.code)
    for _ in range(5):
        assert case.do(c.Prove(opened.ticket.number, "WRONG"), "stranger") == r.Refused("not_found")
    assert case.do(right, "stranger") == r.Refused("too_many_tries")
    case.now += timedelta(hours=1, seconds=1)
    assert isinstance(case.do(right, "stranger"), r.Proven)


def test_a_code_belongs_to_its_number() -> None:
    """One request's code opens no other, and an unknown number answers alike."""
    case = Case()
    first, second = case.opened(), case.opened()
    assert case.do(c.Prove(second.ticket.number, first.code)) == r.Refused("not_found")
    assert case.do(c.Prove("NX-261123-999990", first.code)) == r.Refused("not_found")


def test_an_approved_follower_sees_ordinary_requests() -> None:
    """And may urge and add, but not stop or rate."""
    case = Case()
    case.link()
    number = case.opened().ticket.number
    assert [v.number for v in views(case, "follower")] == [number]
    assert case.do(c.Urge(number), "follower") == r.Urged(number, 1)
    assert case.do(c.CancelTicket(number), "follower") == r.Refused("not_found")


def test_a_followers_correction_goes_where_the_requester_lives() -> None:
    """Not to the follower's own district."""
    case = Case()
    case.link()
    case.store.state.persons["asker"].district, case.store.state.persons["follower"].district = "东区", "西区"
    number = case.opened(details={"age": 78, "address": "老地方"}).ticket.number
    case.do(c.AddInformation(number, "82", details={"age": 82}), "follower")
    assert case.ticket(number).queue == "care_east"


def test_what_was_not_solved_is_rated_anew() -> None:
    """It was reopened; once it is solved that is the last word."""
    case = Case()
    number = case.opened().ticket.number
    for solved in (False, True):
        case.staff(set_status, "li", number, "closed", catalogue=case.catalogue, result="办好了")
        assert not views(case, "asker")[0].rated
        case.do(c.Rate(number, Rating(True, solved)))
        assert views(case, "asker")[0].rated is solved


def test_what_the_office_wrote_is_for_the_requester() -> None:
    """The follower sees where it stands, not the words."""
    case = Case()
    case.link()
    case.staff(reply, "li", case.opened().ticket.number, "明天上门", catalogue=case.catalogue)
    assert [(v.last_said, v.followed) for v in views(case, "asker")] == [("明天上门", False)]
    assert [(v.last_said, v.followed) for v in views(case, "follower")] == [("", True)]


def test_a_report_of_harm_is_never_shown_to_a_follower() -> None:
    """Nor what somebody in need asked for alone; asked for by others it shows without content."""
    case = Case()
    case.link()
    case.opened("harm", {"address": "家里", "asker": "relative"})
    case.opened("talk", {"address": "家里"})
    shown = case.opened("talk", {"address": "家里", "asker": "relative"}).ticket.number
    seen = views(case, "follower")
    assert [(v.number, v.hidden, v.place_key) for v in seen] == [(shown, True, "")]
    assert len(views(case, "asker")) == 3 and not any(v.hidden for v in views(case, "asker"))


def test_a_follower_with_the_number_of_a_report_of_harm_learns_nothing() -> None:
    """Neither urging nor adding works, and it looks as if there were none."""
    case = Case()
    case.link()
    number = case.opened("harm", {"asker": "relative"}).ticket.number
    for command in (c.Urge(number), c.AddInformation(number, "x")):
        assert case.do(command, "follower") == r.Refused("not_found")


@pytest.mark.parametrize("approved", [True, False])
def test_a_link_opens_only_while_it_holds(approved: bool) -> None:
    """Neither unapproved nor expired."""
    case = Case()
    case.link(approved=approved, expires_at=case.now if approved else None)
    number = case.opened().ticket.number
    assert views(case, "follower") == () and case.do(c.Urge(number), "follower") == r.Refused("not_found")


def test_the_office_last_words_are_shown_again() -> None:
    """The latest reply, not a note."""
    case = Case()
    number = case.opened().ticket.number
    case.staff(reply, "li", number, "第一句", catalogue=case.catalogue)
    case.staff(reply, "li", number, "第二句", catalogue=case.catalogue)
    assert views(case, "asker")[0].last_said == "第二句"


def test_language_is_kept() -> None:
    """For notices too."""
    case = Case()
    assert case.do(c.SetLanguage("zh_Hant")) == r.SpokenSo("zh_Hant", "")
    assert case.store.state.persons["asker"].language == "zh_Hant"


def test_forgetting_blanks_what_may_go_and_names_what_stays() -> None:
    """Closed ordinary requests are blanked; open ones and reports of harm stay, and links end."""
    case = Case()
    case.link()
    old, harm, running = case.opened().ticket.number, case.opened("harm").ticket.number, case.opened().ticket.number
    case.staff(reply, "li", old, "好的", catalogue=case.catalogue)
    for number in (old, harm):
        case.staff(set_status, "li", number, "closed", catalogue=case.catalogue, result="办好了")
    case.store.state.persons["asker"].phone = "13800001234"
    result = case.do(c.Forget())
    assert isinstance(result, r.Forgotten) and len(result.receipt) == 8
    assert set(result.kept) == {harm, running}
    kept = case.ticket(old)
    assert (kept.details, kept.text, kept.place_key) == ({}, "", "") and not any(e.text for e in kept.history)
    assert case.ticket(running).details
    person = case.store.state.persons["asker"]
    assert person.phone == ""
    assert views(case, "follower") == ()


@pytest.mark.parametrize("who", ["asker", "follower"])
def test_forgetting_ends_what_waits_for_an_answer_too(who: str) -> None:
    """Nobody agrees to it later, and how one called the other is forgotten."""
    case = Case()
    case.link(approved=False)
    case.store.state.links["l1"].label = "王桂兰"
    case.do(c.Forget(), who)
    assert case.store.state.links["l1"].label == ""
    assert case.do(c.AnswerFamily("l1", True)) == r.Refused("invite")


def test_what_is_forgotten_does_not_come_back_with_the_next_save() -> None:
    """A turn that forgets and then changes the language saves the person again."""
    case = Case()
    case.store.state.persons["asker"].phone = "13800001234"
    with case.store.unit() as uow:
        person = uow.people.get("asker")
        assert person is not None
        for command in (c.Forget(), c.SetLanguage("en")):
            execute(command, uow=uow, person=person, conversation_id="x", catalogue=case.catalogue, now=case.now)
        uow.commit()
    assert case.store.state.persons["asker"].phone == ""


def test_the_audit_names_fields_and_never_values() -> None:
    """What was corrected, not to what."""
    case = Case()
    number = case.opened().ticket.number
    case.do(c.AddInformation(number, "秘密", details={"address": "新地址"}))
    assert ("asker", "added", "ticket", case.ticket(number).id, ("address",)) in case.store.state.audit
    assert "秘密" not in str(case.store.state.audit) and "新地址" not in str(case.store.state.audit)

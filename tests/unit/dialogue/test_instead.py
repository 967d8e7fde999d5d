"""Another matter in place of the open one."""

from __future__ import annotations

import pytest

from actions.dialogue import parts
from actions.dialogue.shapes import Message, Understanding
from tests.unit.dialogue.talk import Talk, catalogue, meals, understood


def turned(text: str, new: Understanding, open_one: str = "diet") -> Talk:
    """A form for meals in which this is said; understanding hears meals in what is denied, `new` in what is meant."""
    talk = meals()
    for answer in ("78", "罗湖区翠竹街道翠达花园3栋502", "2", "明天"):
        if talk.open != open_one:
            talk.say(answer)
    assert talk.open == open_one
    pieces = parts(text, catalogue())
    assert len(pieces) == 2
    heard = understood("meal_service", 0.5, parts=tuple(zip(pieces, (understood("meal_service"), new), strict=True)))
    return talk.send(Message(text=text), heard)


@pytest.mark.parametrize("open_one", ["dining", "diet", "start"])
@pytest.mark.parametrize(
    "text",
    ["等等，不是送餐，是想装扶手", "唔係送餐，係想裝扶手", "wait, not meals, a handrail", "我不要送饭，想给家里装扶手"],
)
def test_not_this_but_that_begins_the_other(text: str, open_one: str) -> None:
    """What both ask of the same person is kept; the first rests."""
    talk = turned(text, understood("home_adaptation"), open_one)
    assert talk.form.service == "home_adaptation"
    assert talk.form.values["age"] == 78 and "翠达花园" in str(talk.form.values["address"])
    assert [f.service for f in talk.conversation.parked] == ["meal_service"]


def test_what_is_not_sure_is_asked() -> None:
    """Two guesses stand on buttons; the form rests."""
    ranking = (("home_adaptation", 0.4), ("facility_repair", 0.35))
    talk = turned("不是送餐，是想装那个", Understanding("home_adaptation", 0.4, ranking))
    assert talk.keys == ["talk.ask_back"] and talk.conversation.form is None


@pytest.mark.parametrize("text", ["不要辣的，要清淡的", "不是高血压，是糖尿病"])
def test_what_is_denied_must_be_the_open_matter(text: str) -> None:
    """An answer that denies something else stays an answer."""
    pieces = parts(text, catalogue())
    talk = meals()
    for answer in ("78", "罗湖区翠竹街道翠达花园3栋502", "2", "明天"):
        talk.say(answer)
    heard = understood("deny", 0.4, parts=tuple((p, understood("medical_aid", 0.7)) for p in pieces))
    assert talk.send(Message(text=text), heard).form.service == "meal_service"
    assert text in str(talk.form.values["diet"])


def test_an_old_person_is_the_same_where_anyone_was_asked_about() -> None:
    """Whom a visit was for at 88 is the old person of a care home; a child is not."""
    for age, kept in ((88, True), (9, False)):
        talk = Talk().say(f"邻居{age}岁，住罗湖区翠竹路12号，想请人去看看", "visit_request")
        text = "不是走访，是想住养老院"
        heard = (understood("visit_request"), understood("care_home"))
        told = tuple(zip(parts(text, catalogue()), heard, strict=True))
        talk.send(Message(text=text), understood("care_home", parts=told))
        assert talk.form.service == "care_home" and (talk.form.values.get("age") == age) is kept

"""A request like one that is open."""

from __future__ import annotations

from actions.desk.commands import AddInformation
from actions.dialogue.shapes import View
from tests.unit.dialogue.talk import NUMBER, meals, ticket


def test_the_same_request_twice_offers_to_add() -> None:
    """Same service and place while one is open."""
    talk = meals(
        "给我妈订饭，她78岁，住深圳市罗湖区翠竹街道12号，送到家里",
        view=View(tickets=(ticket(place_key="深圳市罗湖区翠竹街道12号"),)),
    )
    assert talk.keys[-1] == "form.duplicate"
    talk.press("q:add")
    assert isinstance(talk.commands[0], AddInformation) and talk.commands[0].number == NUMBER
    assert talk.conversation.form is None


def test_another_place_is_another_request() -> None:
    """No offer where the place differs."""
    view = View(tickets=(ticket(place_key="北京市东城区安定门街道3号"),))
    assert meals("给我妈订饭，她78岁，住深圳市罗湖区翠竹街道12号", view=view).open == "dining"


def test_a_new_one_may_be_opened_all_the_same() -> None:
    """And is not offered twice."""
    talk = meals(
        "给我妈订饭，她78岁，住深圳市罗湖区翠竹街道12号，送到家里",
        view=View(tickets=(ticket(place_key="深圳市罗湖区翠竹街道12号"),)),
    )
    assert talk.press("q:new").open == "start"


def test_nobodys_request_is_joined_by_who_only_follows_it() -> None:
    """A son's own form is not lost in his father's request."""
    view = View(tickets=(ticket(place_key="", followed=True, hidden=True),))
    assert meals("给我妈订饭，她78岁，住深圳市罗湖区翠竹街道12号，送到家里", view=view).open == "start"

"""A form that an alarm broke off goes on where it was, gently."""

from __future__ import annotations

import pytest

from tests.unit.dialogue.talk import Talk, meals


def broken_off() -> Talk:
    """Meals for a mother of 78 at a known address, when the writer's own heart stops the talk; then all is well."""
    talk = meals("给我妈订饭，她78岁，住深圳市罗湖区翠竹街道12号")
    assert talk.open == "dining"
    talk.say("我胸口疼得喘不上气，救命")
    assert talk.conversation.form is None and talk.conversation.parked[0].values["age"] == 78
    return talk.say("我没事了，现在安全")


def test_once_all_is_well_it_is_told_that_the_form_is_kept() -> None:
    """With one press it goes on at its question; whatever was told stays, and may be left out now."""
    talk = broken_off()
    assert talk.keys == ["crisis.safe", "crisis.rested"]
    talk.press("r:continue")
    assert talk.keys[0] == "form.continued_gently" and talk.open == "dining" and talk.form.values["age"] == 78
    assert talk.form.eased


@pytest.mark.parametrize("text", ["好", "yes go on", "接着办吧"])
def test_a_yes_to_it_goes_on_too(text: str) -> None:
    """A no keeps it."""
    assert broken_off().say(text).open == "dining"
    assert broken_off().say("不用了").keys[0] == "form.kept"


@pytest.mark.parametrize("text", ["还是想给我妈订饭", "meals for my mother please", "继续"])
def test_asking_for_it_again_begins_no_second_time(text: str) -> None:
    """In whichever words and language: no question is put twice."""
    talk = broken_off().say(text, "meal_service")
    assert talk.keys[0] == "form.continued_gently" and talk.open == "dining" and talk.form.values["age"] == 78


def test_what_is_told_besides_is_taken() -> None:
    """The next question is the one that is still open."""
    assert broken_off().say("给我妈订饭，送到家里", "meal_service").open == "start"


def test_what_contradicts_it_is_another_request() -> None:
    """Another person's age is another form."""
    talk = broken_off().say("给我爸订饭，他85岁", "meal_service")
    assert talk.form.values["age"] == 85 and "address" not in talk.form.values


def test_a_form_put_aside_goes_on_when_asked_for_in_words() -> None:
    """As its button always did; without an alarm in the usual words."""
    talk = meals("给我妈订饭，她78岁").say("算了").press("f:keep").later(days=1).say("想给我妈订饭", "meal_service")
    assert talk.keys[0] == "form.continued" and talk.form.values["age"] == 78 and not talk.form.eased

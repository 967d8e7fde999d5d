"""A question that somebody cannot or need not answer."""

from __future__ import annotations

import pytest

from actions.dialogue.form import detail as detail_of
from tests.unit.dialogue.talk import Talk, at_summary, catalogue, meals


@pytest.mark.parametrize("text", ["没有", "没有了", "没有忌口", "冇", "nothing", "no diet needs", "不知道"])
def test_having_none_of_what_may_be_left_out_skips_it(text: str) -> None:
    """The words are no answer to be kept."""
    talk = meals("给我妈订饭，她78岁，住深圳市罗湖区翠竹街道12号，送到家里").say("明天")
    assert talk.open == "diet"
    talk.say(text)
    assert "diet" not in talk.form.values and "diet" in talk.form.skipped and talk.open == "summary"


def test_having_no_photo_skips_it() -> None:
    """Where a file is asked for as well."""
    talk = Talk().say("小区的健身器坏了", "facility_repair")
    while talk.open != "photo":
        talk.say({"place": "翠竹公园"}.get(talk.open, "坏了不能用"))
    assert "photo" in talk.say("没有照片").form.skipped


def test_having_none_answers_a_question_that_must_be_answered() -> None:
    """ "没有" is all that can be said of somebody's illnesses."""
    talk = Talk().say("陪老人去打疫苗", "vaccination_escort").say("80")
    assert talk.open == "illness_history" and talk.say("没有").form.values["illness_history"] == "没有"


def test_skip_only_where_it_may_be_skipped() -> None:
    """A required question is not skipped by the word; an optional one is, by word or button."""
    talk = meals().say("跳过")
    assert talk.keys[0] == "form.required" and talk.open == "age"
    talk = at_summary()
    assert "diet" in talk.form.skipped and "diet" not in talk.form.values


def test_not_understood_helps_then_offers_other_ways() -> None:
    """Help at once; from the second time "I don't know" and a person; never a dead end."""
    talk = meals().say("哈哈哈哈", "goodbye", 0.1)
    assert talk.open == "age" and talk.form.misses == 1
    talk.say("呵呵呵呵", "goodbye", 0.1)
    payloads = [b.payload for b in talk.replies[-1].buttons]
    assert any(p.startswith("u:") for p in payloads) and "c:person" in payloads
    assert talk.press("u:").open == "address"


@pytest.mark.parametrize("opening", ["给我妈订饭，她78岁，住深圳市罗湖区翠竹街道12号", "给我妈订饭"])
def test_whoever_is_never_understood_hears_no_line_thrice_and_gets_on(opening: str) -> None:
    """Numbered choices where there are some, ways out, then the question is left to the office with the words."""
    talk = meals(opening)
    first, lines = talk.open, [*talk.replies]
    for _ in range(3):
        lines += talk.say("呃呃呃呃呃", "goodbye", 0.1).replies
        assert talk.open == first
    said = [(s.key, s.params.get("ask", "")) for s in lines if s.key.startswith("form.")]
    assert max(said.count(one) for one in said) == 2
    assert ("form.question_list" in {key for key, _ in said}) == (first == "dining")
    assert "c:person" in {b.payload for b in talk.replies[-1].buttons}
    talk.say("呃呃呃呃呃", "goodbye", 0.1)
    assert talk.keys[0] == "form.skipped_unsure" and talk.open != first and "呃" in talk.form.said[-1]


def test_not_knowing_twice_goes_on_and_tells_the_office() -> None:
    """A required question that somebody cannot answer is left to the office."""
    talk = meals().say("不知道")
    assert talk.open == "age"
    talk.say("我也不知道")
    assert talk.open == "address" and "age" in talk.form.skipped
    assert "不知道" in talk.form.said[-1]


def test_skipping_what_must_be_answered_is_left_to_the_office_the_second_time() -> None:
    """Told once that it is needed; nobody is held at a question. A consent is never left out."""
    talk = meals().say("跳过")
    assert talk.keys[0] == "form.required" and talk.open == "age"
    assert talk.say("跳过").open == "address" and "age" in talk.form.skipped
    talk = Talk().say("我想投稿", "contest_entry")
    for _ in range(20):
        talk.say("跳过")
    one = detail_of(catalogue(), talk.form, talk.open)
    assert one is not None and one.kind == "consent"


def test_not_knowing_is_understood() -> None:
    """A guess will do; the second time the question is left open."""
    talk = meals().say("不知道")
    assert talk.keys[0] == "form.roughly" and talk.open == "age"
    assert talk.say("不知道").keys[0] == "form.skipped_unsure" and talk.open == "address"

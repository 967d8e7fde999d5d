"""From the first words to the last question."""

from __future__ import annotations

from itertools import pairwise

import pytest

from actions.desk.commands import OpenTicket
from actions.desk.ticket import Attachment
from actions.dialogue import payload
from actions.dialogue.form import detail as detail_of
from actions.dialogue.shapes import Message, View
from tests.unit.dialogue.talk import Talk, at_summary, catalogue, meals


def test_what_is_said_at_first_is_not_asked_again() -> None:
    """Age, place and choice of the opening words are taken; the first question is what is missing."""
    talk = meals("给我妈订饭，她78岁，住深圳市罗湖区翠竹街道12号，送到家里")
    assert talk.form.values["age"] == 78
    assert talk.form.values["dining"] == "delivery"
    assert "翠竹" in str(talk.form.values["address"])
    assert talk.keys[0] == "form.started_noted"
    assert talk.open == "start"


def test_one_question_at_a_time_with_how_many_are_left() -> None:
    """A reply holds one question."""
    talk = meals()
    questions = [s for s in talk.replies if s.key.startswith("form.question")]
    assert len(questions) == 1
    assert questions[0].params["left"] == 6


@pytest.mark.parametrize("telling", ["", "，她80岁，明天去，住深圳市罗湖区翠竹街道12号"])
def test_what_is_left_to_ask_only_goes_down(telling: str) -> None:
    """A question that may follow is counted from the beginning; what is told besides makes them fewer."""
    talk, row = Talk().say("老人要去接种", "vaccination_escort"), []
    answers = {"age": "80", "when": "明天", "place": "翠竹路12号", "yes_no": "不用", "district": "深圳市罗湖区"}
    for _ in range(9):
        if talk.open == "summary":
            break
        row.append(int(str(talk.replies[-1].params["left"])))
        one = detail_of(catalogue(), talk.form, talk.open)
        assert one is not None
        talk.say(answers.get(one.kind, "没什么毛病") + (telling if len(row) == 1 else ""))
    assert talk.open == "summary" and row[-1] == 1 and all(a > b for a, b in pairwise(row)), row


@pytest.mark.parametrize(
    "text", ["我爸在深圳打工，我跟奶奶住", "爸爸妈妈都在广东，奶奶管我", "My dad works in Shenzhen"]
)
def test_a_parent_spoken_of_in_a_childs_request_does_not_say_who_asks(text: str) -> None:
    """It is for the child, whoever else is named; a grandchild says that a relative asks."""
    assert "asker" not in Talk().say(text, "left_behind_child").form.values
    assert Talk().say("我孙子想登记一下", "left_behind_child").form.values["asker"] == "relative"
    assert meals().form.values["asker"] == "relative"


def test_an_answer_does_not_say_who_asks() -> None:
    """ "邻居" answers who knows about it, and makes nobody a neighbour."""
    talk = Talk().say("同学老给孩子起外号", "bullying_help")
    talk.say("7岁").say("翠竹小学").say("隔壁邻居家的孩子带的头")
    assert "asker" not in talk.form.values


def test_a_fuller_address_takes_the_place_of_a_vague_one() -> None:
    """Said beside another answer; another place does not."""
    talk = meals("给我妈订饭，她78岁，住翠竹街道")
    assert talk.open == "dining"
    talk.say("送到家里，深圳市罗湖区翠竹街道东门北路12号")
    assert talk.form.values["address"] == "深圳市罗湖区翠竹街道东门北路12号"
    talk.say("明天，我上班在南山区科技园")
    assert "翠竹" in str(talk.form.values["address"])


def test_a_reason_stands_beside_a_surprising_question() -> None:
    """`why` of the file is said."""
    assert meals().replies[-1].key == "form.question_why"


def test_payloads_are_short_and_plain() -> None:
    """Telegram takes 64 bytes."""
    for service in catalogue().services.values():
        for one in service.details:
            for choice in one.choices:
                sent = payload.about(payload.CHOOSE, service.id, one.id, choice.id)
                assert sent.isascii() and len(sent) <= payload.LONGEST, sent
    tags = [payload.tag(s) for s in catalogue().services]
    assert len(tags) == len(set(tags))


def test_the_district_comes_from_the_place() -> None:
    """It is not asked where the address tells it."""
    assert "罗湖" in str(at_summary().form.values["district"])


def test_a_place_that_may_be_anywhere_asks_for_the_district_skippably() -> None:
    """Unless it is known from before."""
    talk = meals("给我妈订饭，她78岁，送到家里").say("老粮站家属院二单元").say("明天").say("跳过")
    assert talk.open == "district"
    assert talk.say("跳过").open == "summary"


def test_a_known_district_is_not_asked_and_goes_along() -> None:
    """What the profile knows is used."""
    talk = meals("给我妈订饭，她78岁，送到家里", view=View(known={"district": "深圳市福田区"}))
    talk.say("老粮站家属院二单元").say("明天").say("跳过")
    assert talk.open == "summary"
    assert talk.say("好").command(OpenTicket).details["district"] == "深圳市福田区"


def test_a_photo_before_anything_is_kept_for_what_follows() -> None:
    """Not lost while the need is still unknown."""
    talk = Talk().photo()
    assert talk.keys == ["talk.attachment"]
    assert talk.say("小区的健身器材坏了", "facility_repair").form.attachments == (
        Attachment("photo", "https://example.test/1.jpg"),
    )


def test_an_old_button_is_answered_politely() -> None:
    """A button of another form changes nothing."""
    talk = meals().send(Message(pressed="a:0000:dining:delivery"))
    assert talk.keys[0] == "talk.past" and talk.open == "age" and "dining" not in talk.form.values


@pytest.mark.parametrize("service", sorted(catalogue().services))
def test_every_service_can_be_carried_to_its_summary(service: str) -> None:
    """With plausible answers no form gets stuck, and every question can be said."""
    talk = Talk().say(catalogue().services[service].words[0])
    for _ in range(40):
        form = talk.conversation.form
        if form is None or form.stage in ("summary", "failed"):
            break
        before = talk.open
        talk.send(_plausible(talk))
        if talk.open == before and talk.keys[0] == "say.words":
            talk.say("昨天")
    assert talk.open in ("summary", "failed"), (talk.open, talk.keys)


def _plausible(talk: Talk) -> Message:
    form = talk.form
    if form.stage == "consent":
        return Message(text="同意")
    one = detail_of(catalogue(), form, form.current)
    assert one is not None
    if one.kind == "file":
        return Message(attachments=(Attachment("photo", "https://example.test/1.jpg"),))
    middle = str((one.min or 5) + 1)
    told = {
        "age": "9" if one.of == "child" else "70",
        "birth_date": "2018年3月5日",
        "date": "今天",
        "when": "明天下午三点",
        "month": "上个月",
        "place": "深圳市罗湖区翠竹街道12号",
        "district": "深圳市罗湖区",
        "phone": "13800001234",
        "money": "两千块",
        "count": middle,
        "yes_no": "是的",
        "consent": "同意",
        "choice": "1",
        "choices": "1",
        "name": "张三",
        "text": "家里没有人照顾，想请你们帮帮忙",
    }
    return Message(text="八个月前" if one.id == "since" and one.kind != "text" else told[one.kind])


def test_a_district_named_in_the_address_is_not_asked_again() -> None:
    """龙华区 counts although other cities have one too."""
    assert meals().say("78").say("龙华区民治街道3号").form.values["district"] == "龙华区"

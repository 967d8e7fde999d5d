"""From the first words to an opened request."""

from __future__ import annotations

import pytest

from actions.desk.commands import AddInformation, OpenTicket
from actions.desk.ticket import Attachment
from actions.dialogue import payload
from actions.dialogue.form import detail as detail_of
from actions.dialogue.shapes import Form, Message, View
from tests.unit.dialogue.talk import NOW, NUMBER, Talk, at_summary, catalogue, meals, ticket


def test_what_is_said_at_first_is_not_asked_again() -> None:
    """Age, place and choice of the opening words are taken; the first question is what is missing."""
    talk = meals("给我妈订饭，她78岁，住深圳市罗湖区翠竹街道12号，送到家里")
    assert talk.form.values["age"] == 78
    assert talk.form.values["dining"] == "delivery"
    assert "翠竹" in str(talk.form.values["address"])
    assert talk.keys[0] == "form.started_noted"
    assert talk.open == "start"


def test_one_question_at_a_time_with_its_place_in_the_row() -> None:
    """A reply holds one question, numbered."""
    talk = meals()
    questions = [s for s in talk.replies if s.key.startswith("form.question")]
    assert len(questions) == 1
    assert (questions[0].params["step"], questions[0].params["total"]) == (1, 6)


def test_the_row_of_questions_never_grows() -> None:
    """A question that may follow is counted from the beginning, so "6/6" is the last."""
    talk, row = Talk().say("老人要去接种", "vaccination_escort"), []
    answers = {"age": "80", "when": "明天", "place": "翠竹路12号", "yes_no": "不用", "district": "深圳市罗湖区"}
    for _ in range(9):
        if talk.open == "summary":
            break
        row.append((talk.replies[-1].params["step"], talk.replies[-1].params["total"]))
        one = detail_of(catalogue(), talk.form, talk.open)
        assert one is not None
        talk.say(answers.get(one.kind, "没什么毛病"))
    totals = [total for _, total in row]
    assert talk.open == "summary" and row[-1][0] == row[-1][1] and totals == sorted(totals, reverse=True)


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


@pytest.mark.parametrize("answer", ["七十八", "78", "七十八咯", "她今年78了", "78歲", "seventy-eight"])
def test_an_answer_in_many_spellings_is_taken(answer: str) -> None:
    """Numerals of all kinds answer a question for the age."""
    assert meals().say(answer).form.values["age"] == 78


@pytest.mark.parametrize("answer", ["2", "送到家里", "第二个", "送嚟", "delivered"])
def test_a_choice_by_number_label_or_words(answer: str) -> None:
    """A typed number or word works as well as the button."""
    talk = meals("订饭，我妈78岁，住深圳市罗湖区翠竹街道12号")
    assert talk.open == "dining"
    assert talk.say(answer).form.values["dining"] == "delivery"


def test_a_choice_by_its_button_and_by_its_typed_title() -> None:
    """Buttons press; their titles typed in any language press them too."""
    first = meals("订饭，我妈78岁，住深圳市罗湖区翠竹街道12号").press("delivery")
    second = meals("订饭，我妈78岁，住深圳市罗湖区翠竹街道12号").say("Delivered")
    assert first.form.values["dining"] == second.form.values["dining"] == "delivery"


def test_payloads_are_short_and_plain() -> None:
    """Telegram takes 64 bytes."""
    for service in catalogue().services.values():
        for one in service.details:
            for choice in one.choices:
                sent = payload.about(payload.CHOOSE, service.id, one.id, choice.id)
                assert sent.isascii() and len(sent) <= payload.LONGEST, sent
    tags = [payload.tag(s) for s in catalogue().services]
    assert len(tags) == len(set(tags))


def test_skip_only_where_it_may_be_skipped() -> None:
    """A required question is not skipped by the word; an optional one is, by word or button."""
    talk = meals().say("跳过")
    assert talk.keys[0] == "form.required" and talk.open == "age"
    talk = at_summary()
    assert "diet" in talk.form.skipped and "diet" not in talk.form.values


def test_summary_then_number_code_next_and_by_when() -> None:
    """Confirming opens; the outcome tells all four, and leaves no form."""
    talk = at_summary()
    said = talk.replies[-1]
    assert said.key == "form.summary" and len(said.params["rows"]) >= 4  # type: ignore[arg-type]
    talk.press("f:confirm")
    assert isinstance(talk.commands[0], OpenTicket) and talk.commands[0].details["age"] == 78
    assert talk.commands[0].text.startswith("给我妈订饭")
    talk.opened()
    assert talk.keys == ["form.opened", "form.opened_next"]
    assert talk.replies[0].params["number"] == NUMBER and talk.replies[0].params["code"] == "7KQ9WXYA"
    assert set(talk.replies[1].params) == {"next", "contact", "result"}
    assert talk.conversation.form is None


@pytest.mark.parametrize("word", ["是", "没错", "好的", "係", "yes", "确认"])
def test_yes_in_many_ways_confirms(word: str) -> None:
    """Words confirm as well as the button."""
    assert isinstance(at_summary().say(word).commands[-1], OpenTicket)


def test_no_at_the_summary_asks_what_to_change() -> None:
    """A bare no opens nothing."""
    talk = at_summary().say("不对")
    assert talk.open == "choosing" and not talk.commands


def test_the_name_is_kept_secret_by_a_button_of_the_summary() -> None:
    """And shown again by the same one."""
    talk = at_summary().press("f:secret")
    assert talk.form.secret and talk.replies[-1].key == "form.summary_secret"
    assert talk.press("f:confirm").commands[0].secret  # type: ignore[union-attr]
    assert not at_summary().press("f:secret").press("f:secret").form.secret


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
    assert talk.say("好").commands[0].details["district"] == "深圳市福田区"  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["送到家里", "去饭堂吃", "At the canteen"])
def test_a_choice_said_at_another_question_counts_there(text: str) -> None:
    """Once more, or another one than before; the open question is asked again and nothing was missed."""
    talk = meals("订饭送到家里，我妈78岁，住深圳市罗湖区翠竹街道12号")
    assert talk.open == "start"
    talk.say(text)
    assert talk.form.values["dining"] == ("delivery" if text == "送到家里" else "canteen")
    assert talk.open == "start" and not talk.form.misses


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


def test_a_value_out_of_bounds_is_told_and_asked_again() -> None:
    """In the words of the file."""
    talk = meals().say("300")
    assert talk.replies[0].key == "say.words" and talk.open == "age" and "age" not in talk.form.values


def test_a_location_answers_a_place() -> None:
    """A pin is taken as the address."""
    assert meals("订饭，我妈78岁").pin().form.values["address"] == "22.500000,114.100000"


def test_a_photo_in_the_middle_goes_with_the_request() -> None:
    """And the open question comes again."""
    talk = meals().photo()
    assert talk.keys[0] == "form.attached" and talk.open == "age" and len(talk.form.attachments) == 1


def test_a_photo_before_anything_is_kept_for_what_follows() -> None:
    """Not lost while the need is still unknown."""
    talk = Talk().photo()
    assert talk.keys == ["talk.attachment"]
    assert talk.say("小区的健身器材坏了", "facility_repair").form.attachments == (
        Attachment("photo", "https://example.test/1.jpg"),
    )


def test_several_choices_one_by_one_or_typed_together() -> None:
    """Pressing collects until done; typing takes all at once."""
    service = next(s for s in catalogue().services.values() if any(d.kind == "choices" for d in s.details))
    detail = next(d for d in service.details if d.kind == "choices")
    talk = Talk(form=_form(service.id, detail.id))
    for choice in detail.choices[:2]:
        talk.send(_press(service.id, detail.id, choice.id))
    assert talk.form.picked == (detail.choices[0].id, detail.choices[1].id)
    talk.press("d:")
    assert talk.form.values[detail.id] == (detail.choices[0].id, detail.choices[1].id)


def _form(service: str, current: str) -> Form:
    return Form(service, current=current, asked=(current,), touched_at=NOW.isoformat())


def _press(service: str, detail: str, choice: str) -> Message:
    return Message(pressed=payload.about(payload.CHOOSE, service, detail, choice))


def test_an_old_button_is_answered_politely() -> None:
    """A button of another form changes nothing."""
    talk = meals().send(Message(pressed="a:0000:dining:delivery"))
    assert talk.keys[0] == "talk.past" and talk.open == "age" and "dining" not in talk.form.values


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


@pytest.mark.parametrize(
    ("text", "id", "value"),
    [
        ("不对 年龄是八十二", "age", 82),
        ("年纪写错了 应该是81", "age", 81),
        ("actually the age is 79", "age", 79),
        ("住的地方不对，是罗湖区翠竹路9号", "address", "罗湖区翠竹路9号"),
        ("不是78 是76", "age", 76),
        ("not 78 but 76", "age", 76),
    ],
)
@pytest.mark.parametrize("open_one", ["diet", "district"])
def test_a_correction_goes_to_the_detail_that_it_names(open_one: str, text: str, id: str, value: object) -> None:
    """Part of a label, or the old value, tells which; no free text takes the words."""
    talk = before_the_end(open_one).say(text)
    assert talk.keys[0] == "form.corrected"
    assert talk.form.values[id] == value
    assert talk.form.values.get("diet") in (None, "少盐")


@pytest.mark.parametrize(("text", "id"), [("地址错了", "address"), ("age is wrong", "age"), ("年纪说错了", "age")])
@pytest.mark.parametrize("open_one", ["diet", "district"])
def test_a_detail_that_is_called_wrong_is_asked_again(open_one: str, text: str, id: str) -> None:
    """Without a new value the question comes once more, and then the form goes on."""
    talk = before_the_end(open_one).say(text)
    assert talk.open == id
    assert talk.form.values.get("diet") in (None, "少盐")
    assert talk.say("80" if id == "age" else "翠竹路9号").open == open_one


def before_the_end(open_one: str) -> Talk:
    """A form for meals at its question for the diet or the district."""
    talk = meals()
    for answer in ("78", "翠达花园3栋502", "2", "明天", "少盐"):
        if talk.open != open_one:
            talk.say(answer)
    assert talk.open == open_one
    return talk


@pytest.mark.parametrize(
    "text", ["提交", "交吧", "提交申请", "可以提交了", "就这样", "提交申請", "submit", "send it", "go ahead"]
)
def test_sending_off_confirms_the_summary(text: str) -> None:
    """Words for handing in are a yes there."""
    assert any(isinstance(c, OpenTicket) for c in at_summary().say(text).commands)


@pytest.mark.parametrize("text", ["高龄津贴多少钱啊", "how much is the allowance"])
def test_a_question_at_the_summary_is_no_note(text: str) -> None:
    """What nobody here can answer is kept for the office, and the summary comes again."""
    for more in ({}, {"intent": "policy_question"}):
        talk = at_summary().say(text, **more)
        assert talk.keys == ["form.wanted", "form.summary"] and text not in talk.form.said
        assert talk.conversation.wanted == ("policy_question",) and talk.conversation.wanted_said == (text,)


def test_a_later_choice_is_no_address() -> None:
    """ "delivery" while the address is asked is kept for its own question, and the address asked again."""
    talk = meals().say("78").say("delivery")
    assert talk.open == "address"
    assert (talk.form.values["age"], talk.form.values["dining"]) == (78, "delivery")
    assert "address" not in talk.form.values
    assert talk.say("家里").open == "address"
    assert talk.say("翠竹路3号").form.values["address"] == "翠竹路3号"


def test_a_district_named_in_the_address_is_not_asked_again() -> None:
    """龙华区 counts although other cities have one too."""
    assert meals().say("78").say("龙华区民治街道3号").form.values["district"] == "龙华区"


@pytest.mark.parametrize(
    ("text", "kept"), [("明天下午", True), ("每周六上午", True), ("明天", False), ("下周一", False)]
)
def test_words_that_say_more_than_a_day_stay_in_the_request(text: str, kept: bool) -> None:
    """The part of the day is told to the office in the person's own words."""
    talk = meals().say("78").say("翠竹路3号").say("2")
    assert talk.open == "start"
    assert (text in talk.say(text).form.said) is kept


@pytest.mark.parametrize("text", ["没错，提交", "好的，麻烦您", "係", "yes please submit"])
def test_a_yes_that_stands_alone_submits(text: str) -> None:
    """Also with thanks or words that submit."""
    assert any(isinstance(c, OpenTicket) for c in at_summary().say(text, "affirm").commands)


@pytest.mark.parametrize("text", ["我想有人上门帮手照顾", "有人会陪她吗", "要多放点菜"])
def test_something_new_at_the_summary_submits_nothing(text: str) -> None:
    """It is kept with the request and the summary is asked again, though it begins like a yes."""
    talk = at_summary().say(text)
    assert not [c for c in talk.commands if isinstance(c, OpenTicket)] and talk.conversation.form is not None


def test_another_need_at_the_summary_is_kept() -> None:
    """A sure other need is offered once this one is done."""
    talk = at_summary().say("我想有人上门帮手照顾", "care_home", 0.97)
    assert not talk.commands and "care_home" in str(talk.conversation.wanted)


@pytest.mark.parametrize("text", ["没错，提交", "沒錯，送出", "All correct, send it", "先办这件"])
@pytest.mark.parametrize(("service", "id"), [("temporary_guardianship", "text"), ("bullying_help", "yes_no")])
def test_the_title_of_a_button_of_another_moment_is_no_answer(text: str, service: str, id: str) -> None:
    """Neither free words nor a yes: a question is still open, and comes again."""
    one = next(d for d in catalogue().services[service].details if d.kind == id)
    talk = Talk(form=Form(service, stage="asking", current=one.id, asked=(one.id,), touched_at=NOW.isoformat()))
    talk.say(text)
    assert "form.not_yet" in talk.keys and talk.open == one.id and one.id not in talk.form.values

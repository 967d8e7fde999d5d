"""What the knowledge base says: no more than its quotes, of which place, and about what from the first sentence on."""

from __future__ import annotations

import re

import pytest

from actions.details import elsewhere, simplify
from actions.details.numerals import number
from actions.details.shapes import Setting
from data.model import LANGUAGES, Topic
from tests.known import known
from tests.unit.dialogue.talk import NOW, Talk, catalogue, meals

NUMERAL = r"[零一二两三四五六七八九十百]+"
UNIT = (
    r"(?:周?岁|个?工作日|天|日|个月|小时|名|次|万|元|倍|个部门|年"
    r"|percent|per cent|yuan|people|times|[a-z]*[ -]?(?:year|month|week|day|hour))"
)
DIGITS = re.compile(r"\d+(?:[\d,]*\d)?")
IN_CHINESE = re.compile(rf"{NUMERAL}(?={UNIT})")
ENGLISH = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "fifteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
]
IN_ENGLISH = re.compile(rf"\b({'|'.join(ENGLISH)})\b(?=[ -](?:working |calendar |full )?{UNIT})")
MONTHS = {"march": 3, "november": 11}
LEAVE = (("carer_leave_henan", 0.99),)


def worth(figure: str) -> int:
    """However it is written."""
    return int(figure.replace(",", "")) if figure[0].isdigit() else int(number(figure) or 0)


def figures(text: str) -> set[int]:
    """The figures of an answer in any of the languages, without the numbers to call."""
    plain = simplify(text, Setting(NOW, catalogue())).lower()
    for line, _, key in (c.number.partition(" 转 ") for c in known().contacts.values()):
        for called in (rf"(?<!\d){line}", rf"(?:转|press|option|extension)\s?{key}" if key else ""):
            plain = re.sub(rf"{called}(?!\d|[,.]\d|\s?{UNIT})", " ", plain) if called else plain
    return {worth(n) for find in (DIGITS, IN_CHINESE, IN_ENGLISH) for n in find.findall(plain)}


def said(quote: str) -> set[int]:
    """Every number that a quote holds, also one whose unit stands elsewhere."""
    words = [*DIGITS.findall(quote), *re.findall(r"\d+", quote), *re.findall(NUMERAL, quote)]
    words += re.findall(rf"\b(?:{'|'.join(ENGLISH)})\b", quote.lower())
    return {worth(word) for word in words} | {MONTHS[m] for m in re.findall(r"[a-z]+", quote.lower()) if m in MONTHS}


@pytest.mark.parametrize("topic", known().topics.values(), ids=lambda t: t.id)
def test_each_figure_of_an_answer_stands_in_its_quote(topic: Topic) -> None:
    """In three languages, in digits and in words; numbers to call stand in the contacts."""
    told = said(topic.source.quote)
    for language in LANGUAGES:
        assert figures(topic.answer.of(language)) <= told, topic.answer.of(language)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("it lasts six months", {6}),
        ("須在十五個工作日內", {15}),
        ("打 12345 转 6，满六个月", {6}),
        ("先打 12345，再按 6", {6}),
        ("打 110、120 或 12345 转 6", set()),
        ("每月 110 元，六十岁以上", {110, 60}),
        ("within 120 days, 1,200 yuan", {120, 1200}),
    ],
)
def test_a_figure_is_heard_however_it_is_written(text: str, found: set[int]) -> None:
    """And a number to call only where no unit follows."""
    assert figures(text) == found


@pytest.mark.parametrize("topic", known().topics.values(), ids=lambda t: t.id)
def test_an_answer_begins_with_what_it_is_about(topic: Topic) -> None:
    """Told to a neighbour of its question, "yes" or "it is free" would be a lie."""
    opening = re.compile(
        r"(?:有|能|可以|不可以|不能|不行|要|不一定|不收钱|不收錢|是|就是|它)(?:[。，：,]|全国|养老|由|[^，。]{0,2}[。，：])"
        r"|(?:Yes|No|It|They|Ask|To a|In this order|The sooner)\b"
    )
    for language in LANGUAGES:
        assert not opening.match(topic.answer.of(language)), topic.answer.of(language)


ABOUT_A_LINE = [t for t in known().topics.values() if re.search(r"热线|1\d{4}", t.question.zh_Hans)]


@pytest.mark.parametrize("topic", ABOUT_A_LINE, ids=lambda t: t.id)
def test_an_answer_about_a_line_shows_its_number(topic: Topic) -> None:
    """Whoever asks about it wants to call it."""
    assert all(re.search(r"\b12\d{3}\b", topic.answer.of(language)) for language in LANGUAGES)


@pytest.mark.parametrize("topic", [t for t in known().topics.values() if t.area], ids=lambda t: t.id)
def test_the_area_of_a_topic_is_a_place_and_its_rule_may_differ(topic: Topic) -> None:
    """A name that the desk's reader of places knows: of Tibet's it says that it lies elsewhere."""
    assert topic.area is not None and topic.may_differ
    assert elsewhere("西藏的规定", topic.area.zh_Hans, Setting(NOW, catalogue()))
    assert not elsewhere(topic.area.zh_Hans, topic.area.zh_Hans, Setting(NOW, catalogue()))


@pytest.mark.parametrize(
    ("text", "area", "other"),
    [
        ("河北护理假有几天", "河南省", True),
        ("河南护理假有几天", "河南省", False),
        ("郑州的护理假", "河南省", False),
        ("护理假有几天", "河南省", False),
        ("長護險杭州怎麼申請", "上海市", True),
        ("浙江的家庭养老床位", "浙江省绍兴市", False),
        ("浙江杭州的家庭养老床位", "浙江省绍兴市", True),
        ("how many days of carer leave in Beijing", "广东省", True),
        ("carer leave in Guangdong", "广东省", False),
        ("我在广州，爸妈在河北，护理假几天", "广东省", False),
    ],
)
def test_a_text_is_read_for_the_place_that_it_names(text: str, area: str, other: bool) -> None:
    """The narrowest of each; one of several suffices, none is no other place."""
    assert elsewhere(text, area, Setting(NOW, catalogue())) is other


def test_the_rule_of_one_place_is_not_told_to_another() -> None:
    """What is known is said, whom to ask, and the request can be made."""
    talk = Talk().say("河北护理假有几天", "policy_question", topics=LEAVE)
    assert talk.keys == ["policy.elsewhere"]
    assert next(b.payload for b in talk.replies[0].buttons).endswith("office")
    assert Talk().say("河南护理假有几天", "policy_question", topics=LEAVE).keys[0] == "policy.answer_may_differ"
    assert Talk().say("护理假有几天", "policy_question", topics=LEAVE).keys[0] == "policy.answer_may_differ"
    talk.press("office")
    assert talk.form.service == "policy_question"


def test_elsewhere_the_rule_of_the_whole_country_is_told_where_there_is_one() -> None:
    """It names no place and answers for none."""
    talk = Talk().say("成都高龄津贴怎么定", "policy_question", topics=(("senior_allowance_henan", 0.99),))
    assert talk.replies[0].params["answer"] == catalogue().topics["senior_allowance_rule"].answer
    named = [known().topics[t.elsewhere] for t in known().topics.values() if t.elsewhere]
    assert named and all(t.area is None for t in named)


def test_the_same_holds_in_the_middle_of_a_form() -> None:
    """And the open question comes again."""
    talk = meals().say("北京的护理假有几天？", "policy_question", topics=LEAVE)
    assert talk.keys[0] == "policy.elsewhere" and talk.open == "age" and not talk.replies[0].buttons

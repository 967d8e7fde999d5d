"""Long texts said back in short."""

from __future__ import annotations

from actions.dialogue.gist import LONG, gist
from tests.unit.dialogue.talk import Talk, catalogue, lines

LETTER = (
    "尊敬的市长您好！我叫老王，是河西村的村民，今年六十九岁，老伴前年走了。"
    "年轻的时候我在砖厂干活，落下一身的病，腰椎做过两次手术，每个月光买药就要六百多块，儿子在外地打工，挣的钱只够他自己一家人过日子。"
    "去年夏天一场大雨，房子后墙塌了半边，村里来人看过，拍了照片，说是等通知，等到今天也没有下文。"
    "邻居家的条件比我好得多，反倒吃上了低保，我心里想不通，饿死也不愿意去求人。"
    "我想请政府派人来看一看，按我家的情况，能不能给我办低保。盼望领导给个答复。谢谢！"
)


def test_a_letter_is_said_back_by_its_beginning_and_its_request() -> None:
    """Without its greeting and thanks, in a few lines; a short text stays as it is."""
    short = gist(LETTER, catalogue())
    assert len(LETTER) > 200 and len(short) <= 2 * LONG
    assert short.startswith("我叫老王") and "答复" in short and "尊敬" not in short and "谢谢" not in short
    assert gist("想给我妈订饭", catalogue()) == "想给我妈订饭"


def test_a_letter_in_english() -> None:
    """Its first sentence and what it asks for."""
    letter = (
        "Dear sir. I am writing about my mother, who is 82. "
        + "She fell twice last winter, and the stairs are steep. " * 3
    )
    short = gist(letter + "Could you please send someone to look at the flat? Thank you.", catalogue())
    assert short == "I am writing about my mother, who is 82. Could you please send someone to look at the flat?"


def test_the_summary_says_a_letter_in_short_and_the_request_keeps_it_whole() -> None:
    """Nothing is lost by it."""
    talk = Talk().say(LETTER, "complaint")
    for _ in range(9):
        if talk.open == "summary":
            break
        talk.say({"where": "河西村", "district": "深圳市罗湖区"}.get(talk.open, "跳过")).say("不知道")
    assert talk.open == "summary"
    told = [str(value) for _, value in lines(talk.replies[-1], "rows")]
    assert max(map(len, told)) <= 2 * LONG
    assert LETTER in talk.form.values.values() or LETTER in talk.form.said

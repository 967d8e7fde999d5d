"""The conversation that all are measured with: a first message in free words, five answers, a confirmation."""

from __future__ import annotations

from typing import Any

# what is said, and a word that the answer must hold; ours and the peer's questions are worded alike
TALK = (
    ("我妈年纪大了做不了饭，想给她订午饭", "多大"),
    ("78", "住"),
    ("深圳市罗湖区翠竹街道田贝一路12号", "饭堂"),
    ("送到家里", "哪天"),
    ("明天", "忌口"),
    ("少盐", "78"),
    ("好的", "NX-"),
)
FIRST = TALK[0]

PARSED = {
    20: "我妈七十八岁了在家做不动饭想订午饭送上门",
    60: (
        "您好，我在外地上班，家里老母亲今年七十八岁，前阵子摔了一跤，"
        "腿脚不方便，自己做不了饭，想请你们每天中午送一份热饭到家，可以吗？"
    ),
    400: (
        "您好，我姓王，在外地打工已经八年了，家里只有我母亲一个人住，她今年七十八岁，血压高，眼睛也不大好。上个月她在厨房里摔了一跤，"
        "虽然没有骨折，可是从那以后就不敢再站在灶台前面做饭了，每天就是吃一点饼干，喝一点牛奶，有时候邻居大姐会端一碗面过来。"
        "我每次打电话回去，她都说自己吃得很好，叫我不要担心，后来是邻居告诉我，我才知道她已经瘦了十几斤。我实在没有办法请那么长的假，"
        "家里的兄弟也都在外面，所以想问一问社区有没有给老人送饭的，最好是中午和晚上都有，饭菜要软一点，少放盐，不要太油，"
        "她的牙只剩下几颗了，硬的东西咬不动。送到家里就可以，她住在三楼，没有电梯，下楼不方便。费用不是问题，该交多少我来交，"
        "如果需要办什么手续，我可以让邻居帮忙送过去，或者我在网上填也行。麻烦你们尽快安排，最好从下个星期一开始，"
        "我过年的时候会回来一趟，到时候再当面谢谢你们，真的太感谢了，老人家一个人在家，我心里一直放不下，拜托你们多多费心。"
    ),
}


def words_of(replies: list[dict[str, Any]]) -> str:
    """All that was answered, as one text."""
    return "\n".join(str(reply.get("text", "")) for reply in replies)

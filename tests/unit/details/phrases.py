"""What people answer, and what it comes to: (kind, id, answer, value)."""

from __future__ import annotations

from typing import Any

_AGES = """
七十八咯=78|3=3|快八十=80|快八十了=80|七十多=70|七十几=70|属虎=None|1948年生=78|48年的=78|一九四八年的=78
小学三年级=9|三年级=9|初二=14|高一=16|七年级=13|刚满14=14
78 yrs old=78|78岁=78|七十八歲=78|八个月=0|8个月大=0|八個月大=0|十八个月=1|半岁=0|两岁半=2|我妈妈今年八十二=82
她九十一=91|八十有二=82|七十有三了=73|八十有一个儿子=80
200=200|seventy-eight=78|seventy eight=78|不是78 是79=79
廿三=23|卅五=35|12 years=12|８１=81|八十一=81|八十=80|我今年81了=81|虚岁九十=90|十几岁=10|七八十岁=70|grade 3=9
刚出生=0|she is 82=82|87啦=87|一百零二岁=102|不知道=None|大班=6|周六下午=None|星期六=None|一周岁=1
born in 1950=76|阿嫲八十七喇=87|电话13800001234=None|-5=None
"""
_SINCE = """
今天=2026-11-22|昨晚=2026-11-21|前天=2026-11-20|大前天=2026-11-19|上礼拜三=2026-11-11|上禮拜三=2026-11-11
上周五=2026-11-13|周三=2026-11-18|这个月5号=2026-11-05|上个月=2026-10
上个月十五号=2026-10-15|十月底=2026-10-31|月初=2026-11-01|国庆=2026-10-01|去年冬天=2025-12|去年=2025
去年八月=2025-08|半年前=2026-05|三个月前=2026-08|八个月=2026-03
两年了=2024-11|大概两年半了=2024-05|2019年=2019|2024年3月=2024-03|3月5日=2026-03-05
三月份=2026-03|十月中旬=2026-10-11|腊月二十三=2026-02-10|正月初五=2026-02-21
中秋=2026-09-25|去年中秋=2025-10-06|三天前=2026-11-19|五号=2026-11-05|一个多星期=2026-11-15|年初=2026-01
15年5月=2015-05|2024-03-05=2024-03-05|2024.3.5=2024-03-05
20240305=2024-03-05|3/5=2026-03-05|寻日=2026-11-21|琴晚=2026-11-21|yesterday=2026-11-21
last Wednesday=2026-11-18|since March=2026-03|3 weeks ago=2026-11-01|Nov 5=2026-11-05
5 November 2025=2025-11-05|two years=2024-11|since 2019=2019|last month=2026-10
a week ago=2026-11-15|好几年了=None|不是周一 是周二=2026-11-17|二零二四年三月五号=2024-03-05
2月30号=None|十年前=2016-11|the day before yesterday=2026-11-20
"""
_WHEN = """
下周一=2026-11-23|明天下午三点=2026-11-23T15:00|后天上午9点半=2026-11-24T09:30|周六=2026-11-28
听日下昼三点=2026-11-23T15:00|聽日朝早九點=2026-11-23T09:00|12月3号晚上7点=2026-12-03T19:00
今晚八点=2026-11-22T20:00|明晚八点=2026-11-23T20:00|3点=2026-11-22T15:00|三天后=2026-11-25|十五号=2026-12-15
下礼拜二早上10:30=2026-11-24T10:30|这周末=2026-11-22|元旦=2027-01-01
春节=2027-02-06|next Monday at 3pm=2026-11-23T15:00|tomorrow at 10=2026-11-23T10:00|Saturday=2026-11-28
Dec 3=2026-12-03|in 3 days=2026-11-25|越快越好=None|尽快=2026-11-22|中午12点半=2026-11-22T12:30
明天下午=2026-11-23|下个月初=2026-12-01|明天下午三点一刻=2026-11-23T15:15
"""
_MONTHS = """
十月=2026-10|上个月=2026-10|这两个月=2026-10|九月份=2026-09|10月=2026-10|去年12月=2025-12|2026年8月=2026-08
12月=2025-12|三个月没发了=2026-08|October=2026-10|last month=2026-10|本月=2026-11
去年=2025|今年=2026|13月=None|高龄津贴2、3个月没发了=2026-08|2到3个月=2026-08|我叫王德福，今年76=None|我今年七十六=None|今年10月=2026-10|2019年=2019|10月=2026-10
"""
_BIRTHS = """
2015年3月5日=2015-03-05|15年3月5号=2015-03-05|20150305=2015-03-05|2015-03-05=2015-03-05|2015年3月=2015-03
1948.3.5=1948-03-05|一九四八年三月初五=1948-04-13|5 March 2015=2015-03-05
March 5, 2015=2015-03-05|八岁=None|2030年1月1日=None
现在住柳河村跟着姑姑=None
今天没来=None|今天刚来的=None|今天出生的=2026-11-22
"""
_PHONES = """
13800001234=13800001234|138 0000 1234=13800001234|138-0000-1234=13800001234|+86 13800001234=13800001234
幺三八零零零零一二三四=13800001234|一三八 零零零零 一二三四=13800001234
１３８００００１２３４=13800001234|我电话是13800001234=13800001234|9123 4567=+85291234567
+852 9123 4567=+85291234567|0755-25881234=075525881234|0912345678=+886912345678|没有=None|1380000=1380000
"""
_PLACES = """
我住在翠竹街道翠达花园3栋502=翠竹街道翠达花园3栋502|罗湖区翠竹路12号=罗湖区翠竹路12号
地址是：罗湖区翠竹路12号3栋=罗湖区翠竹路12号3栋|就在人民公园那边吧=人民公园|22.5431,114.0579=22.5431,114.0579
王家庄=王家庄|喺深水埗=深水埗|I live in Luohu=Luohu|12 Nathan Road=12 Nathan Road|啊=None|12345=None
"""
_DISTRICTS = """
罗湖=深圳市罗湖区|羅湖=深圳市罗湖区|深圳罗湖那边=深圳市罗湖区|朝阳区=朝阳区|北京朝阳=北京市朝阳区
北京市朝阳区=北京市朝阳区|衡阳县=衡阳市衡阳县|湖南衡阳祁东县=衡阳市祁东县|衡阳祁东=衡阳市祁东县|昆山=苏州市昆山市|密云县=北京市密云区|东莞=东莞市
南京鼓楼=南京市鼓楼区
靖州=怀化市靖州苗族侗族自治县|我不想说=None
"""
_MONEY = """
三千二=3200|1200块=1200|一万二左右=12000|¥800=800|￥1,200=1200|两千多=2000|没有收入=0|零=0|0=0|没有=0
1.2万=12000|三四千=3000|3k=3000|一个月大概2500块钱=2500|五百蚊=500|三千到五千=3000
about 3000 yuan=3000|no income=0|两百三=230|两百零三=203|十来万=100000|不知道=None
没有了 一分没有=0|一分钱都没有=0|一块钱也没有=0|分文没有=0|身无分文=0|no money=0|月收入1500=1500|没有退休金，低保800=800
"""
_HOUSEHOLDS = """
一家五口=5|就我一个=1|我和老伴两个人=2|我和老伴=2|夫妻俩=2|5=5
五个=5|四口人=4|老两口=2|娘仨=3|just me=1|five=5|不告诉你=None
"""
_DAYS = "三天=3|一个星期=7|没了=0|两周=14|10=10"
_YES = """
有|系|中|要得|可以|得|嗯|好的|yep|没错|没问题|不错|有的|要|是我自己|应该有|嗯嗯|对|对对对|是啊|係呀|確定|好！
行吧|会|ok|sure|当然|yes please|of course
"""
_NO = """
冇|没得|木有|唔系|不是|没|nope|没有报|还没呢|唔使|不|无|莫得|没有|沒有|不用了|未|唔要|No, not yet
"""
_NEITHER = "不知道|好像没有|唔知|记不清|好难过|得了癌症|可以吗|是不是|没关系|有点疼|今天天气好|not sure"
_CHOICES = """
1=eat_in|2=delivery|②=delivery|第二个=delivery|二=delivery|选1=eat_in|最后一个=unknown|送到家里=delivery
送到家裏=delivery|delivery=delivery|Deliver to the door=delivery|送餐吧=delivery
不要食堂，要送餐=delivery|不去食堂=None|去食唐吃=eat_in|堂食=eat_in|9=None|我想想=None|second=delivery
"""
_GRADES = "3=three|三年级=three|第3个=three|2=two|一年級=one"
_SEVERAL = """
周末=weekends|1、3=weekdays,holidays|1和2=weekdays,weekends|周末和寒暑假=weekends,holidays
平时，放假也要=weekdays,holidays|都可以=weekdays,weekends,holidays|除了周末都行=weekdays,holidays|都没有=
没想好呢呀=None
"""
_NAMES = """
我叫张三=张三|姓王=王|张三=张三
他叫李小明=李小明|my name is Jane Doe=Jane Doe|叫欧阳明。=欧阳明
我自己，王大山=王大山|是我妈，李秀英=李秀英|本人 陈小梅=陈小梅|！！！=None
张三元=张三元|我叫王一元=王一元|陈十月=陈十月|张一天=张一天|欧阳三元=欧阳三元
三个月没发=None|三个月了=None|快两年了=None|两年=None|八十三岁=None|一共欠两万块=None|3个月=None|没发过=None
"""


def _cells(table: str) -> list[str]:
    """The cells of a table, without the empty ones."""
    return [cell for cell in table.replace("\n", "|").split("|") if cell.strip()]


def _rows(kind: str, table: str, id: str = "") -> list[tuple[str, str, str, Any]]:
    """One row an answer; None, whole numbers and lists are made what they stand for."""
    numeric = kind in ("age", "money", "count")
    rows: list[tuple[str, str, str, Any]] = []
    for cell in _cells(table):
        answer, value = cell.rsplit("=", 1)
        made: Any = None if value == "None" else int(value) if numeric else value
        if kind == "choices" and made is not None:
            made = tuple(v for v in value.split(",") if v)
        rows.append((kind, id or kind, answer, made))
    return rows


ANSWERS = [
    *_rows("age", _AGES),
    *_rows("date", _SINCE, "since"),
    *_rows("when", _WHEN),
    *_rows("month", _MONTHS),
    *_rows("birth_date", _BIRTHS),
    *_rows("phone", _PHONES),
    *_rows("place", _PLACES),
    *_rows("district", _DISTRICTS),
    *_rows("money", _MONEY),
    *_rows("count", _HOUSEHOLDS, "household"),
    *_rows("count", _DAYS, "stock_days"),
    *[("yes_no", "yes_no", answer, True) for answer in _cells(_YES)],
    *[("yes_no", "yes_no", answer, False) for answer in _cells(_NO)],
    *[("yes_no", "yes_no", answer, None) for answer in _cells(_NEITHER)],
    ("yes_no", "police", "报警了", True),
    ("yes_no", "police", "没报警", False),
    ("yes_no", "safe", "不安全", False),
    ("yes_no", "safe", "孩子被打了", None),
    *[("yes_no", "safe", answer, None) for answer in ("好", "好的，谢谢", "ok", "没有手机")],
    *[("yes_no", "safe", answer, True) for answer in ("是", "安全", "现在安全")],
    *[("yes_no", "injured", answer, None) for answer in ("没有手机", "没有钱", "好吧")],
    *[("yes_no", "injured", answer, False) for answer in ("没有", "没有受伤", "没有啊", "没有什么伤")],
    ("consent", "consent", "同意", True),
    ("consent", "consent", "唔同意", False),
    *_rows("choice", _CHOICES),
    *_rows("choice", _GRADES, "grade"),
    *_rows("choices", _SEVERAL),
    *_rows("name", _NAMES),
    ("name", "school", "在育才小学", "育才小学"),
    ("text", "text", "  他们打我，还抢我的钱  ", "他们打我，还抢我的钱"),
    ("text", "text", "。。。", None),
    ("file", "file", "看这里 https://example.org/a.jpg", ("https://example.org/a.jpg",)),
    ("file", "file", "没有照片", None),
]

"""Understanding of first messages that nobody trained on: written apart from the examples, two a service."""

from __future__ import annotations

import httpx

from data import catalogue

UNSEEN = {
    "child_abuse_report": [
        "楼下那家的小孩胳膊上全是淤青，说是后妈掐的",
        "I think the boy next door is being starved by his parents",
    ],
    "bullying_help": ["班上几个同学老抢我饭钱，还说告诉老师就揍我", "個女返學成日俾同學排擠，仲話要影佢換衫"],
    "temporary_guardianship": ["孩子爸妈都被拘留了，五岁的娃现在没人带", "單親媽媽突然住院，孩子今晚不知道交給誰"],
    "missing_person": [
        "我姥爷下午遛弯没回来，他记不住家在哪",
        "My son got off the wrong bus and we have not heard from him since noon",
    ],
    "elder_abuse_report": ["他儿子不给老人饭吃，还经常动手", "看護成日掐阿婆手臂，我見到瘀晒"],
    "fraud_alert": ["有人打电话说我孙子出事了，让我妈转了三万块", "阿媽買咗幾萬蚊保健品，話可以醫百病"],
    "temporary_assistance": [
        "前天家里着火，什么都烧没了，这几天住哪都不知道",
        "我上個月被工廠裁員，一家四口快要沒飯吃了",
    ],
    "subsistence_allowance": [
        "一家三口全靠我打零工那一千来块钱，能吃低保不",
        "我們家長期收入很低，爸爸又殘疾，想申請低收入補助",
    ],
    "allowance_payment": [
        "上个月的高龄钱怎么没打到卡里",
        "my mother's old-age allowance is 50 yuan less than before, why",
    ],
    "medical_aid": ["孩子白血病，化疗欠了医院十几万，实在拿不出来了", "丈夫肾衰竭每周透析，医药费报销完还是负担不起"],
    "street_rescue": ["地铁口有个大爷躺了两天了，衣服很薄", "There is a homeless woman with a baby under the flyover"],
    "care_package": ["村里冬天冷，几个五保老人缺厚被子，能送点来吗", "想幫屋企老人家攞個暖心包"],
    "senior_allowance": [
        "我今年满八十了，听说有钱领，怎么办手续",
        "I have just turned 80, how do I get the old age money",
    ],
    "home_adaptation": ["卫生间地滑，想给老爸装个扶手和洗澡凳", "can someone put rails in my grandmother's bathroom"],
    "meal_service": ["我一个人懒得做饭，社区食堂能送到家吗", "阿爺想每日食長者飯堂，可唔可以送上門"],
    "visit_request": [
        "我在外地，麻烦你们抽空去看看我爸，他一个人住",
        "can someone drop in on my aunt, she lives by herself and I am abroad",
    ],
    "care_home": ["我妈瘫痪了，想找家能照顾她的养老院", "想問安老院收幾錢一個月，阿爸行唔到路"],
    "vaccination_escort": ["下周二要去医院做透析，我坐轮椅，有车接吗", "老人去接種疫苗，想有人陪同接送"],
    "medical_green_channel": [
        "我们养老院一位老人高烧三天，要马上转院",
        "care home resident short of breath, we need a fast hospital bed",
    ],
    "facility_repair": ["小区健身器材的扶手断了，老人差点摔倒", "公園的長椅壞了，可以修一下嗎"],
    "orphan_support": ["孩子爸死了，妈也跑了，跟着我过，国家有没有补助", "外孫父母雙亡，想申請孤兒補助"],
    "left_behind_child": [
        "爸妈都在广东打工，我跟奶奶住，没人管学习",
        "The parents work far away and the kids live with their grandmother, we want to register them",
    ],
    "migrant_child_registration": [
        "我们从贵州带孩子来长沙一年多了，怎么给孩子登记流动儿童",
        "想幫跟住我哋搬嚟嘅女做流動兒童登記",
    ],
    "foster_adoption": ["我和老公想领养一个女孩，要准备什么材料", "we would like to become a foster family"],
    "caring_parent": ["我想和一个困难孩子结对子，帮他上学", "孩子的心愿是有一个新书包，谁能帮帮他"],
    "family_call": ["想妈妈了，能帮我跟她视频一下吗", "可以安排我同喺外地嘅爸爸視像通話嗎"],
    "child_centre": [
        "放学到六点没人看孩子，社区有写作业的地方吗",
        "is there a place where my daughter can do homework after school",
    ],
    "counselling": [
        "最近老是失眠心慌，想找个心理老师聊聊",
        "my son has been very down since the divorce, can he talk to a counsellor",
    ],
    "policy_question": [
        "残疾人两项补贴的标准是什么",
        "What are the rules for a child from another province to go to school here?",
    ],
    "complaint": ["街道办那个工作人员态度太差，把我赶出来了，我要投诉", "養老院的飯菜經常是餿的，我要投訴"],
    "suggestion": ["建议公园里多装几个给老人歇脚的凳子", "想表揚社區的小陳，對老人很有耐心"],
    "volunteer_signup": ["我退休了，想加入你们做志愿者", "I would like to volunteer on weekends, how do I join"],
    "volunteer_request": ["周六下午想找个志愿者陪我爸下棋", "想搵個義工星期三幫手抹窗"],
    "donation": ["家里有几十件旧棉衣想捐给有需要的人", "I want to give 500 yuan to children in difficulty"],
    "activity_signup": ["重阳节的文艺活动怎么报名，我们两个人", "想報名下星期的健康講座"],
    "contest_entry": ["我拍了个敬老的短视频，想投稿参加比赛", "how do I hand in my story for the writing contest"],
    "institution_supplies": [
        "我们福利院口罩和尿不湿只够用三天了，请支援",
        "Our nursing home needs 200 masks and disinfectant",
    ],
}
ENOUGH = 0.85


def test_first_messages_that_nobody_trained_on_are_understood(understanding: httpx.Client) -> None:
    """At least 85 of 100 such messages are taken for their service, and nearly all show it among the first three."""
    known = catalogue.load().services
    asked = [(service, text) for service, texts in UNSEEN.items() for text in texts if service in known]
    found = understanding.post("/model/parse", json={"text": [text for _, text in asked][:64]}).json()
    found += understanding.post("/model/parse", json={"text": [text for _, text in asked][64:]}).json()
    wrong = [
        f"{text}: {answer['intent']['name']}, not {service}"
        for (service, text), answer in zip(asked, found, strict=True)
        if answer["intent"]["name"] != service
    ]
    offered = [
        service in [one["name"] for one in answer["intent_ranking"][:3]]
        for (service, _), answer in zip(asked, found, strict=True)
    ]
    assert len(asked) >= 50
    assert len(wrong) <= (1 - ENOUGH) * len(asked), "\n".join(wrong)
    assert sum(offered) >= 0.95 * len(asked)


def test_none_of_these_messages_is_an_example() -> None:
    """A message that stands among the examples would measure memory."""
    examples = {e for service in catalogue.load().services.values() for some in service.examples.values() for e in some}
    assert not examples & {text for texts in UNSEEN.values() for text in texts}

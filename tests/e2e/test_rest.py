"""The REST channel to the letter: what Rasa's web chat clients and other people's programs rely on."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.e2e.carry import carry
from tests.e2e.desk import Citizen, Desk

WEBHOOK, EVENTS = "/webhooks/rest/webhook", "/webhooks/rest/events"


@pytest.fixture(scope="module")
def http(plain_desk: Desk) -> Iterator[httpx.Client]:
    """Any program."""
    with httpx.Client(base_url=plain_desk.url, timeout=20, trust_env=False) as client:
        yield client


def post(http: httpx.Client, message: str, sender: str = "", **metadata: Any) -> httpx.Response:
    """One message, from somebody new unless named."""
    body = {"sender": sender or f"r-{secrets.token_hex(6)}", "message": message, "metadata": metadata}
    return http.post(WEBHOOK, json=body)


def test_replies_have_rasas_shape(http: httpx.Client) -> None:
    """A list of messages to the sender, each with a text, some with buttons of title and payload, nothing else."""
    answer = post(http, "菜单", "shape")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    replies = answer.json()
    assert replies
    for reply in replies:
        assert reply["recipient_id"] == "shape"
        assert set(reply) <= {"recipient_id", "text", "buttons", "image", "custom"}
        assert isinstance(reply["text"], str) and reply["text"]
        for button in reply.get("buttons", []):
            assert set(button) == {"title", "payload"}
            assert len(button["payload"].encode()) <= 60
    assert any(reply.get("buttons") for reply in replies)


def test_rasas_health_route_answers(http: httpx.Client) -> None:
    """Rasa's clients look at the channel's root first."""
    assert http.get("/webhooks/rest/").json() == {"status": "ok"}


def test_a_button_is_pressed_by_payload_or_by_title(plain_desk: Desk) -> None:
    """Both ways lead to the same next question."""
    asked = []
    for by_title in (True, False):
        one = plain_desk.citizen()
        one.say("助餐")
        one.say("79")
        one.say("深圳市罗湖区翠竹路5号")
        title, payload = next((t, p) for t, p in one.buttons.items() if t == "送到家里")
        asked.append(one.say(title if by_title else payload))
    assert asked[0] == asked[1]
    assert "哪天开始" in asked[0]


def test_metadata_is_optional(http: httpx.Client) -> None:
    """Rasa's own clients send none; null and unknown keys do no harm."""
    kinds: list[dict[str, Any]] = [
        {},
        {"metadata": None},
        {"metadata": {}},
        {"metadata": {"theme": "dark"}},
        {"input_channel": "x"},
    ]
    for more in kinds:
        answer = http.post(WEBHOOK, json={"sender": f"m-{secrets.token_hex(6)}", "message": "菜单", **more})
        assert answer.status_code == 200 and answer.json()


def test_one_message_id_is_one_message(visitor: Citizen) -> None:
    """A post sent again by a nervous line gets the same answer and counts once."""
    visitor.say("助餐")
    first = visitor.say("79", message_id="a1")
    assert visitor.say("79", message_id="a1") == first
    assert "住在哪里" in first
    assert "住在哪里" in visitor.say("重复")


def test_a_number_is_a_message_id_too(visitor: Citizen) -> None:
    """Programs that count their messages send numbers."""
    visitor.say("助餐")
    assert visitor.say("79", message_id=7) == visitor.say("79", message_id=7)


def test_one_message_id_of_two_senders_is_two_messages(plain_desk: Desk) -> None:
    """Nobody's message gets lost behind somebody else's id."""
    for language, words in (("zh_Hans", "您想办哪一类的事"), ("zh_Hant", "您想辦哪一類的事")):
        one = plain_desk.citizen(language)
        assert words in one.say("菜单" if language == "zh_Hans" else "選單", message_id="same")


def test_the_same_text_without_id_is_two_messages(visitor: Citizen) -> None:
    """An answer may be right twice: 是 to one question, 是 to the next."""
    visitor.say("看看能办什么")
    visitor.say("高龄津贴")
    first = visitor.say("80")
    second = visitor.say("80")
    assert first and second and first != second


def test_many_posts_of_one_id_at_once_are_one_message(plain_desk: Desk) -> None:
    """Twelve at the same moment: one answer, told to all."""
    with httpx.Client(base_url=plain_desk.url, timeout=30, trust_env=False) as http, ThreadPoolExecutor(12) as pool:
        body = {"sender": f"r-{secrets.token_hex(6)}", "message": "助餐", "metadata": {"message_id": "once"}}
        answers = [a.json() for a in pool.map(lambda _: http.post(WEBHOOK, json=body), range(12))]
    assert all(answer == answers[0] for answer in answers)
    assert "多大年纪" in answers[0][-1]["text"]


def test_attachments_are_kept(desk: Desk, person: Citizen) -> None:
    """A photo's URL and a pin go into the request as they came; nothing is fetched."""
    person.say("设施报修")
    pin = {"kind": "location", "lat": 22.55, "lon": 114.12}
    photo = {"kind": "photo", "url": "http://127.0.0.1:9/broken.jpg"}
    person.say("", attachments=[pin])
    person.say("健身器材")
    if "照片" not in person.text:
        person.say("踏板松了，螺丝掉了")
    person.say("", attachments=[photo])
    for _ in range(4):
        if any(p.startswith("f:confirm") for p in person.buttons.values()):
            break
        person.say("跳过")
    person.press("没错，提交")
    ticket = desk.ticket(person.number())
    kept = {(a["kind"], a["url"], a["lat"], a["lon"]) for a in ticket["attachments"]}
    assert ("photo", photo["url"], None, None) in kept
    assert ("location", "", 22.55, 114.12) in kept
    assert "22.55" in ticket["details"]["place"]


@pytest.mark.parametrize(
    ("body", "status", "names"),
    [
        (b"", 400, "JSON"),
        (b"{", 400, "JSON"),
        (b"\xff\xfe", 400, "JSON"),
        (b"[]", 400, "object"),
        (b'"text"', 400, "object"),
        (b"null", 400, "object"),
        (b'{"message": "x"}', 400, "sender"),
        (b'{"sender": "", "message": "x"}', 400, "sender"),
        (b'{"sender": "  ", "message": "x"}', 400, "sender"),
        (b'{"sender": 5, "message": "x"}', 400, "sender"),
        (b'{"sender": null, "message": "x"}', 400, "sender"),
        (b'{"sender": {"a": 1}, "message": "x"}', 400, "sender"),
        (b'{"sender": "a", "message": 5}', 400, "message"),
        (b'{"sender": "a", "message": ["x"]}', 400, "message"),
        (b'{"sender": "a", "message": true}', 400, "message"),
        (b'{"sender": "a", "message": "x", "metadata": 5}', 400, "metadata"),
        (b'{"sender": "a", "message": "x", "metadata": []}', 400, "metadata"),
        (b'{"sender": "a", "message": "x", "metadata": "s"}', 400, "metadata"),
        (b'{"sender": "a", "message": "x", "metadata": {"language": "fr"}}', 400, "language"),
        (b'{"sender": "a", "message": "x", "metadata": {"language": ["en"]}}', 400, "language"),
        (b'{"sender": "a", "message": "x", "metadata": {"message_id": {}}}', 400, "message_id"),
        (b'{"sender": "a", "message": "x", "metadata": {"message_id": true}}', 400, "message_id"),
        (b'{"sender": "a", "message": "x", "metadata": {"attachments": {}}}', 400, "attachments"),
        (b'{"sender": "a", "message": "x", "metadata": {"attachments": [1]}}', 400, "attachments"),
        (b'{"sender": "a", "message": "x", "metadata": {"attachments": [{}]}}', 400, "kind"),
        (b'{"sender": "a", "message": "x", "metadata": {"attachments": [{"kind": "photo", "url": 1}]}}', 400, "url"),
        (b'{"sender": "a", "message": "", "metadata": {"attachments": [{"kind": "p", "lat": 1e999}]}}', 400, "lat"),
        (b'{"sender": "a", "message": "", "metadata": {"attachments": [{"kind": "p", "lat": NaN}]}}', 400, "lat"),
        (b'{"sender": "a", "message": "", "metadata": {"attachments": [{"kind": "p", "lon": -181}]}}', 400, "lon"),
        (b'{"sender": "a", "message": "x", "metadata": ' + b'{"a":' * 40 + b"1" + b"}" * 41, 400, "nested"),
        (b'{"sender": "a", "message": "x", "metadata": ' + b"[" * 30_000 + b"]" * 30_000 + b"}", 400, ""),
        (b'{"sender": "a", "message": "x", "metadata": {"message_id": ' + b"9" * 5_000 + b"}}", 400, ""),
        (b'{"sender": "' + b"a" * 129 + b'", "message": "x"}', 413, "sender"),
        (b'{"sender": "a", "message": "' + b"a" * 16_001 + b'"}', 413, "message"),
        (b'{"sender": "a", "message": "' + b"a" * 70_000 + b'"}', 413, "larger"),
    ],
    ids=lambda value: value[:60].decode("ascii", "replace") if isinstance(value, bytes) else None,
)
def test_what_cannot_be_taken_is_told_in_a_sentence(http: httpx.Client, body: bytes, status: int, names: str) -> None:
    """Wrong types, broken and huge bodies: a status that fits, and which part is wrong."""
    answer = http.post(WEBHOOK, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"error"}
    assert names in answer.json()["error"]


def test_a_body_of_unknown_length_is_bounded(http: httpx.Client) -> None:
    """Sent in pieces without a length, it is refused as soon as it is too large."""

    def pieces() -> Iterator[bytes]:
        yield b'{"sender": "a", "message": "'
        for _ in range(100):
            yield b"a" * 10_000

    try:
        answer = http.post(WEBHOOK, content=pieces())
    except httpx.HTTPError:
        return  # the line was closed on us while we were still sending
    assert answer.status_code == 413
    assert set(answer.json()) == {"error"}


@pytest.mark.parametrize(
    "text",
    [
        "\\ud83d",
        "\\udc00 菜单 \\ud800",
        "\\u0000菜单",
        "\\u202e菜单\\u202c",
        "𠮷" * 50,
        "\\u0301" * 500,
        "１２３４５６７８９０" * 100,
        "9" * 4_000,
        "1e999",
        "NaN",
        "/restart",
        '/inform{\\"a\\": 1}',
        "<script>alert(1)</script>",
        "'; DROP TABLE tickets; --",
        "{{ 7 * 7 }} {number} %s %(x)s",
        "啊" * 3_000,
        "",
        "   ",
        "\\n\\n",
        "😀😀😀",
    ],
)
def test_any_text_gets_a_sensible_answer(http: httpx.Client, text: str) -> None:
    """Half characters, control signs, huge numbers, noise: answered, and the next message is too."""
    sender = f"r-{secrets.token_hex(6)}"
    body = f'{{"sender": "{sender}", "message": "{text}"}}'.encode()
    answer = http.post(WEBHOOK, content=body)
    assert answer.status_code == 200, answer.text
    assert answer.json() and all(reply["text"] for reply in answer.json())
    assert any(b["payload"].startswith("g:") for r in post(http, "菜单", sender).json() for b in r.get("buttons", ()))


@pytest.mark.parametrize("number", ["1e999", "NaN", "-Infinity", "1" * 4_000])
def test_numbers_that_are_none_do_no_harm(http: httpx.Client, number: str) -> None:
    """Numbers that JSON readers differ about: taken where nobody reads them, else refused in a sentence."""
    body = f'{{"sender": "n", "message": "菜单", "metadata": {{"speed": {number}}}}}'.encode()
    answer = http.post(WEBHOOK, content=body)
    assert answer.status_code in (200, 400)
    assert answer.status_code == 200 or set(answer.json()) == {"error"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/webhooks/rest/nothing", 404),
        ("GET", "/wp-login.php", 404),
        ("POST", "/webhooks/telegram/webhook", 404),
        ("GET", "/chat/static/../../settings.py", 404),
        ("GET", "/chat/static/%2e%2e/%2e%2e/routes.py", 404),
        ("GET", WEBHOOK, 405),
        ("DELETE", WEBHOOK, 405),
        ("POST", EVENTS, 405),
        ("GET", EVENTS, 400),
        ("GET", f"{EVENTS}?sender={'a' * 129}", 400),
        ("POST", "/chat/messages", 401),
    ],
)
def test_other_addresses_answer_as_errors(http: httpx.Client, method: str, path: str, status: int) -> None:
    """Every error is one sentence in one shape."""
    answer = http.request(method, path)
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    assert answer.json()["error"]


def test_health_is_told(http: httpx.Client) -> None:
    """Alive, ready although understanding is away, and figures."""
    assert http.get("/healthz").json() == {"status": "ok"}
    ready = http.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {"ready": True, "store": True, "understanding": False}
    assert "python_info" in http.get("/metrics").text


def test_events_resume_after_the_last_one_seen(desk: Desk, person: Citizen) -> None:
    """What came while nobody listened comes later; a reader who lost the line gets what followed, once."""
    number = carry(person, "suggestion", "表扬", {"about": "老人服务", "text": "志愿者很耐心，谢谢他们"})
    desk.nuanxin("tickets", "reply", number, "第一句", "--as", "demo")
    desk.nuanxin("tickets", "reply", number, "第二句", "--as", "demo")
    with person.listening() as events:
        events.until("第二句")
        assert [("第一句" in e["text"], "第二句" in e["text"]) for e in events.seen[-2:]] == [
            (True, False),
            (False, True),
        ]
        assert all(e["recipient_id"] == person.sender for e in events.seen)
        ids = events.ids
    assert ids == sorted(ids, key=int)
    desk.nuanxin("tickets", "reply", number, "第三句", "--as", "demo")
    with person.listening(after=ids[-2]) as events:
        events.until("第三句")
        assert [word for e in events.seen for word in ("第一句", "第二句", "第三句") if word in e["text"]] == [
            "第二句",
            "第三句",
        ]
    with person.listening(after=ids[-1]) as events:
        events.until("第三句")


def test_events_of_one_talk_reach_nobody_else(desk: Desk, person: Citizen, stranger: Citizen) -> None:
    """A stranger's stream carries the stranger's own words only."""
    talks = []
    for one in (person, stranger):
        before = set(desk.nuanxin("talks", "list", "--as", "demo").splitlines())
        one.say("人工")
        new = set(desk.nuanxin("talks", "list", "--as", "demo").splitlines()) - before
        talks.append(next(line.split()[-1] for line in new if line.startswith("call")))
    for talk, words in zip(talks, ("只给第一位", "只给第二位"), strict=True):
        desk.nuanxin("talks", "take", talk, "--as", "demo")
        desk.nuanxin("talks", "say", talk, words, "--as", "demo")
    for one, words, others in ((person, "第一位", "第二位"), (stranger, "第二位", "第一位")):
        with one.listening() as events:
            events.until(words)
            assert not any(others in e["text"] for e in events.seen)


def test_a_token_is_asked_for_where_one_is_set(make_desk: Callable[..., Desk]) -> None:
    """NUANXIN_REST_TOKEN: 401 without it or with another, in one shape; health stays open."""
    desk = make_desk(rest_token="a-token-of-this-test").start()
    body = {"sender": "t", "message": "菜单"}
    with httpx.Client(base_url=desk.url, timeout=20, trust_env=False) as http:
        for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic YTph"}, {"authorization": "é"}):
            coded = {k.encode(): v.encode() for k, v in headers.items()}
            for answer in (http.post(WEBHOOK, json=body, headers=coded), http.get(f"{EVENTS}?sender=t", headers=coded)):
                assert answer.status_code == 401
                assert set(answer.json()) == {"error"}
        known = {"authorization": "Bearer a-token-of-this-test"}
        assert http.post(WEBHOOK, json=body, headers=known).json()
        assert http.get("/healthz").status_code == 200

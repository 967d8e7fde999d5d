"""A request's page: corrected, asked about, joined, given back; its files and its ready replies."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from threading import Event, get_ident

import httpx
import pytest

from actions.desk.ticket import Attachment, Ticket, Value
from actions.store.files import FileRow
from actions.store.unit_of_work import SqlUnitOfWork
from bot import pictures
from tests.e2e.console import Browsers, House, browser

__all__ = ["browser"]
HOME = "深圳市罗湖区翠竹路5号"
MEAL: dict[str, Value] = {"age": 83, "address": HOME, "dining": "delivery"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all of these."""
    with House(tmp_path_factory.mktemp("house")) as house:
        yield house


def say(house: House, sender: str, text: str) -> str:
    """Write as a person does; what came back."""
    body = {"sender": sender, "message": text}
    answer = httpx.post(f"{house.url}/webhooks/rest/webhook", json=body, timeout=30, trust_env=False)
    return "\n".join(one.get("text", "") for one in answer.json())


def test_the_answer_in_the_chat_fills_what_staff_asked(house: House, browser: Browsers) -> None:
    """The question is in the chat, the clock stands still, the answer is in its field and the office goes on."""
    say(house, "asked", "你好")
    number = house.opened("asked", service="meal_service", details=MEAL).number
    li, path = browser("li"), f"/console/tickets/{number}"
    with httpx.stream("GET", f"{house.url}/webhooks/rest/events?sender=asked", timeout=20, trust_env=False) as stream:
        assert li.post(f"{path}/ask", detail="diet").headers["location"].endswith("told=asked")
        assert any("忌口" in line for line in stream.iter_lines())
    page = li.get(path).text
    assert "正在等本人回答：忌口" in page and "时限暂停" in page
    say(house, "asked", "不吃辣，少盐")
    kept = house.ticket(number)
    assert kept.details["diet"] == "不吃辣，少盐" and kept.status.value == "in_progress"
    assert "正在等本人回答" not in li.get(path).text


def test_details_are_corrected_with_a_reason(house: House, browser: Browsers) -> None:
    """Read as in a talk; what cannot be read is told and nothing typed is lost, and values stay out of the audit."""
    number = house.opened("fixed", service="meal_service", details=MEAL).number
    li, path = browser("li"), f"/console/tickets/{number}"
    fields = {"d.age": "八十五岁", "d.address": HOME, "d.dining": "canteen", "do": "amend"}
    assert "为什么改" in li.post(f"{path}/amend", **fields, reason=" ").text
    wrong = li.post(f"{path}/amend", **(fields | {"d.age": "三岁"}), reason="电话核实")
    assert wrong.status_code == 409 and "三岁" in wrong.text and "电话核实" in wrong.text
    assert li.post(f"{path}/amend", **fields, reason="电话核实").status_code == 303
    assert house.ticket(number).details == {"age": 85, "address": HOME, "dining": "canteen"}
    assert "改了：老人年龄、怎么吃" in li.get(path).text
    assert browser("book").post(f"{path}/amend", **fields, reason="x").status_code == 403


def test_the_same_thing_twice_becomes_one(house: House, browser: Browsers) -> None:
    """Others of the person stand beside it, like ones marked; joined, the person hears where it goes on."""
    first, second = (house.opened("twice", service="meal_service", details=MEAL).number for _ in "ab")
    li, path = browser("li"), f"/console/tickets/{second}"
    page = li.get(path).text
    assert first in page and "可能是同一件" in page
    assert li.post(f"{path}/merge", into=first).headers["location"] == f"/console/tickets/{first}?told=merged"
    assert house.ticket(second).status.value == "closed" and second in li.get(f"/console/tickets/{first}").text
    other = house.opened("else").number
    assert "同一个人" in li.post(f"/console/tickets/{first}/merge", into=other).text


def test_an_office_gives_back_with_its_reason(house: House, browser: Browsers) -> None:
    """It is out of its sight unless it received it first, and stands to be given out anew."""
    number = house.opened("back").number
    office, path = browser("office"), f"/console/tickets/{number}"
    assert office.post(f"{path}/return", reason="不归我们街道").headers["location"].endswith("told=returned")
    assert (
        house.ticket(number).history[-1].text == "不归我们街道" and number in browser("li").get("/console/clocks").text
    )


def test_a_ready_reply_is_put_in_without_script_in_the_persons_language(house: House, browser: Browsers) -> None:
    """With the request's own number and office."""
    number = house.opened("ready").number
    page = browser("li", "en").get(f"/console/tickets/{number}?ready=other_office").text
    field = re.findall(r'<textarea id="reply"[^>]*>(.*?)</textarea>', page, re.DOTALL)[0]
    assert number in field and "已经转过去了" in field and "{" not in field


def photo() -> bytes:
    """A picture with the place where it was taken."""
    from PIL import Image

    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "MAKER-SECRET"
    Image.new("RGB", (40, 30), "red").save(made, "JPEG", exif=exif)
    return made.getvalue()


def sent(house: House, ticket: Ticket, name: str, type: str, data: bytes) -> str:
    """A file that came with a request and was fetched; its id."""
    id = sha256(name.encode()).hexdigest()[:40]
    attachment = Attachment("photo", f"file:{id}", name)

    def keep(unit: SqlUnitOfWork) -> None:
        found = unit.tickets.by_number(ticket.number)
        assert found is not None
        found.attachments += (attachment,)
        unit.tickets.save(found)
        row = FileRow(id, ticket.conversation, 0, "photo", "x", name, False, "waiting", datetime.now(UTC), ticket.id)
        unit.files.add(row)

    house.change(keep)
    house.desk.folder.write(id, data)
    house.desk.store.files.kept(id, type, len(data))
    return id


def test_files_are_given_to_keep_and_pictures_shown_bare(house: House, browser: Browsers) -> None:
    """As an attachment that nobody runs; the shown copy holds no place nor maker; not theirs and unknown look alike."""
    ticket = house.opened("photo")
    id, page = sent(house, ticket, "漏水 现场.jpg", "image/jpeg", photo()), f"/console/tickets/{ticket.number}"
    li = browser("li")
    assert f'src="/console/files/{id}/shown"' in li.get(page).text
    whole, bare = li.get(f"/console/files/{id}"), li.get(f"/console/files/{id}/shown")
    assert whole.content == photo() and whole.headers["content-disposition"].startswith(
        "attachment; filename*=UTF-8''%E6"
    )
    assert (
        whole.headers["x-content-type-options"] == "nosniff" and "sandbox" in whole.headers["content-security-policy"]
    )
    assert bare.headers["content-type"] == "image/jpeg" and b"MAKER-SECRET" in whole.content
    assert b"MAKER-SECRET" not in bare.content and b"Exif" not in bare.content
    text = sent(house, ticket, "a.jpg", "image/jpeg", b"\xff\xd8\xff no picture")
    assert li.get(f"/console/files/{text}/shown").status_code == 404
    elsewhere = browser("elsewhere")
    assert (
        elsewhere.get(f"/console/files/{id}").status_code
        == elsewhere.get(f"/console/files/{'0' * 40}").status_code
        == 404
    )


def test_an_album_is_unpacked_one_picture_at_a_time(
    house: House, browser: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many the browser asks for at once: each large one takes a part of the machine's memory."""
    id, li = sent(house, house.opened("album"), "a.jpg", "image/jpeg", photo()), browser("li")
    unpack, under_way, seen = pictures.shown, set[int](), list[int]()

    def watched(data: bytes) -> bytes:
        under_way.add(get_ident())
        seen.append(len(under_way))
        Event().wait(0.02)  # as long as a large one takes at least
        under_way.remove(get_ident())
        return unpack(data)

    monkeypatch.setattr(pictures, "shown", watched)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: li.get(f"/console/files/{id}/shown").raise_for_status(), range(6)))
    assert seen == [1] * 6


def test_the_talk_hides_the_query_code(house: House, browser: Browsers) -> None:
    """It is the person's: who reads the talk cannot prove to be them."""
    for text in ("长者助餐", "83", "深圳市罗湖区翠竹路5号", "送到家里", "明天", "跳过"):
        say(house, "coded", text)
    told = say(house, "coded", "没错，提交")
    code = re.findall(r"查询码[：:]\s*([0-9A-Z]{8})", told)[0]
    number = re.findall(r"NX-\d{6}-\d{6}", told)[0]
    page = browser("li").get(f"/console/tickets/{number}").text
    assert "查询码" in page and code not in page
